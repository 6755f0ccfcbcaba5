"""Asking a person on a terminal, one question at a time."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import click

from journeys.cli.output import clean
from journeys.cli.recording.fields import Field
from journeys.language import Language, t

_IN_COLUMNS = 6
_ROOM = 16
_NARROWEST = 30
_ALL = "all"


def on_a_terminal() -> bool:
    """Whether somebody sits there who can answer."""
    return sys.stdin.isatty()


@dataclass(frozen=True, slots=True)
class Asker:
    """Asks on standard error, so that standard output keeps the data alone."""

    words: Language

    def say(self, text: str) -> None:
        """Say something to whoever is asked, wrapped between words."""
        for line in textwrap.wrap(clean(text), _width(), break_on_hyphens=False):
            click.echo(line, err=True)

    def begin(self) -> None:
        """Say how to answer, once."""
        self.say(self.words.say(t("Enter keeps what stands in brackets; [–] leaves it open.")))

    def line(self, question: str, default: str = "", *, needed: bool) -> str:
        """Return one line of text; empty only where nothing is *needed*."""
        shown = default or ("" if needed else "–")
        asked = f"{question} [{shown}]" if shown else question
        if len(asked) > _width() - _ROOM:
            self.say(asked)
            asked = ">"
        while True:
            answer = str(
                click.prompt(
                    clean(asked), default="", show_default=False, prompt_suffix=" ", err=True
                )
            ).strip()
            if answer or default or not needed:
                return answer or default
            self.say("  " + self.words.say(t("this cannot be left open")))

    def field(self, field: Field, known: Sequence[str], fits: Callable[[str], str | None]) -> str:
        """Return what somebody answers for *field*, as it would be typed on the command line.

        Parameters
        ----------
        field
            What is asked for.
        known
            The names it may refer to.
        fits
            Says what is wrong with an answer, or nothing.
        """
        question = self.words.say(field.ask)
        choices = field.words or tuple(known)
        if field.kind == "yesno":
            question += f" ({self.words.word('yes')}/{self.words.word('no')})"
        elif choices:
            self.say(question)
            self.offer([self.words.word(c) if field.words else c for c in choices])
            question = ">"
        needed = field.need
        default = "" if field.kind == "yesno" else field.default
        shown = self.words.word(default) if field.words else self.words.say(default)
        while True:
            answer = self.line(question, shown, needed=needed)
            if not answer:
                return ""
            meant = self._meant(answer, choices, field)
            wrong = fits(meant) if meant is not None else self._choose()
            if meant is not None and wrong is None:
                return meant
            self.say(f"  {wrong}")

    def offer(self, choices: Sequence[str]) -> None:
        """Show a numbered list, in columns where it is long and there is room."""
        lines = [f"{number:>3}  {clean(choice)}" for number, choice in enumerate(choices, 1)]
        columns = 1
        if len(lines) > _IN_COLUMNS:
            widest = max(map(len, lines)) + 2
            columns = max(1, _width() // widest)
        rows = -(-len(lines) // columns)
        for row in range(rows):
            cells = lines[row::rows]
            widths = [max(map(len, lines[i * rows : (i + 1) * rows])) for i in range(len(cells))]
            padded = (cell.ljust(w) for cell, w in zip(cells, widths, strict=True))
            click.echo("  ".join(padded).rstrip(), err=True)

    def yes(self, question: str) -> bool:
        """Ask for a yes or a no; Enter is a yes."""
        yes, no = self.words.word("yes"), self.words.word("no")
        while True:
            answer = self.line(f"{question} ({yes}/{no})", yes, needed=True)
            said = _one(answer, ("yes", "no"), self.words)
            if said:
                return said == "yes"

    def _choose(self) -> str:
        return self.words.say(t("write a number of the list, or one of its words"))

    def _meant(self, answer: str, choices: Sequence[str], field: Field) -> str | None:
        if not choices:
            return answer
        parts = [part.strip() for part in answer.split(",")] if field.many else [answer]
        if field.many and answer == _ALL:
            return ",".join(choices)
        found = [_one(part, choices, self.words) for part in parts]
        if not field.words:  # a name that is not in the list is for the rules to judge
            found = [one or part for one, part in zip(found, parts, strict=True)]
        return None if None in found else ",".join(str(one) for one in found)


def _width() -> int:
    return max(_NARROWEST, shutil.get_terminal_size().columns - 1)


def _one(answer: str, choices: Sequence[str], words: Language) -> str | None:
    """Return the choice that is meant: by number, by word in either language, by first letters."""
    if answer.isdecimal() and 1 <= int(answer) <= len(choices):
        return choices[int(answer) - 1]
    said = answer.casefold()
    names = [(choice, {choice.casefold(), words.word(choice).casefold()}) for choice in choices]
    exact = [choice for choice, known in names if said in known]
    begun = [choice for choice, known in names if any(name.startswith(said) for name in known)]
    found = exact or begun
    return found[0] if len(found) == 1 else None

"""From a verb's data to a command: its arguments, its flags and its help page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from journeys.cli.command import Command
from journeys.cli.errors import NO_TEXT
from journeys.cli.options import WHEN, When, option, shared
from journeys.cli.recording.fields import Field, Verb
from journeys.cli.recording.words import BASIS, CHANNEL, WORD
from journeys.cli.speaking import words_of
from journeys.language import t

if TYPE_CHECKING:
    from journeys.cli.run import Run

Body = Callable[..., Any]
REL = t("The relationship, by the first letters of its id.")
NEW_REL = t("The new id of the relationship: a pseudonym.")
ALL = "all"
_YES = {"ja": "yes", "nee": "no"}


class Typed(When):
    """A moment as it was typed: it is worked out when it is known from when to count."""

    def convert(  # type: ignore[override]
        self,
        value: Any,  # noqa: ANN401 - click's protocol
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str:
        """Return the text of a moment; a text that is none says how to write one."""
        WHEN.convert(value, param, ctx)
        return str(value)


class Words(click.Choice[str]):
    """One word of a list, or several between commas; ``all`` stands for every one."""

    def __init__(self, words: Sequence[str], *, several: bool = False) -> None:
        super().__init__(words)
        self.several = several

    def convert(
        self,
        value: Any,  # noqa: ANN401 - click's protocol
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str:
        """Return the words as one text, with commas between them; the reader's own words too."""
        words = words_of(ctx or click.get_current_context())
        if self.several and str(value).strip() == ALL:
            return ",".join(self.choices)
        own = {words.word(choice).casefold(): choice for choice in self.choices}
        own |= {choice: choice for choice in self.choices}
        typed = str(value).split(",") if self.several else [str(value)]
        meant = [own.get(_YES.get(one.strip(), one.strip()).casefold()) for one in typed]
        found = [one for one in meant if one is not None]
        if len(found) < len(meant):
            what = param.opts[0] if isinstance(param, click.Option) else param and param.metavar
            message = t("{what} is one of these: {choices}")
            raise click.UsageError(
                words.quote(message, what=what, choices=", ".join(self.choices)), ctx
            )
        return ",".join(found)


class RecordingCommand(Command):
    """A verb of recording; its page says what stands behind it."""

    places: tuple[tuple[str, str, Sequence[str]], ...] = ()

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse what is no text before anything is made of it; a file may be called anything."""
        left = super().parse_args(ctx, args)
        for param in self.params:
            typed = ctx.params.get(param.name or "")
            if param.name != "store" and not is_text(typed):
                raise click.BadParameter(words_of(ctx).say(NO_TEXT), ctx, param)
        return left

    def sections(self, ctx: click.Context) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return what stands behind the verb, with its words."""
        words = words_of(ctx)
        lines = []
        for sign, ask, choices in self.places:
            told = words.say(t("One of {choices}."), choices=", ".join(choices)) if choices else ""
            lines.append((sign, f"{words.say(ask)} {told}".strip()))
        return [(words.say(t("What you give")), lines)]


def is_text(typed: object) -> bool:
    """Return whether what was typed can be written down: bytes that are not UTF-8 cannot.

    Examples
    --------
    >>> is_text("é"), is_text(("a", chr(0xDCFF))), is_text(None)
    (True, False, True)
    """
    if isinstance(typed, tuple | list):
        return all(map(is_text, typed))
    return not (isinstance(typed, str) and any("\ud800" <= sign <= "\udfff" for sign in typed))


def command_of(verb: Verb) -> Command:
    """Return the command of a verb."""

    def body(run: Run, **typed: Any) -> Any:  # noqa: ANN401 - click's protocol
        from journeys.cli.recording.carrying import carry_out

        return carry_out(run, verb, typed)

    decorated = known(shared(rows=True)(body), instant=verb.instant)
    if verb.felt is not None:
        decorated = felt(decorated)
    for field in reversed([field for field in verb.fields if not field.place]):
        decorated = _flag(field)(decorated)
    for field in reversed([field for field in verb.fields if field.place]):
        decorated = _place(field)(decorated)
    decorated = click.argument("relationship", metavar="REL", required=False)(decorated)
    places = [(f.sign, f.ask, f.words) for f in verb.fields if f.place]
    return finished(
        verb.name,
        decorated,
        verb.help,
        verb.examples,
        [("REL", NEW_REL if verb.opens else REL, ()), *places],
    )


def finished(
    name: str,
    body: Body,
    help: str,
    examples: Sequence[tuple[str, str]],
    places: Sequence[tuple[str, str, Sequence[str]]],
) -> Command:
    """Return the command of a decorated body."""
    params = list(reversed(getattr(body, "__click_params__", [])))
    command = RecordingCommand(name, callback=body, params=params, help=help, examples=examples)
    command.places = tuple(places)
    return command


def _type(field: Field) -> click.ParamType[Any] | None:
    if field.words:
        return Words(field.words, several=field.kind == "words")
    return Typed() if field.kind == "moment" else None


def _flag(field: Field) -> Callable[[Body], Body]:
    metavar = {"moment": "WHEN", "text": "TEXT", "texts": "TEXT", "event": "EVENT"}
    metavar |= {"events": "EVENT"}
    metavar |= {"number": "NUMBER", "whole": "NUMBER", "answers": "QUESTION=TEXT"}
    return option(
        field.option,
        field.id,
        type=_type(field),
        metavar=metavar.get(field.kind, "NAME"),
        multiple=field.many,
        help=field.ask,
    )


def _place(field: Field) -> Callable[[Body], Body]:
    return click.argument(
        field.id,
        type=_type(field),
        metavar=field.sign,
        nargs=-1 if field.many else 1,
        required=False,
    )


def felt(body: Body) -> Body:
    """Add ``--client`` and ``--staff``: how each side felt about it."""
    for side, ask in (
        ("--staff", t("How our own people felt about it, from -1 to 1.")),
        ("--client", t("How the client felt about it, from -1 to 1.")),
    ):
        body = option(side, metavar="NUMBER", help=ask)(body)
    return body


def known(body: Body, *, instant: bool = False) -> Body:
    """Add what every recording has: when, by whom, on whose word, and how to try it out."""
    added: list[Callable[[Body], Body]] = [
        option(
            "--when",
            type=Typed(),
            metavar="WHEN",
            help=t("When it happened: a date, yesterday, 3 weeks ago. Now unless you say so.")
            if instant
            else t("When it happened: a date, yesterday, 3 weeks ago. Today unless you say so."),
        ),
        option("--word", type=Words(WORD), help=t("On whose word we know it.")),
        option("--channel", type=Words(CHANNEL), help=t("Over which channel it went.")),
        option("--cause", metavar="EVENT", help=t("Which event led to it, by its first letters.")),
        option("--basis", type=Words(BASIS), help=t("How firmly it stands.")),
        option(
            "--actor",
            metavar="NAME",
            help=t("Who records it, as a pseudonym (also JOURNEYS_ACTOR)."),
        ),
        option(
            "--command-id",
            metavar="NAME",
            help=t("An id of your own: the same id twice has one effect."),
        ),
        option("--yes", is_flag=True, help=t("Ask nothing.")),
        option(
            "--dry-run",
            is_flag=True,
            help=t("Show what would be recorded, or why not; record nothing."),
        ),
    ]
    for add in reversed(added):
        body = add(body)
    return body

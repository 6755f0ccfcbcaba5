"""Answers as lines and bars: many relationships on one clock, and two groups side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from journeys.language import Language, t
from journeys.pictures.picture import Picture

if TYPE_CHECKING:
    from journeys.render.clock_values import Told
    from projections.answers import Answer, Parameter, Row

_STARTS = {
    "beginning": t("Day 0 is the beginning of each relationship."),
    "friction": t("Day 0 is the first friction of each relationship."),
    "breakup": t("Day 0 is the day on which each breakup was announced."),
    "end": t("Day 0 is the end of each relationship."),
}


def picture(
    answer: Answer, rows: Sequence[Row], parameters: Mapping[str, Parameter], words: Language
) -> Picture:
    """Return ``one-clock`` or ``compare`` as a picture with its table.

    Parameters
    ----------
    answer, rows
        The question, and what it came to.
    parameters
        What it was asked with.
    words
        The reader's language.
    """
    title = words.say(answer.question)
    if answer.name == "compare":
        return _groups(title, rows, words)
    return _clock(title, rows, str(parameters.get("anchor", "beginning")), words)


def _clock(title: str, rows: Sequence[Row], anchor: str, words: Language) -> Picture:
    from journeys.render import clock
    from journeys.render.clock_values import Clock, Step
    from journeys.render.picture_words import DUTCH, ENGLISH

    steps = tuple(
        Step(
            row["from_day"],
            row["to_day"],
            row["relationships"],
            _told(row, "client"),
            _told(row, "staff"),
        )
        for row in rows
    )
    start = words.say(_STARTS[anchor]) if anchor in _STARTS else ""
    values = Clock(title, start, steps, DUTCH if words.code == "nl" else ENGLISH)
    return Picture(values, clock.svg, clock.html, clock.table_twin)


def _told(row: Row, whose: str) -> Told | None:
    from journeys.render.clock_values import Told

    mean = row[whose]
    if mean is None:
        return None
    return Told(mean, row[f"{whose}_low"], row[f"{whose}_high"], row[f"rated_{whose}"])


def _groups(title: str, rows: Sequence[Row], words: Language) -> Picture:
    from journeys.render import groups
    from journeys.render.groups_values import Figure, Groups
    from journeys.render.picture_words import DUTCH, ENGLISH

    figures = tuple(
        Figure(
            _capital(words.word(row["figure"])),
            row["a"],
            row["relationships_a"],
            row["b"],
            row["relationships_b"],
            row["change"],
            row["low"],
            row["high"],
            row["told"],
        )
        for row in rows
    )
    names = (words.word(rows[0]["group"]), words.word(rows[0]["group_b"])) if rows else ("–", "–")
    values = Groups(title, names, figures, DUTCH if words.code == "nl" else ENGLISH)
    return Picture(values, groups.svg, groups.html, groups.table_twin)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def table(answer: Answer, rows: Sequence[Row], items: Mapping[str, str], words: Language) -> str:
    """Return an answer as a table by itself, where there is nothing to draw it on.

    Parameters
    ----------
    answer, rows
        The question, and what it came to.
    items
        Under which name people know an event, by the event's id.
    words
        The reader's language.
    """
    from journeys.render._figure import tabled
    from journeys.render.words import DUTCH, ENGLISH

    columns = [one for one in answer.columns if one.title]
    head = tuple(words.say(one.title) for one in columns)

    def said(name: str, value: Any, *, word: bool) -> str:  # noqa: ANN401 - a cell of an answer
        if name == "events":
            return " ".join(dict.fromkeys(items.get(one, one) for one in value))
        return words.value(value) if word or not isinstance(value, str) else value

    body = [tuple(said(c.name, row[c.name], word=c.word) for c in columns) for row in rows]
    drawn = DUTCH if words.code == "nl" else ENGLISH
    empty = words.say(t("Nothing on record answers this."))
    return tabled(words.say(answer.question), [head, *body], drawn, empty=empty)

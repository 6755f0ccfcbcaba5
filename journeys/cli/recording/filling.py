"""What a verb was given, and what a person is asked for beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import inf
from typing import Any

import click

from journeys.cli.recording.asking import Asker
from journeys.cli.recording.desk import Desk
from journeys.cli.recording.fields import Field, Verb, moment, number, word
from journeys.cli.recording.words import CHANNEL
from journeys.language import Language, t

FELT = {
    "client": number("client", t("How the client felt about it, from -1 to 1."), between=(-1, 1)),
    "staff": number("staff", t("How our own people felt about it, from -1 to 1."), between=(-1, 1)),
}
_WHEN = moment("when", t("When did it happen?"), default="today")
_CHANNEL = word("channel", t("Over which channel did it go?"), CHANNEL)


@dataclass(frozen=True, slots=True)
class Filled:
    """What there is to record, as it was typed.

    Parameters
    ----------
    given
        By the path of the verb's fields.
    when, channel
        When it happened, and over which channel.
    sides
        How each side felt about it.
    by_a_person
        Whether somebody was asked, and so has to confirm.
    """

    given: Mapping[str, Any]
    when: str | None
    channel: str | None
    sides: Mapping[str, str] = field(default_factory=dict)
    by_a_person: bool = False


def filled(verb: Verb, full: Filled, desk: Desk, asker: Asker | None, words: Language) -> Filled:
    """Return *full* with everything that a verb needs.

    On a terminal a person is asked for what is missing, and then for what would be good to know;
    also when nothing at all was typed behind the relationship.

    Raises
    ------
    click.UsageError
        Where something is missing and there is nobody to ask.
    """
    missing = [one for one in verb.fields if one.need and not _has(full.given, one)]
    bare = not any(full.given.values()) and not full.sides and not full.channel
    if asker is None and missing:
        raise click.UsageError(_missing(missing, desk, words))
    if asker is None or not (missing or bare):
        return full
    asker.begin()
    given = dict(full.given)
    for one in verb.fields:
        if not _has(given, one) and (one.need or one.asked):
            given[one.path] = _answer(one, given, desk, asker)
    channel = full.channel
    if verb.channel and not channel:
        channel = _answer(_CHANNEL, given, desk, asker) or None
    sides = dict(full.sides)
    for side, one in FELT.items() if verb.felt else ():
        if side not in sides and (felt := _answer(one, given, desk, asker)):
            sides[side] = felt
    when = full.when or _answer(_WHEN, given, desk, asker)
    return Filled(given, when, channel, sides, by_a_person=True)


def again(full: Filled, one: Field, message: str, desk: Desk, asker: Asker) -> Filled:
    """Return *full* with another answer for a field whose answer does not fit."""
    asker.say(f"  {message}")
    return replace(full, given={**full.given, one.path: _answer(one, full.given, desk, asker)})


def _has(given: Mapping[str, Any], one: Field) -> bool:
    return any(given.get(path) for path in (one.path, *one.unless))


def _answer(one: Field, given: Mapping[str, Any], desk: Desk, asker: Asker) -> Any:  # noqa: ANN401 - as typed
    if one.kind == "answers":
        return _answers(given, desk, asker)

    def fits(typed: str) -> str | None:
        return _wrong(one, typed, desk, asker.words)

    typed = asker.field(one, _names(one, desk), fits)
    return [typed] if one.many and typed else typed


def _names(one: Field, desk: Desk) -> Sequence[str]:
    return desk.answerable() if one.kind == "finding" else desk.known(one.thing)


def _answers(given: Mapping[str, Any], desk: Desk, asker: Asker) -> list[str]:
    """Ask the gate's own questions, where it is passed."""
    key = desk.key("gate", str(given.get("gate") or ""))
    gate = desk.before.gate(key) if desk.before else None
    if gate is None or given.get("outcome") != "passed":
        return []
    return [f"{asked}={asker.line(f'{asked}?', needed=True)}" for asked in gate.questions]


def _wrong(one: Field, typed: str, desk: Desk, words: Language) -> str | None:
    try:
        if one.kind == "moment":
            desk.moment(typed)
        elif one.kind == "number":
            figure = float(typed.replace("\N{MINUS SIGN}", "-").replace(",", "."))
            low, high = one.between or (-inf, inf)
            if not low <= figure <= high:
                return words.say(t("write a number from {low} to {high}"), low=low, high=high)
    except (ValueError, OverflowError):
        if one.kind == "number":
            return words.say(t("write a number, such as 0.5"))
        return words.say(t("write a date such as 2025-08-19, yesterday, or 3 weeks ago"))
    return None


def _missing(missing: list[Field], desk: Desk, words: Language) -> str:
    parts = []
    for one in missing:
        choices = one.words or tuple(_names(one, desk))
        if choices:
            with_words = t("missing {what}: one of {choices}")
            parts.append(words.quote(with_words, what=one.sign, choices=", ".join(choices)))
        else:
            parts.append(words.quote(t("missing {what}"), what=one.sign))
    return "; ".join(parts)

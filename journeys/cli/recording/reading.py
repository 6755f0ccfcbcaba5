"""From what was typed to a fact: every mistake is blamed on the flag it was made with."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from domain._kernel import Fact, Record
from domain.errors import Unreadable
from domain.feelings import FeelingObserved, Rating
from journeys.cli.recording.desk import Desk
from journeys.cli.recording.fields import Field, Verb
from journeys.cli.recording.naming import named
from journeys.io.shapes import fact_names, first_fault
from journeys.language import t

Given = Mapping[str, str | Sequence[str]]
"""What was typed, by the field's path."""
_SIGNS = {"on_whose_word": "--word", "occurred_at": "--when", "relationship": "REL"}


class Unfit(Unreadable):
    """Something typed that does not fit.

    Parameters
    ----------
    path
        The path of the field it was typed for; empty where it belongs to none.
    """

    def __init__(self, path: str, message: str, **details: object) -> None:
        self.path = path
        super().__init__(message, **details)


def fact_of(verb: Verb, given: Given, desk: Desk) -> Fact:
    """Return the fact that a verb records.

    Raises
    ------
    Unfit
        For a value that the fact does not allow.
    """
    data: dict[str, Any] = dict(verb.fixed)
    for field in verb.fields:
        if field.kind == "finding":
            data |= _found(given, str(verb.fixed["answer"]), desk)
        elif given.get(field.path):
            _put(data, field.path, value_of(field, given[field.path], desk))
        elif field.kind == "name":
            texts = [_text(given.get(source) or "") for source in field.made_from]
            _put(data, field.path, named(texts, field.stem, desk.known(field.thing)))
    kind = fact_names()[verb.fact]
    try:
        if kind is FeelingObserved:
            _known_how(data, given)
        return kind.model_validate_json(json.dumps(data), strict=True)
    except ValidationError as error:
        raise _blamed(error, verb) from None


def _found(given: Given, answer: str, desk: Desk) -> dict[str, object]:
    """Return which finding is answered, as it stood when that happened."""
    from journeys.answering import about, meant_at

    try:
        now = desk.happened(_text(given.get("when") or "") or None)
    except (ValueError, OverflowError):  # the flag itself says so
        now = desk.happened(None)
    name = _text(given.get("finding") or "")
    return about(meant_at(desk.findings, name, now, desk.happened("now")), now, answer)


def _known_how(data: dict[str, Any], given: Given) -> None:
    """Say how a feeling is known: measured, told by that side itself, or seen by another."""
    rating = data.get("rating")
    if rating:
        if "valence" in data:
            message = t("give either --valence, or --scale with --answer")
            raise Unfit("valence", message)
        for path, sign in (("rating.scale", "--scale"), ("rating.answer", "--answer")):
            if not given.get(path):
                raise Unfit(path, "{field} is missing: add it", field=sign)
        data["valence"] = Rating.model_validate_json(json.dumps(rating), strict=True).valence
    whose, said_by = data.get("whose"), data.get("said_by") or given.get("word") or None
    said_by = said_by if said_by != "both" else None
    own = said_by in (None, whose) or (whose, said_by) == ("staff", "supplier")
    data.setdefault("said_by", said_by or whose)
    data.setdefault("source", "survey" if rating else "retold" if own else "colleague")
    data.setdefault("mode", "expressed" if own or rating else "perceived")


def feeling(side: str, typed: str, about: str) -> Fact:
    """Return how a side felt about an event, as that side's own word; `Unfit` for no valence."""
    data = {"whose": side, "valence": _figure(typed, whole=False), "about": about}
    data |= {"said_by": side, "source": "retold"}
    try:
        return FeelingObserved.model_validate_json(json.dumps(data), strict=True)
    except ValidationError as error:
        _, sentence, details = first_fault(error)
        raise Unfit("", sentence, **{**details, "field": f"--{side}"}) from None


def value_of(field: Field, typed: str | Sequence[str], desk: Desk) -> object:
    """Return what was typed for a field as the fact wants it; `Unfit` for what is no moment."""
    parts = [typed] if isinstance(typed, str) else list(typed)
    value: object = parts[0]
    match field.kind:
        case "texts":
            value = parts
        case "words" | "keys":
            split = [one.strip() for part in parts for one in part.split(",") if one.strip()]
            value = [desk.key(field.thing, one) for one in split]
        case "answers":
            pairs = [part.partition("=") for part in parts]
            value = [{"question": q.strip(), "answer": a.strip() or None} for q, _, a in pairs]
        case "yesno":
            value = parts[0] == "yes"
        case "number" | "whole":
            value = _figure(parts[0], whole=field.kind == "whole")
        case "moment":
            value = _moment(field, parts[0], desk)
        case "key":
            value = desk.key(field.thing, parts[0])
        case "event":
            value = desk.event(parts[0])
        case "events":
            value = [desk.event(part) for part in parts]
    return value


def _figure(text: str, *, whole: bool) -> float | str:
    plain = text.replace("\N{MINUS SIGN}", "-").replace(",", ".")
    try:
        return int(plain) if whole else float(plain)
    except ValueError:
        return text


def _moment(field: Field, text: str, desk: Desk) -> str:
    try:
        return str(desk.moment(text))
    except (ValueError, OverflowError):
        message = t(
            "{text} is no moment: write 2025-08-19, 2025-08, 2025, yesterday or 3 weeks ago"
        )
        raise Unfit(field.path, message, text=repr(text[:40])) from None


def _put(data: dict[str, Any], path: str, value: object) -> None:
    *within, last = path.split(".")
    for part in within:
        data = data.setdefault(part, {})
    data[last] = value


def _text(typed: str | Sequence[str]) -> str:
    return typed if isinstance(typed, str) else " ".join(typed)


def _blamed(error: ValidationError, verb: Verb) -> Unfit:
    path, sentence, details = first_fault(error)
    where = ".".join(part for part in path if isinstance(part, str))
    what = str(details.get("what", ""))
    if " answer runs from " in what:
        scale, _, ends = what.removeprefix("a ").partition(" answer runs from ")
        low, _, high = ends.partition(" to ")
        message = t("an answer on the scale {scale} runs from {low} to {high}")
        return Unfit("rating.answer", message, scale=scale, low=low, high=high)
    field = next(
        (f for f in verb.fields if where == f.path or where.startswith(f"{f.path}.")), None
    )
    sign = field.sign if field else where
    return Unfit(field.path if field else "", sentence, **{**details, "field": sign})


def record_of(data: Mapping[str, object], facts: Sequence[Fact]) -> Record:
    """Return the command; `Unfit` for a part that is not written as it should be."""
    try:
        return Record.model_validate({**data, "facts": tuple(facts)})
    except ValidationError as error:
        path, sentence, details = first_fault(error)
        name = str(path[0]) if path else ""
        sign = _SIGNS.get(name, "--" + name.replace("_", "-"))
        raise Unfit("", sentence, **{**details, "field": sign}) from None

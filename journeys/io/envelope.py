"""One line of our native file: the event in its CloudEvents envelope."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from domain._kernel import AnyEvent, Event, Fact, fact_of
from domain.errors import Unreadable
from domain.moments import Moment
from journeys.io.cloudevents import ATTRIBUTES, EXTENSIONS, HERE, JSON_TYPE, SPECVERSION
from journeys.io.files import nearest, shown, wrong
from journeys.io.shapes import first_fault
from journeys.io.strict_json import NotTaken, parse

REQUIRED = ("specversion", "id", "type", "subject", "data")

_FITS = re.compile(r"[^\x00-\x20]{1,121}")
_DIGITS = 18
_NUMBER = re.compile(r"[0-9]{1,18}")
_RFC3339 = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?"
    r"(?:[Zz]|[+-][0-9]{2}:[0-9]{2})"
)
_FIELDS = {
    **{name: field for field, name in EXTENSIONS.items()},
    "id": "id",
    "subject": "relationship",
}
_NAMES = {field: name for name, field in _FIELDS.items()}
_MOMENT = "{field} is no moment: write 2026-07-28, 2026-07 or 2026-07-28T14:05:00+02:00"
_INSTANT = "{field} has to be an instant as in RFC 3339: 2026-07-28T14:05:00+02:00"


@dataclass(frozen=True, slots=True)
class Incoming:
    """An event of the file; its version is still to be given unless it is ``numbered``."""

    line: int
    event: AnyEvent
    numbered: bool


def incoming(file: str, line: int, text: str, kinds: Mapping[str, type[Fact]]) -> Incoming:
    """Return the event that a line holds.

    Raises
    ------
    NotTaken
        When it is no JSON object or no CloudEvent at all.
    Unreadable
        For an attribute or a fact that is not as it should be.
    """
    parsed = parse(text)
    said = {key: value for key, value in parsed.members.items() if value is not None}
    _check_keys(file, line, said)
    version = _version(file, line, said.get("sequence"))
    fact = _fact(file, line, said["type"], parsed.data, said["data"], kinds)
    data = {**_testimony(file, line, said), "version": version or 1, "fact": fact}
    try:
        event: AnyEvent = Event[type(fact)].model_validate(data)  # type: ignore[misc]
    except ValidationError as error:
        path, sentence, details = first_fault(error)
        field = _NAMES.get(str(path[0]), path[0]) if path else "this"
        raise wrong(file, line, sentence, **details | {"field": field}) from None
    return Incoming(line, event, version is not None)


def _check_keys(file: str, line: int, said: Mapping[str, Any]) -> None:
    for key in said:
        if key not in ATTRIBUTES:
            message = "{key} is not an attribute here; use {nearest}, or leave it out ({allowed})"
            details = {"key": shown(key), "nearest": nearest(key, ATTRIBUTES)}
            raise wrong(file, line, message, allowed=", ".join(ATTRIBUTES), **details)
    for key in REQUIRED:
        if key not in said:
            if key == "specversion":
                raise NotTaken("specversion is missing: every line is an event of CloudEvents 1.0")
            raise wrong(file, line, "{key} is missing: every event has one", key=key)
    for key, value in said.items():
        if not isinstance(value, str) and key not in {"data", "sequence"}:
            raise wrong(file, line, "{key} has to be a text", key=key)
    if said["specversion"] != SPECVERSION:
        raise NotTaken('specversion has to be "1.0"')
    if said.get("datacontenttype", JSON_TYPE) != JSON_TYPE:
        raise wrong(file, line, "datacontenttype has to be application/json")


def _testimony(file: str, line: int, said: Mapping[str, Any]) -> dict[str, Any]:
    fields: dict[str, Any] = {_FIELDS[k]: value for k, value in said.items() if k in _FIELDS}
    fields["occurred_at"] = _moment(file, line, said, "occurred", "time")
    if fields["occurred_at"] is None:
        raise wrong(file, line, "time is missing: say when it happened with time, or with occurred")
    recorded = _moment(file, line, said, "recorded", "recordedtime")
    fields["recorded_at"] = recorded or fields["occurred_at"]
    fields.setdefault("actor", "import")
    fields.setdefault("command_id", _command_id(str(said["id"])))
    system = said.get("source", HERE)
    if system != HERE:
        if "sourcesystem" in said:
            message = "source and sourcesystem both say where it comes from: leave out one"
            raise wrong(file, line, message)
        fields["source"] = system
    return fields


def _moment(
    file: str, line: int, said: Mapping[str, Any], written: str, exact: str
) -> Moment | None:
    moments = []
    for key, sentence in ((written, _MOMENT), (exact, _INSTANT)):
        if key in said:
            if key == exact and not _RFC3339.fullmatch(said[key]):
                raise wrong(file, line, sentence, field=key)
            try:
                moments.append(Moment(said[key]))
            except ValueError:
                raise wrong(file, line, sentence, field=key) from None
    if len({moment.start for moment in moments}) > 1:
        message = "{written} and {exact} do not say the same: leave out {exact}"
        raise wrong(file, line, message, written=written, exact=exact)
    return moments[0] if moments else None


def _command_id(event: str) -> str:
    fits = _FITS.fullmatch(event) is not None
    return "import:" + (event if fits else hashlib.sha256(event.encode()).hexdigest())


def _version(file: str, line: int, given: object) -> int | None:
    if given is None:
        return None
    version = given if isinstance(given, int) and not isinstance(given, bool) else 0
    if isinstance(given, str) and _NUMBER.fullmatch(given):
        version = int(given)
    if not 0 < version < 10**_DIGITS:
        raise wrong(file, line, "sequence has to be the event's number: 1 for the first")
    return version


def _fact(
    file: str, line: int, topic: str, written: str, data: object, kinds: Mapping[str, type[Fact]]
) -> Fact:
    if not isinstance(data, dict):
        raise wrong(file, line, "data has to be an object: the fields of the fact")
    try:
        if topic in kinds:
            return kinds[topic].model_validate_json(written, strict=True)
        return fact_of(topic, data)
    except ValidationError as error:
        path, sentence, details = first_fault(error)
        field = ".".join(str(p) if isinstance(p, int) else shown(p) for p in ("data", *path))
        raise wrong(file, line, sentence, **details | {"field": field}) from None
    except Unreadable:
        message = "type is no fact that is known here; perhaps: {nearest}"
        raise wrong(file, line, message, nearest=nearest(topic, kinds)) from None

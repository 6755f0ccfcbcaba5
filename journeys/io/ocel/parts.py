"""The parts of a log, in the standard's own terms."""

from __future__ import annotations

import re
from math import isfinite

import msgspec

Value = str | int | float | bool | None


class Part(
    msgspec.Struct,
    frozen=True,
    gc=False,
    rename="camel",
    forbid_unknown_fields=True,
):
    """A part of a log."""


class Declared(Part, frozen=True):
    """An attribute that a type declares; ``type`` is string, time, integer, float or boolean."""

    name: str
    type: str = "string"


class Kind(Part, frozen=True):
    """A type of event or of object, with the attributes it declares."""

    name: str
    attributes: tuple[Declared, ...] = ()


class Related(Part, frozen=True):
    """A tie to an object, and what the object is in it."""

    object_id: str
    qualifier: str = ""


class Attribute(Part, frozen=True):
    """What an event says of itself."""

    name: str
    value: Value


class Change(Part, frozen=True):
    """What an object's attribute became, and when; the first values have the time 1970-01-01."""

    name: str
    value: Value
    time: str


class Object(Part, frozen=True):
    """A thing that events are about."""

    id: str
    type: str
    attributes: tuple[Change, ...] = ()
    relationships: tuple[Related, ...] = ()


class Event(Part, frozen=True):
    """Something that happened; ``time`` as it was written (ISO 8601)."""

    id: str
    type: str
    time: str
    attributes: tuple[Attribute, ...] = ()
    relationships: tuple[Related, ...] = ()


FIRST = "1970-01-01T00:00:00Z"
"""The time of an object's first values, as the standard has it."""


def of_type(text: str | None, kind: str) -> Value:
    """Return a value that was written as text, by its declared type.

    What does not fit its type stays text: a log is not mended while it is read.

    Examples
    --------
    >>> of_type("3", "integer"), of_type("3.5", "float"), of_type("true", "boolean")
    (3, 3.5, True)
    >>> of_type("03", "integer"), of_type("--3", "integer"), of_type("yes", "boolean")
    ('03', '--3', 'yes')
    """
    if text is None:
        return None
    if kind == "integer" and _INTEGER.fullmatch(text):
        return int(text)
    if kind == "float":
        try:
            number = float(text)
        except ValueError:
            return text
        # What is no number stays text too: JSON and SQLite have nothing for it.
        return number if isfinite(number) and as_text(number) == text else text
    if kind == "boolean" and text in _BOOLEANS:
        return _BOOLEANS[text]
    return text


_INTEGER = re.compile("0|-?[1-9][0-9]{0,999}")
_BOOLEANS = {"true": True, "false": False}


def as_text(value: Value) -> str:
    """Return a value as text that `of_type` reads back.

    Examples
    --------
    >>> as_text(True), as_text(0.1), as_text(1e22)
    ('true', '0.1', '1e+22')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)

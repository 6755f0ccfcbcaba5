"""Our history as an object-centric event log, and back with nothing lost.

| in OCEL 2.0 | in our history |
|---|---|
| object of type ``relationship`` (``organisation``, ``map``) | whom the history is about; its id |
| object of type ``promise``, ``goal`` … | a thing that a fact names: ``client-7#promise:quote`` |
| an object's first values | the plain fields of the fact that named it |
| an object's later values | plain fields of the facts that touched it since, with their moment |
| event type | the topic |
| event time | when it happened (a dated fact: the first instant of that date, in UTC) |
| event attributes ``occurred``, ``recorded``, ``actor`` … | how we know it, as in the native file |
| event attributes ``data.…`` | the plain fields of the fact |
| event attribute ``native`` | its line of the native file, byte for byte: what is read back |
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from domain._kernel import Fact, fact_of
from domain.errors import Unreadable
from domain.moments import Moment
from journeys.io.cloudevents import ATTRIBUTES, EXTENSIONS
from journeys.io.ocel.log import Log
from journeys.io.ocel.parts import (
    FIRST,
    Attribute,
    Change,
    Declared,
    Event,
    Kind,
    Object,
    Related,
    Value,
)
from journeys.io.xml_text import fit, fit_json

NATIVE = "native"
_TOLD = tuple(name for name in ATTRIBUTES if name in EXTENSIONS.values())
_PLAIN = (str, int, float, bool)
_KINDS = {str: "string", int: "integer", float: "float", bool: "boolean"}


def to_log(lines: Iterable[bytes], *, in_xml: bool = False) -> Log:
    """Return the log of native lines, in their order. Memory: the log itself.

    For XML, a plain field has a mark for each character that XML cannot hold, and the native line
    says it as JSON can.
    """
    things: dict[str, _Thing] = {}
    events = tuple(_event(line, things) for line in lines)
    if in_xml:
        events = tuple(_fit_event(event) for event in events)
        for thing in things.values():
            thing.values = [Change(one.name, _fit(one.value), one.time) for one in thing.values]
    objects = tuple(Object(t.id, t.type, tuple(t.values), tuple(t.ties)) for t in things.values())
    return Log(
        _kinds((one.type, one.attributes) for one in objects),
        _kinds((event.type, event.attributes) for event in events),
        objects,
        events,
    )


class _Thing:
    """An object while it is being found."""

    def __init__(self, id_: str, type_: str, ties: Iterable[Related] = ()) -> None:
        self.id, self.type, self.ties = id_, type_, list(ties)
        self.values: list[Change] = []

    def told(self, fact: Fact, time: str) -> None:
        self.values += [Change(name, value, time) for name, value in _plain(fact)]


def _event(line: bytes, things: dict[str, _Thing]) -> Event:
    said = json.loads(line)
    subject, fact = said["subject"], fact_of(said["type"], said["data"])
    time = Moment(said["occurred"]).start.isoformat().replace("+00:00", "Z")
    owner = things.get(subject)
    if owner is None:
        owner = things[subject] = _Thing(subject, fact.area())
    if fact.opens:
        owner.told(fact, FIRST)
    ties = {subject: Related(subject, fact.area())}
    for kind, key in fact.defined():
        name = f"{subject}#{kind}:{key}"
        thing = things[name] = _Thing(name, kind, [Related(subject, "of")])
        thing.told(fact, FIRST)
        ties[name] = Related(name, "names")
    for kind, key in fact.referred():
        name = f"{subject}#{kind}:{key}"
        if name in things and name not in ties:
            things[name].told(fact, time)
            ties[name] = Related(name, "touches")
    attributes = [Attribute(name, said[name]) for name in _TOLD if name in said]
    attributes += [Attribute(f"data.{name}", value) for name, value in _plain(fact)]
    attributes.append(Attribute(NATIVE, line.decode().removesuffix("\n")))
    return Event(said["id"], said["type"], time, tuple(attributes), tuple(ties.values()))


def _fit_event(event: Event) -> Event:
    told = (
        Attribute(one.name, fit_json(str(one.value)) if one.name == NATIVE else _fit(one.value))
        for one in event.attributes
    )
    return Event(event.id, event.type, event.time, tuple(told), event.relationships)


def _fit(value: Value) -> Value:
    return fit(value) if isinstance(value, str) else value


def _plain(fact: Fact) -> Iterator[tuple[str, Value]]:
    for name in type(fact).model_fields:
        value: Any = getattr(fact, name)
        if isinstance(value, Moment):
            yield name, str(value)
        elif isinstance(value, _PLAIN):
            yield name, value


def _kinds(things: Iterable[tuple[str, Iterable[Attribute | Change]]]) -> tuple[Kind, ...]:
    """Return the types in use, each with the attributes that were told, by name."""
    found: dict[str, dict[str, str]] = {}
    for kind, attributes in things:
        declared = found.setdefault(kind, {})
        for attribute in attributes:
            own = _KINDS[type(attribute.value)]
            if declared.setdefault(attribute.name, own) != own:
                declared[attribute.name] = "float" if own != "string" else "string"
    return tuple(
        Kind(kind, tuple(Declared(name, type_) for name, type_ in sorted(declared.items())))
        for kind, declared in sorted(found.items())
    )


def is_ours(log: Log) -> bool:
    """Whether every event of a log carries its native line."""
    return bool(log.events) and all(_native(event) is not None for event in log.events)


def native_lines(log: Log) -> Iterator[bytes]:
    """Yield the native lines that a log of ours carries, in its order.

    Raises
    ------
    Unreadable
        For an event without its line: the log was not written by us, or was changed since.
    """
    for event in log.events:
        line = _native(event)
        if line is None:
            message = (
                "the event {id} has no attribute 'native': this log was not exported from here"
            )
            raise Unreadable(message, id=event.id[:80])
        yield f"{line}\n".encode()


def _native(event: Event) -> str | None:
    for attribute in event.attributes:
        if attribute.name == NATIVE and isinstance(attribute.value, str):
            return attribute.value
    return None

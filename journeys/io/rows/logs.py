"""Logs of events as tables: XES, and the events of OCEL 2.0 with the objects they are about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from journeys.io.ocel.log import Log
from journeys.io.ocel.parts import FIRST, Object, Value, as_text
from journeys.io.rows.row import Row, Table, nul_in


def xes(path: Path, file: str) -> Table:
    """Return the events of an XES file, a row each; attributes of its trace under ``case:``.

    Raises
    ------
    Unreadable
        With the line, as far as it was read: what came before it is sound by itself.
    """
    from journeys.io.xes import read

    def rows() -> Iterator[Row]:
        for found in read(path):
            values = _texts(found.row)
            yield Row(file, found.line, values, fault=nul_in(values))

    return Table(None, rows(), lambda: None)


def ocel(path: Path, file: str) -> Table:
    """Return the events of an OCEL 2.0 file, a row each.

    Columns are ``id``, ``type``, ``time``, the event's attributes, and for every type of object
    the ids of those it is about (``object:TYPE``, joined by spaces) with what is told of the first
    of them (``object:TYPE.ATTRIBUTE``, as it stood then).

    Raises
    ------
    Unreadable
        When the file is no such log.
    """
    from journeys.io.ocel import read

    log = read(path)
    return Table(None, _of_log(log, file), lambda: None)


def _of_log(log: Log, file: str) -> Iterator[Row]:
    objects = {one.id: one for one in log.objects}
    for number, event in enumerate(log.events, start=1):
        values = {"id": event.id, "type": event.type, "time": event.time}
        values |= {a.name: as_text(a.value) for a in event.attributes if a.name not in values}
        about: dict[str, list[str]] = {}
        for tie in event.relationships:
            one = objects.get(tie.object_id)
            about.setdefault(one.type if one else "unknown", []).append(tie.object_id)
        for kind, ids in about.items():
            values[f"object:{kind}"] = " ".join(dict.fromkeys(ids))
            first = objects.get(ids[0])
            for name, value in _told(first, event.time).items() if first else ():
                values[f"object:{kind}.{name}"] = as_text(value)
        yield Row(file, number, values, fault=nul_in(values))


def _told(thing: Object, time: str) -> dict[str, Value]:
    """Return what an object's attributes had become by a moment; of two at once the later one."""
    now = max(_instant(time), _instant(FIRST))
    so_far = [change for change in thing.attributes if _instant(change.time) <= now]
    so_far.sort(key=lambda change: _instant(change.time))
    return {change.name: change.value for change in so_far}


@lru_cache(maxsize=65_536)
def _instant(text: str) -> datetime:
    """Return a moment of a log; one in no form that the standard has lies before all others."""
    try:
        found = datetime.fromisoformat(text.upper())
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return datetime.min.replace(tzinfo=UTC)


def _texts(row: Mapping[str, Value]) -> dict[str, str]:
    return {name: as_text(value) for name, value in row.items()}

"""XES, written: a trace for each case, in the order given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from xml.sax.saxutils import quoteattr

from journeys.io.xes.reading import CASE, Value
from journeys.io.xml_text import check_fit

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849-2023" xes.features="" xmlns="http://www.xes-standard.org/">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
<classifier name="Activity" keys="concept:name"/>
"""


def write(
    traces: Iterable[tuple[Mapping[str, Value], Iterable[Mapping[str, Value]]]],
    dates: frozenset[str] = frozenset({"time:timestamp"}),
) -> Iterator[str]:
    """Yield an XES file in pieces.

    Parameters
    ----------
    traces
        Each with its own attributes and its events; keys that begin with ``case:`` are left to the
        trace.
    dates
        The keys whose texts are dates.

    Raises
    ------
    Unreadable
        For a character that XML cannot hold.
    """
    yield _HEAD
    for own, events in traces:
        yield "<trace>\n"
        yield from _attributes(own, dates)
        for event in events:
            yield "<event>\n"
            told = {key: value for key, value in event.items() if not key.startswith(CASE)}
            yield from _attributes(told, dates)
            yield "</event>\n"
        yield "</trace>\n"
    yield "</log>\n"


def _attributes(row: Mapping[str, Value], dates: frozenset[str]) -> Iterator[str]:
    for key, value in row.items():
        tag = "date" if key in dates else _tag(value)
        said = str(value).lower() if isinstance(value, bool) else str(value)
        yield f"<{tag} key={_q(key)} value={_q(said)}/>\n"


def _tag(value: Value) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "int"
    return "float" if isinstance(value, float) else "string"


def _q(text: str) -> str:
    check_fit(text)
    return quoteattr(text, {"\r": "&#13;", "\n": "&#10;", "\t": "&#9;"})

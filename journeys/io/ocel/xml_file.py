"""OCEL 2.0 as XML, read in one pass. No document type, no entities, nothing from outside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO
from xml.parsers import expat  # its entities and document types are refused, see _Reader
from xml.sax.saxutils import escape, quoteattr

from domain.errors import Unreadable
from journeys.io.files import wrong
from journeys.io.ocel.log import (
    FIRST,
    Attribute,
    Change,
    Declared,
    Event,
    Kind,
    Log,
    Object,
    Related,
    as_text,
    of_type,
)

_DEEPEST = 16


def load(stream: BinaryIO, file: str) -> Log:
    """Return the log in an XML stream.

    Raises
    ------
    Unreadable
        With the line.
    """
    return _Reader(file).read(stream)


class _Reader:
    """A log while it is being read: what is open, and what was found."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.kinds: dict[str, list[Kind]] = {"event-type": [], "object-type": []}
        self.types: dict[str, dict[str, dict[str, str]]] = {"event": {}, "object": {}}
        self.objects: list[Object] = []
        self.events: list[Event] = []
        self.depth = 0
        self.said: list[tuple[str, str | None, str]] = []
        self.ties: list[Related] = []
        self.declared: list[Declared] = []
        self.thing: dict[str, str] = {}
        self.kind = ""
        self.name, self.time = "", ""
        self.text: list[str] | None = None
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters
        self.parser.StartDoctypeDeclHandler = self.doctype

    def read(self, stream: BinaryIO) -> Log:
        try:
            self.parser.ParseFile(stream)
        except expat.ExpatError as error:
            message = "this is not XML ({what})"
            raise wrong(
                self.file, error.lineno, message, what=expat.ErrorString(error.code)
            ) from None
        return Log(
            tuple(self.kinds["object-type"]),
            tuple(self.kinds["event-type"]),
            tuple(self.objects),
            tuple(self.events),
        )

    def wrong(self, message: str, **details: object) -> Unreadable:
        return wrong(self.file, self.parser.CurrentLineNumber, message, **details)

    def doctype(self, *_: object) -> None:
        raise self.wrong("it declares a document type or entities: take that part out")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth == 1 and tag != "log":
            raise self.wrong("this is no OCEL 2.0 log: it begins with {tag}", tag=tag[:40])
        if self.depth > _DEEPEST:
            raise self.wrong("it nests deeper than any log does")
        if tag == "attribute":
            self.name = self.of(attributes, "name", tag)
            if self.kind:
                self.declared.append(Declared(self.name, attributes.get("type", "string")))
            else:
                self.time, self.text = attributes.get("time", FIRST), []
        elif tag in ("relationship", "object") and self.thing:
            tied = self.of(attributes, "object-id", tag)
            self.ties.append(Related(tied, attributes.get("qualifier", "")))
        elif tag in ("event", "object"):
            self.thing = {"what": tag, "id": self.of(attributes, "id", tag)}
            self.thing["type"] = self.of(attributes, "type", tag)
            if tag == "event":
                self.thing["time"] = self.of(attributes, "time", tag)
        elif tag in self.kinds:
            self.kind = self.of(attributes, "name", tag)

    def of(self, attributes: dict[str, str], name: str, tag: str) -> str:
        if name not in attributes:
            raise self.wrong("{tag} has no {name}: give it one", tag=tag, name=name)
        return attributes[name]

    def characters(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)

    def end(self, tag: str) -> None:
        self.depth -= 1
        if tag == "attribute" and self.text is not None:
            self.said.append((self.name, "".join(self.text), self.time))
            self.text = None
        elif tag in self.kinds:
            self.kinds[tag].append(Kind(self.kind, tuple(self.declared)))
            what = tag.removesuffix("-type")
            self.types[what][self.kind] = {d.name: d.type for d in self.declared}
            self.kind, self.declared = "", []
        elif self.thing.get("what") == tag:
            self._keep(tag)

    def _keep(self, tag: str) -> None:
        thing, types = self.thing, self.types[tag].get(self.thing["type"], {})
        said = [(n, of_type(v, types.get(n, "string")), at) for n, v, at in self.said]
        if tag == "event":
            own = tuple(Attribute(name, value) for name, value, _ in said)
            ties = tuple(self.ties)
            self.events.append(Event(thing["id"], thing["type"], thing["time"], own, ties))
        else:
            changes = tuple(Change(name, value, at) for name, value, at in said)
            self.objects.append(Object(thing["id"], thing["type"], changes, tuple(self.ties)))
        self.thing, self.said, self.ties = {}, [], []


def dumps(log: Log) -> Iterator[str]:
    """Yield a log as XML, in pieces."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<log>\n'
    for tag, kinds in (("object-type", log.object_types), ("event-type", log.event_types)):
        yield f"<{tag}s>\n"
        yield from (_kind(tag, kind) for kind in kinds)
        yield f"</{tag}s>\n"
    yield "<objects>\n"
    for one in log.objects:
        said = "".join(_value(c.name, as_text(c.value), c.time) for c in one.attributes)
        head = f"<object id={_q(one.id)} type={_q(one.type)}>"
        yield f"{head}{_body(said, one.relationships)}</object>\n"
    yield "</objects>\n<events>\n"
    for event in log.events:
        said = "".join(_value(a.name, as_text(a.value)) for a in event.attributes)
        head = f"<event id={_q(event.id)} type={_q(event.type)} time={_q(event.time)}>"
        yield f"{head}{_body(said, event.relationships)}</event>\n"
    yield "</events>\n</log>\n"


def _kind(tag: str, kind: Kind) -> str:
    said = "".join(f"<attribute name={_q(a.name)} type={_q(a.type)}/>" for a in kind.attributes)
    return f"<{tag} name={_q(kind.name)}><attributes>{said}</attributes></{tag}>\n"


def _value(name: str, text: str, time: str | None = None) -> str:
    at = "" if time is None else f" time={_q(time)}"
    return f"<attribute name={_q(name)}{at}>{escape(text, _LINE_ENDS)}</attribute>"


def _body(said: str, ties: Iterable[Related]) -> str:
    tied = "".join(
        f"<relationship object-id={_q(r.object_id)} qualifier={_q(r.qualifier)}/>" for r in ties
    )
    return f"<attributes>{said}</attributes><objects>{tied}</objects>"


_LINE_ENDS = {"\r": "&#13;"}
"""A parser reads a bare carriage return as a line feed."""


def _q(text: str) -> str:
    return quoteattr(text, {"\r": "&#13;", "\n": "&#10;", "\t": "&#9;"})

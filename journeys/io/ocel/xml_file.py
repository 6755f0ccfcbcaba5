"""OCEL 2.0 as XML, read in one pass. No document type, no entities, nothing from outside."""

from __future__ import annotations

from io import BytesIO
from typing import BinaryIO
from xml.parsers import expat  # its entities and document types are refused, see _Reader

from domain.errors import Unreadable
from journeys.io.files import wrong
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
    of_type,
)
from journeys.io.ocel.xml_plain import Plain
from journeys.io.ocel.xml_words import Strange

_DEEPEST = 16


def load(raw: bytes, file: str) -> Log:
    """Return the log in an XML text.

    Raises
    ------
    Unreadable
        With the line.
    """
    try:
        return _plain(raw, file)
    except Strange:
        return _Reader(file).read(BytesIO(raw))


def _plain(raw: bytes, file: str) -> Log:
    """Return a log in plain form: what is around its things is read with as much care as any."""
    plain = Plain(raw)
    reader = _Reader(file)
    try:
        around = reader.read(BytesIO(plain.around.encode()))
    except Unreadable:
        raise Strange from None
    if around.objects or around.events or not reader.idle():
        raise Strange
    objects = plain.objects(reader.types["object"])
    return Log(
        around.object_types, around.event_types, objects, plain.events(reader.types["event"])
    )


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

    def idle(self) -> bool:
        """Whether nothing was found that waits for the thing it belongs to."""
        return not (self.said or self.ties or self.declared or self.thing or self.kind)

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

"""XES, read in one pass. No document type, no entities, nothing from outside."""

from __future__ import annotations

import gzip
import os
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime
from math import isfinite
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast
from xml.parsers import expat  # document types are refused, and with them every entity

from domain.errors import Unreadable
from journeys.io.files import GZIP, MEGABYTE, check_size, open_file, wrong

SIZE_LIMIT = 512 * MEGABYTE
_PIECE = 1 << 20
_PACKED_AT_MOST = 100
_DEEPEST = 64

Value = str | int | float | bool
CASE = "case:"


class Found(NamedTuple):
    """An event: the line on which it ends, the number of its trace from 1, and its attributes."""

    line: int
    trace: int
    row: dict[str, Value]


def read(path: Path | str) -> Iterator[Found]:
    """Yield the events of an XES file, which may be compressed (.xes.gz).

    A trace without events yields nothing; the globals and classifiers of a log are no events and
    are left out. Dates stay as they were written.

    Raises
    ------
    NotFound
        When there is no such file.
    Unreadable
        With file, line and what to do; more than 512 MB, compressed or not, is refused.
    """
    file = str(path)
    with open_file(path, SIZE_LIMIT) as stream:
        packed = stream.read(2) == GZIP
        stream.seek(0)
        if packed:
            with gzip.GzipFile(fileobj=stream) as unpacked:
                yield from _events(cast("BinaryIO", unpacked), file, _size(stream))
        else:
            yield from _events(stream, file)


def _size(stream: BinaryIO) -> int:
    return os.fstat(stream.fileno()).st_size


def _events(stream: BinaryIO, file: str, packed: int | None = None) -> Iterator[Found]:
    reader, size = _Reader(file), 0
    try:
        while piece := stream.read(_PIECE):
            size += len(piece)
            check_size(file, size, SIZE_LIMIT)
            if packed is not None and size > max(_PIECE, _PACKED_AT_MOST * packed):
                message = "{file}: it unpacks to more than {times} times its size, as no log does"
                raise Unreadable(message, file=file, times=_PACKED_AT_MOST)
            reader.parser.Parse(piece, False)  # noqa: FBT003 - expat's protocol
            yield from reader.taken()
        reader.parser.Parse(b"", True)  # noqa: FBT003 - expat's protocol
    except expat.ExpatError as error:
        what = expat.ErrorString(error.code)
        raise wrong(file, error.lineno, "this is not XML ({what})", what=what) from None
    except (EOFError, zlib.error, gzip.BadGzipFile):
        message = "{file}: the compressed file is damaged or cut off; take another copy"
        raise Unreadable(message, file=file) from None
    yield from reader.taken()


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.open: list[str] = []
        self.keys: list[str] = []
        self.trace = 0
        self.of_trace: dict[str, Value] = {}
        self.row: dict[str, Value] | None = None
        self.often: defaultdict[str, int] = defaultdict(lambda: 1)
        """How often a key stands in the lists of one event, or of what a trace says of itself."""
        self.found: list[Found] = []
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.StartDoctypeDeclHandler = self.doctype

    def taken(self) -> list[Found]:
        found, self.found = self.found, []
        return found

    def wrong(self, message: str, **details: object) -> Unreadable:
        return wrong(self.file, self.parser.CurrentLineNumber, message, **details)

    def doctype(self, *_: object) -> None:
        raise self.wrong("it declares a document type or entities: take that part out")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if not self.open and tag != "log":
            raise self.wrong("this is no XES log: it begins with {tag}", tag=tag[:40])
        if len(self.open) > _DEEPEST:
            raise self.wrong("it nests deeper than any log does")
        self.open.append(tag)
        if tag == "trace":
            self.trace, self.of_trace = self.trace + 1, {}
            self.often.clear()
        elif tag == "event":
            if self.row is not None:
                raise self.wrong("an event stands within an event")
            if "trace" not in self.open:
                self.trace, self.of_trace = self.trace + 1, {}
            self.row = dict(self.of_trace)
            self.often.clear()
        elif tag in _READ and ("trace" in self.open or self.row is not None):
            self.attribute(tag, attributes)

    def attribute(self, tag: str, attributes: dict[str, str]) -> None:
        if "key" not in attributes:
            raise self.wrong("{tag} has no key: give it one", tag=tag)
        self.keys.append(attributes["key"])
        if "value" not in attributes:
            return
        try:
            value = _READ[tag](attributes["value"])
        except ValueError:
            message = "{key} is no {kind}: write it as one, or make it a string"
            raise self.wrong(message, key=self.keys[-1][:80], kind=tag) from None
        row, case = (self.of_trace, CASE) if self.row is None else (self.row, "")
        name = case + "/".join(self.keys)
        if name in row and "list" in self.open:  # there one key may stand for many things
            self.often[name] += 1
            name = f"{name}:{self.often[name]}"
        if name in row and not (self.row is not None and name.startswith(CASE)):
            raise self.wrong("the key {key} stands twice in one place", key=name[:80])
        row[name] = value

    def end(self, tag: str) -> None:
        tag = tag.rpartition(":")[2]
        self.open.pop()
        if tag == "event" and self.row is not None:
            self.found.append(Found(self.parser.CurrentLineNumber, self.trace, self.row))
            self.row = None
        elif tag in _READ and self.keys:
            self.keys.pop()


def _number(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise ValueError
    return number


def _boolean(text: str) -> bool:
    if text.lower() not in _BOOLEANS:
        raise ValueError
    return _BOOLEANS[text.lower()]


_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


def _date(text: str) -> str:
    datetime.fromisoformat(text.upper())
    return text


_READ: dict[str, Callable[[str], Value]] = {
    "string": str,
    "date": _date,
    "int": int,
    "float": _number,
    "boolean": _boolean,
    "id": str,
    "list": str,
    "container": str,
}
"""The kinds of attribute, with how each is read. What stands in the ``values`` of a list is read as
if it stood in the list itself: that tag has no key."""

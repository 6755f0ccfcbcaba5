"""The files of a copy: segments that are never changed, and a list of them.

A segment is written and renamed; then the list that names it is. A segment that is missing, torn or
changed does not agree with the list: the copy is then made anew from the store.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from journeys.columns.copy_folder import CopyFolder, Torn
from journeys.columns.form import (
    NewCodes,
    codes_read,
    codes_written,
    facts_read,
    facts_written,
)
from journeys.columns.keeping import FORMAT, LIST
from journeys.columns.layout import SCHEMA


@dataclass(frozen=True, slots=True)
class Segment:
    """Events *first* to *last* of the log, and the codes that first came up in them.

    ``codes`` and ``facts`` are the checksums of the file's first *begin* bytes and of the others.
    """

    name: str
    first: int
    last: int
    rows: int
    begin: int
    codes: int
    facts: int


@dataclass(frozen=True, slots=True)
class Listed:
    """The list: the segments in order, and a mark of the last event, to know the store again."""

    segments: tuple[Segment, ...] = ()
    mark: int = 0

    @property
    def end(self) -> int:
        """The last position in the copy."""
        return self.segments[-1].last if self.segments else 0


class Folder(CopyFolder):
    """The folder of the columns."""

    def listed(self) -> Listed | None:
        """Return the list; None where there is no copy, or one that cannot be read."""
        found = self._read_list()
        return found if found is not None and self._whole(found) else None

    def forget(self, is_torn: Callable[[], bool]) -> None:
        """Have a copy of this format made anew that is another store's or torn, if it still is."""
        if self._read_list() is not None:
            self.remove_list(LIST, is_torn)

    def _read_list(self) -> Listed | None:
        try:
            said = json.loads((self.path / LIST).read_bytes())
            if said["format"] != [FORMAT, list(SCHEMA)]:
                return None
            return Listed(tuple(Segment(**one) for one in said["segments"]), said["mark"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _whole(self, found: Listed) -> bool:
        after = 0
        for one in found.segments:
            if one.first <= after or not (self.path / _file(one.name)).exists():
                return False
            after = one.last
        return True

    def data(self, segment: Segment) -> bytes:
        """Return the facts of a segment as they are in their file.

        Raises
        ------
        Torn
            When it is not the file that was listed.
        """
        return self._read(segment.name, segment.facts, segment.begin, None)

    def facts(self, segment: Segment, columns: Sequence[str]) -> pl.DataFrame:
        """Return these columns of a segment; `Torn` as above."""
        return facts_read([self.data(segment)], columns)

    def codes(self, segment: Segment) -> NewCodes:
        """Return the codes that first came up in a segment; `Torn` as above."""
        return codes_read(self._read(segment.name, segment.codes, 0, segment.begin))

    def _read(self, name: str, checksum: int, begin: int, size: int | None) -> bytes:
        try:
            with (self.path / _file(name)).open("rb") as file:
                file.seek(begin)
                data = file.read(size)
        except OSError as error:
            raise Torn(name) from error
        if zlib.crc32(data) != checksum:
            raise Torn(name)
        return data

    def add(self, number: int, facts: pl.DataFrame, codes: NewCodes) -> Segment:
        """Write a segment; nobody reads it before it is listed."""
        self.make()
        name = f"{number:06d}"
        head, rest = codes_written(codes), facts_written(facts)
        self.put(_file(name), head, rest)
        first, last = facts["position"][0], facts["position"][-1]
        return Segment(name, first, last, len(facts), len(head), zlib.crc32(head), zlib.crc32(rest))

    def publish(self, found: Listed) -> None:
        """Put a new list in the place of the old one, and remove what it does not name."""
        said = {
            "format": [FORMAT, list(SCHEMA)],
            "segments": found.segments,
            "mark": found.mark,
        }
        self.make()
        self.replace_list(LIST, said, [_file(one.name) for one in found.segments])


def _file(name: str) -> str:
    return f"{name}.segment"

"""The files of a copy: segments that are never changed, and a list of them.

A segment is written, flushed to the disk and renamed; then the list that names it is. Whatever
crashes in between leaves the list as it was, and files that nobody names, which the next writing
removes. A segment that is missing, torn or changed does not agree with the list: the copy is then
made anew from the store. So the folder is flushed only before files go that an older list names: a
disk that kept the new list and lost the new segment's name costs work, not answers.
"""

from __future__ import annotations

import fcntl
import json
import os
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import polars as pl

from journeys.columns.form import (
    NewCodes,
    codes_read,
    codes_written,
    facts_read,
    facts_written,
)
from journeys.columns.keeping import FORMAT, LIST
from journeys.columns.layout import SCHEMA

_FOLDER_BITS = 0o111


class Torn(Exception):
    """The files are not what the list says: make the copy anew."""


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


class Folder:
    """Where the files of a copy are.

    Parameters
    ----------
    path
        The folder; made when it is first written to.
    mode
        Who may read and write the files, as of the store's own file.
    """

    def __init__(self, path: Path, mode: int = 0o600) -> None:
        self.path, self._mode = path, mode & 0o666

    def listed(self) -> Listed | None:
        """Return the list; None where there is no copy, or one that cannot be read."""
        try:
            said = json.loads((self.path / LIST).read_bytes())
            if said["format"] != [FORMAT, list(SCHEMA)]:
                return None
            found = Listed(tuple(Segment(**one) for one in said["segments"]), said["mark"])
            return found if self._whole(found) else None
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
        self._make()
        name = f"{number:06d}"
        head, rest = codes_written(codes), facts_written(facts)
        self._put(_file(name), head, rest)
        first, last = facts["position"][0], facts["position"][-1]
        return Segment(name, first, last, len(facts), len(head), zlib.crc32(head), zlib.crc32(rest))

    def publish(self, found: Listed) -> None:
        """Put a new list in the place of the old one, and remove what it does not name."""
        said = {
            "format": [FORMAT, list(SCHEMA)],
            "segments": [asdict(one) for one in found.segments],
            "mark": found.mark,
        }
        self._make()
        self._put(LIST, json.dumps(said, indent=1).encode())
        named = {LIST, "lock", *(_file(one.name) for one in found.segments)}
        strays = [one for one in self.path.iterdir() if one.name not in named and one.is_file()]
        if strays:
            _flush_folder(self.path)  # and the list is there before what the old one named goes
        for stray in strays:
            stray.unlink(missing_ok=True)

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Whether nobody else is writing; nobody will until the end of the block."""
        self._make()
        descriptor = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, self._mode)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True
        finally:
            os.close(descriptor)

    def _make(self) -> None:
        if not self.path.is_dir():
            # Who may read the store may look into the folder.
            bits = self._mode | (self._mode >> 2 & _FOLDER_BITS)
            self.path.mkdir(mode=bits, exist_ok=True)
            self.path.chmod(bits)

    def _put(self, name: str, *data: bytes) -> None:
        part = self.path / f".{name}.part"
        try:
            with open(part, "wb", opener=self._opener) as file:
                file.writelines(data)
                file.flush()
                os.fsync(file.fileno())
            part.replace(self.path / name)
        except BaseException:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise

    def _opener(self, path: str, flags: int) -> int:
        return os.open(path, flags, self._mode)


def _file(name: str) -> str:
    return f"{name}.segment"


def _flush_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

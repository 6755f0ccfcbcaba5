"""The files of a copy: pieces that are never changed, and a list of them.

As with the columns of the facts, a piece is written and renamed before the list names it, and what
does not agree with the list is made anew. A piece is one file of parts, one after another.
"""

from __future__ import annotations

import io
import json
import mmap
import zlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import polars as pl

from journeys.columns.copy_folder import CopyFolder, Torn
from journeys.lived.keeping import FORMAT, LIST
from journeys.lived.layout import PARTS
from journeys.lived.taking import Piece


@dataclass(frozen=True, slots=True)
class Filed:
    """A piece in its file: how many occasions it has, and of each part its size and checksum."""

    name: str
    rows: int
    sizes: tuple[int, ...]
    sums: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """The list: pieces in order, of which a later one counts, and of what they are a copy.

    ``version`` is the view's, ``end`` the last position of the log that is in it, and ``mark``
    tells the event there from another store's. The first ``whole`` pieces were made of everybody.
    """

    version: int
    end: int
    mark: int
    whole: int = 0
    pieces: tuple[Filed, ...] = ()


class Shelf(CopyFolder):
    """Where the files of a copy are: a folder in that of the columns."""

    def make(self) -> None:
        """Make the folder, and that of the columns, where there is none."""
        CopyFolder(self.path.parent, self._mode).make()
        super().make()

    def standing(self) -> Listed | None:
        """Return the list; None where there is no copy, or one that cannot be read."""
        try:
            said = json.loads((self.path / LIST).read_bytes())
            if said.pop("format") != _format():
                return None
            pieces = [
                Filed(one["name"], one["rows"], tuple(one["sizes"]), tuple(one["sums"]))
                for one in said.pop("pieces")
            ]
            return Listed(**said, pieces=tuple(pieces))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def list(self, found: Listed) -> None:
        """Put a new list in the place of the old one, and remove what it does not name."""
        self.make()
        said = {"format": _format(), **asdict(found)}
        self.replace_list(LIST, said, [one.name for one in found.pieces])

    def forget(self, found: Listed) -> None:
        """Remove a list that names what is torn, unless there is another one by now."""
        self.remove_list(LIST, lambda: self.standing() == found)

    def file(self, number: int, piece: Piece) -> Filed:
        """Write a piece; nobody reads it before it is listed."""
        self.make()
        parts = [_packed(piece[part]) for part in PARTS]
        name = f"{number:06d}.lives"
        self.put(name, b"".join(parts))
        sums = tuple(zlib.crc32(part) for part in parts)
        return Filed(name, piece["occasions"].height, tuple(map(len, parts)), sums)

    def open(self, filed: Filed) -> Opened:
        """Return a piece to read from, whatever becomes of its file.

        Raises
        ------
        Torn
            When it is not what was listed.
        """
        try:
            with (self.path / filed.name).open("rb") as file:
                data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise Torn(filed.name) from error
        begin = 0
        for size, checksum in zip(filed.sizes, filed.sums, strict=True):
            if zlib.crc32(data[begin : begin + size]) != checksum:
                raise Torn(filed.name)
            begin += size
        return Opened(filed, data)


class Opened:
    """A piece that is open: its parts are read when they are asked for.

    Parameters
    ----------
    filed
        What was listed.
    data
        The file.
    """

    def __init__(self, filed: Filed, data: mmap.mmap) -> None:
        self._filed, self._data = filed, data

    def read(self, part: str, columns: Sequence[str]) -> pl.DataFrame:
        """Return these columns of a part."""
        place = list(PARTS).index(part)
        begin = sum(self._filed.sizes[:place])
        data = self._data[begin : begin + self._filed.sizes[place]]
        return pl.read_parquet(io.BytesIO(data), columns=list(columns))


def _format() -> list[object]:
    return [FORMAT, [[part, list(schema)] for part, schema in PARTS.items()]]


def _packed(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd", compression_level=1)
    return buffer.getvalue()

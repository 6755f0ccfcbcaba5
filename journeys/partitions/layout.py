"""What a folder of partitions holds: Parquet files of stored events, and a manifest of them.

A file has one row an event, in the order of the log, with the bytes that are stored. The manifest
is written last and names size and checksum of every file: what was torn, cut short, changed or
taken away does not agree with it.
"""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from domain.errors import Unreadable
from journeys.store.shards.rule import hash_of
from projections.ports import LogRow

if TYPE_CHECKING:
    import polars as pl

FORMAT = 1
"""The format of a folder; one of another format is made anew."""
MANIFEST = "partitions.json"
COLUMNS = LogRow._fields
_HASH = "crc32"


def partition_of(relationship: str, number: int) -> int:
    """Return the partition of a relationship, 0 … *number* − 1: the same on every machine.

    Examples
    --------
    >>> [partition_of(one, 8) for one in ("agency", "telecom", "map:courtship")]
    [6, 6, 0]
    """
    return hash_of(relationship) % number


@dataclass(frozen=True, slots=True)
class Partition:
    """One file: how many events and bytes it has, and its CRC-32."""

    name: str
    events: int
    size: int
    checksum: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """The files of a folder, up to position *end* of a log whose event there has this *mark*."""

    end: int
    mark: int
    partitions: tuple[Partition, ...]

    @property
    def events(self) -> int:
        """How many events there are in all of them."""
        return sum(one.events for one in self.partitions)

    def written(self) -> bytes:
        """Return it as the file that it is kept in."""
        said = {"format": FORMAT, "hash": _HASH, "number": len(self.partitions), **asdict(self)}
        return json.dumps({**said, "events": self.events}, indent=1).encode()


def manifest_in(folder: Path) -> Manifest | None:
    """Return the manifest of a folder; None where there is none that can be read."""
    try:
        said = json.loads((folder / MANIFEST).read_bytes())
        if (said["format"], said["hash"]) != (FORMAT, _HASH):
            return None
        partitions = tuple(Partition(**one) for one in said["partitions"])
        found = Manifest(said["end"], said["mark"], partitions)
        return (
            found if (found.events, len(partitions)) == (said["events"], said["number"]) else None
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def torn(folder: Path, manifest: Manifest) -> list[str]:
    """Return the names of files that are missing, or not what the manifest says of them."""
    return [one.name for one in manifest.partitions if _bytes(folder, one) is None]


def rows_in(folder: Path, partition: Partition) -> Iterator[tuple[str, list[LogRow]]]:
    """Yield the relationships of a partition, by id, each with its rows by version.

    Raises
    ------
    Unreadable
        When the file is missing, or not the one that was written.
    """
    import polars as pl

    data = _bytes(folder, partition)
    if data is None:
        message = "the partition {file} is missing or was changed: try again, it is made anew"
        raise Unreadable(message, file=partition.name)
    frame: pl.DataFrame = pl.read_parquet(io.BytesIO(data), columns=list(COLUMNS))
    # By the text itself, as a store lists relationships; polars and Python agree on that order.
    rows = map(LogRow._make, frame.sort("relationship", "version").iter_rows())
    for relationship, together in groupby(rows, key=attrgetter("relationship")):
        yield relationship, list(together)


def _bytes(folder: Path, partition: Partition) -> bytes | None:
    try:
        data = (folder / partition.name).read_bytes()
    except OSError:
        return None
    same = (len(data), zlib.crc32(data)) == (partition.size, partition.checksum)
    return data if same else None

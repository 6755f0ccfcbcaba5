"""Writing partitions: one pass over the log, in bounded memory."""

from __future__ import annotations

import io
import os
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import polars as pl

from journeys.partitions.layout import MANIFEST, Manifest, Partition, partition_of
from projections.ports import Log, LogRow
from projections.runner import Progress

PAGE = 20_000
SPILL = 400_000
"""So many events wait in memory before they go to the disk in pieces."""
_SCHEMA = {
    "position": pl.Int64,
    "relationship": pl.String,
    "version": pl.Int64,
    "topic": pl.String,
    "payload": pl.Binary,
}


def write(
    log: Log,
    folder: Path,
    number: int,
    on_progress: Callable[[Progress], None] | None = None,
) -> Manifest:
    """Write what stands in a log now as *number* partitions, and return their manifest.

    Parameters
    ----------
    log
        Read once, page after page, up to the end that it had at the beginning.
    folder
        An existing one; a manifest that is there goes first, so that an interruption leaves none.
    number
        How many, at least 1.
    on_progress
        Told how far it has come.
    """
    (folder / MANIFEST).unlink(missing_ok=True)
    end, mark = log.end(), 0
    piles = [_Pile(folder, f"{one:05d}.parquet") for one in range(number)]
    waiting = 0
    for page in _pages(log, end):
        for row in page:
            piles[partition_of(row.relationship, number)].rows.append(row)
        waiting += len(page)
        if waiting >= SPILL:
            waiting = 0
            for pile in piles:
                pile.spill()
        mark = mark_of(page[-1])
        if on_progress:
            on_progress(Progress(page[-1].position, end))
    manifest = Manifest(end, mark, tuple(pile.write() for pile in piles))
    _put(folder / MANIFEST, manifest.written())
    return manifest


def mark_of(row: LogRow) -> int:
    """Return what tells an event from another store's at the same position."""
    return zlib.crc32(f"{row.relationship} {row.version}".encode() + row.payload)


def stands_in(manifest: Manifest, log: Log) -> bool:
    """Whether the log is the one that was written, and has not grown since."""
    end = log.end()
    last = log.page(end - 1, 1) if end else ()
    return (manifest.end, manifest.mark) == (end, mark_of(last[0]) if last else 0)


def _pages(log: Log, end: int) -> Iterator[Sequence[LogRow]]:
    after = 0
    while after < end:
        page = log.page(after, min(PAGE, end - after))
        if not page:
            return
        yield page
        after = page[-1].position


class _Pile:
    """The events of one partition that were read so far."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._name = folder, name
        self._pieces: list[Path] = []
        self.rows: list[LogRow] = []

    def spill(self) -> None:
        if self.rows:
            piece = self._folder / f".{self._name}.{len(self._pieces)}.piece"
            _put(piece, _parquet(self._frame()))
            self._pieces.append(piece)

    def write(self) -> Partition:
        frame = pl.concat([*map(pl.read_parquet, self._pieces), self._frame()])
        data = _parquet(frame)
        _put(self._folder / self._name, data)
        for piece in self._pieces:
            piece.unlink()
        return Partition(self._name, len(frame), len(data), zlib.crc32(data))

    def _frame(self) -> pl.DataFrame:
        rows, self.rows = self.rows, []
        return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def _parquet(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd", compression_level=1)
    return buffer.getvalue()


def _put(path: Path, data: bytes) -> None:
    # Its owner's alone: there are people's words in it. The manifest tells what a crash tore.
    part = path.with_name(f"{path.name}.part")
    with open(part, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.write(data)
    part.replace(path)

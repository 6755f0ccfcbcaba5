"""A backup: everything that is true in a store, of one moment, while others write."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from importlib import metadata
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from domain.errors import Damaged, JourneysError, NotFound
from domain.moments import Moment
from journeys.io.files import whole_or_not
from journeys.store import Store
from journeys.store.mark import Mark, mark_of
from journeys.store.stored import Stored
from journeys.store.tables import CHECKED, FORMAT
from journeys.store.verify import verify
from journeys.telemetry import around
from journeys.upkeep.frames import Frame, Label, is_backup, write

ROWS = 1000
"""Rows in a frame: enough to compress well, few enough to hold in memory."""
Progress = Callable[[int, int], object]
"""Called with what is done, of all."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a backup came to."""

    file: Path
    size: int
    events: int
    relationships: int


def backup(
    store: Store,
    file: Path,
    now: Moment,
    *,
    replace: bool = False,
    on_progress: Progress | None = None,
) -> Kept:
    """Write a backup of a store to a file, whole or not at all; of shards to a file for each.

    It is of one moment: whoever writes meanwhile is not held up, and is not in it. Every event is
    held against its evidence first, in that same moment, so that what is damaged never takes the
    place of a good backup. Views are left out: they are made again.

    Parameters
    ----------
    store
        A store of either kind.
    file
        Where to; only its owner may read it.
    now
        What to write down as the moment at which it was made.
    replace
        Whether another backup of that name may go.
    on_progress
        Told of rows, checked and then written.

    Raises
    ------
    JourneysError
        When there is such a file already, and it may not be replaced.
    NotFound
        When its folder is not there.
    Damaged
        When the store is not sound. Nothing was written.
    """
    files = shard_files(file, len(store.shards))
    for one in files:
        _check_place(one, replace=replace)
    tell = on_progress or (lambda *_: None)
    with around("backup") as work, ExitStack() as opened:
        # All of one moment, as far as that goes: nothing is written before all of them are open.
        stored = [opened.enter_context(shard.database.stored()) for shard in store.shards]
        ends = [one.end()[1] for one in stored]
        last, before, kept = sum(ends), 0, []
        for shard, place, tables, end in zip(store.shards, files, stored, ends, strict=True):
            part = _Part(place, tables, mark_of(shard.database), before, 2 * last)
            kept.append(_written(part, opened.enter_context(whole_or_not(place)), now, tell))
            before += 2 * end
        events, size = sum(one.events for one in kept), sum(one.size for one in kept)
        work.note(events=events, bytes=size)
    _flushed(file.parent)
    return Kept(file, size, events, sum(one.relationships for one in kept))


def shard_files(file: Path, shards: int) -> list[Path]:
    """Return the files that a backup of so many shards is kept in; of one store it is *file*.

    Examples
    --------
    >>> [one.name for one in shard_files(Path("monday.backup"), 2)]
    ['monday.backup.1-of-2', 'monday.backup.2-of-2']
    """
    if shards == 1:
        return [file]
    numbers = range(1, shards + 1)
    return [file.with_name(f"{file.name}.{number}-of-{shards}") for number in numbers]


class _Part(NamedTuple):
    file: Path
    stored: Stored
    mark: Mark | None
    before: int
    """What was done for the parts before it, of all."""
    all: int


def _written(part: _Part, beside: Path, now: Moment, tell: Progress) -> Kept:
    _, last = part.stored.end()

    def done(more: int) -> None:
        tell(part.before + more, part.all)

    report = verify(part.stored, done)
    if not report.clean:
        raise Damaged("the store is not sound, so there is no backup: run 'journeys verify'")
    program = metadata.version("journeys-engine")
    which = part.mark[:3] if part.mark else ()
    label = Label(FORMAT, str(now), program, report.events, report.relationships, *which)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT, 0o600)
    beside.chmod(0o600)  # also where more people could read the one that it takes the place of
    rows = _frames(part.stored, lambda events: done(last + events))
    # Closed here, also when the disk is full: later there is no connection to close them on.
    with os.fdopen(descriptor, "wb") as out, closing(rows) as frames:
        size = write(out, label, frames)
        out.flush()
        os.fsync(out.fileno())
    return Kept(part.file, size, report.events, report.relationships)


def _check_place(file: Path, *, replace: bool) -> None:
    if not file.parent.is_dir():
        raise NotFound("there is no folder {folder}: create it first", folder=str(file.parent))
    if not file.exists():
        return
    if not replace:
        message = "there is a file {file} already: take another name, or say --replace"
        raise JourneysError(message, file=str(file))
    # A slip of the hand must not put a backup in the place of the store itself.
    if not is_backup(file):
        message = "{file} is no backup, so it is not replaced by one: take another name"
        raise JourneysError(message, file=str(file))


def _frames(stored: Stored, done: Callable[[int], object]) -> Generator[Frame, None, None]:
    for table in CHECKED:
        rows, count = stored.copied(table), 0
        while some := list(islice(rows, ROWS)):
            yield Frame(table, [list(row) for row in some])
            count += len(some)
            if table == "events":
                done(count)


def _flushed(folder: Path) -> None:
    # The name is a part of the file: without this a power cut could take it away again.
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

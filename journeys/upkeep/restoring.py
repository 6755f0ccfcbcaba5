"""Restoring: a new store out of a backup, whole and verified, or not at all."""

from __future__ import annotations

import glob
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import cast

import msgspec

from domain.errors import Damaged, JourneysError, NotFound, Unreadable
from journeys.store import Store
from journeys.store.database import Session
from journeys.store.mark import Mark, mark, mark_of
from journeys.store.tables import CHECKED, COLUMNS, FORMAT
from journeys.store.verify import verify
from journeys.telemetry import around
from journeys.upkeep.backup import Progress, shard_files
from journeys.upkeep.frames import Frame, Label, read


def looked_at(file: Path) -> Label:
    """Read a backup from its first byte to its last, and return what it says of itself.

    Raises
    ------
    NotFound
        When there is no such file.
    Unreadable
        When it is no backup, or not one as it was written: with where and why.
    """
    with _opened(file) as (label, frames):
        for _ in frames:
            pass
    return label


def of_a_set(file: Path) -> list[Path]:
    """Return the files of a backup of several shards that goes by this name; itself without any.

    Raises
    ------
    NotFound
        When some of them are missing.
    Unreadable
        When they are of more than one set or moment, or in one another's place.
    """
    first = next(iter(sorted(file.parent.glob(f"{glob.escape(file.name)}.1-of-*"))), None)
    if file.exists() or first is None:
        return [file]
    count = first.name.rpartition("-")[2]
    files = shard_files(file, int(count)) if count.isdecimal() else [file]
    labels = []
    for number, one in enumerate(files, start=1):
        with _opened(one) as (label, _):
            labels.append(label)
        here = (label.set_id, label.shard, label.shards, label.made)
        if here != (labels[0].set_id, number, len(files), labels[0].made):
            message = "{file} is no part of the same backup as {first}"
            raise Unreadable(message, file=str(one), first=str(files[0]))
    return files


def check_number(file: Path, files: Sequence[Path], shards: int) -> None:
    """Refuse a backup of another number of shards than the store has.

    Raises
    ------
    Unreadable
        When each shard would not find its own.
    """
    if len(files) != shards:
        message = (
            "{file} is a backup of {found} shards, and this store has {n}: restore it into as many,"
            " then export it and import it here"
        )
        raise Unreadable(message, file=str(file), found=len(files), n=shards)


def restore(file: Path, store: Store, on_progress: Progress | None = None) -> Label:
    """Fill an empty store from a backup, in one transaction; of shards in one transaction each.

    The file is read to its end before anything is written; what was written is held against its
    evidence before it is kept. An interruption leaves an empty store. Views are left to be made.
    The backup of one shard by itself makes that shard again, for its old set.

    Parameters
    ----------
    file
        A backup of a store of either kind; of shards, the name without their numbers.
    store
        A store of either kind, with nothing in it, and of as many shards.
    on_progress
        Told of events, written and then checked.

    Raises
    ------
    NotFound, Unreadable
        When a file is not there, or cannot be taken. Nothing was written.
    JourneysError
        When there is something in the store.
    Damaged
        When what the file holds does not agree with its evidence. Nothing was kept.
    """
    files = of_a_set(file)
    check_number(file, files, len(store.shards))
    labels = list(map(looked_at, files))
    tell = on_progress or (lambda *_: None)
    events, before = sum(label.events for label in labels), 0
    with around("restore", events=events), ExitStack() as sessions:
        for one, shard, label in zip(files, store.shards, labels, strict=True):
            session = sessions.enter_context(shard.database.writing("log"))
            session.unhurried()  # until the others have been filled as well
            if session.positions(label.events) or shard.relationships():
                message = "there is something in this store already: restore into an empty one"
                raise JourneysError(message)
            done = partial(_done, tell, 2 * before, 2 * events)
            _refilled(session, one, label, done)
            if label.set_id and mark_of(shard.database) is None:
                mark(session, Mark(label.set_id, label.shard, label.shards, whole=1))
            before += label.events
    relationships = sum(label.relationships for label in labels)
    return msgspec.structs.replace(labels[0], events=events, relationships=relationships)


def _done(tell: Progress, before: int, all_: int, more: int) -> None:
    tell(before + more, all_)


def _refilled(session: Session, file: Path, label: Label, done: Callable[[int], object]) -> None:
    _fill(session, file, done)
    report = verify(session.stored(), lambda walked: done(label.events + walked))
    counted = (report.events, report.relationships) == (label.events, label.relationships)
    if not (report.clean and counted):
        raise Damaged(
            "what {file} holds does not agree with its evidence, so nothing was kept:"
            " take another backup",
            file=str(file),
        )


def _fill(session: Session, file: Path, done: Callable[[int], object]) -> None:
    count = 0
    with _opened(file) as (_, frames):
        for frame in frames:
            if frame.rows:
                session.fill(frame.table, list(zip(*frame.rows, strict=True)))
            if frame.table == "events":
                count += len(frame.rows)
                done(count)


@contextmanager
def _opened(file: Path) -> Iterator[tuple[Label, Iterator[Frame]]]:
    name = str(file)
    # It is read twice, which a pipe cannot be.
    if file.exists() and not file.is_file() and not file.is_dir():
        raise Unreadable("{file} is not an ordinary file", file=name)
    try:
        opened = file.open("rb")
    except FileNotFoundError:
        raise NotFound("there is no file {file}", file=name) from None
    with opened:
        frames = read(opened, name)
        label = cast("Label", next(frames))
        if label.format != FORMAT:
            message = "{file} has format {found}, this version reads {known}: use a later journeys"
            raise Unreadable(message, file=name, found=label.format, known=FORMAT)
        yield label, (_fitting(cast("Frame", frame), name) for frame in frames)


def _fitting(frame: Frame, name: str) -> Frame:
    width = len(COLUMNS.get(frame.table, ()))
    if frame.table not in CHECKED or any(len(row) != width for row in frame.rows):
        message = "{file} holds rows that are no part of a store: it was not made by journeys"
        raise Unreadable(message, file=name)
    return frame

"""Restoring: a new store out of a backup, whole and verified, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from domain.errors import Damaged, JourneysError, NotFound, Unreadable
from journeys.store import Store
from journeys.store.database import Session
from journeys.store.tables import CHECKED, COLUMNS, FORMAT
from journeys.store.verify import verify
from journeys.telemetry import around
from journeys.upkeep.backup import Progress
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


def restore(file: Path, store: Store, on_progress: Progress | None = None) -> Label:
    """Fill an empty store from a backup, in one transaction.

    The file is read to its end before anything is written; what was written is held against its
    evidence before it is kept. An interruption leaves an empty store. Views are left to be made.

    Parameters
    ----------
    file
        A backup of a store of either kind.
    store
        A store of either kind, with nothing in it.
    on_progress
        Told of events, written and then checked.

    Raises
    ------
    NotFound, Unreadable
        When the file is not there, or cannot be taken. Nothing was written.
    JourneysError
        When there is something in the store.
    Damaged
        When what the file holds does not agree with its evidence. Nothing was kept.
    """
    label = looked_at(file)
    tell = on_progress or (lambda *_: None)
    with around("restore", events=label.events), store.database.writing("log") as session:
        if session.positions(label.events) or store.relationships():
            message = "there is something in this store already: restore into an empty one"
            raise JourneysError(message)
        _fill(session, file, lambda events: tell(events, 2 * label.events))
        report = verify(
            session.stored(), lambda walked: tell(label.events + walked, 2 * label.events)
        )
        counted = (report.events, report.relationships) == (label.events, label.relationships)
        if not (report.clean and counted):
            raise Damaged(
                "what {file} holds does not agree with its evidence, so nothing was kept:"
                " take another backup",
                file=str(file),
            )
    return label


def _fill(session: Session, file: Path, done: Callable[[int], object]) -> None:
    count = 0
    with _opened(file) as (_, frames):
        for frame in frames:
            session.add(frame.table, [tuple(row) for row in frame.rows])
            if frame.table == "events":
                count += len(frame.rows)
                done(count)


@contextmanager
def _opened(file: Path) -> Iterator[tuple[Label, Iterator[Frame]]]:
    name = str(file)
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

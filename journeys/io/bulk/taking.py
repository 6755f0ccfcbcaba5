"""One pass: from lines to the store and its columns, in one transaction, by one process or two.

What is refused is refused in the words of `journeys.io.importing`, which goes through the file
again where only the whole of it can tell what is wrong. Nothing is kept then, nor after a kill, a
full disk or Ctrl-C.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from typing import NamedTuple

from domain.errors import Unreadable
from journeys.columns.copy import Copy
from journeys.columns.growth import Growth
from journeys.io.bulk import apart
from journeys.io.bulk.ordinary import OutOfTheOrdinary
from journeys.io.bulk.reader import Reading
from journeys.io.bulk.storing import Storing
from journeys.io.bulk.through import Pass, Steps, Taken
from journeys.io.files import MEGABYTE, open_file
from journeys.io.native import SIZE_LIMIT
from journeys.store import Store
from journeys.store.errors import Conflict
from journeys.store.numbering import Numbering
from projections.sweeping import unswept

FROM = 8 * MEGABYTE
"""From this size on a file is taken in bulk unless told otherwise."""
MOST = 64 * 1024 * MEGABYTE
BLOCK = 256 * 1024
"""Bytes read and checked at a time: as many as a processor has close by."""
BATCH = 4096
"""Events that one process writes at a time, at least; a process of its own hands blocks over."""
APART_FROM = 64 * MEGABYTE
"""From this size on a process of its own reads, where the store is blank: below it that process
is not begun before this one would be done."""


def take(
    path: Path,
    store: Store,
    copy: Copy | None = None,
    on_progress: Callable[[int, int], object] | None = None,
    *,
    write: bool = True,
) -> Taken:
    """Take a native file in: into the store, and into its columns on the way.

    Comes to the same bytes in the store as planning and applying it does, in memory that does not
    grow with the file but with the relationships in it.

    Parameters
    ----------
    path
        The file.
    store
        Where to.
    copy
        Its columns, where it has them.
    on_progress
        Told how many bytes of how many have been read.
    write
        Whether to keep anything in the end.

    Raises
    ------
    Unreadable
        With the line and what to do. Nothing was stored.
    OutOfTheOrdinary
        When something is wrong, or has to be looked at more closely, and the ordinary way can say
        what: it goes through files up to `native.SIZE_LIMIT`.
    """
    told = _Told(path, store, copy if write else None, on_progress, write)
    with suppress(apart.Ended):
        return _taken(told, two=apart.possible())
    return _taken(told, two=False)


class _Told(NamedTuple):
    """What `take` was told."""

    path: Path
    store: Store
    copy: Copy | None
    on_progress: Callable[[int, int], object] | None
    write: bool


def _taken(told: _Told, *, two: bool) -> Taken:
    """Take it in, where it pays with *two* processes."""
    with unswept(), open_file(told.path, MOST) as file, _grown(told.copy) as growth:
        try:
            with told.store.bulk() as writing:
                size = os.fstat(file.fileno()).st_size
                storing = Storing(told.store, writing, growth)
                if two and size >= APART_FROM and writing.blank:
                    reading = Reading(str(told.path), BLOCK)
                    with apart.reader() as reader:
                        taken = apart.store(reader, reading, file, storing, _moved(told, size))
                else:
                    through = Pass(str(told.path), storing, Steps(BLOCK, BATCH), Numbering())
                    taken = through.run(file, told.on_progress)
                storing.finish()
                _keep(told.write)
        except _Undone:
            return taken
        except Conflict as error:
            raise OutOfTheOrdinary from error
        except Unreadable as error:
            # Which mistake is said first, and what else is said of it, takes the whole file.
            if told.path.stat().st_size <= SIZE_LIMIT:
                raise OutOfTheOrdinary from error
            raise
        storing.publish()
    return taken


def _moved(told: _Told, size: int) -> Callable[[int], object] | None:
    move = told.on_progress
    return None if move is None else lambda done: move(done, size)


class _Undone(Exception):
    """Ends a transaction of which nothing is to be kept."""


def _keep(write: bool) -> None:  # noqa: FBT001 - an answer, not an option
    if not write:
        raise _Undone


def _grown(copy: Copy | None) -> AbstractContextManager[Growth | None]:
    return nullcontext() if copy is None else copy.growing()

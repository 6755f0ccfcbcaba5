"""Where partitions are: in a folder that goes afterwards, or in one that is kept for next time."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from domain.errors import Busy, Unreadable
from journeys.partitions.layout import MANIFEST, Manifest, manifest_in, torn
from projections.ports import Log
from projections.runner import Progress

_LOCK = "lock"


@dataclass(frozen=True, slots=True)
class Held:
    """Partitions that nobody changes meanwhile; ``torn`` are files that had to be made anew."""

    folder: Path
    manifest: Manifest
    torn: tuple[str, ...] = ()


@contextmanager
def for_once(
    log: Log,
    number: int,
    beside: Path | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> Iterator[Held]:
    """Write partitions into a new folder, and remove it at the end of the block.

    Parameters
    ----------
    log, number, on_progress
        As in `journeys.partitions.writing.write`.
    beside
        The store's file; without one the folder is made where temporary files are.

    A folder that a killed run left beside the same store is removed first.
    """
    from journeys.partitions.writing import write

    parent = beside.absolute().parent if beside else Path(tempfile.gettempdir())
    prefix = f"{beside.name if beside else 'journeys'}.partitions-"
    if beside:
        _sweep(parent, prefix)
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
    try:
        with _locked(folder):
            yield Held(folder, write(log, folder, number, on_progress))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def kept(
    log: Log,
    number: int,
    folder: Path,
    on_progress: Callable[[Progress], None] | None = None,
) -> Iterator[Held]:
    """Use the partitions in a folder if they are this log's, as it is now; else write them there.

    *number* counts only where they are written.

    Raises
    ------
    Unreadable
        When there is something else in that folder. It is left alone.
    Busy
        When others are writing partitions there, or use those that have to be written anew.
    """
    from journeys.partitions.writing import stands_in, write

    _take(folder)
    with _locked(folder) as lock:
        found = manifest_in(folder)
        if found is not None and not stands_in(found, log):
            found = None
        spoilt = tuple(torn(folder, found)) if found else ()
        if found is None or spoilt:
            lock.alone()
            for stray in folder.glob("*.parquet*"):
                stray.unlink()
            found = write(log, folder, number, on_progress)
            lock.shared()
        yield Held(folder, found, spoilt)


def _take(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    others = [one for one in folder.iterdir() if not _ours(one.name)]
    if others:
        message = "{folder} holds something else than partitions: name an empty folder"
        raise Unreadable(message, folder=str(folder))


def _ours(name: str) -> bool:
    return name in (MANIFEST, f"{MANIFEST}.part", _LOCK) or ".parquet" in name


class _Lock:
    def __init__(self, descriptor: int, folder: Path) -> None:
        self._descriptor, self._folder = descriptor, folder

    def alone(self) -> None:
        self._ask(fcntl.LOCK_EX)

    def shared(self) -> None:
        self._ask(fcntl.LOCK_SH)

    def _ask(self, how: int) -> None:
        try:
            fcntl.flock(self._descriptor, how | fcntl.LOCK_NB)
        except BlockingIOError:
            message = "another run is using the partitions in {folder}"
            raise Busy(message, folder=str(self._folder)) from None


@contextmanager
def _locked(folder: Path) -> Iterator[_Lock]:
    descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        lock = _Lock(descriptor, folder)
        lock.shared()
        yield lock
    finally:
        os.close(descriptor)


def _sweep(parent: Path, prefix: str) -> None:
    """Remove what killed runs left: folders that hold a lock which nobody holds."""
    for left in parent.glob(f"{prefix}*"):
        try:
            descriptor = os.open(left / _LOCK, os.O_RDWR)
        except OSError:
            continue
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue
        else:
            shutil.rmtree(left, ignore_errors=True)
        finally:
            os.close(descriptor)

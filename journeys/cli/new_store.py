"""A store that comes into being whole: it is made beside its place, and put there at the end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING

from journeys.language import t

if TYPE_CHECKING:
    from journeys.cli.run import Run
    from journeys.engine import Engine


@contextmanager
def whole_or_none(run: Run) -> Iterator[Engine]:
    """Open the store; where there is none, it is there when the block ends well, and not before.

    Raises
    ------
    Busy
        When somebody else made one at the same place meanwhile; theirs is left alone.
    """
    from journeys.io.files import part_of

    place = run.store
    if not isinstance(place, Path) or run.there():
        with run.engine(create=True) as engine:
            yield engine
        return
    folder_is_new = not place.parent.exists()
    beside = part_of(place)
    try:
        with run.engine(create=True, store=beside) as engine:
            yield engine
        _put(beside, place)
    finally:
        for end in ("", "-wal", "-shm", "-journal"):
            Path(f"{beside}{end}").unlink(missing_ok=True)
        rmtree(f"{beside}.columns", ignore_errors=True)
        if folder_is_new and not place.exists():
            with suppress(OSError):
                place.parent.rmdir()


def _put(beside: Path, place: Path) -> None:
    from domain.errors import Busy

    try:
        os.link(beside, place)  # in the place of nothing: a rename would overwrite
    except FileExistsError:
        message = t("somebody else made {store} meanwhile: try again")
        raise Busy(message, store=str(place)) from None
    with suppress(OSError):
        Path(f"{beside}.columns").rename(f"{place}.columns")
    descriptor = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

"""What no output may take the place of: a slip of the hand must not cost a history."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from domain.errors import JourneysError

_BESIDE = ("-wal", "-shm", "-journal")
"""How the files end that SQLite keeps beside a database."""
_COLUMNS = ".columns"
"""How the folder ends that a store keeps beside it; what is not its own is cleared away there."""


def spare(path: Path) -> None:
    """Refuse to write over a store, or over what is a part of one. Nothing is changed.

    These are its file, its quarantine, what SQLite keeps beside either, the folder of its columns,
    and a file that names its shards.

    Raises
    ------
    JourneysError
        When it is one of them.
    """
    real = followed(path)
    if is_ours(real) or _names_shards(real):
        message = "{file} is a store or a part of one, so nothing is written over it: name another"
        raise JourneysError(message, file=str(path))
    if _beside(real) or any(_columns(folder) for folder in real.parents):
        message = "{file} would stand among the files of a store: name another place"
        raise JourneysError(message, file=str(path))


def followed(path: Path) -> Path:
    """Return the place that a path leads to, over all links on its way.

    Raises
    ------
    OSError
        When it leads round in a circle.
    """
    real = Path(os.path.realpath(path))
    if real.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    return real


def is_ours(path: Path) -> bool:
    """Return whether a file is a database of ours, by the mark in its header."""
    if not path.is_file():
        return False
    # Here, as help pages load this room.
    import sqlite3

    from journeys.store.sqlite.schema import APPLICATION_ID, header_of

    try:
        mark, _ = header_of(path)
    except (sqlite3.Error, ValueError):
        return False
    return mark >> 8 == APPLICATION_ID >> 8  # that of a quarantine differs in its last letter


def _names_shards(path: Path) -> bool:
    if path.suffix != ".toml" or not path.is_file():
        return False
    from journeys.store.address import Shards, place

    try:
        return isinstance(place(path), Shards)
    except JourneysError:
        return False


def _beside(path: Path) -> bool:
    return any(
        path.name.endswith(end) and is_ours(path.with_name(path.name.removesuffix(end)))
        for end in _BESIDE
    )


def _columns(folder: Path) -> bool:
    name = folder.name.removesuffix(_COLUMNS)
    return name not in ("", folder.name) and is_ours(folder.with_name(name))

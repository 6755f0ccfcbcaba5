"""Where the columns of a store are, and when they are brought up to date. Needs no columns yet."""

from __future__ import annotations

import json
import os
from hashlib import sha256
from pathlib import Path

from journeys.store.address import Place, Server, Shards
from journeys.store.address import place as place_of

SETTING = "JOURNEYS_COLUMNS"
"""Names the folder in which the columns of databases are kept; without it they have none."""
LIST = "segments.json"
FORMAT = 2
"""The format of a copy; one of another format is made anew."""
LEAST = 10_000
"""From so many events on a store is given a copy: below it the folds answer as quickly."""
WORTH = 2_000
"""So many new events are worth a segment; fewer are read from the log when somebody asks."""


def folder_of(where: Place | str) -> Path | None:
    """Return where the columns of a store are kept; None where they are not.

    Examples
    --------
    >>> folder_of("my.db"), folder_of(":memory:")
    (PosixPath('my.db.columns'), None)
    """
    if str(where) == ":memory:":
        return None
    found = place_of(where) if isinstance(where, str) else where
    if isinstance(found, Shards):
        return None  # each shard has its own
    if isinstance(found, Server):
        named = os.environ.get(SETTING)
        known = sha256(str(found).encode()).hexdigest()[:12]
        return Path(named) / f"database-{known}" if named else None
    return found.with_name(found.name + ".columns")


def due(folder: Path, end: int) -> bool:
    """Whether so many events have come since, or at all, that writing the copy is worth it.

    One of another format is always due: nobody can answer from it.
    """
    try:
        said = json.loads((folder / LIST).read_bytes())
        kept, form = said["segments"][-1]["last"], said["format"][0]
    except (OSError, ValueError, KeyError, IndexError, TypeError):
        return end >= LEAST
    return form != FORMAT or not isinstance(kept, int) or not 0 <= end - kept < WORTH

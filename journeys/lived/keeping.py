"""When the columns of what was lived are begun, and when they grow. Needs no columns yet.

Whoever looks after a store asks this each time: it reads the list alone, and loads no columns.
"""

from __future__ import annotations

import json
import zlib
from pathlib import Path

from projections.ports import Log
from projections.touchpoints.keeping import VIEW
from projections.views import VIEWS

LIST = "pieces.json"
FORMAT = 1
"""The format of a copy; one of another format is made anew."""
LEAST = 10_000
"""From so many events on a store is given them: below it the folds answer as quickly."""
WORTH, SHARE = 2_000, 50
"""They grow when so many events are new, and at least one in fifty."""
VERSION = next(view.version for view in VIEWS if view.name == VIEW)
"""Of the view that is copied."""


def begun(end: int) -> bool:
    """Whether a store of so many events is given columns of what was lived."""
    return end >= LEAST


def due(folder: Path, log: Log) -> bool:
    """Whether a copy is to be written: none stands that should, or enough is new.

    Parameters
    ----------
    folder
        Where the copy is, or will be.
    log
        Of the store.
    """
    end = log.end()
    try:
        said = json.loads((folder / LIST).read_bytes())
        kept = int(said["end"])
        known = (said["format"][0], said["version"], said["mark"])
        stands = kept <= end and known == (FORMAT, VERSION, mark(log, kept))
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        stands = False
    return worth(kept, end) if stands else begun(end)


def worth(kept: int, end: int) -> bool:
    """Whether so many events have come since that writing them is worth it.

    Examples
    --------
    >>> worth(20_000, 21_999), worth(20_000, 22_000), worth(1_000_000, 1_019_999)
    (False, True, False)
    """
    return end - kept >= max(WORTH, kept // SHARE)


def mark(log: Log, position: int) -> int:
    """Return what tells the event at a position from another store's."""
    found = log.page(position - 1, 1) if position else ()
    return zlib.crc32(f"{found[0].relationship} ".encode() + found[0].payload) if found else 0

"""Letting Python's collector of cycles rest while very many values are made."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

MANY = 1_000
"""From so many events on it pays."""


class _Rest:
    """How many blocks want rest, and whether the collector ran before the first of them."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.blocks = 0
        self.ran = False


_rest = _Rest()


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Leave cycles uncollected until the block ends; all else is given back as ever.

    The collector goes through all there is again and again as it grows, and finds nothing: events
    refer to no other in a circle. Of several threads with such a block the last lets it run again.
    """
    with _rest.lock:
        if not _rest.blocks:
            _rest.ran = gc.isenabled()
            gc.disable()
        _rest.blocks += 1
    try:
        yield
    finally:
        with _rest.lock:
            _rest.blocks -= 1
            if not _rest.blocks and _rest.ran:
                gc.enable()

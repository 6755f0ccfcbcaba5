"""The cyclic collector, kept still where very many small things are made without a cycle."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def unswept() -> Iterator[None]:
    """Keep the cyclic collector still until the end of the block.

    Going through hundreds of thousands of events, visits or lines again and again takes as long as
    making them, and frees nothing.
    """
    swept = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if swept:
            gc.enable()

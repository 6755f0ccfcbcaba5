"""The cyclic collector, kept still while very many small things are made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def unswept() -> Iterator[None]:
    """Keep the cyclic collector still for a while.

    Events, visits and the parts of a log are hundreds of thousands of small things without a cycle
    among them: going through them again and again takes as long as making them, and frees nothing.
    """
    swept = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if swept:
            gc.enable()

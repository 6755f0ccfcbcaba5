"""Work that is done behind our back: one piece at a time, in another thread.

A database that stores thousands of rows at once lets other threads go on meanwhile; so the next
ones are made ready on another core.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Self

_SWITCH = 0.0005
"""Seconds after which a thread that computes lets the other one begin its next statement."""


class Behind:
    """One thread that does what it is told, until the end of the block.

    Where this process has one core alone it is done at once, and where somebody wants it *alone*:
    who writes to several stores at once has no use for a thread for each.
    """

    def __init__(self, *, alone: bool = False) -> None:
        self._alone = alone or _cores() == 1
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="behind")
        self._doing: Future[None] | None = None

    def do(self, work: Callable[[], None]) -> None:
        """Begin a piece of work when the one before is done; raise what that one raised."""
        self.wait()
        if self._alone:
            work()
            return
        self._doing = self._thread.submit(work)

    def wait(self) -> None:
        """Wait until all is done; raise what it raised."""
        doing, self._doing = self._doing, None
        if doing is not None:
            doing.result()

    def __enter__(self) -> Self:
        self._switch = sys.getswitchinterval()
        if not self._alone:
            sys.setswitchinterval(_SWITCH)
        return self

    def __exit__(self, *_: object) -> None:
        """Let what is being done come to its end, whatever it comes to."""
        self._thread.shutdown()
        if not self._alone:
            sys.setswitchinterval(self._switch)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

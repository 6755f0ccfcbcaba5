"""What is written to a growing file goes on to the disk meanwhile, and leaves memory again.

Otherwise all of it is brought to the disk at the very end, while everybody waits, and until then a
file that is written once takes the place of what others hold in memory. A plain program of a few
lines sees to it: it has the file open by itself, as closing a file drops all locks that its own
process has on it, SQLite's as well. It ends when this process ends, however that comes about; and
where it cannot be begun, the end just takes longer. What a disk fails to take is told to everybody
who has the file open: SQLite hears of it when it flushes, as it always does.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from journeys.interpreter import interpreter

_STEP = 32 * 1024 * 1024
"""Bytes that the file grows by until the next ones are sent on."""
_LET_GO = 1024 * 1024 * 1024
"""Bytes up to which the file is let go from memory: SQLite itself holds what it reads again of so
much, and in a larger file it does come back to what was written."""
_PROGRAM = """
import os, select, sys
path, step, most = sys.argv[1], *map(int, sys.argv[2:])
file, sent = os.open(path, os.O_RDONLY), 0
while not select.select([0], [], [], 0.1)[0]:
    size = os.fstat(file).st_size
    if size - sent < step:
        continue
    sent = size
    if size <= most:
        os.posix_fadvise(file, 0, size, os.POSIX_FADV_DONTNEED)
    else:
        os.fdatasync(file)
"""


@contextmanager
def flushing(path: Path) -> Iterator[None]:
    """Have what is written to a file brought to the disk until the end of the block."""
    program = interpreter()
    process: subprocess.Popen[bytes] | None = None
    if program and hasattr(os, "posix_fadvise"):
        with suppress(OSError):
            process = subprocess.Popen(  # noqa: S603 - our own program
                [program, "-I", "-S", "-c", _PROGRAM, str(path), str(_STEP), str(_LET_GO)],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,  # a trace would show where people keep their stores
            )
    try:
        yield
    finally:
        if process is not None:
            process.kill()
            process.communicate()

"""Reading in a process of its own, while this one stores what was read.

It is a plain program with pipes: nothing of ours is copied into it, neither threads nor locks, and
our own main module is not run again. It ends when this process ends, however that comes about: it
can neither write nor ask any more then.
"""

from __future__ import annotations

import marshal
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from queue import SimpleQueue
from typing import IO, Any, BinaryIO

from domain._kernel import AnyEvent
from domain.errors import Unreadable
from journeys.interpreter import interpreter
from journeys.io.bulk.handing import Message, Unpacking, message, next_bytes, parted, send
from journeys.io.bulk.ordinary import OutOfTheOrdinary
from journeys.io.bulk.reader import HERE, Reading
from journeys.io.bulk.storing import Storing
from journeys.io.bulk.through import Taken

TOGETHER = 40
"""Blocks that are stored at once: what that takes by itself, it takes for some 20,000 events."""
_AHEAD = 4 * TOGETHER
"""Messages that may wait here until they are heard: of a block there are two as a rule."""
MEANWHILE = 160
"""Blocks that are read here at most while that process begins."""
_PIPE = 1024 * 1024
"""Bytes that may be under way, where the system lets us choose."""
_SPARING = {
    "MALLOC_MMAP_THRESHOLD_": str(32 * 1024 * 1024),
    "MALLOC_TRIM_THRESHOLD_": str(256 * 1024 * 1024),
    "OPENBLAS_NUM_THREADS": "1",
    "PYDANTIC_DISABLE_PLUGINS": "__all__",
}
"""Has glibc keep what a batch took for the next one, which otherwise is given back and asked for
anew, page by page; begins no threads for algebra that nobody asks for, and looks for no plugins
among all that is installed."""
_PROGRAM = """
import gc, marshal, signal, sys
gc.disable()
signal.signal(signal.SIGINT, signal.SIG_IGN)
sys.path[:] = marshal.load(sys.stdin.buffer)
from journeys.io.bulk.reader import main
main()
"""
"""The collector lies still from the first import on: see `projections.sweeping`."""


class Ended(Exception):
    """The reading process is gone before its work was done."""


def possible() -> bool:
    """Whether there is a second core, and a Python of which another one can be begun."""
    return interpreter() is not None and _cores() > 1


class Reader:
    """A process that reads a file."""

    def __init__(self, process: subprocess.Popen[bytes], told: IO[bytes], ask: IO[bytes]) -> None:
        self._process, self._told, self._ask = process, told, ask
        self._came: SimpleQueue[bytearray | None] = SimpleQueue()
        self._room = threading.Semaphore(_AHEAD)
        self._over = False
        self._thread = threading.Thread(target=self._hear, name="hearing", daemon=True)
        self._thread.start()

    def messages(self) -> Iterator[Message]:
        """Yield what it says.

        Raises
        ------
        Ended
            When it ends without having said so.
        """
        while (data := self._came.get()) is not None:
            self._room.release()
            yield message(data)
        raise Ended

    def is_there(self) -> bool:
        """Whether it has said anything yet, or is gone."""
        return not self._came.empty()

    def go_on(self, reading: Reading, file: BinaryIO) -> None:
        """Have it go on with the reading of a file, as soon as it is there.

        Raises
        ------
        Ended
            When it ends before.
        """
        if next(self.messages()) != (HERE,):
            raise Ended
        with suppress(BrokenPipeError):
            send(self._ask, reading.moved(file))

    def answer(self, rows: list[tuple[str, bytes]]) -> None:
        """Answer what it asked."""
        with suppress(BrokenPipeError):  # what it said last, or nothing, tells more
            send(self._ask, *rows)

    def end(self) -> None:
        """End it, whatever it is doing."""
        self._over = True
        self._process.kill()
        self._process.wait()
        self._room.release()
        self._thread.join()
        self._told.close()
        with suppress(BrokenPipeError):
            self._ask.close()

    def _hear(self) -> None:
        """Take in what it says, so that it can go on while we are busy."""
        try:
            data: bytearray | None = bytearray()
            while data is not None:
                self._room.acquire()
                data = None if self._over else next_bytes(self._told)
                if data is not None:
                    self._came.put(data)
        finally:
            self._came.put(None)


@contextmanager
def reader() -> Iterator[Reader]:
    """Begin a process that reads; it ends with the context.

    Raises
    ------
    Ended
        When it cannot be begun.
    """
    try:
        process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-c", _PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a trace would show what people wrote
            env={**os.environ, **_SPARING},
            bufsize=0,
        )
    except OSError as error:
        raise Ended from error
    assert process.stdin is not None and process.stdout is not None  # noqa: PT018, S101 - asked for above
    _widen(process.stdout)
    try:
        begun = Reader(process, process.stdout, process.stdin)
    except RuntimeError as error:  # no thread can be begun
        process.kill()
        process.communicate()
        raise Ended from error
    try:
        with suppress(BrokenPipeError):
            process.stdin.write(marshal.dumps(list(sys.path)))
        yield begun
    finally:
        begun.end()


def store(
    reader: Reader,
    reading: Reading,
    file: BinaryIO,
    storing: Storing,
    on_progress: Callable[[int], object] | None,
) -> Taken:
    """Store what is in the file; *on_progress* is told how many bytes were read.

    It is read here until the reading process is there, which takes as long as some ten thousand
    events.

    Raises
    ------
    Unreadable, OutOfTheOrdinary
        As `journeys.io.bulk.taking.take`.
    Ended
        When the process ends before its work is done.
    """
    hearing = _Hearing(storing, reader, on_progress)
    told = list[Message]()

    def hear() -> Taken | None:
        taken = None
        for said in told:
            taken = hearing.hear(*said)
        told.clear()
        return taken

    def events(relationship: str) -> Sequence[AnyEvent]:
        hear()
        return hearing.events(relationship)

    reading.speak(lambda *said: told.append(said), events)
    left, blocks = True, 0
    try:
        while left and blocks < MEANWHILE and not reader.is_there():
            left, blocks = reading.step(file), blocks + 1
    except (Unreadable, OutOfTheOrdinary):
        hear()  # what came before it may be wrong as well
        raise
    if left:
        reader.go_on(reading, file)
    taken = hear()
    messages = reader.messages()
    while taken is None:
        taken = hearing.hear(*next(messages))
    return taken


class _Hearing:
    """What is said of a file is stored, some blocks at a time."""

    def __init__(
        self, storing: Storing, reader: Reader, on_progress: Callable[[int], object] | None
    ) -> None:
        self._storing, self._reader, self._on_progress = storing, reader, on_progress
        self._waiting, self._blocks, self._unpacking = list[Message](), 0, Unpacking()

    def hear(self, what: str, *said: Any) -> Taken | None:  # noqa: ANN401 - a message
        """Do what a message asks for; at the end return how many events there were."""
        if what == "batch":
            self._waiting.append(said)
            return None
        self._blocks = (self._blocks + 1) % TOGETHER if what == "read" else 0
        if not self._blocks:
            self._store()
        if what == "done":
            return Taken(*said)
        if what == "read":
            if self._on_progress:
                self._on_progress(said[0])
        elif what == "heads":
            self._storing.put_heads(said[0])
        elif what == "events":
            events = self.events(said[0])
            self._reader.answer([(event.fact.topic, event.payload()) for event in events])
        elif what == "wrong":
            raise Unreadable(said[0], **said[1])
        else:
            raise OutOfTheOrdinary
        return None

    def events(self, relationship: str) -> Sequence[AnyEvent]:
        """Return the events of a relationship, with those that were told of."""
        self._store()
        return self._storing.events(relationship)

    def _store(self) -> None:
        if self._waiting:
            columns, lines = zip(*self._waiting, strict=True)
            self._waiting.clear()
            self._storing.put(self._unpacking.unpacked(columns), parted(lines))


def _widen(pipe: IO[bytes]) -> None:
    with suppress(ImportError, AttributeError, OSError):
        import fcntl

        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

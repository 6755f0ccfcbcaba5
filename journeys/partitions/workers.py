"""Processes that carry out a task, each of which answers through a pipe of its own.

Python's own pool has all of its processes answer through one pipe. Where one of them is killed in
the middle of an answer, whoever reads waits for the rest for ever: the others can still write into
that pipe, and so can we. A pipe into which one process alone can write ends with that process.
"""

from __future__ import annotations

import os
import pickle
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from itertools import islice
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from queue import SimpleQueue
from traceback import format_tb
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Ended(Exception):
    """A process is gone before its work was done, or could not begin."""


def _nothing() -> None: ...


def in_order(
    task: Callable[[T], R],
    things: Iterable[T],
    workers: int,
    *,
    begin: Callable[[], object] = _nothing,
    ahead: int | None = None,
) -> Generator[R, None, None]:
    """Yield what a task comes to for each thing, in their order.

    Parameters
    ----------
    task, things
        Can be pickled, as what comes of it can.
    workers
        How many processes, 1 or more. They end with the iterator, whatever they are doing.
    begin
        What each does first.
    ahead
        How many things may be given out and not yielded yet; None for all of them.

    Raises
    ------
    Ended
        When a process is ended from outside, or *begin* fails in it. Whatever the task raises is
        raised here.
    """
    given: list[_Worker] = []
    idle = SimpleQueue[_Worker]()
    threads = ThreadPoolExecutor(workers, "hearing")

    def carried_out(thing: T) -> R:
        worker = idle.get()  # one of them is: there are as many as threads
        try:
            found: R = worker.carry_out(thing)
        finally:
            idle.put(worker)
        return found

    left = iter(things)
    waiting = deque[Future[R]]()
    try:
        for _ in range(workers):
            given.append(_Worker(begin, task))
            idle.put(given[-1])
        waiting.extend(threads.submit(carried_out, one) for one in islice(left, ahead))
        while waiting:
            found = waiting.popleft().result()
            waiting.extend(threads.submit(carried_out, one) for one in islice(left, 1))
            yield found
    finally:
        for worker in given:
            worker.end()
        threads.shutdown(cancel_futures=True)  # they hear that their processes are gone
        for worker in given:
            worker.pipe.close()


class _Worker:
    """A process, and our end of its pipe."""

    def __init__(self, begin: Callable[[], object], task: Callable[[Any], Any]) -> None:
        # A store does not outlive a fork, nor do the threads of polars: it begins from nothing.
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        # As long as we hold its end of the pipe as well, we do not hear that it is gone.
        with theirs:
            self._process = context.Process(target=_work, args=(theirs, begin, task), daemon=True)
            try:
                self._process.start()
            except OSError as error:
                self.pipe.close()
                raise Ended from error

    def carry_out(self, thing: object) -> Any:  # noqa: ANN401 - whatever the task comes to
        """Return what the task comes to for a thing."""
        said = pickle.dumps(thing)
        try:
            self.pipe.send_bytes(said)
            heard = self.pipe.recv_bytes()
        except (EOFError, OSError) as error:
            raise Ended from error
        done, found = pickle.loads(heard)  # noqa: S301 - from a process of ours
        if not done:
            raise found
        return found

    def end(self) -> None:
        """End it, whatever it is doing."""
        self._process.kill()
        self._process.join()


def _work(pipe: Connection, begin: Callable[[], object], task: Callable[[Any], Any]) -> None:
    """Carry out a task on whatever comes through the pipe, until nothing can come any more."""
    end_with_parent()
    try:
        begin()
    except Exception:  # noqa: BLE001 - whoever gave the work hears that nobody is there to do it
        return
    with suppress(EOFError, OSError):  # nobody asks any more, or wants to know
        while True:
            thing = pickle.loads(pipe.recv_bytes())  # noqa: S301 - from the process that began us
            pipe.send_bytes(_answer(task, thing))


def _answer(task: Callable[[Any], Any], thing: object) -> bytes:
    try:
        return pickle.dumps((True, task(thing)), pickle.HIGHEST_PROTOCOL)
    except Exception as error:  # noqa: BLE001 - raised again where it was asked for
        error.add_note("".join(format_tb(error.__traceback__)))
        return _raised(error)


def _raised(error: Exception) -> bytes:
    """Return an error as it is raised again; one that no pickle brings over by its name."""
    with suppress(Exception):
        said = pickle.dumps((False, error))
        pickle.loads(said)  # noqa: S301 - made just before
        return said
    named = RuntimeError(f"{type(error).__module__}.{type(error).__qualname__} in a worker")
    for note in error.__notes__:
        named.add_note(note)
    return pickle.dumps((False, named))


def end_with_parent() -> None:
    """End with the run that started us: at Ctrl-C without a word, and when it is killed."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)

"""Processes with a pipe each: in order, and never waited for when they are gone."""

from __future__ import annotations

import gc
import os
import signal
import struct
import time
from collections.abc import Iterator
from functools import partial
from multiprocessing import active_children, get_context
from multiprocessing.connection import Connection

import pytest

from journeys.partitions.workers import Ended, in_order

pytestmark = pytest.mark.slow


def test_what_comes_first_is_yielded_first_whoever_is_ready_first() -> None:
    assert list(in_order(_awhile, [0.3, 0.0, 0.1, 0.0], 2)) == [0.3, 0.0, 0.1, 0.0]


def _awhile(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def test_no_more_is_given_out_than_was_asked_for() -> None:
    given: list[int] = []

    def things() -> Iterator[int]:
        for number in range(9):
            given.append(number)
            yield number

    found = in_order(abs, things(), 1, ahead=3)
    assert next(found) == 0
    assert given == [0, 1, 2, 3]
    found.close()


def test_who_is_killed_in_the_middle_of_an_answer_is_not_waited_for() -> None:
    with pytest.raises(Ended):
        list(in_order(_cut_off, [1, 2, 3, 4], 2))


def _cut_off(thing: int) -> int:
    if thing == 1:
        pipe = next(one for one in gc.get_objects() if type(one) is Connection)
        os.write(pipe.fileno(), struct.pack("!i", 1_000) + b"the first half")
        os.kill(os.getpid(), signal.SIGKILL)
    return thing


def test_who_cannot_begin_carries_nothing_out() -> None:
    with pytest.raises(Ended):
        list(in_order(abs, [1], 1, begin=partial(int, "x")))


def test_who_cannot_be_started_leaves_nobody_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    process = get_context("spawn").Process
    started = process.start

    def once(self: object) -> None:
        if active_children():
            raise BlockingIOError
        started(self)  # type: ignore[arg-type]

    monkeypatch.setattr(process, "start", once)
    with pytest.raises(Ended):
        list(in_order(abs, [1, 2], 2))
    assert not active_children()


def test_what_goes_wrong_says_where_and_the_others_stop() -> None:
    with pytest.raises(ZeroDivisionError) as error:
        list(in_order(_shared, [0, 1], 2))
    assert "_shared" in "".join(error.value.__notes__)
    assert not active_children()


def _shared(among: int) -> float:
    if among:
        time.sleep(60)
    return 1 / among


def test_what_cannot_be_sent_back_is_told_and_does_not_end_the_worker() -> None:
    with pytest.raises(Exception, match="pickle"):
        list(in_order(_unsendable, [1], 1))


def _unsendable(_: int) -> object:
    return lambda: None


class _Held(Exception):
    """What goes wrong with something in hand that cannot be sent."""

    def __init__(self) -> None:
        super().__init__(lambda: None)


class _Two(Exception):
    """What is made of two things, and remembers but one."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(one + other)


@pytest.mark.parametrize(("kind", "name"), [(0, "_Held"), (1, "_Two")])
def test_what_goes_wrong_and_cannot_be_sent_is_told_by_its_name(kind: int, name: str) -> None:
    with pytest.raises(RuntimeError, match=f"{name} in a worker") as error:
        list(in_order(_wrong, [kind], 1))
    assert "_wrong" in "".join(error.value.__notes__)


def _wrong(kind: int) -> None:
    raise _Two("a", "b") if kind else _Held


def test_who_wants_no_more_ends_them() -> None:
    found = in_order(_awhile, [0.0, 60.0, 60.0], 2)
    assert next(found) == 0.0
    found.close()
    assert not active_children()

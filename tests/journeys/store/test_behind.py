"""What is stored behind our back is stored before anybody reads it, or said to be wrong."""

from __future__ import annotations

import os
import sys
import threading
from typing import cast

import pytest

from journeys.store import CommandRepeated, EventIdTaken, OutOfTurn, Place, Store
from journeys.store import behind as room
from journeys.store.behind import Behind
from journeys.store.bulk import Bytes
from tests.journeys.store.test_filling import filled, rows
from tests.journeys.store.test_power import whole

HERE = threading.current_thread()


def test_one_piece_is_done_after_the_other_in_another_thread() -> None:
    done: list[tuple[int, bool]] = []
    with Behind() as behind:
        for number in range(20):
            behind.do(lambda n=number: done.append((n, threading.current_thread() is HERE)))  # type: ignore[misc]
        behind.wait()
        assert [number for number, _ in done] == list(range(20))
    assert not any(here for _, here in done)


def test_where_there_is_one_core_it_is_done_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_cores", lambda: 1)
    done: list[bool] = []
    with Behind() as behind:
        behind.do(lambda: done.append(threading.current_thread() is HERE))
        assert done == [True]


def test_what_went_wrong_is_said_once_and_the_threads_switch_as_before() -> None:
    before = sys.getswitchinterval()

    def fail() -> None:
        raise OSError(28, os.strerror(28))

    with Behind() as behind:
        behind.do(fail)
        with pytest.raises(OSError, match="No space"):
            behind.wait()
        behind.wait()
        behind.do(fail)
    assert sys.getswitchinterval() == before


@pytest.mark.parametrize(
    ("column", "value", "error"),
    [(4, "taken", EventIdTaken), (7, "c-big-1", CommandRepeated), (1, 7, OutOfTurn)],
)
def test_a_row_that_cannot_be_stored_is_said_by_the_end_and_nothing_is_kept(
    column: int, value: object, error: type[Exception], where: Place
) -> None:
    told = list(rows(400))
    if column == 4:
        told[0] = (*told[0][:4], "taken", *told[0][5:])
    told[300] = cast("Bytes", (*told[300][:column], value, *told[300][column + 1 :]))
    with Store.open(where) as store:
        with pytest.raises(error):
            filled(store, told)
        assert whole(store).events == 0
        filled(store, list(rows(400)))
        assert whole(store).events == 400


def test_what_was_added_can_be_read_once_it_is_settled(where: Place) -> None:
    with Store.open(where) as store, store.bulk() as writing:
        for row in rows(9):
            writing.add([row])
            writing.settle()
            assert len(store.events("big")) == row[1]

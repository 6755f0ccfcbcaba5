"""Rows in bulk are refused as any others, and nothing of them is kept then."""

from __future__ import annotations

from typing import cast

import pytest

from journeys.store import CommandRepeated, Conflict, EventIdTaken, OutOfTurn, Place, Store
from journeys.store.chain import NO_HEAD, Attested, Bytes, Chain, Rows
from journeys.store.numbering import Numbering
from tests.journeys.store.test_filling import filled, rows
from tests.journeys.store.test_power import whole


@pytest.mark.parametrize(
    ("column", "value", "error"),
    [(4, "taken", EventIdTaken), (7, "c-big-1", CommandRepeated), (1, 7, OutOfTurn)],
)
def test_a_row_that_cannot_be_stored_is_refused_and_nothing_is_kept(
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


def test_what_was_added_can_be_read_at_once(where: Place) -> None:
    with Store.open(where) as store, store.bulk() as writing:
        for row in rows(9):
            writing.add([row])
            assert len(store.events("big")) == row[1]


def test_a_command_goes_on_from_one_batch_to_the_next(where: Place) -> None:
    told = [(*row[:-1], f"c-{row[1] // 10}") for row in rows(100)]
    with Store.open(where) as store:
        with store.bulk() as writing:
            for begin in range(0, 100, 7):
                writing.add(told[begin : begin + 7])
        found = [store.answer(f"c-{number}") for number in range(1, 10)]
        assert [(one[1], one[2]) for one in found if one] == [
            (10 * number, 10 * number + 9) for number in range(1, 10)
        ]


def test_a_command_of_one_batch_records_successive_events_of_one_relationship(
    where: Place,
) -> None:
    one, two, three = rows(3)
    with Store.open(where) as store:
        with (
            pytest.raises(Conflict, match="c-big-1 must record successive events"),
            store.bulk() as writing,
        ):
            writing.add([one, two, (*three[:-1], one[-1])])
        assert whole(store).events == 0


@pytest.mark.parametrize(
    "prints",
    [
        {},
        {f"c-big-{number}": b"print" for number in range(1, 1201)},
        {"c-big-1": b"a", "c-big-700": b"b"},
        {"c-big-1199": b"c"},
    ],
)
def test_what_only_some_rows_have_stands_in_those_and_every_byte_is_a_byte(
    prints: dict[str, bytes], where: Place
) -> None:
    told = list(rows(1200))
    with Store.open(where) as store:
        with store.bulk() as writing:
            writing.add(told, prints)
        assert store.events("big")[-1].payload() == told[-1][3]
        found = store.answers([row[7] for row in told])
        assert [found[row[7]].fingerprint for row in told] == [prints.get(row[7]) for row in told]
        assert whole(store).events == 1200


def test_what_was_linked_elsewhere_and_told_as_texts_is_stored_as_its_bytes(where: Place) -> None:
    words = r"Zoë \\ \"🦋\"".encode()
    told = [(*one[:3], one[3].replace(b"Vleugel", words), *one[4:]) for one in rows(1200)]
    numbers = Numbering[str]()
    chain = Chain(numbers, lambda _: NO_HEAD)
    with Store.open(where) as store:
        with store.bulk() as writing:
            for begin, end in ((0, 700), (700, 1200)):
                names, versions, topics, payloads, ids, times, actors, commands = zip(
                    *told[begin:end], strict=True
                )
                attested = Attested(names, versions, topics, payloads, times, actors, commands)
                texts = [one.decode() for one in payloads]
                some = Rows(names, versions, topics, texts, ids, commands)
                writing.put(some, chain.link(numbers.of(names), attested, begin))
            writing.put_heads(list(chain.grown()))
        assert [one.payload() for one in store.events("big")] == [one[3] for one in told]
        assert whole(store).events == 1200

"""Rows that a rule refuses are left out as if nobody had ever told them, in linear time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain._kernel import AnyEvent
from domain.moments import Moment
from domain.relationship import Relationship
from domain.rules import check
from journeys.io.mapped import deciding
from journeys.io.mapped.deciding import Decided, Judge
from journeys.io.mapped.staging import Staged

CONTACT = ("relationship.contact-held.v1", {"initiated_by": "client"})


def made(promise: str) -> tuple[str, dict[str, str]]:
    said = {"promise": promise, "text": "a draft", "by": "client", "to": "supplier"}
    return "relationship.promise-made.v1", said


def settled(promise: str) -> tuple[str, dict[str, str]]:
    return "relationship.promise-settled.v1", {"promise": promise, "outcome": "kept"}


def staged(rows: Sequence[Sequence[tuple[str, dict[str, str]]]]) -> list[Staged]:
    """Return the facts of rows, a day each; row 0 opens the relationship."""
    told = [(0, "relationship.relationship-opened.v1", dict[str, str]())]
    told += [(row, *fact) for row, facts in enumerate(rows, 1) for fact in facts]
    return [
        Staged(
            opens=row == 0,
            row=row,
            once=False,
            command=f"c-{place}",
            at=f"2024-{1 + row // 28:02}-{1 + row % 28:02}" if row < 300 else "2024-12-30",
            kind=kind,
            data=json.dumps(data),
            testimony='{"actor": "ada"}',
        )
        for place, (row, kind, data) in enumerate(told)
    ]


def decided(facts: Sequence[Staged]) -> Decided:
    return Judge("quarantine", Moment("2025-01-01")).decide("r-1", facts, [], {})


@given(st.integers(0, 2**32))
def test_what_stands_is_what_stands_without_the_rows_that_do_not(seed: int) -> None:
    rng = Random(seed)  # noqa: S311 - a seed for each example
    names = ["a", "b", "c", "d"]

    def fact() -> tuple[str, dict[str, str]]:
        return rng.choice([CONTACT, made(rng.choice(names)), settled(rng.choice(names))])

    facts = staged([[fact() for _ in range(rng.randint(1, 3))] for _ in range(rng.randint(1, 12))])
    found = decided(facts)
    again = decided([one for one in facts if one.row not in found.faults])
    assert not again.faults
    assert [event.command_id for event in again.events] == [
        event.command_id for event in found.events
    ]
    assert found.fingerprints == again.fingerprints


def test_rows_that_are_taken_back_do_not_make_it_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = 0

    def counted(state: Relationship, event: AnyEvent) -> None:
        nonlocal asked
        asked += 1
        check(state, event)

    monkeypatch.setattr(deciding, "check", counted)
    facts = staged([[CONTACT, settled("nobodys")] if n % 2 else [CONTACT] for n in range(280)])

    found = decided(facts)

    assert len(found.faults) == 140
    assert len(found.events) == 141
    assert asked <= len(facts)

"""Cohorts: one clock for all, and two groups with honest uncertainty."""

from __future__ import annotations

import random
from math import sqrt
from statistics import fmean
from typing import Any

import pytest

from domain.breakup import BreakupAnnounced, RelationshipEnded
from domain.courtship import RelationshipOpened
from domain.errors import Unreadable
from domain.feelings import FeelingObserved
from projections.uncertain import difference_of, mean_of, share_difference_of
from tests.given import on
from tests.projections.answers.asked import History, ask, told


def client(name: str, *valences: float, market: str = "b2b", begun: str = "2025-01-01") -> History:
    year = begun[:4]
    felt = [
        on(f"{year}-{month:02d}-10", FeelingObserved(whose="client", valence=value))
        for month, value in enumerate(valences, start=1)
    ]
    return told(
        name, *felt, opened=begun, first=RelationshipOpened.model_validate({"market": market})
    )


@pytest.mark.row(90)
def test_on_one_clock_everybody_starts_on_day_zero() -> None:
    early, late = client("a", 0.5, -0.5), client("b", 0.1, 0.3, begun="2027-01-01")
    rows = ask("one-clock", early, late, days_after=60.0)

    assert [(row["from_day"], row["relationships"]) for row in rows] == [(0.0, 2), (30.0, 2)]
    assert [row["client"] for row in rows] == [0.3, -0.1]
    assert rows[0]["client_low"] is None, "two are too few for bounds"
    assert rows[0]["staff"] is None
    assert rows[0]["rated_staff"] == 0


def test_who_has_gone_is_no_longer_under_observation() -> None:
    gone = told(
        "a",
        on("2025-01-20", BreakupAnnounced(by="client")),
        on("2025-01-20", RelationshipEnded(by="client")),
    )
    rows = ask("one-clock", gone, client("b", 0.1), days_after=60.0, now="2025-12-31")
    assert [row["relationships"] for row in rows] == [2, 1]


def test_time_runs_back_from_a_breakup() -> None:
    gone = told(
        "a",
        on("2025-03-01", FeelingObserved(whose="client", valence=-0.2)),
        on("2025-03-20", BreakupAnnounced(by="client")),
    )
    rows = ask("one-clock", gone, client("b", 0.1), anchor="breakup", days_before=60.0)
    assert [(row["from_day"], row["client"]) for row in rows][:2] == [(-60.0, None), (-30.0, -0.2)]
    assert {row["relationships"] for row in rows} == {1}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"anchor": "birth"}, "no anchor: use beginning"),
        ({"step_days": 0.0}, "above zero"),
        ({"step_days": 0.001}, "at most 1000 steps"),
    ],
)
def test_a_clock_that_cannot_run_says_so(given: dict[str, Any], said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        ask("one-clock", client("a", 0.1), **given)


def many(market: str, count: int, around: float, seed: int) -> list[History]:
    chance = random.Random(seed)  # noqa: S311 - drawn anew each time, the same
    return [
        client(
            f"{market}-{n}", *(around + chance.uniform(-0.3, 0.3) for _ in range(3)), market=market
        )
        for n in range(count)
    ]


@pytest.mark.row(153)
def test_a_difference_that_is_more_than_chance_is_told() -> None:
    rows = ask("compare", *many("b2b", 20, 0.4, 1), *many("b2c", 20, -0.3, 2), a="b2b")
    mood = next(row for row in rows if row["figure"] == "client")
    assert (mood["group"], mood["group_b"], mood["told"]) == ("b2b", "b2c", "lower")
    assert mood["low"] < mood["change"] < mood["high"] < 0


def test_no_difference_is_made_of_chance() -> None:
    rows = ask("compare", *many("b2b", 20, 0.4, 3), *many("b2c", 20, 0.4, 4))
    assert {row["told"] for row in rows if row["figure"] in ("client", "ended")} == {"cannot tell"}


def test_of_a_handful_nothing_is_told() -> None:
    rows = ask("compare", *many("b2b", 4, 0.6, 5), *many("b2c", 4, -0.6, 6))
    assert {row["told"] for row in rows} == {"too few"}


def test_groups_may_be_those_from_before_and_after_a_day() -> None:
    early = [client(f"e{n}", 0.5, begun="2025-01-01") for n in range(6)]
    late = [client(f"l{n}", 0.2, begun="2027-01-01") for n in range(6)]
    rows = ask("compare", *early, *late, by="begun", on="2026-01-01")
    assert (rows[0]["group"], rows[0]["group_b"]) == ("before 2026-01-01", "from 2026-01-01")
    assert (rows[0]["relationships_a"], rows[0]["relationships_b"]) == (6, 6)
    assert rows[0]["told"] == "lower"


@pytest.mark.parametrize(
    ("given", "said"),
    [({"by": "colour"}, "nothing to compare by"), ({"by": "begun", "on": "soon"}, "no moment")],
)
def test_what_cannot_be_compared_says_so(given: dict[str, str], said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        ask("compare", client("a", 0.1), **given)


def test_the_intervals_hold_the_truth_as_often_as_they_say() -> None:
    """Held against the truth they were drawn from: 95 of 100, give or take 4 standard errors."""
    chance, rounds, inside = random.Random(7), 2000, [0, 0, 0]  # noqa: S311 - the same each time
    for _ in range(rounds):
        one = [chance.gauss(0, 1) for _ in range(8)]
        other = [chance.gauss(0.5, 2) for _ in range(12)]
        yes = [chance.random() < 0.1 for _ in range(15)], [chance.random() < 0.3 for _ in range(25)]
        for place, (found, truth) in enumerate(
            (
                (mean_of(one), 0.0),
                (difference_of(one, other), 0.5),
                (share_difference_of(*yes), 0.2),
            )
        ):
            assert found is not None
            assert found.low is not None
            assert found.high is not None
            inside[place] += found.low <= truth <= found.high
    spread = 4 * sqrt(0.95 * 0.05 / rounds)
    assert all(abs(count / rounds - 0.95) < spread + 0.005 for count in inside), inside


def test_what_does_not_vary_has_no_width() -> None:
    assert difference_of([0.5] * 6, [0.2] * 6) == (fmean([0.2] * 6) - fmean([0.5] * 6),) * 3
    assert mean_of([]) is None
    assert difference_of([], [1.0]) is None
    assert share_difference_of([], [True]) is None

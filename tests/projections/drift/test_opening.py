"""The gate, asked of many moments at once, is the gate that was asked on the way."""

from __future__ import annotations

import numpy as np
import pytest

from journeys.population import generate
from projections.drift import bulk
from projections.drift.columns import Columns
from projections.drift.last import last_heights
from projections.drift.lines import LINES, bulk_heights
from projections.drift.opening import open_after, open_in_silence

KINDS = (None, "silence-growing", "level-shift", "bypasses")


def moments(columns: Columns, *, gated: bool) -> set[tuple[int, float, float]]:
    """Return whose moments are judged, after how many contacts, on which day."""
    found = set()
    for look in bulk.looks(columns, gated=gated):
        tick = look.day > look.state.day
        begins = np.diff(look.who, prepend=-1) > 0
        opens = np.where(
            tick, open_in_silence(look.state, look.day), open_after(look.state, begins)
        )
        some = opens if not gated else np.ones(len(opens), bool)
        found |= set(
            zip(
                look.who[some].tolist(),
                look.state.contacts[some].tolist(),
                look.day[some].tolist(),
                strict=True,
            )
        )
    return found


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_the_same_moments_are_judged_either_way(kind: str | None) -> None:
    columns = generate(40, 91, kind).columns  # type: ignore[arg-type] # a kind, or none

    judged = moments(columns, gated=True)
    assert judged == moments(columns, gated=False)
    assert 10 < len(judged) < columns.contacts


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_the_last_judgement_is_the_last_of_all_and_lines_only_fall_since(kind: str | None) -> None:
    columns = generate(40, 92, kind).columns  # type: ignore[arg-type] # a kind, or none
    every = bulk_heights(columns)
    nowhere = last_heights(columns, np.full(len(LINES), np.inf))
    exact = last_heights(columns, np.full(len(LINES), -99.0))

    for who in range(40):
        own = np.flatnonzero(every.who == who)
        if len(own):
            assert nowhere[who] == pytest.approx(every.value[own[-1]])
            assert (exact[who] <= nowhere[who]).all()
        else:
            assert (nowhere[who] == -9).all()

"""Questions with rows for each relationship, answered from the columns.

Each is an answer of `projections.answers` as well, and comes to the same rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from journeys.columns.arrays import Array, Groups, changes
from journeys.columns.chosen import Columns
from projections.answers import Row
from projections.answers.sums import mean, share


def long_view(columns: Columns) -> Iterator[Row]:
    """Sum up each calendar year of each relationship; see `projections.answers.rhythm`."""
    whose, at, valence = columns.arrays("relationship", "at", "valence")
    client, staff = _sides(columns)
    years = at.astype("datetime64[us]").astype("datetime64[Y]").astype(np.int64) + 1970
    groups = Groups(_turns(whose), years)
    names = columns.texts("relationship")
    felt = (groups.ordered(one) for one in (whose, valence, client, staff))
    for group, (year, who, values, theirs, ours) in enumerate(
        zip(groups.keys[1].tolist(), *felt, strict=True)
    ):
        yield {
            "relationship": names[who[0]],
            "year": f"{year:04d}",
            "mean_client": mean(values[theirs].tolist()),
            "mean_staff": mean(values[ours].tolist()),
            "moments": len(values),
            "events": columns.evidence(len(values), partial(groups.of, group)),
        }


def frustration(columns: Columns, *, below: float) -> Iterator[Row]:
    """Share out what our people felt below a level; see `projections.answers.team.frustration`."""
    whose, valence = columns.arrays("relationship", "valence")
    felt = np.flatnonzero(_sides(columns)[1])
    groups = Groups(_turns(whose[felt]))
    names, values = columns.texts("relationship"), list(groups.ordered(valence[felt]))
    low = [int(np.count_nonzero(one < below)) for one in values]
    everything = sum(low)
    for group in sorted(range(len(groups)), key=lambda one: -low[one]):
        if low[group]:
            rows = felt[groups.of(group)]
            yield {
                "relationship": names[whose[rows[0]]],
                "moments": low[group],
                "share": share(low[group], everything),
                "mean_staff": mean(values[group].tolist()),
                "events": columns.evidence(len(rows), partial(_same, rows)),
            }


def _sides(columns: Columns) -> tuple[Array, Array]:
    """Return where a feeling that counts is the client's, and where it is our people's."""
    side, counted = columns.arrays("whose", "counted")
    client = side == columns.code("whose", "client")
    return counted & client, counted & ~client


def _turns(whose: Array) -> Array:
    """Return of each row the how-manieth relationship it is of, from 0 on."""
    return np.cumsum(changes(whose)) - 1


def _same(rows: Array) -> Array:
    return rows

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
    told = (whose[groups.first].tolist(), groups.keys[1].tolist(), groups.sizes.tolist())
    felt = (_means(groups, valence, side) for side in (client, staff))
    for group, (who, year, size, theirs, ours) in enumerate(zip(*told, *felt, strict=True)):
        yield {
            "relationship": names[who],
            "year": f"{year:04d}",
            "mean_client": theirs,
            "mean_staff": ours,
            "moments": size,
            "events": columns.evidence(size, partial(groups.of, group)),
        }


def frustration(columns: Columns, *, below: float) -> Iterator[Row]:
    """Share out what our people felt below a level; see `projections.answers.team.frustration`."""
    whose, valence = columns.arrays("relationship", "valence")
    felt = np.flatnonzero(_sides(columns)[1])
    groups = Groups(_turns(whose[felt]))
    names, low = columns.texts("relationship"), groups.count(valence[felt] < below).tolist()
    everything = sum(low)
    for group in sorted(range(len(groups)), key=lambda one: -low[one]):
        if low[group]:
            rows = felt[groups.of(group)]
            yield {
                "relationship": names[whose[rows[0]]],
                "moments": low[group],
                "share": share(low[group], everything),
                "mean_staff": mean(valence[rows].tolist()),
                "events": columns.evidence(len(rows), partial(_same, rows)),
            }


def _sides(columns: Columns) -> tuple[Array, Array]:
    """Return where a feeling that counts is the client's, and where it is our people's."""
    side, counted = columns.arrays("whose", "counted")
    client = side == columns.code("whose", "client")
    return counted & client, counted & ~client


def _means(groups: Groups, valence: Array, meant: Array) -> Iterator[float | None]:
    """Yield of each group the mean of the feelings that are meant, None where there are none."""
    values = valence[groups.order[meant[groups.order]]].tolist()
    end = 0
    for count in groups.count(meant).tolist():
        begin, end = end, end + count
        yield mean(values[begin:end]) if count else None


def _turns(whose: Array) -> Array:
    """Return of each row the how-manieth relationship it is of, from 0 on."""
    return np.cumsum(changes(whose)) - 1


def _same(rows: Array) -> Array:
    return rows

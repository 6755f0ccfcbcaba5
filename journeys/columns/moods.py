"""Moods: what each side felt, by the columns, as `projections.curve` tells it of a reading."""

from __future__ import annotations

import numpy as np

from journeys.columns.arrays import Array, changes
from journeys.columns.chosen import Columns
from journeys.columns.lives import Lives
from projections.moods import Whose


def felt_by(columns: Columns, whose: Whose) -> Array:
    """Return the rows of a side's feelings, as far as they are judged by."""
    counted, side = columns.arrays("counted", "whose")
    return np.flatnonzero(counted & (side == columns.code("whose", whose)))


def own_word(columns: Columns) -> Array:
    """Return the rows of feelings that their owners told; see `projections.moods`."""
    return np.flatnonzero(np.logical_and(*columns.arrays("counted", "own")))


def means_over_time(columns: Columns, lives: Lives, rows: Array) -> list[float | None]:
    """Return the mean over time of each one's feelings, as `projections.moods.Told` has it.

    Parameters
    ----------
    columns, lives
        Whose they are.
    rows
        The feelings of one side.
    """
    at, valence = (one[rows] for one in columns.arrays("at", "valence"))
    whose = lives.turn[rows]
    new = changes(whose)
    first, later = np.flatnonzero(new), np.flatnonzero(~new)
    last = np.append(first, len(rows))[1:] - 1
    areas = _days(at[later] - at[later - 1]) * (valence[later] + valence[later - 1]) / 2
    area, total = (
        np.bincount(who, weights=what, minlength=len(lives))[whose[first]]  # added in order
        for who, what in ((whose[later], areas), (whose, valence))
    )
    days, seen = _days(at[last] - at[first]), last - first + 1
    means = np.where(days, area, total) / np.where(days, days, seen)
    found: list[float | None] = [None] * len(lives)
    for who, mean in zip(whose[first].tolist(), means.tolist(), strict=True):
        found[who] = mean
    return found


def _days(microseconds: Array) -> Array:
    return microseconds / 1_000_000 / 86_400

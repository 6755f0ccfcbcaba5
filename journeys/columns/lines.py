"""Lines: what happened, with the feelings told about it, as `projections.timeline` tells it."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import msgspec
import numpy as np
import polars as pl

from domain.feelings import FeelingObserved
from journeys.columns.arrays import Array
from journeys.columns.chosen import Columns
from journeys.columns.lives import Lives
from journeys.columns.reading import facts
from projections.moods import Whose


class _About(msgspec.Struct, gc=False):
    about: str | None = None


class Told(NamedTuple):
    """Feelings about something else: the row of each, and of what it is about."""

    feeling: Array
    line: Array


class Lines:
    """The facts of a timeline, without feelings that stand by themselves.

    Parameters
    ----------
    columns, lives
        Whose they are.

    Attributes
    ----------
    rows
        Where they are, in order.
    """

    def __init__(self, columns: Columns, lives: Lives) -> None:
        self._columns, self._lives = columns, lives
        self._feelings = lives.rows(FeelingObserved)
        self.rows: Array = np.delete(np.arange(len(lives.turn)), self._feelings)

    @cached_property
    def about(self) -> Told:
        """The feelings about any of them, in order of happening.

        Which event a feeling is about, the log says; then the ids of those relationships alone are
        looked at in which there is such a feeling.
        """
        said = facts(self._columns, self._feelings, _About)
        named = [(i, one.about) for i, one in enumerate(said) if one.about is not None]
        feelings = self._feelings[np.array([i for i, _ in named], np.intp)]
        if not named:
            return Told(feelings, feelings)
        turn = self._lives.turn
        rows = self.rows[np.isin(turn[self.rows], turn[feelings])]
        ids = self._columns.evidence(len(rows), rows.view)[:]
        found = _known(turn[feelings], [one for _, one in named], "feeling", feelings).join(
            _known(turn[rows], ids, "line", rows), on=("turn", "event"), maintain_order="left"
        )
        return Told(found["feeling"].to_numpy(), found["line"].to_numpy())

    def felt(self, whose: Whose) -> Array:
        """Return how a side felt at every fact; no number where that was not told."""
        counted, side, valence = self._columns.arrays("counted", "whose", "valence")
        feeling, line = self.about
        meant = counted[feeling] & (side[feeling] == self._columns.code("whose", whose))
        found = np.full(len(counted), np.nan)
        found[line[meant]] = valence[feeling[meant]]  # of several the last one, which comes last
        return found


def _known(turn: Array, event: list[str], name: str, rows: Array) -> pl.DataFrame:
    return pl.DataFrame({"turn": turn, "event": pl.Series(event, dtype=pl.String), name: rows})


def told(values: Array) -> list[float]:
    """Return the values that were told."""
    found: list[float] = values[~np.isnan(values)].tolist()
    return found

"""Who stands above a limit: all of them, or those that stand highest."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

import numpy as np

from journeys.drift.eras import Era
from journeys.drift.kept import KeptEras
from journeys.drift.lines import place
from journeys.drift.standing import LineStands, standing
from projections.alarms.bounds import Bounds
from projections.drift.last import last_heights
from projections.drift.lines import LINES

COMBINED = "drifting"
_DIGITS = 6
"""Of a height, when relationships are put in order: what is less is rounding."""


class Above(NamedTuple):
    """The lines that stand at or above their limits, the relationship that stands highest first.

    ``judged`` says whether there was anything to judge, ``more`` how many relationships were left
    out.
    """

    rows: list[LineStands]
    judged: bool
    more: int


def above(
    found: Iterable[Era], bounds: Bounds, lines: Collection[str], most: int | None = None
) -> Above:
    """Return which of these lines stand above their limits.

    A relationship comes by how high its combined line stands, where that is one of the *lines*, and
    else by the highest of them.

    Parameters
    ----------
    found
        The eras. Of `KeptEras` only those that are shown are gone through moment by moment.
    bounds
        The limits.
    lines
        Which lines are asked for.
    most
        So many relationships at most; None for all.
    """
    if isinstance(found, KeptEras):
        return _of_many(found, bounds, lines, most)
    shown: list[LineStands] = []
    ranks: dict[str, float] = {}
    rows, judged = standing(found, bounds), False
    for era in zip(*[rows] * len(LINES), strict=True):
        judged = True
        over = [one for one in era if one.line in lines and one.over]
        if over:
            shown += over
            lead = [one.value for one in era if one.line == COMBINED and COMBINED in lines]
            _rank(ranks, over[0].relationship, max(lead or [one.value for one in over]))
    first = _first(ranks, most)
    return Above(_in_order(shown, first), judged, len(ranks) - len(first))


def _of_many(found: KeptEras, bounds: Bounds, lines: Collection[str], most: int | None) -> Above:
    running = np.flatnonzero(~found.parted)
    limits = np.array([bounds.whole[line] if line in lines else np.inf for line in LINES])
    heights = last_heights(found.contacts.take(running), limits)
    over = (heights >= limits).any(axis=1)
    lead = np.where(heights >= limits, heights, -np.inf).max(axis=1)
    if COMBINED in lines:
        lead = heights[:, place(COMBINED)]
    eras, ranks = running[over].tolist(), dict[str, float]()
    for era, height in zip(eras, lead[over].tolist(), strict=True):
        _rank(ranks, found.relationship[era], height)
    first = _first(ranks, most)
    chosen = (found.of(era) for era in eras if found.relationship[era] in first)
    shown = [one for one in standing(chosen, bounds) if one.line in lines and one.over]
    return Above(_in_order(shown, first), bool(len(running)), len(ranks) - len(first))


def _rank(ranks: dict[str, float], relationship: str, height: float) -> None:
    ranks[relationship] = max(height, ranks.get(relationship, height))


def _first(ranks: dict[str, float], most: int | None) -> dict[str, int]:
    """Return the places of those that stand highest; equal ones stay in their order."""
    order = sorted(ranks, key=lambda one: -round(ranks[one], _DIGITS))
    return {relationship: at for at, relationship in enumerate(order[:most])}


def _in_order(rows: Sequence[LineStands], first: dict[str, int]) -> list[LineStands]:
    shown = [one for one in rows if one.relationship in first]
    return sorted(shown, key=lambda one: first[one.relationship])

"""From matches to rows: in order, with those that say the same put together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from domain.errors import Unreadable
from journeys.graph.query.checking import Checked
from journeys.graph.query.ground import Floats, Ground, Ints
from journeys.graph.query.running import Matches, Step, shared
from journeys.graph.query.scope import Ref
from journeys.graph.query.words import MOST_ROWS
from journeys.language import t


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of an answer, each with the matches that say what it says.

    Attributes
    ----------
    first
        Of each row, in order, the number of its first match.
    """

    first: Ints
    _matches: Ints
    _begin: Ints

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.first)

    def matches(self, row: int) -> list[int]:
        """Return the numbers of all matches of a row."""
        found: list[int] = self._matches[self._begin[row] : self._begin[row + 1]].tolist()
        return found


def grouped(
    ground: Ground, checked: Checked, matches: Matches, columns: Iterable[Ref]
) -> tuple[Rows, list[Step]]:
    """Return the rows, and the steps of the plan that made them.

    Parameters
    ----------
    ground, checked, matches
        What was asked of what, and what matches.
    columns
        Matches that say the same in all of these are one row; the events behind them are not
        looked at.

    Raises
    ------
    Unreadable
        When there are more than `words.MOST_ROWS` and no limit was named.
    """
    ranked = _Ranked(ground, matches)
    order = np.arange(matches.count)
    keys = [ranked.key(ref, down=down) for ref, down in checked.order]
    if keys:
        order = np.lexsort(keys[::-1])
    codes = ranked.codes(ref for ref in columns if ref != Ref(None, "events", "ids"))[order]
    _, first, which = np.unique(codes, return_index=True, return_inverse=True)
    limit = checked.query.limit
    if limit is None and len(first) > MOST_ROWS:
        raise _too_many()
    turn = np.argsort(first, kind="stable")
    place = np.empty(len(turn), dtype=np.int64)
    place[turn] = np.arange(len(turn))
    belongs = place[which.ravel()]
    begin = np.concatenate(([0], np.cumsum(np.bincount(belongs, minlength=len(turn)))))
    rows = Rows(order[first[turn]][:limit], order[np.argsort(belongs, kind="stable")], begin)
    both = t("order, and put together what says the same")
    said = both if keys else t("put together what says the same")
    steps = [Step(said, {}, matches.count, len(turn))]
    if limit is not None:
        steps.append(Step(t("keep the first {n}"), {"n": limit}, len(turn), len(rows)))
    return rows, steps


class _Ranked:
    """Values as figures in their order, match by match."""

    def __init__(self, ground: Ground, matches: Matches) -> None:
        self.ground, self.matches = ground, matches

    def codes(self, columns: Iterable[Ref]) -> Ints:
        """Return a number for each match: the same where all columns say the same."""
        codes = np.zeros(self.matches.count, dtype=np.int64)
        for ref in columns:
            _, value = np.unique(self.ranks(ref, same=True), return_inverse=True)
            codes = codes * (int(value.max(initial=0)) + 1) + value.ravel()
            codes = np.unique(codes, return_inverse=True)[1].ravel()
        return codes

    def key(self, ref: Ref, *, down: bool) -> Floats:
        """Return what a match is ordered by: ascending, with what nobody told at the end."""
        ranks = self.ranks(ref)
        return np.where(np.isnan(ranks), np.inf, -ranks if down else ranks)

    def ranks(self, ref: Ref, *, same: bool = False) -> Floats:
        """Return the values of an attribute as figures in their order; NaN where nobody told.

        Moments that begin together have one place in the order; where it is asked what is the
        *same*, those of different precision differ.
        """
        matches = self.matches
        if ref.number is None:
            return self._steps() if ref.attribute == "steps" else self._shared()
        numbers = matches.numbers[ref.number]
        if ref.number in matches.walks:
            walks = matches.walks[ref.number]
            return (walks.length(numbers) if ref.attribute == "steps" else numbers).astype(float)
        if ref.type in ("said", "ids"):
            return numbers.astype(np.float64)
        ranked = self.ground.codes if same else self.ground.ranks
        return ranked(ref.attribute, way=ref.number % 2 == 1)[numbers]

    def _steps(self) -> Floats:
        total = np.zeros(self.matches.count)
        for number in range(1, len(self.matches.numbers), 2):
            walks = self.matches.walks.get(number)
            total += walks.length(self.matches.numbers[number]) if walks else 1
        return total

    def _shared(self) -> Floats:
        if self.matches.count > MOST_ROWS:
            raise _too_many()
        every = range(self.matches.count)
        return np.array([shared(self.ground, self.matches, row) for row in every], dtype=np.float64)


def _too_many() -> Unreadable:
    message = "more than {most} rows answer this: ask for less with where, or with limit"
    return Unreadable(message, most=MOST_ROWS)

"""Two groups held side by side, answered from the columns and from what is kept of findings.

It is an answer of `projections.answers.cohorts` as well, and comes to the same rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import NamedTuple

import msgspec
import numpy as np
from pydantic_core import from_json

from domain.breakup import BreakupAnnounced
from domain.courtship import RelationshipOpened
from journeys.columns.arrays import Array, changes
from journeys.columns.chosen import Columns, microseconds
from journeys.columns.found import Findings
from journeys.columns.lives import Lives, days_between
from journeys.columns.moods import felt_by, means_over_time
from journeys.columns.reading import facts
from projections.answers import Row
from projections.answers.cohorts import GRAVE, a_year, cut_at, side_by_side, split_of, two_of
from projections.finding import Finding, of_row

_FIRST = datetime(1970, 1, 1, tzinfo=UTC)
_DEFAULTS = {name: field.default for name, field in RelationshipOpened.model_fields.items()}


class _Opening(msgspec.Struct, gc=False):
    kind: str = _DEFAULTS["kind"]
    market: str = _DEFAULTS["market"]
    sector: str = _DEFAULTS["sector"]
    jurisdiction: str | None = _DEFAULTS["jurisdiction"]


class _Severe(msgspec.Struct, gc=False):
    severity: str


class _Measured(NamedTuple):
    """A figure of everybody, and the rows it rests on; ids where it rests on findings."""

    values: Sequence[float | None]
    rows: Array
    cited: Mapping[int, Sequence[str]] | None = None


def compare(
    columns: Columns, findings: Findings, *, by: str, a: str, b: str, on: str
) -> Iterator[Row]:
    """Hold two groups side by side; see `projections.answers.cohorts.compare`."""
    lives = Lives(columns)
    names, groups = _groups(columns, lives, split_of(by), (a, b), on)
    if not any(map(len, groups)):
        return
    for figure, measure in _FIGURES.items():
        found = measure(columns, lives, findings)
        values = [
            [value for who in group.tolist() if (value := found.values[who]) is not None]
            for group in groups
        ]
        behind = (_cited if found.cited is not None else _evidence)(columns, lives, groups, found)
        yield side_by_side(figure, names, values) | {"events": behind}


def _groups(
    columns: Columns, lives: Lives, by: str, asked: tuple[str, str], on: str
) -> tuple[tuple[str, str], list[Array]]:
    """Return the names of the two groups, and the numbers of those who are in them."""
    if by == "begun":
        (at,) = columns.arrays("at")
        begun = at[lives.begun]
        cut = cut_at((_FIRST + timedelta(microseconds=one) for one in begun.tolist()), on)
        early = begun < microseconds(cut.start)
        return (f"before {cut}", f"from {cut}"), [np.flatnonzero(early), np.flatnonzero(~early)]
    who = np.flatnonzero(lives.opened >= 0)
    opened = facts(columns, lives.opened[who], _Opening)
    told = [str(getattr(one, by)) for one in opened]
    names = two_of(Counter(told), *asked)
    return names, [who[[one == name for one in told]] for name in names]


def _evidence(
    columns: Columns, lives: Lives, groups: Sequence[Array], found: _Measured
) -> Sequence[str]:
    """Return what a figure rests on; where nothing happened, that it was watched."""
    rows = [
        np.sort(np.concatenate([rows, lives.first[np.setdiff1d(group, lives.turn[rows])]]))
        for group in groups
        for rows in (found.rows[np.isin(lives.turn[found.rows], group)],)
    ]
    return columns.evidence(sum(map(len, rows)), partial(np.concatenate, rows))


def _cited(
    columns: Columns, lives: Lives, groups: Sequence[Array], found: _Measured
) -> Sequence[str]:
    cited, who = found.cited or {}, np.concatenate(groups)
    watched = columns.evidence(len(who), partial(np.take, lives.first, who))
    told = zip(who.tolist(), watched, strict=True)
    return list(dict.fromkeys(one for who, first in told for one in cited.get(who, (first,))))


def _mood(whose: str) -> Callable[[Columns, Lives, Findings], _Measured]:
    def measure(columns: Columns, lives: Lives, _: Findings) -> _Measured:
        rows = felt_by(columns, "client" if whose == "client" else "staff")
        return _Measured(means_over_time(columns, lives, rows), rows)

    return measure


def _remembered(columns: Columns, lives: Lives, _: Findings) -> _Measured:
    """Tell the mean of the strongest feeling, the later of two, and the last."""
    rows = felt_by(columns, "client")
    whose, valence = lives.turn[rows], columns.arrays("valence")[0][rows]
    new = changes(whose)
    last = np.append(np.flatnonzero(new), len(rows))[1:] - 1
    peak = np.lexsort((np.abs(valence), whose))[last]
    values: list[float | None] = [None] * len(lives)
    means = (valence[peak] + valence[last]) / 2
    for who, value in zip(whose[last].tolist(), means.tolist(), strict=True):
        values[who] = value
    return _Measured(values, np.union1d(rows[peak], rows[last]))


def _grave(columns: Columns, lives: Lives, findings: Findings) -> _Measured:
    severe = (
        of_row(name, from_json(row))
        for name, one, row in findings.read(_Severe)
        if one.severity in GRAVE
    )
    numbers = {name: who for who, name in enumerate(lives.names)}
    found: dict[int, list[Finding]] = {}
    for one in (*severe, *findings.judged(lives.names)):
        if one.severity in GRAVE and one.since.reached_by(columns.now):
            found.setdefault(numbers[one.relationship], []).append(one)
    cited = {
        who: [
            one.evidence[0].id
            for one in sorted(own, key=lambda one: (one.since.start, one.identity))
        ]
        for who, own in found.items()
    }
    count = np.zeros(len(lives), dtype=np.int64)
    for who, own in found.items():
        count[who] = len(own)
    return _Measured(_yearly(columns, lives, count), lives.first[:0], cited)


def _frictions(columns: Columns, lives: Lives, _: Findings) -> _Measured:
    rows = lives.friction
    count = np.bincount(lives.turn[rows], minlength=len(lives))
    return _Measured(_yearly(columns, lives, count), rows)


def _yearly(columns: Columns, lives: Lives, count: Array) -> list[float | None]:
    (at,) = columns.arrays("at")
    together = days_between(at[lives.begun], lives.until)
    return list(map(a_year, count.tolist(), together.tolist()))


def _ended(_columns: Columns, lives: Lives, _: Findings) -> _Measured:
    over = np.isin(np.arange(len(lives)), [*lives.ended])
    return _Measured(over.astype(float).tolist(), lives.rows(BreakupAnnounced))


_FIGURES: dict[str, Callable[[Columns, Lives, Findings], _Measured]] = {
    "client": _mood("client"),
    "our people": _mood("staff"),
    "what the client remembers": _remembered,
    "grave findings a year": _grave,
    "friction a year": _frictions,
    "ended": _ended,
}
"""What is compared, with how it is measured on everybody: in the order of the answer's rows."""

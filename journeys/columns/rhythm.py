"""How long, how often, how much attention: answered from the columns.

Each is an answer of `projections.answers.rhythm` as well, and comes to the same rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

import msgspec
import numpy as np

from domain.breakup import EndDateSet, RelationshipEnded
from domain.care import CareGiven
from domain.courtship import RelationshipOpened
from domain.friction import EffortSpent
from domain.moments import Moment
from journeys.columns.arrays import Array, Cut, changes
from journeys.columns.chosen import Columns
from journeys.columns.lives import Lives, days_between
from journeys.columns.moods import felt_by, means_over_time
from journeys.columns.reading import facts
from projections.answers import Row
from projections.answers.rhythm import a_week, against_usual, together
from projections.answers.seen import INSIDE
from projections.answers.sums import mean, total
from projections.calendar import LAST_DAY

_BEGIN = date(1970, 1, 1)
_DAY = 86_400_000_000
"""Microseconds."""
_YEAR = 365.25
_YEAR_LONG = int(_YEAR * _DAY)
_LAST = (LAST_DAY - _BEGIN).days
_BITS, _SHIFT = 23, 1 << 20
"""Of a day since 1970, which may lie before it."""


class _Opening(msgspec.Struct, gc=False):
    kind: str = RelationshipOpened.model_fields["kind"].default


class _Hours(msgspec.Struct, gc=False):
    hours: float | None = None


def tenure(columns: Columns, *, core_years: float) -> Iterator[Row]:
    """Tell how long each has been with us; see `projections.answers.rhythm.tenure`."""
    lives = Lives(columns)
    felt = felt_by(columns, "client")
    means, of_client = means_over_time(columns, lives, felt), lives.cut(felt)
    opened = lives.opened[lives.opened >= 0]
    told = facts(columns, opened, _Opening)
    kinds = dict(zip(lives.turn[opened].tolist(), (one.kind for one in told), strict=True))
    for who, (name, begun, since) in enumerate(
        zip(lives.names, lives.begun.tolist(), lives.since, strict=True)
    ):
        until = lives.ended.get(who)
        rows = [begun, *(_last_word(lives, who) if until else ())]
        count = len(dict.fromkeys(rows)) + of_client.sizes[who]
        yield {
            "relationship": name,
            "kind": kinds.get(who),
            **together(since, until, columns.now, core_years),
            "mean_client": mean([means[who]]),
            "events": columns.evidence(count, partial(_after, rows, of_client, who)),
        }


def _last_word(lives: Lives, who: int) -> list[int]:
    """Return the rows in which the end was last set, and last told to have come."""
    found = []
    for kind in (EndDateSet, RelationshipEnded):
        rows = [row for row, event in lives.endings[who].items() if isinstance(event.fact, kind)]
        found += rows[-1:]
    return found


def _after(rows: list[int], cut: Cut, who: int) -> Array:
    return np.array([*dict.fromkeys(rows), *cut.of(who).tolist()])


def intensity(columns: Columns, *, norm: float | None) -> Iterator[Row]:
    """Tell contacts and hours a week of each; see `projections.answers.rhythm.intensity`."""
    lives = Lives(columns)
    held = contacts(columns, lives)
    held = held[held >= lives.begun[lives.turn[held]]]
    spent = lives.rows(EffortSpent)
    hours = [one.hours for one in facts(columns, spent, _Hours)]
    met, put_in = lives.cut(held), lives.cut(spent)
    cuts = [lives.cut(rows) for rows in _each_once(lives, held, spent)]
    rows: list[Row] = []
    begin = 0
    for who, (name, since) in enumerate(zip(lives.names, lives.since, strict=True)):
        end = begin + put_in.sizes[who]
        until = lives.ended.get(who) or columns.now
        figures = a_week(since, until, met.sizes[who], total(hours[begin:end]))
        parts = [lives.begun[who : who + 1], *(cut.of(who) for cut in cuts)]
        count = sum(map(len, parts))
        events = columns.evidence(count, partial(np.concatenate, parts))
        rows.append({"relationship": name, **figures, "events": events})
        begin = end
    yield from against_usual(rows, norm)


def attention_by_age(columns: Columns) -> Iterator[Row]:
    """Tell care and contacts by year; see `projections.answers.rhythm.attention_by_age`."""
    lives = Lives(columns)
    (by,) = columns.arrays("by")
    care = lives.rows(CareGiven)
    care = care[by[care] != columns.code("by", "client")]
    held = contacts(columns, lives)
    (at,) = columns.arrays("at")
    whose, age = _ages(lives, at)
    begins, ends = (_day_at(at[lives.begun][whose], age + more) for more in (0, 1))
    day = at // _DAY
    of_day = lives.turn << _BITS | day + _SHIFT
    edges = [whose << _BITS | one + _SHIFT for one in (begins, ends)]

    def within(rows: Array) -> Array:
        """Return from where to where the rows lie that are of each year."""
        return np.array([np.searchsorted(of_day[rows], edge) for edge in edges])

    parts = _each_once(lives, care, held)
    places = np.concatenate([within(rows) for rows in (care, held, *parts)]).T.tolist()
    told = zip(whose.tolist(), age.tolist(), begins.tolist(), places, strict=True)
    begun, dates = lives.begun.tolist(), dict[int, Moment]()
    for who, years, begin, (c, d, m, n, *slices) in told:
        if begin not in dates:
            dates[begin] = Moment.of(_BEGIN + timedelta(days=begin))
        count = 1 + sum(slices[1::2]) - sum(slices[::2])
        yield {
            "relationship": lives.names[who],
            "age": years + 1,
            "since": dates[begin],
            "care": d - c,
            "contacts": n - m,
            "events": columns.evidence(count, partial(_cut_out, begun[who], parts, slices)),
        }


def _ages(lives: Lives, at: Array) -> tuple[Array, Array]:
    """Return of every year of every relationship: whose it is, and the how-manieth from 0 on."""
    spans = days_between(at[lives.begun], lives.until)
    count = np.maximum(spans // _YEAR + 1, 0).astype(np.int64)
    whose = np.repeat(np.arange(len(lives)), count)
    return whose, np.arange(len(whose)) - np.repeat(np.cumsum(count) - count, count)


def _day_at(begun: Array, years: Array) -> Array:
    """Return the day so many years after a moment; see `projections.answers.sums.later`."""
    most = (_LAST - begun // _DAY) * _DAY
    found: Array = (begun + np.minimum(years * _YEAR_LONG, most)) // _DAY
    return found


def _cut_out(begun: int, parts: list[Array], slices: list[int]) -> Array:
    ends = zip(parts, slices[::2], slices[1::2], strict=True)
    return np.array([begun, *(row for rows, i, j in ends for row in rows[i:j].tolist())])


def _each_once(lives: Lives, *several: Array) -> list[Array]:
    """Return these rows without those that a relationship began with or that came before."""
    seen = np.zeros(len(lives.turn), dtype=bool)
    seen[lives.begun] = True
    found = []
    for rows in several:
        found.append(rows[~seen[rows]])
        seen[rows] = True
    return found


def contacts(columns: Columns, lives: Lives) -> Array:
    """Return the first row of every moment of contact; see `projections.answers.seen.contacts`."""
    at, precision, channel = columns.arrays("at", "precision", "channel")
    inside = [0, *(columns.code("channel", one) for one in INSIDE)]
    rows = np.flatnonzero(~np.isin(channel, inside))
    run = np.cumsum(changes(lives.turn[rows]) | changes(at[rows])) - 1
    several = np.flatnonzero((np.bincount(run) > 1)[run]) if len(run) else run
    order = several[np.lexsort((channel[rows[several]], precision[rows[several]], run[several]))]
    again = ~np.logical_or.reduce(
        [changes(one[order]) for one in (run, precision[rows], channel[rows])]
    )
    return np.delete(rows, order[again])

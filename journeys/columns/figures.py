"""Questions about a whole portfolio, answered from the columns.

Every one of them is an answer of `projections.answers.portfolio` as well, which folds relationship
after relationship. Both come to the same rows; that is a test.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from statistics import fmean

import numpy as np

from journeys.columns.arrays import Array, Groups, changes, middle
from journeys.columns.chosen import Columns
from journeys.columns.each import frustration, long_view
from journeys.columns.spans import spans
from journeys.columns.titles import titles
from projections.answers import Row
from projections.answers.periods import per_of
from projections.answers.portfolio import OPEN, Felt, feelings_row, in_days
from projections.answers.seen import INSIDE
from projections.answers.sums import share

_MADE, _SETTLED = "relationship.promise-made.v1", "relationship.promise-settled.v1"
_HELD = "relationship.contact-held.v1"
_BITS = 32
"""Of a code, at most."""


def facts_over_time(columns: Columns, *, per: str) -> Iterator[Row]:
    """Count by kind and period; see `projections.answers.portfolio.facts_over_time`."""
    whose, topic, days, precision = columns.arrays("relationship", "topic", "day", "precision")
    when, periods = spans(days, precision, per_of(per))
    groups, names = Groups(when, topic), titles(columns)
    told = zip(*groups.keys, columns.about(groups, whose), strict=True)
    rows = [
        {"period": periods[period], "what": names[what], **about} for period, what, about in told
    ]
    yield from sorted(rows, key=lambda row: (row["period"], row["what"]))


def what_follows(columns: Columns, *, least: int) -> Iterator[Row]:
    """Count what follows what; see `projections.answers.portfolio.what_follows`."""
    whose, topic, at = columns.arrays("relationship", "topic", "at")
    then = np.flatnonzero(~changes(whose))  # the second of every two
    groups, names = Groups(topic[then - 1], topic[then]), titles(columns)
    waits = groups.ordered(at[then] - at[then - 1])
    told = zip(*groups.keys, waits, columns.about(groups, whose[then], then), strict=True)
    rows = [
        {"what": names[what], "next": names[after], "interval": in_days(middle(wait)), **about}
        for what, after, wait, about in told
        if about["times"] >= least
    ]
    yield from sorted(rows, key=lambda row: (-row["times"], row["what"], row["next"]))


def feelings_over_time(columns: Columns, *, per: str) -> Iterator[Row]:
    """Sum up both sides' feelings; see `projections.answers.portfolio.feelings_over_time`."""
    of = per_of(per)
    felt = np.flatnonzero(columns.arrays("counted")[0])
    whose, days, precision, valence, side = (
        one[felt] for one in columns.arrays("relationship", "day", "precision", "valence", "whose")
    )
    staff = side != columns.code("whose", "client")
    when, periods = spans(days, precision, of)
    groups = Groups(when)

    def behind(group: int) -> Array:
        """Return whose feelings they are: of each relationship the client's, then the staff's."""
        rows = groups.of(group)
        told = 2 * np.cumsum(changes(whose[rows])) + staff[rows]
        return felt[rows[np.argsort(told, kind="stable")]]

    cut = (groups.ordered(one) for one in (valence, staff))
    numbers = groups.distinct(whose).tolist()
    for group, (values, ours, number) in enumerate(zip(*cut, numbers, strict=True)):
        row = feelings_row(periods[group], _mean(values[~ours]), _mean(values[ours]))
        events = columns.evidence(len(values), partial(behind, group))
        yield row | {"relationships": number, "events": events}


def _mean(values: Array) -> Felt:
    """Return the mean, exactly as of a list of them, and how many there are."""
    return round(fmean(values.tolist()), 4) if len(values) else None, len(values)


def promises_over_time(columns: Columns, *, per: str) -> Iterator[Row]:
    """Count what became of promises; see `projections.answers.portfolio.promises_over_time`."""
    of = per_of(per)
    topic, whose, promise = columns.arrays("topic", "relationship", "promise")
    made = np.flatnonzero(topic == columns.code("topic", _MADE))
    settled = np.flatnonzero(topic == columns.code("topic", _SETTLED))
    last = _last(settled, made, whose.astype(np.int64) << _BITS | promise)
    days, precision, by, outcome = columns.arrays("day", "precision", "by", "outcome")
    when, periods = spans(days[made], precision[made], of)
    came = np.where(last < 0, 0, outcome[last])
    groups = Groups(when, by[made], came)
    sides, outcomes = columns.texts("by"), [OPEN, *columns.texts("outcome")[1:]]
    of_all: dict[tuple[int, int], int] = defaultdict(int)
    for period, side, times in zip(*groups.keys[:2], groups.sizes.tolist(), strict=True):
        of_all[period, side] += times
    told = columns.about(groups, whose[made], np.where(last < 0, made, last))
    rows = [
        {
            "period": periods[period],
            "by": sides[side],
            "outcome": outcomes[what],
            "share": share(about["times"], of_all[period, side]),
            **about,
        }
        for period, side, what, about in zip(*groups.keys, told, strict=True)
    ]
    yield from sorted(rows, key=lambda row: (row["period"], row["by"], row["outcome"]))


def _last(rows: Array, of: Array, key: Array) -> Array:
    """Return for each row in *of* the last one in *rows* that has its key, −1 where none has."""
    if not len(rows):
        return np.full(len(of), -1)
    order = np.argsort(key[rows], kind="stable")
    keys = key[rows][order]
    place = np.searchsorted(keys, key[of], side="right") - 1
    return np.where(keys[place] == key[of], rows[order][place], -1)


def silences(columns: Columns, *, per: str) -> Iterator[Row]:
    """Measure silences between contacts; see `projections.answers.portfolio.silences`."""
    of = per_of(per)
    topic, channel, whose, at = columns.arrays("topic", "channel", "relationship", "at")
    inside = [0, *(columns.code("channel", one) for one in INSIDE)]
    held = (channel == 0) & (topic == columns.code("topic", _HELD))
    contacts = np.flatnonzero(held | ~np.isin(channel, inside))
    contacts = contacts[changes(whose[contacts]) | changes(at[contacts])]
    again = np.flatnonzero(~changes(whose[contacts]))
    ends = contacts[again]
    wait = at[ends] - at[contacts[again - 1]]
    days, precision = columns.arrays("day", "precision")
    when, periods = spans(days[ends], precision[ends], of)
    groups = Groups(when)
    about = columns.about(groups, whose[ends], ends)
    for period, waits, told in zip(periods, groups.ordered(wait), about, strict=True):
        interval, longest = in_days(middle(waits)), in_days(int(waits.max()))
        yield {"period": period, "interval": interval, "longest": longest, **told}


ANSWERED: Mapping[str, Callable[..., Iterator[Row]]] = {
    "facts-over-time": facts_over_time,
    "feelings-over-time": feelings_over_time,
    "frustration": frustration,
    "long-view": long_view,
    "promises-over-time": promises_over_time,
    "silences": silences,
    "what-follows": what_follows,
}
"""The questions that columns alone answer, by name."""

"""Many relationships at once: which moments to judge, in blocks of about equally long histories.

`projections.drift.fold` says what is remembered at every contact; here the gate is asked, the ticks
of silence are counted out, and what is to be judged is gathered. `advanced` goes on from what was
remembered (a page of news), `looks` from the beginning (whole histories).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from projections.drift import gate, usual
from projections.drift.columns import Columns, Floats, Truths, Whole
from projections.drift.features import features
from projections.drift.fold import FIELDS, Path, Told, fold
from projections.drift.numbers import MANY
from projections.drift.silence import slower
from projections.drift.state import State, begin

_CELLS = 12_000
"""Contacts in a block: its arrays stay within the processor's cache."""
_WIDEST = 4096
_GATHERED = 64
_NAMES = State._fields
_AT_CONTACTS, _AT_DAY = _NAMES.index("contacts"), _NAMES.index("day")
_AT_QUIET, _AT_OTHERS = _NAMES.index("quiet"), _NAMES.index("others")


class Look(NamedTuple):
    """Moments that are to be judged: of whom, in which state, on which day."""

    who: Whole
    state: State[Floats]
    day: Floats


class Wait(NamedTuple):
    """Silences in which the gate may open: of whom, after which state, until which day."""

    who: Whole
    states: Floats
    until: Floats


class News(NamedTuple):
    """What a block of relationships came to: their states, contacts and silences to judge."""

    who: Whole
    kept: Floats
    met: Wait
    waits: list[Wait]


def looks(columns: Columns, *, gated: bool = True) -> Iterator[Look]:
    """Yield all moments at which relationships are to be judged, many at a time. O(contacts).

    Parameters
    ----------
    columns
        Their contacts.
    gated
        Without the gate every contact and every tick is judged.
    """
    start = np.array(begin(), dtype=np.float64)
    kept = np.broadcast_to(start, (len(columns), FIELDS))
    found: list[News] = []
    for news in advanced(kept, columns, gated=gated):
        last = asleep(news.who, news.kept, columns.end[news.who], gated=gated)
        found.append(news._replace(waits=[*news.waits, last]))
        if len(found) == _GATHERED:
            yield gathered(found, gated=gated)
            found = []
    if found:
        yield gathered(found, gated=gated)


def advanced(kept: Floats, columns: Columns, *, gated: bool = True) -> Iterator[News]:
    """Yield what relationships came to, block by block. O(contacts).

    Parameters
    ----------
    kept
        What was remembered of each: relationships × fields.
    columns
        Their contacts since. ``end`` is not looked at: silence after the last of them is judged
        when somebody asks, or when the next contact comes.
    """
    counts = columns.counts
    order = np.argsort(-counts, kind="stable")
    start = 0
    while start < len(order):
        width = int(counts[order[start]])
        stop = start + min(_WIDEST, max(1, _CELLS // (width + 1)))
        who = order[start:stop]
        yield _block(kept[who], columns, who, counts[who], gated=gated)
        start = stop


def _block(kept: Floats, columns: Columns, who: Whole, counts: Whole, *, gated: bool) -> News:
    width = int(counts[0])
    rows = np.minimum(np.arange(width)[:, None], np.maximum(counts - 1, 0)) + columns.first[who]
    np.minimum(rows, columns.contacts - 1, out=rows)  # the last may have no contact at all
    felt = np.empty((width, 2, len(who)))
    felt[:, 0], felt[:, 1] = columns.client[rows], columns.staff[rows]
    told = Told(columns.day[rows], felt, columns.promise[rows], columns.errors[rows])
    path = fold(kept.T, told)
    there = np.arange(width)[:, None] < counts
    places = np.arange(len(who))
    return News(
        who,
        path.states[counts, :, places],
        _met(path, there, who, gated=gated),
        [_waits(path, there, told.day, who, gated=gated)],
    )


def _met(path: Path, there: Truths, who: Whole, *, gated: bool) -> Wait:
    """Return the contacts that are worth judging."""
    opened = there
    if gated:
        opened = path.height[1:] >= gate.OPEN
        opened &= path.height[1:] > path.height[:-1] + gate.GROWN
        opened &= there
    row, place = np.nonzero(opened)
    states = path.states[row + 1, :, place]
    return Wait(who[place], states, states[:, _AT_DAY])


def _waits(path: Path, there: Truths, day: Floats, who: Whole, *, gated: bool) -> Wait:
    """Return the silences between contacts that open the gate before the next of them comes."""
    before = path.states[:-1]
    long = day - before[:, _AT_DAY] > usual.TICK
    long &= there
    if gated:
        quiet = before[:, _AT_QUIET] + path.grown
        quiet *= quiet
        quiet *= gate.PER_SILENCE
        long &= quiet >= gate.OF_SILENCE
        quiet += before[:, _AT_OTHERS]
        long &= quiet >= gate.OPEN_IN_SILENCE
    row, place = np.nonzero(long)
    return Wait(who[place], path.states[row, :, place], day[row, place])


def asleep(who: Whole, kept: Floats, end: Floats, *, gated: bool = True) -> Wait:
    """Return the silences after the last contacts that open the gate until these days.

    Parameters
    ----------
    who, kept
        Of whom, and what is remembered of each: relationships × fields.
    end
        Until which day, for each.
    """
    day = kept[:, _AT_DAY]
    long = end - day > usual.TICK
    if gated:
        long &= _opens(kept, kept[:, _AT_CONTACTS], day, end)
    return Wait(who[long], kept[long], end[long])


def _opens(states: Floats, contacts: Floats, day: Floats, now: Floats) -> Truths:
    quiet = states[:, _AT_QUIET] + slower(MANY, contacts, day, now - day)
    quiet *= quiet * gate.PER_SILENCE
    stands = states[:, _AT_OTHERS] + quiet >= gate.OPEN_IN_SILENCE
    return np.asarray(stands & (quiet >= gate.OF_SILENCE))


def gathered(news: list[News], *, gated: bool = True) -> Look:
    """Return everything that is to be judged in these blocks: contacts first, then ticks."""
    waits = _joined([wait for each in news for wait in each.waits])
    return looked(_joined([each.met for each in news]), waits, gated=gated)


def looked(met: Wait, waits: Wait, *, gated: bool = True) -> Look:
    """Return the moments to judge: these contacts, then every tick of these silences."""
    who, states, until = waits
    last = states[:, _AT_DAY]
    ticks = np.ceil((until - last) / usual.TICK).astype(np.int64) - 1
    wait = np.repeat(np.arange(len(who)), ticks)
    passed = np.arange(1, len(wait) + 1) - np.repeat(np.cumsum(ticks) - ticks, ticks)
    now = last[wait] + passed * usual.TICK
    on = now < until[wait]
    if gated:
        on &= _opens(states[wait], states[wait, _AT_CONTACTS], last[wait], now)
    wait, now = wait[on], now[on]
    every = np.concatenate((met.states, states[wait])).T.copy()
    days = np.concatenate((met.until, now))
    return Look(np.concatenate((met.who, who[wait])), State(*every), days)


def _joined(parts: list[Wait]) -> Wait:
    who, states, until = zip(*parts, strict=True)
    return Wait(np.concatenate(who), np.concatenate(states), np.concatenate(until))


def figures(look: Look) -> Floats:
    """Return the figures of a look, one row a moment."""
    return np.stack(features(MANY, look.state, look.day), axis=1)

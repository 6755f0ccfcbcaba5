"""Many relationships at once: the recursions of `projections.drift.stream`, without a loop.

Every statistic is either a running sum or a cumulative sum that is never below zero, and the latter
is a running sum less its own running minimum. So whole histories go through a few array operations,
one row a relationship, in blocks of about equally long ones that stay within the processor's cache.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from projections.drift import gate, usual
from projections.drift.columns import LATE, NO_PROMISE, Columns, Floats, Truths, Whole
from projections.drift.features import features
from projections.drift.numbers import MANY
from projections.drift.silence import slower
from projections.drift.state import State

_BLOCK = 256
_GATHERED = 64


class Look(NamedTuple):
    """Moments that are to be judged: of whom, in which state, on which day."""

    who: Whole
    state: State[Floats]
    day: Floats


def looks(columns: Columns, *, gated: bool = True) -> Iterator[Look]:
    """Yield all moments at which relationships are to be judged, many at a time. O(contacts).

    Parameters
    ----------
    columns
        Their contacts.
    gated
        Without the gate every contact and every tick is judged.
    """
    order = np.argsort(-columns.counts, kind="stable")
    found: list[Look] = []
    for start in range(0, len(order), _BLOCK):
        who = order[start : start + _BLOCK]
        found.append(_block(columns.take(who), who, gated=gated))
        if len(found) == _GATHERED:
            yield _joined(found)
            found = []
    if found:
        yield _joined(found)


def figures(look: Look) -> Floats:
    """Return the figures of a look, one row a moment."""
    return np.stack(features(MANY, look.state, look.day), axis=1)


def _joined(parts: list[Look]) -> Look:
    every = zip(*(part.state for part in parts), strict=True)
    state = State(*[np.concatenate(column) for column in every])
    who = np.concatenate([part.who for part in parts])
    return Look(who, state, np.concatenate([part.day for part in parts]))


def _block(columns: Columns, who: Whole, *, gated: bool) -> Look:
    counts = columns.counts
    many, width = len(columns), int(counts.max(initial=0)) + 1
    # column 0 is the beginning, before any contact
    places = np.arange(columns.contacts) + np.repeat(
        np.arange(many) * width + 1 - columns.first[:-1], counts
    )

    def spread(part: Floats | Whole, otherwise: float) -> Floats:
        wide = np.full(many * width, otherwise)
        wide[places] = part
        return wide.reshape(many, width)

    there = np.arange(width) <= counts[:, None]
    day = np.where(there, spread(columns.day, 0.0), columns.end[:, None])
    state = _states(
        day, spread(columns.client, np.nan), spread(columns.staff, np.nan),
        spread(columns.promise, NO_PROMISE), spread(columns.errors, 0.0),
    )  # fmt: skip
    at, when = _judged(state, there, columns.end, gated=gated)
    chosen = State(*[np.broadcast_to(part, there.shape).ravel()[at] for part in state])
    return Look(who[at // width], chosen, when)


def _judged(
    state: State[Floats], there: Truths, end: Floats, *, gated: bool
) -> tuple[Whole, Floats]:
    """Return where in the block to judge, and on which day."""
    open_at, wait = (gate.OPEN, gate.OPEN_IN_SILENCE) if gated else (-1.0, -1.0)
    height = state.others + gate.PER_SILENCE * state.quiet**2
    opened = there & (height >= open_at)
    opened[:, 0] = False
    if gated:
        opened[:, 1:] &= height[:, 1:] > height[:, :-1] + gate.GROWN
    contacts = np.flatnonzero(opened)
    until = np.empty_like(state.day)
    until[:, :-1] = state.day[:, 1:]
    until[:, -1] = end
    grown = state.quiet + _slower(state.contacts, state.day, until)
    waits = there & (until - state.day > usual.TICK)
    waits &= state.others + gate.PER_SILENCE * grown**2 >= wait
    at = np.flatnonzero(waits)
    day, until, quiet, others = (
        part.ravel()[at] for part in (state.day, until, state.quiet, state.others)
    )
    met = np.broadcast_to(state.contacts, there.shape).ravel()[at]
    places, days, passed = [contacts], [state.day.ravel()[contacts]], 1
    while len(at):
        now = day + passed * usual.TICK
        left = now < until
        at = at[left]
        now, met, day, until, quiet, others = (
            part[left] for part in (now, met, day, until, quiet, others)
        )
        high = others + gate.PER_SILENCE * (quiet + _slower(met, day, now)) ** 2 >= wait
        places.append(at[high])
        days.append(now[high])
        passed += 1
    return np.concatenate(places), np.concatenate(days)


def _slower(contacts: Floats, day: Floats, now: Floats) -> Floats:
    return slower(MANY, contacts, day, now - day, usual.SLOWER)


def _states(
    day: Floats, client: Floats, staff: Floats, promise: Floats, errors: Floats
) -> State[Floats]:
    """Return the state after every contact, one row a relationship."""
    met = np.arange(day.shape[1], dtype=np.float64)
    earlier = np.maximum(met - 1, 0.0)
    long = np.exp(day / usual.LONG)
    long[:, 0] = 0.0
    short = (long * long) ** 2
    gap = np.diff(day, axis=1, prepend=0.0)
    days = day - gap + usual.CONTACT_DAYS
    many = earlier + usual.CONTACTS
    quiet = many * np.log((days + gap) / (days + usual.SLOWER * gap)) + usual.LOG_SLOWER
    very = many * np.log((days + gap) / (days + usual.MUCH_SLOWER * gap)) + usual.LOG_MUCH_SLOWER
    total = np.cumsum(errors, axis=1)
    rate = (usual.ERRORS + total - errors) / (usual.ERROR_CONTACTS + earlier)
    wrong = usual.LOG_MANY * errors - (usual.MANY - 1) * rate
    burst = usual.LOG_VERY_MANY * errors - (usual.VERY_MANY - 1) * rate
    one = _felt(client, short, long, usual.CLIENT_MEAN, usual.CLIENT_SCALE)
    other = _felt(staff, short, long, usual.STAFF_MEAN, usual.STAFF_SCALE)
    kept = _promised(promise, short, long)
    sums = [_above_zero(part) for part in (quiet, very, wrong, burst)]
    others = gate.PER_CLIENT * one[3] ** 2 + gate.PER_STAFF * other[3] ** 2
    others += gate.PER_PROMISES * kept[0] ** 2 + gate.PER_ERRORS * sums[2] ** 2
    fading = [np.cumsum(errors * short, axis=1), np.cumsum(errors * long, axis=1)]
    contacts = [met, day, np.cumsum(short, axis=1), np.cumsum(long, axis=1)]
    parts = [*contacts, *sums[:2], *one, *other, *kept, *sums[2:], total, *fading, others]
    return State(*parts)


def _above_zero(steps: Floats) -> Floats:
    """Return the cumulative sum that starts anew whenever it would fall below zero."""
    steps[:, 0] = 0.0
    path = np.cumsum(steps, axis=1)
    return path - np.minimum.accumulate(np.minimum(path, 0.0), axis=1)


def _felt(valence: Floats, short: Floats, long: Floats, prior: float, scale: float) -> list[Floats]:
    said = valence == valence  # noqa: PLR0124 - NaN alone differs from itself
    valence = np.where(said, valence, 0.0)
    weight = usual.MOOD_WEIGHT + np.cumsum(said, axis=1)
    before = weight - said
    total = usual.MOOD_WEIGHT * prior + np.cumsum(valence, axis=1)
    off = (valence - (total - valence) / before) * said
    ratio = before / (before + 1)
    more = off * off * ratio / 2
    scales = scale + np.cumsum(more, axis=1)
    score = off * np.sqrt(
        (usual.SHAPE_AT_0 + before / 2) / ((scales - more) / ratio + off * off / 4)
    )
    place = np.where(said, np.arange(said.shape[1]), 0)
    latest = np.take_along_axis(score, np.maximum.accumulate(place, axis=1), axis=1)
    short, long = short * said, long * said
    return [
        total / weight,
        weight,
        scales,
        _above_zero(-(score + usual.SLACK) * said),
        _above_zero(-(score + usual.SMALL_SLACK) * said),
        latest,
        np.cumsum(valence * short, axis=1),
        np.cumsum(short, axis=1),
        np.cumsum(valence * long, axis=1),
        np.cumsum(long, axis=1),
    ]


def _promised(promise: Floats, short: Floats, long: Floats) -> list[Floats]:
    was_due, was_late = promise != NO_PROMISE, promise == LATE
    due, late = np.cumsum(was_due, axis=1), np.cumsum(was_late, axis=1)
    usually = (usual.LATE + late - was_late) / (usual.DUE + due - was_due)
    steps = was_late * np.log(usual.LATE_ODDS) - np.log1p((usual.LATE_ODDS - 1) * usually)
    return [
        _above_zero(steps * was_due),
        late.astype(np.float64),
        due.astype(np.float64),
        np.cumsum(was_late * short, axis=1),
        np.cumsum(was_due * short, axis=1),
        np.cumsum(was_late * long, axis=1),
        np.cumsum(was_due * long, axis=1),
    ]

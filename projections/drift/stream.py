"""One relationship, contact by contact: what is remembered, and when to judge.

`projections.drift.walk` goes through many relationships the same way; a property test holds both to
the same moments and figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import exp, inf, log, nan, sqrt

from projections.drift import gate, usual
from projections.drift.columns import Contact
from projections.drift.numbers import ONE
from projections.drift.silence import slower, stretched, waited
from projections.drift.state import State
from projections.drift.step import DAY, PER_DAY, USUAL_DAYS, Kept, height, step

Look = tuple[float, State[float]]
"""A day to judge, and the state at it (after the contact of that day, or before the next)."""


def after(
    state: State[float], contacts: Iterable[Contact], *, gated: bool = True
) -> tuple[State[float], list[Look]]:
    """Return the state after more contacts, and the moments at which to judge. O(1) a contact.

    Parameters
    ----------
    state
        What was remembered until now.
    contacts
        ``(day, client's valence or None, staff's or None, promise, errors)`` in order of days;
        promise is −1 for none, 0 kept in time, 1 late.
    gated
        Whether to judge only when `projections.drift.gate` is open.

    Examples
    --------
    >>> from projections.drift.state import begin
    >>> state, looks = after(begin(), [(0.0, 0.5, None, -1, 0), (30.0, 0.4, 0.2, 0, 0)])
    >>> round(state.client_total / state.client_weight, 3), looks
    (0.386, [])
    """
    opens, grows = (gate.OPEN, gate.GROWN) if gated else (gate.ALWAYS, gate.ALWAYS)
    kept: Kept = state[:]
    high, found = height(kept), list[Look]()
    for contact in contacts:
        if contact[0] - kept[DAY] > usual.TICK:
            then = State._make(kept)
            found += [(at, then) for at in ticks(then, contact[0], gated=gated)]
        kept, before = _further(kept, contact), high
        high = height(kept)
        if high >= opens and high > before + grows:
            found.append((contact[0], State._make(kept)))
    return State._make(kept), found


def further(state: State[float], contact: Contact) -> tuple[State[float], bool]:
    """Return the state after one more contact, and whether it is one at which to judge. O(1).

    The same as `after` says of that contact; the silence before it is left out.
    """
    before: Kept = state[:]
    kept = _further(before, contact)
    high = height(kept)
    return State._make(kept), high >= gate.OPEN and high > height(before) + gate.GROWN


def _further(kept: Kept, contact: Contact) -> Kept:
    day, client, staff, promise, errors = contact
    last = kept[DAY]
    return step(
        kept,
        day,
        nan if client is None else client,
        nan if staff is None else staff,
        promise,
        errors,
        log(stretched(kept[USUAL_DAYS] + last, day - last)),
        exp(min(day * PER_DAY, usual.HEAVIEST)),
    )


def ticks(state: State[float], until: float, *, gated: bool = True) -> Iterator[float]:
    """Yield the days of silence before *until* at which to judge: ticks of the clock.

    A tick comes every 21 days after the last contact, once the silence (with whatever else stands)
    opens the gate. Which days they are does not depend on when somebody asks.
    """
    last, contacts, known = state.day, state.contacts, state.usual_days + state.day
    # The gate opens while it is silent, and closes with a contact: what is open stays open.
    passed, closed = _shut(state) + 1 if gated else 1, gated
    while (day := last + passed * usual.TICK) < until:
        if closed:
            quiet = state.quiet + slower(ONE, contacts, known, day - last)
            own = gate.PER_SILENCE * quiet * quiet
            closed = own < gate.OF_SILENCE or state.others + own < gate.OPEN_IN_SILENCE
        if not closed:
            yield day
        passed += 1


def _shut(state: State[float]) -> float:
    """Return at how many ticks of the clock, at least, the gate is shut for certain.

    One less than the evidence of silence says when it is solved for the days: rounding moves no
    tick.
    """
    needed = max(gate.OF_SILENCE, gate.OPEN_IN_SILENCE - state.others)
    rest = sqrt(needed / gate.PER_SILENCE) - state.quiet
    days = waited(state.contacts, state.usual_days + state.day, rest)
    return max(0.0, days // usual.TICK - 1) if days < inf else inf

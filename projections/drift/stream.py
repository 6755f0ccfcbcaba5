"""One relationship, contact by contact: the recursions of `projections.drift.fold` in plain Python.

Written out in one loop over local names, because a call, a tuple or an attribute for every channel
would cost more than the arithmetic. A property test holds both forms to the same figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import exp, log, log1p, sqrt

from projections.drift import gate, usual
from projections.drift.columns import Contact
from projections.drift.numbers import ONE
from projections.drift.silence import slower
from projections.drift.state import State

_LOG_ODDS = log(usual.LATE_ODDS)
_MORE_ODDS = usual.LATE_ODDS - 1
_LOG_SLOWER, _LOG_MANY, _MORE = usual.LOG_SLOWER, usual.LOG_MANY, usual.MANY - 1
_PER_DAY = 1 / usual.SHORT
Look = tuple[float, State[float]]
"""A day to judge, and the state at it (after the contact of that day, or before the next)."""


def after(  # noqa: PLR0915 - one loop over local names: see above
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
    (
        n, last, ck, sk, ct, st, cn, sn, cx, sx, late, due, lates, dues, errors, wrongs, met,
        cb, sb, cf, sf, ps, es, quiet, others,
    ) = state  # fmt: skip
    shape, slack = usual.SHAPE_AT_0, usual.SLACK
    g_client, g_staff, g_promises = gate.PER_CLIENT, gate.PER_STAFF, gate.PER_PROMISES
    g_errors, g_silence, tick = gate.PER_ERRORS, gate.PER_SILENCE, usual.TICK
    opens, grows = (gate.OPEN, gate.GROWN) if gated else (gate.ALWAYS, gate.ALWAYS)
    c0, d0, e0, m0 = usual.CONTACTS, usual.CONTACT_DAYS, usual.ERRORS, usual.ERROR_CONTACTS
    l0, u0, slow = usual.LATE, usual.DUE, usual.SLOWER
    found: list[Look] = []
    for day, client, staff, promise, wrong in contacts:
        height = others + g_silence * quiet * quiet
        gap = day - last
        if gap > tick:
            found += [(at, state) for at in ticks(state, day, gated=gated)]
        quiet += (c0 + n) * log((d0 + day) / (d0 + last + slow * gap)) + _LOG_SLOWER
        quiet = max(0.0, quiet)
        short = exp(day * _PER_DAY)
        met += short
        es -= _MORE * (e0 + errors) / (m0 + n)
        if wrong:
            es += _LOG_MANY * wrong
            errors += wrong
            wrongs += wrong * short
        es = max(0.0, es)
        if client is not None:
            ratio = ck / (ck + 1.0)
            off = client - ct / ck
            square = off * off
            cf -= off * sqrt((shape + ck * 0.5) / (cb / ratio + square * 0.25)) + slack
            cf = max(0.0, cf)
            cb += square * ratio * 0.5
            ck += 1.0
            ct += client
            cn += short
            cx += client * short
        if staff is not None:
            ratio = sk / (sk + 1.0)
            off = staff - st / sk
            square = off * off
            sf -= off * sqrt((shape + sk * 0.5) / (sb / ratio + square * 0.25)) + slack
            sf = max(0.0, sf)
            sb += square * ratio * 0.5
            sk += 1.0
            st += staff
            sn += short
            sx += staff * short
        if promise >= 0:
            ps -= log1p(_MORE_ODDS * (l0 + late) / (u0 + due))
            due += 1.0
            dues += short
            if promise:
                ps += _LOG_ODDS
                late += 1.0
                lates += short
            ps = max(0.0, ps)
        others = g_client * cf * cf + g_staff * sf * sf + g_promises * ps * ps + g_errors * es * es
        n += 1.0
        last = day
        state = State(
            n, last, ck, sk, ct, st, cn, sn, cx, sx, late, due, lates, dues, errors, wrongs, met,
            cb, sb, cf, sf, ps, es, quiet, others,
        )  # fmt: skip
        now = others + g_silence * quiet * quiet
        if now >= opens and now > height + grows:
            found.append((day, state))
    return state, found


def ticks(state: State[float], until: float, *, gated: bool = True) -> Iterator[float]:
    """Yield the days of silence before *until* at which to judge: ticks of the clock.

    A tick comes every 21 days after the last contact, once the silence (with whatever else stands)
    opens the gate. Which days they are does not depend on when somebody asks.
    """
    passed = 1
    while (day := state.day + passed * usual.TICK) < until:
        quiet = state.quiet + slower(ONE, state.contacts, state.day, day - state.day)
        own = gate.PER_SILENCE * quiet * quiet
        if not gated or (own >= gate.OF_SILENCE and state.others + own >= gate.OPEN_IN_SILENCE):
            yield day
        passed += 1

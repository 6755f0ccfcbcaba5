"""One relationship, contact by contact: the recursions of `projections.drift.bulk` in plain Python.

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

_LOG_ODDS = log1p(usual.LATE_ODDS - 1)
_MORE_ODDS = usual.LATE_ODDS - 1
_L1, _L2 = usual.LOG_SLOWER, usual.LOG_MUCH_SLOWER
_E1, _E2 = usual.LOG_MANY, usual.LOG_VERY_MANY
_R1, _R2 = usual.MANY - 1, usual.VERY_MANY - 1
_PER_DAY = 1 / usual.LONG
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
    >>> round(state.client_mean, 3), looks
    (0.386, [])
    """
    (
        n, last, n4, n1, quiet, very,
        cm, ck, cb, cf, cs, cz, cx4, cn4, cx1, cn1,
        sm, sk, sb, sf, ss, sz, sx4, sn4, sx1, sn1,
        ps, late, due, pl4, pd4, pl1, pd1,
        es, eb, errors, e4, e1, others,
    ) = state  # fmt: skip
    shape, slack, small = usual.SHAPE_AT_0, usual.SLACK, usual.SMALL_SLACK
    g_client, g_staff, g_promises = gate.PER_CLIENT, gate.PER_STAFF, gate.PER_PROMISES
    g_errors, g_silence, tick = gate.PER_ERRORS, gate.PER_SILENCE, usual.TICK
    open_at, wait = (gate.OPEN, gate.OPEN_IN_SILENCE) if gated else (-1.0, -1.0)
    c0, d0, e0, m0 = usual.CONTACTS, usual.CONTACT_DAYS, usual.ERRORS, usual.ERROR_CONTACTS
    l0, u0, slow, very_slow = usual.LATE, usual.DUE, usual.SLOWER, usual.MUCH_SLOWER
    grown_by = gate.GROWN
    found: list[Look] = []
    for day, client, staff, promise, wrong in contacts:
        gap = day - last
        days = d0 + last
        many = c0 + n
        grown = quiet + many * log((days + gap) / (days + slow * gap))
        if gap > tick and others + g_silence * grown * grown >= wait:
            still = State(
                n, last, n4, n1, quiet, very,
                cm, ck, cb, cf, cs, cz, cx4, cn4, cx1, cn1,
                sm, sk, sb, sf, ss, sz, sx4, sn4, sx1, sn1,
                ps, late, due, pl4, pd4, pl1, pd1,
                es, eb, errors, e4, e1, others,
            )  # fmt: skip
            found.extend((at, still) for at in ticks(still, day, gated=gated))
        before = others + g_silence * quiet * quiet + grown_by
        long = exp(day * _PER_DAY)
        short = long * long
        short *= short
        n4 += short
        n1 += long
        quiet = grown + _L1
        quiet = max(quiet, 0.0)
        very += many * log((days + gap) / (days + very_slow * gap)) + _L2
        very = max(very, 0.0)
        rate = (e0 + errors) / (m0 + n)
        es -= _R1 * rate
        eb -= _R2 * rate
        if wrong:
            es += _E1 * wrong
            eb += _E2 * wrong
            errors += wrong
            e4 += wrong * short
            e1 += wrong * long
        es = max(es, 0.0)
        eb = max(eb, 0.0)
        if client is not None:
            off = client - cm
            ratio = ck / (ck + 1.0)
            cz = off * sqrt((shape + ck * 0.5) / (cb / ratio + off * off * 0.25))
            ck += 1.0
            cm += off / ck
            cb += off * off * ratio * 0.5
            cf -= cz + slack
            cf = max(cf, 0.0)
            cs -= cz + small
            cs = max(cs, 0.0)
            cx4 += client * short
            cn4 += short
            cx1 += client * long
            cn1 += long
        if staff is not None:
            off = staff - sm
            ratio = sk / (sk + 1.0)
            sz = off * sqrt((shape + sk * 0.5) / (sb / ratio + off * off * 0.25))
            sk += 1.0
            sm += off / sk
            sb += off * off * ratio * 0.5
            sf -= sz + slack
            sf = max(sf, 0.0)
            ss -= sz + small
            ss = max(ss, 0.0)
            sx4 += staff * short
            sn4 += short
            sx1 += staff * long
            sn1 += long
        if promise >= 0:
            ps -= log1p(_MORE_ODDS * (l0 + late) / (u0 + due))
            due += 1.0
            pd4 += short
            pd1 += long
            if promise:
                ps += _LOG_ODDS
                late += 1.0
                pl4 += short
                pl1 += long
            ps = max(ps, 0.0)
        others = g_client * cf * cf + g_staff * sf * sf + g_promises * ps * ps + g_errors * es * es
        n += 1.0
        last = day
        height = others + g_silence * quiet * quiet
        if height >= open_at and (height > before or open_at < 0.0):
            found.append((day, State(
                n, last, n4, n1, quiet, very,
                cm, ck, cb, cf, cs, cz, cx4, cn4, cx1, cn1,
                sm, sk, sb, sf, ss, sz, sx4, sn4, sx1, sn1,
                ps, late, due, pl4, pd4, pl1, pd1,
                es, eb, errors, e4, e1, others,
            )))  # fmt: skip
    return State(
        n, last, n4, n1, quiet, very,
        cm, ck, cb, cf, cs, cz, cx4, cn4, cx1, cn1,
        sm, sk, sb, sf, ss, sz, sx4, sn4, sx1, sn1,
        ps, late, due, pl4, pd4, pl1, pd1,
        es, eb, errors, e4, e1, others,
    ), found  # fmt: skip


def ticks(state: State[float], until: float, *, gated: bool = True) -> Iterator[float]:
    """Yield the days of silence before *until* at which to judge: ticks of the clock.

    A tick comes every 21 days after the last contact, once the silence (with whatever else stands)
    opens the gate. Which days they are does not depend on when somebody asks.
    """
    wait = gate.OPEN_IN_SILENCE if gated else -1.0
    passed = 1
    while (day := state.day + passed * usual.TICK) < until:
        elapsed = day - state.day
        quiet = state.quiet + slower(ONE, state.contacts, state.day, elapsed, usual.SLOWER)
        if state.others + gate.PER_SILENCE * quiet * quiet >= wait:
            yield day
        passed += 1

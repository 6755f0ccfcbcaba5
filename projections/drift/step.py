"""One contact further: the recursion itself, written once for every way of going through contacts.

`projections.drift.stream` calls it for one relationship, `projections.drift.walk` (compiled, where
that pays) for many. Plain arithmetic over plain numbers, therefore: no array, no object, no None.
"""

from __future__ import annotations

from math import log, log1p, sqrt
from typing import Final, TypeAlias

from projections.drift import gate, usual
from projections.drift.state import State

Kept: TypeAlias = tuple[
    float, float, float, float, float, float, float, float, float, float, float, float, float,
    float, float, float, float, float, float, float, float, float, float, float, float, float,
]  # fmt: skip
"""The 26 numbers of a `projections.drift.state.State`, in its order."""
CONTACTS, DAY, QUIET, OTHERS, USUAL_DAYS = map(
    State._fields.index, ("contacts", "day", "quiet", "others", "usual_days")
)
"""Where some of them stand."""

PER_DAY: Final = 1 / usual.SHORT
"""How fast forward weights rise: a contact of day *t* weighs exp(t · PER_DAY)."""
PER_SILENCE: Final = gate.PER_SILENCE
_PER_CLIENT, _PER_STAFF = gate.PER_CLIENT, gate.PER_STAFF
_PER_PROMISES, _PER_ERRORS = gate.PER_PROMISES, gate.PER_ERRORS
_SHAPE, _SLACK = usual.SHAPE_AT_0, usual.SLACK
_DUE, _CONTACTS = usual.DUE, usual.CONTACTS
_LOG_ODDS, _MORE_ODDS = log(usual.LATE_ODDS), usual.LATE_ODDS - 1
_ERROR_CONTACTS, _LOG_SLOWER = usual.ERROR_CONTACTS, usual.LOG_SLOWER
_LOG_MANY, _MORE = usual.LOG_MANY, usual.MANY - 1


def step(
    kept: Kept,
    day: float,
    client: float,
    staff: float,
    promise: int,
    errors: float,
    stretch: float,
    weight: float,
) -> Kept:
    """Return what is remembered after one more contact.

    Parameters
    ----------
    kept
        What was remembered until now.
    day, client, staff, promise, errors
        The contact (see `projections.drift.columns.Columns`); NaN for a side that was not asked.
    stretch
        Logarithm of `projections.drift.silence.stretched` for the silence before it.
    weight
        Its forward weight, exp(day · `PER_DAY`).
    """
    (
        n, _, ck, sk, ct, st, cn, sn, cx, sx, late, due, lates, dues, wrong, wrongs, met,
        cb, sb, cf, sf, ps, es, quiet, _, days,
    ) = kept  # fmt: skip
    quiet = max(0.0, quiet + (_CONTACTS + n) * stretch + _LOG_SLOWER)
    met += weight
    es -= _MORE * wrong / (_ERROR_CONTACTS + n)
    if errors != 0.0:
        es += _LOG_MANY * errors
        wrong += errors
        wrongs += errors * weight
    es = max(0.0, es)
    ck, ct, cn, cx, cb, cf = felt(client, weight, ck, ct, cn, cx, cb, cf)
    sk, st, sn, sx, sb, sf = felt(staff, weight, sk, st, sn, sx, sb, sf)
    if promise >= 0:
        ps -= log1p(_MORE_ODDS * late / (_DUE + due))
        due += 1.0
        dues += weight
        if promise > 0:
            ps += _LOG_ODDS
            late += 1.0
            lates += weight
        ps = max(0.0, ps)
    others = _PER_CLIENT * cf * cf + _PER_STAFF * sf * sf + _PER_PROMISES * ps * ps
    others += _PER_ERRORS * es * es
    return (
        n + 1.0, day, ck, sk, ct, st, cn, sn, cx, sx, late, due, lates, dues, wrong, wrongs, met,
        cb, sb, cf, sf, ps, es, quiet, others, days,
    )  # fmt: skip


def felt(
    valence: float, weight: float,
    known: float, total: float, many: float, recent: float, scale: float, fall: float,
) -> tuple[float, float, float, float, float, float]:  # fmt: skip
    """Return what is remembered of one side after it was asked, or was not (NaN).

    Without a branch, because whether somebody was asked cannot be foretold: whoever was not adds
    nothing to anything.
    """
    asked = 1.0 if valence == valence else 0.0  # noqa: PLR0124 - NaN alone differs from itself
    said = valence if valence == valence else 0.0  # noqa: PLR0124
    part = 1.0 / known
    off = (said - total * part) * asked
    square = off * off
    off *= sqrt((_SHAPE + known * 0.5) / (scale + scale * part + square * 0.25))
    return (
        known + asked,
        total + said,
        many + weight * asked,
        recent + weight * said,
        scale + square * 0.5 / (1.0 + part),
        max(0.0, fall - off - _SLACK * asked),
    )


def height(kept: Kept) -> float:
    """Return how far what is remembered opens the gate."""
    return kept[OTHERS] + PER_SILENCE * kept[QUIET] * kept[QUIET]

"""What the judgement looks at: 27 figures, each of one channel, each larger when it is worse."""

from __future__ import annotations

from typing import Final

from projections.drift import usual
from projections.drift.memory import fallen, surprising
from projections.drift.numbers import By
from projections.drift.silence import slower
from projections.drift.state import N, State

CHANNELS: Final = ("client", "staff", "silence", "promises", "errors")
FEATURES: Final[tuple[tuple[str, str], ...]] = (
    *((whose, what) for whose in ("client", "staff") for what in (
        "fall", "slide", "latest", "short", "long", "ratings")),
    *(("promises", what) for what in ("sum", "short", "long")),
    *(("errors", what) for what in ("sum", "burst", "short", "long")),
    *(("silence", what) for what in ("slower", "much slower", "elapsed", "short", "long")),
    *(("all", what) for what in ("contacts", "frequency", "age")),
)  # fmt: skip
"""(channel, what) of every figure, in order."""


def features(by: By[N], s: State[N], now: N) -> list[N]:
    """Return the figures at the day *now*, at or after the last contact. O(1).

    Everything but the silence is taken as at the last contact: a clock that ticks brings no news of
    how somebody feels.
    """
    then: N = by.exp(-s.day / usual.LONG)
    then4: N = then * then * then * then
    short = s.contacts_short * then4
    long = s.contacts_long * then
    figures: list[N] = [s.client_fall, s.client_slide, s.client_score]
    recent, many = s.client_sum_short * then4, s.client_many_short * then4
    lately, most = s.client_sum_long * then, s.client_many_long * then
    side = (s.client_mean, s.client_weight, s.client_scale)
    figures += _moods(by, *side, recent, many, lately, most)
    figures += [s.staff_fall, s.staff_slide, s.staff_score]
    recent, many = s.staff_sum_short * then4, s.staff_many_short * then4
    lately, most = s.staff_sum_long * then, s.staff_many_long * then
    side = (s.staff_mean, s.staff_weight, s.staff_scale)
    figures += _moods(by, *side, recent, many, lately, most)
    figures += [
        s.late_sum,
        _late(by, s.late, s.due, s.late_short * then4, s.due_short * then4),
        _late(by, s.late, s.due, s.late_long * then, s.due_long * then),
        s.error_sum,
        s.burst_sum,
        _wrong(by, s.errors, s.contacts, s.errors_short * then4, short),
        _wrong(by, s.errors, s.contacts, s.errors_long * then, long),
    ]
    return figures + _silence(by, s, now, short, long)


def _moods(
    by: By[N], mean: N, weight: N, scale: N, short: N, many_short: N, long: N, many_long: N
) -> list[N]:
    variance = scale / (usual.SHAPE_AT_0 + weight / 2)
    return [
        fallen(by, mean, weight, variance, short, many_short),
        fallen(by, mean, weight, variance, long, many_long),
        by.log(weight),
    ]


def _late(by: By[N], late: N, due: N, late_now: N, due_now: N) -> N:
    usually = (usual.LATE + late - late_now) / (usual.DUE + due - due_now)
    return surprising(by, late_now, usually * due_now)


def _wrong(by: By[N], errors: N, contacts: N, errors_now: N, contacts_now: N) -> N:
    usually = (usual.ERRORS + errors - errors_now) / (
        usual.ERROR_CONTACTS + contacts - contacts_now
    )
    return surprising(by, errors_now, usually * contacts_now)


def _silence(by: By[N], s: State[N], now: N, short: N, long: N) -> list[N]:
    frequency = (usual.CONTACTS + s.contacts) / (usual.CONTACT_DAYS + s.day)
    elapsed = now - s.day
    faded = by.exp((s.day - now) / usual.LONG)
    return [
        s.quiet + slower(by, s.contacts, s.day, elapsed, usual.SLOWER),
        s.very_quiet + slower(by, s.contacts, s.day, elapsed, usual.MUCH_SLOWER),
        slower(by, s.contacts, s.day, elapsed, 0.0),
        _fewer(by, s, now, usual.SHORT, short, short * faded * faded * faded * faded),
        _fewer(by, s, now, usual.LONG, long, long * faded),
        by.log(s.contacts + 1),
        by.log(frequency),
        by.log(1 + s.day / 365),
    ]


def _fewer(by: By[N], s: State[N], now: N, fold: float, then: N, faded: N) -> N:
    """Return how surprisingly few contacts lately, at the frequency of the time before."""
    days = fold * (1 - by.exp(-now / fold))
    before = (usual.CONTACTS + s.contacts - then) / (
        usual.CONTACT_DAYS + by.greater(now - days, 0.0)
    )
    return -surprising(by, faded, before * days)

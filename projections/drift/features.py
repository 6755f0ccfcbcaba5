"""What the judgement looks at: 16 figures, each of one channel, each larger when it is worse."""

from __future__ import annotations

from typing import Final

from projections.drift import usual
from projections.drift.memory import fallen, surprising
from projections.drift.numbers import By
from projections.drift.silence import slower
from projections.drift.state import N, State

FEATURES: Final[tuple[tuple[str, str], ...]] = (
    *((whose, what) for whose in ("client", "staff") for what in ("fall", "short", "ratings")),
    *((lapses, what) for lapses in ("promises", "errors") for what in ("sum", "short")),
    *(("silence", what) for what in ("slower", "elapsed", "short")),
    *(("all", what) for what in ("contacts", "frequency", "age")),
)  # fmt: skip
"""(channel, what) of every figure, in order."""

_OLDEST = 4 * 365.0
"""No longer life was learned from: an older relationship is judged as one of this age."""


SILENT: Final = slice(10, 13)
"""The places of those that a silence makes worse; until the next contact the others stay."""


def features(by: By[N], s: State[N], now: N) -> list[N]:
    """Return the figures at the day *now*, at or after the last contact. O(1).

    Everything but the silence is taken as at the last contact: a clock that ticks brings no news of
    how somebody feels.
    """
    found, met = steady(by, s)
    found[SILENT.start : SILENT.start] = silent(by, s, now, met)
    return found


def steady(by: By[N], s: State[N]) -> tuple[list[N], N]:
    """Return the figures without those that are `SILENT`, and the contacts lately.

    These are remembered of late, faded until the last of them. O(1).
    """
    then: N = by.exp(-by.lesser(s.day / usual.SHORT, usual.HEAVIEST))
    met = s.contacts_short * then
    late, due = s.late_short * then, s.due_short * then
    wrong = s.errors_short * then
    usually_late = (s.late - late) / (usual.DUE + s.due - due)
    usually_wrong = (s.errors - wrong) / (usual.ERROR_CONTACTS + s.contacts - met)
    found = [
        s.client_fall,
        fallen(by, s.client_total, s.client_weight, s.client_scale,
               s.client_sum_short * then, s.client_many_short * then),
        by.log(s.client_weight),
        s.staff_fall,
        fallen(by, s.staff_total, s.staff_weight, s.staff_scale,
               s.staff_sum_short * then, s.staff_many_short * then),
        by.log(s.staff_weight),
        s.late_sum,
        surprising(by, late, usually_late * due),
        s.error_sum,
        surprising(by, wrong, usually_wrong * met),
        by.log(s.contacts + 1),
        by.log((usual.CONTACTS + s.contacts) / (s.usual_days + s.day)),
        by.log(1 + by.lesser(s.day, _OLDEST) / 365),
    ]  # fmt: skip
    return found, met


def silent(by: By[N], s: State[N], now: N, met: N) -> tuple[N, N, N]:
    """Return the figures of silence at the day *now*; *met* are the contacts lately, at the last.

    O(1).
    """
    elapsed, known = now - s.day, s.usual_days + s.day
    waits = by.log(1 + elapsed / known) * (usual.CONTACTS + s.contacts)
    few = _fewer(by, s, now, met, met * by.exp(elapsed / -usual.SHORT))
    return s.quiet + slower(by, s.contacts, known, elapsed), waits, few


def _fewer(by: By[N], s: State[N], now: N, then: N, faded: N) -> N:
    """Return how surprisingly few contacts lately, at the frequency of the time before."""
    days = usual.SHORT * (1 - by.exp(now / -usual.SHORT))
    before = (usual.CONTACTS + s.contacts - then) / (s.usual_days + by.greater(now - days, 0.0))
    return -surprising(by, faded, before * days)

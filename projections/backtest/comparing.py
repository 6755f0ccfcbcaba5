"""Comparing: two policies on the same histories, watch by watch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from projections.backtest.replaying import Replayed, Watched

Change = Literal["earlier", "later", "newly", "no longer", "same", "never"]


@dataclass(frozen=True, slots=True)
class Compared:
    """One watch under this policy and under the other.

    ``announced`` is when the breakup was announced, if it was. ``lead`` and ``other`` are the days
    by which the first right alarm came ahead; ``change`` says what that comes to, seen from this
    policy, and is ``None`` where there was no breakup. ``false`` and ``other_false`` count alarms.
    """

    relationship: str
    announced: datetime | None
    change: Change | None
    lead: float | None
    other: float | None
    false: int
    other_false: int

    @property
    def differs(self) -> bool:
        """Whether it makes a difference here which policy is used."""
        return self.change in ("earlier", "later", "newly", "no longer") or (
            self.false != self.other_false
        )


def compare(pairs: Iterable[tuple[Replayed, Replayed]]) -> Iterator[Compared]:
    """Yield every watch under both policies; each pair is one relationship, this policy first."""
    for ours, theirs in pairs:
        for one, other in zip(ours.watched, theirs.watched, strict=True):
            yield _compared(ours.relationship, one, other)


def _compared(relationship: str, one: Watched, other: Watched) -> Compared:
    judged = one.watch.parted and one.watch.told
    lead, before = (one.lead(), other.lead()) if judged else (None, None)
    return Compared(
        relationship,
        one.watch.end if one.watch.parted else None,
        change(lead, before) if judged else None,
        lead,
        before,
        one.false,
        other.false,
    )


def change(lead: float | None, other: float | None) -> Change:
    """Return what a lead is beside that of another policy.

    Examples
    --------
    >>> change(90.0, 30.0), change(None, 30.0), change(30.0, None), change(None, None)
    ('earlier', 'no longer', 'newly', 'never')
    """
    if lead is None:
        return "never" if other is None else "no longer"
    if other is None:
        return "newly"
    if lead == other:
        return "same"
    return "earlier" if lead > other else "later"

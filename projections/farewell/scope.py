"""Whether a duty is owed in this relationship: yes, no, or not known.

What the record of a relationship does not tell (its market, its sector, whose law, who ended it)
makes a duty that hangs on it neither owed nor not owed. Such a duty is shown, and can be met; but
as long as nobody knows that it is owed it is never called late or violated.
"""

from __future__ import annotations

from collections.abc import Iterator

from domain._kernel import AnyEvent
from domain.breakup import (
    BreakupAnnounced,
    BreakupWithdrawn,
    RelationshipEnded,
    RelationshipRekindled,
)
from domain.contract import AgreementBroken
from domain.friction import IncidentOccurred, IssueHandled, IssueRaised, RequestAnswered
from domain.promises import PromiseSettled
from domain.relationship import Relationship
from domain.unchanging import unchanging
from projections.farewell.duty import Duty

EU = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT",
    "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
)  # fmt: skip
"""The countries of the European Union, by ISO 3166-1."""
EEA = (*EU, "IS", "LI", "NO")
"""The European Economic Area."""


@unchanging
class Scope:
    """Whether a duty is owed: ``owed`` or not, or unsure because of what is ``untold``."""

    owed: bool
    untold: tuple[str, ...] = ()


def scope(duty: Duty, state: Relationship) -> Scope:
    """Return whether *duty* is owed in this relationship, as far as its record tells."""
    if state.opened is None:
        return Scope(owed=False)
    untold = []
    for name, told, wanted in _asked(duty, state):
        if told is None or told == "unknown":
            untold.append(name)
        elif told not in wanted:
            return Scope(owed=False)
    return Scope(owed=True, untold=tuple(untold))


def _asked(duty: Duty, state: Relationship) -> Iterator[tuple[str, str | None, tuple[str, ...]]]:
    """Yield what it hangs on: its name, what is told of it, and when the duty is owed."""
    opened = state.opened
    if opened is not None and duty.markets:
        yield "market", opened.fact.market, duty.markets
    if opened is not None and duty.sectors:
        yield "sector", opened.fact.sector, duty.sectors
    if opened is not None and duty.jurisdictions:
        yield "jurisdiction", opened.fact.jurisdiction, duty.jurisdictions
    begun = started(state) if duty.ender != "either" else None
    if begun is not None:
        yield "ender", begun.fact.by, (duty.ender,)


def started(state: Relationship) -> AnyEvent | None:
    """Return the event that began the goodbye, if one did."""
    begun: AnyEvent | None = state.last(BreakupAnnounced) or state.last(RelationshipEnded)
    over: list[AnyEvent] = [*state.of(BreakupWithdrawn), *state.of(RelationshipRekindled)]
    if begun is None or any(again.order > begun.order for again in over):
        return None
    return begun


def failures(state: Relationship) -> tuple[AnyEvent, ...]:
    """Return where the supplier failed, as far as recorded, in order of happening.

    Incidents worse than a small error, promises that it broke, dropped or kept late, agreements
    that it broke, requests that it turned away, and complaints or problems of the client that were
    never solved.
    """
    promised = {key: thing.opened.fact.by for key, thing in state.named("promise").items()}
    solved = {e.fact.issue for e in state.of(IssueHandled) if e.fact.outcome in SOLVED}
    found: list[AnyEvent] = [
        *(e for e in state.of(IncidentOccurred) if e.fact.kind != "small-error"),
        *(e for e in state.of(AgreementBroken) if e.fact.by in ("supplier", "both")),
        *(
            e
            for e in state.of(PromiseSettled)
            if e.fact.outcome in ("late", "broken", "dropped")
            and promised.get(e.fact.promise) in ("supplier", "both")
        ),
        *(
            e
            for e in state.of(RequestAnswered)
            if e.fact.answer in ("unwilling", "refused", "deflected")
        ),
        *(
            e
            for e in state.of(IssueRaised)
            if e.fact.kind in ("complaint", "problem")
            and e.fact.by == "client"
            and e.fact.issue not in solved
        ),
    ]
    return tuple(sorted(found, key=lambda event: event.order))


SOLVED = ("solved", "accepted")
"""How an issue ends well."""

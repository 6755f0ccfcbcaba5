"""Friction signals: the moments at which something rubs, as they are on record."""

from __future__ import annotations

from domain._kernel import AnyEvent
from domain.contract import AgreementBroken
from domain.friction import (
    BoundaryGivenUp,
    ConcessionMade,
    IncidentOccurred,
    IssueRaised,
    RequestAnswered,
    UneaseVoiced,
)
from domain.relationship import Relationship

TURNED_AWAY = ("unwilling", "refused", "deflected")
"""Answers to a client's request that leave the client without a solution."""


SIGNALS = (
    IncidentOccurred,
    IssueRaised,
    UneaseVoiced,
    BoundaryGivenUp,
    ConcessionMade,
    AgreementBroken,
)
"""Facts that are friction signals, whatever they say."""


def rubs(event: AnyEvent) -> bool:
    """Whether an event is a friction signal."""
    fact = event.fact
    if isinstance(fact, RequestAnswered):
        return fact.answer in TURNED_AWAY
    return isinstance(fact, SIGNALS)


def friction(state: Relationship) -> list[AnyEvent]:
    """Return the friction signals on record, in order of happening."""
    kinds = (*SIGNALS, RequestAnswered)
    found = (event for kind in kinds for event in state.of(kind) if rubs(event))
    return sorted(found, key=lambda e: e.order)


def turned_away(state: Relationship) -> list[AnyEvent]:
    """Return the requests that were answered without a solution."""
    return [event for event in state.of(RequestAnswered) if rubs(event)]

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


def friction(state: Relationship) -> list[AnyEvent]:
    """Return the friction signals on record, in order of happening."""
    found: list[AnyEvent] = [
        *state.of(IncidentOccurred),
        *state.of(IssueRaised),
        *state.of(UneaseVoiced),
        *state.of(BoundaryGivenUp),
        *state.of(ConcessionMade),
        *state.of(AgreementBroken),
        *turned_away(state),
    ]
    return sorted(found, key=lambda e: e.order)


def turned_away(state: Relationship) -> list[AnyEvent]:
    """Return the requests that were answered without a solution."""
    return [e for e in state.of(RequestAnswered) if e.fact.answer in TURNED_AWAY]

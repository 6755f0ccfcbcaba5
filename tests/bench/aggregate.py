"""The library's aggregate: a relationship with @event methods, as its documentation writes them.

The events carry what ours carry (the fact's fields, both times, the actor and the command's id).
The state is simpler than ours and no rule is checked, which is to the library's advantage.
"""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.domain import Aggregate, event

from domain.care import ContactHeld
from domain.contract import CooperationStarted
from domain.courtship import RelationshipOpened
from domain.feelings import FeelingObserved
from domain.friction import IncidentOccurred
from domain.promises import PromiseMade, PromiseSettled
from tests.bench.plain import Story, Told

Said = dict[str, str]
"""Who said so and when: what our events carry beside their fact."""


class Journey(Aggregate):
    """A relationship, the library's way."""

    @event("Opened")
    def __init__(self, name: str, kind: str, market: str, sector: str, said: Said) -> None:
        self.name, self.kind, self.phase = name, kind, "courtship"
        self.contacts = 0
        self.moods: list[float] = []
        self.promises: dict[str, str] = {}
        self.incidents: list[str] = []

    @staticmethod
    def create_id(name: str) -> UUID:
        """Return the id of that relationship."""
        return uuid5(NAMESPACE_URL, name)

    @event("Started")
    def start(self, said: Said) -> None:
        self.phase = "contract"

    @event("Contact")
    def contact(self, initiated_by: str, said: Said) -> None:
        self.contacts += 1

    @event("Felt")
    def feel(self, whose: str, valence: float, said_by: str | None, said: Said) -> None:
        self.moods.append(valence)

    @event("Promised")
    def promise(self, promise: str, text: str, by: str, to: str, said: Said) -> None:
        self.promises[promise] = "open"

    @event("Settled")
    def settle(self, promise: str, outcome: str, said: Said) -> None:
        self.promises[promise] = outcome

    @event("Incident")
    def incident(self, kind: str, mode: str, said: Said) -> None:
        self.phase = "friction"
        self.incidents.append(kind)


def tell(journey: Journey | None, told: Told) -> Journey:
    """Call the aggregate's method for this fact."""
    at = told.at.isoformat()
    said = {"at": at, "recorded_at": at, "actor": "bench", "command_id": told.command_id}
    fact: Any = told.fact
    if journey is None:
        return Journey(told.relationship, fact.kind, fact.market, fact.sector, said)
    match fact:
        case CooperationStarted():
            journey.start(said)
        case ContactHeld():
            journey.contact(fact.initiated_by, said)
        case FeelingObserved():
            journey.feel(fact.whose, fact.valence, fact.said_by, said)
        case PromiseMade():
            journey.promise(fact.promise, fact.text, fact.by, fact.to, said)
        case PromiseSettled():
            journey.settle(fact.promise, fact.outcome, said)
        case IncidentOccurred():
            journey.incident(fact.kind, fact.mode, said)
        case RelationshipOpened():
            raise ValueError(fact)
    return journey


def grown(told: Story) -> Journey:
    """Return the aggregate that a whole story makes, with its events pending."""
    journey = tell(None, told[0])
    for fact in told[1:]:
        tell(journey, fact)
    return journey

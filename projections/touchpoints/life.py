"""A life: what one relationship lived, how it ended, and the map that it went by.

What no map and no clock has a say in is *kept*: the runner writes it as the view ``lived``, and a
question about many relationships folds what is kept, not their events. Where a replay stands
elsewhere the same is made of the events that it stands on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from domain._kernel import AnyEvent
from domain.breakup import FarewellActDone
from domain.maps import MapBody
from domain.moments import Moment
from domain.process import GateDecided, ProcessAdopted
from domain.promises import PromiseSettled
from domain.relationship import Relationship
from domain.state import Thing
from domain.vocabulary import Verdict
from projections.course import Told
from projections.farewell import Overall
from projections.farewell.scope import started
from projections.farewell.standing import standing_of_all, verdict_at
from projections.farewell.whole import turns
from projections.touchpoints.occasion import Occasion, occasions
from projections.touchpoints.visit import Visit
from projections.touchpoints.visits import placed

TRAITS = ("kind", "market", "sector", "jurisdiction")
"""What a relationship tells of itself at its opening, by which groups are compared."""


class Adopted(NamedTuple):
    """The process that a relationship goes by: the event that says so, and its fact.

    ``shut`` are the mandatory gates that were left out and never passed after it, by the event that
    did so.
    """

    event: str
    fact: ProcessAdopted
    shut: Mapping[str, str]


class Promised(NamedTuple):
    """A promise: when it was made and due, what came of it and when, and every word of it.

    ``events`` are the making of it and, after that, whatever touched it.
    """

    key: str
    made: Moment
    due: Moment | None
    outcome: str | None
    settled: Moment | None
    events: tuple[str, ...]


class Goodbye(NamedTuple):
    """A goodbye that has begun: its first word, its acts, and how it stands from when on.

    ``duties`` are verdicts with the moment from which each holds (pending until then); ``turns`` is
    how the whole goes from each moment on, the first of them from the beginning.
    """

    at: Moment
    events: tuple[str, ...]
    last_act: Moment | None
    duties: tuple[tuple[Verdict, Moment | None], ...]
    turns: tuple[tuple[Moment | None, Overall], ...]

    def overall(self, now: Moment) -> Overall:
        """Return how the goodbye goes at *now*."""
        reached = [how for since, how in self.turns if since is None or since.reached_by(now)]
        return reached[-1]

    def verdicts(self, now: Moment) -> Iterator[Verdict]:
        """Yield the verdict of every duty at *now*."""
        for verdict, since in self.duties:
            yield verdict_at(verdict, since, now)


class Kept(NamedTuple):
    """What is kept of a life.

    ``traits`` are those of `TRAITS` that were told; ``items`` the name of an event in a story, by
    its id.
    """

    relationship: str
    occasions: tuple[Occasion, ...]
    traits: Mapping[str, str]
    adopted: Adopted | None
    promises: tuple[Promised, ...]
    goodbye: Goodbye | None
    items: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Life:
    """What one relationship lived: its visits, how its goodbye went, and the map it adopted."""

    relationship: str
    visits: tuple[Visit, ...]
    ending: Overall
    body: MapBody | None
    kept: Kept


def life(kept: Kept, now: Moment, body: MapBody | None = None) -> Life:
    """Return a life as it stands at *now*, by the edition of the map that it adopted."""
    seen = placed(kept.relationship, kept.occasions, body)
    ending: Overall = kept.goodbye.overall(now) if kept.goodbye else "none"
    return Life(kept.relationship, seen, ending, body, kept)


def kept(told: Told) -> Kept:
    """Return what is kept of a relationship's life. Linear in events."""
    named = told.state.named("promise").items()
    return Kept(
        relationship=told.relationship,
        occasions=tuple(occasions(told)),
        traits=traits(told.state),
        adopted=adopted(told.state),
        promises=tuple(promised(key, thing) for key, thing in named),
        goodbye=goodbye(told),
        items={event.id: event.story_id for event in told.events if event.story_id},
    )


def traits(state: Relationship) -> dict[str, str]:
    """Return those of `TRAITS` that were told."""
    told = state.opened.fact if state.opened else None
    found = {name: getattr(told, name) for name in TRAITS} if told else {}
    return {name: value for name, value in found.items() if value not in (None, "unknown")}


def adopted(state: Relationship) -> Adopted | None:
    """Return the process that was adopted last, with the gates that were left out of it."""
    last = state.last(ProcessAdopted)
    if last is None:
        return None
    must = {gate.gate for gate in last.fact.gates if gate.mandatory}
    shut: dict[str, str] = {}
    for gate, thing in state.named("gate").items():
        decided = thing.last(GateDecided)
        if gate in must and decided and decided.fact.outcome in ("skipped", "failed"):
            shut[decided.id] = gate
    return Adopted(last.id, last.fact, shut)


def promised(key: str, thing: Thing) -> Promised:
    """Return a promise as it is kept."""
    settled = thing.last(PromiseSettled)
    return Promised(
        key=key,
        made=thing.opened.occurred_at,
        due=getattr(thing.opened.fact, "due", None),
        outcome=settled.fact.outcome if settled else None,
        settled=settled.occurred_at if settled else None,
        events=(thing.opened.id, *(event.id for event in thing.later)),
    )


def goodbye(told: Told) -> Goodbye | None:
    """Return a goodbye that has begun, with how it stands from when on; None while none has."""
    begun = started(told.state)
    if begun is None:
        return None
    duties = standing_of_all(told.state, told.place)
    acts: list[AnyEvent] = [
        event for event in told.state.of(FarewellActDone) if event.order >= begun.order
    ]
    return Goodbye(
        at=begun.occurred_at,
        events=tuple(dict.fromkeys(event.id for event in (begun, *acts))),
        last_act=acts[-1].occurred_at if acts else None,
        duties=tuple((one.verdict, one.since) for one in duties),
        turns=tuple(turns(told.state, duties, told.events)),
    )

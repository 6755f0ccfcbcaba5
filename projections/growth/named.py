"""The rows of the views ``promises`` and ``process``: one for each thing that has a name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from domain._kernel import AnyEvent
from domain.contract import AgreementBroken, AgreementMade
from domain.process import GateDecided, WaiverGranted
from domain.promises import PromiseSettled
from domain.relationship import Relationship
from domain.state import Thing
from projections.growth import Change
from projections.ports import Row
from projections.reading import Reading


def touched(events: Iterable[AnyEvent], kinds: tuple[str, ...]) -> dict[tuple[str, str], None]:
    """Return the things of these kinds that events name or rely on, each once.

    What they name comes first, in the order in which they do.
    """
    facts = [event.fact for event in events if type(event.fact).names_things()]
    named = [*(one for fact in facts for one in fact.defined())]
    named += (one for fact in facts for one in fact.referred())
    return dict.fromkeys(thing for thing in named if thing[0] in kinds)


class Promises:
    """Tells promises and agreements: how each stands, and the events that say so."""

    def __init__(self) -> None:
        self._replaced: set[str] = set()

    def news(self, reading: Reading, begin: int) -> Iterator[Change]:
        """Yield those that the events touch."""
        new = reading.events[begin:]
        for event in new:
            if isinstance(event.fact, AgreementMade) and event.fact.replaces:
                self._replaced.add(event.fact.replaces)
        for kind, key in touched(new, ("promise", "agreement")):
            thing = reading.state.thing(kind, key)
            if thing is not None:
                row = _promise(thing) if kind == "promise" else self._agreement(key, thing)
                yield f"{kind}-{key}", row

    def _agreement(self, key: str, thing: Thing) -> Row:
        return {
            "made": thing.opened.occurred_at,
            "replaces": thing.opened.fact.replaces,
            "standing": "replaced" if key in self._replaced else "standing",
            "departures": sum(isinstance(e.fact, AgreementBroken) for e in thing.later),
            "events": told_by(thing),
        }


def _promise(thing: Thing) -> Row:
    last = thing.last(PromiseSettled)
    return {
        "made": thing.opened.occurred_at,
        "by": thing.opened.fact.by,
        "to": thing.opened.fact.to,
        "due": last.fact.due if last and last.fact.due else thing.opened.fact.due,
        "outcome": last.fact.outcome if last else "open",
        "events": told_by(thing),
    }


class Process:
    """Tells the gates of the process: what was decided at each."""

    def news(self, reading: Reading, begin: int) -> Iterator[Change]:
        """Yield those that the events touch."""
        for kind, key in touched(reading.events[begin:], ("gate",)):
            thing = reading.state.thing(kind, key)
            if thing is not None:
                yield key, _gate(key, thing, reading.state)


def _gate(key: str, thing: Thing, state: Relationship) -> Row:
    decided, waived = thing.last(GateDecided), thing.last(WaiverGranted)
    return {
        "outcome": decided.fact.outcome if decided else "waived" if waived else "open",
        "since": (decided or waived or thing.opened).occurred_at,
        "waivable": state.may_be_waived(key),
        "events": told_by(thing),
    }


def told_by(thing: Thing) -> list[str]:
    """Return the ids of the event that named a thing and of those that touched it since."""
    return [thing.opened.id, *(event.id for event in thing.later)]

"""What was agreed, aimed at and promised, and how each of these stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from journeys.language import Language, t

if TYPE_CHECKING:
    from domain.relationship import Relationship, Thing


def agreed(state: Relationship) -> dict[str, list[dict[str, Any]]]:
    """Return agreements, goals, gates and promises, each with how it stands."""
    return {
        "agreements": [_agreement(key, thing) for key, thing in state.named("agreement").items()],
        "goals": [_goal(key, thing) for key, thing in state.named("goal").items()],
        "gates": [_gate(state, key, thing) for key, thing in state.named("gate").items()],
        "promises": [_promise(key, thing) for key, thing in state.named("promise").items()],
    }


def _agreement(key: str, thing: Thing) -> dict[str, Any]:
    from domain.contract import AgreementBroken, AgreementMade

    stands = "replaced" if thing.last(AgreementMade) else "holds"
    if thing.last(AgreementBroken):
        stands = "broken"
    fact = thing.opened.fact
    return {"key": key, "stands": stands, "text": fact.text, "since": thing.opened.occurred_at}


def _goal(key: str, thing: Thing) -> dict[str, Any]:
    from domain.contract import GoalSet

    fact = thing.opened.fact
    target = fact.target.model_dump(mode="json", exclude_none=True) if fact.target else None
    stands = "replaced" if thing.last(GoalSet) else "holds"
    since = thing.opened.occurred_at
    return {
        "key": key,
        "stands": stands,
        "text": fact.text,
        "since": since,
        "work": fact.work,
        "target": target,
    }


def _gate(state: Relationship, key: str, thing: Thing) -> dict[str, Any]:
    from domain.process import GateDecided, WaiverGranted

    decided, waived = thing.last(GateDecided), thing.last(WaiverGranted)
    stands = decided.fact.outcome if decided else "waived" if waived else "open"
    last = decided or waived
    gate = state.gate(key)
    return {
        "key": key,
        "stands": stands,
        "text": gate.title if gate else None,
        "since": last.occurred_at if last else None,
        "may_be_waived": state.may_be_waived(key),
    }


def _promise(key: str, thing: Thing) -> dict[str, Any]:
    from domain.promises import PromiseSettled

    settled, fact = thing.last(PromiseSettled), thing.opened.fact
    due = settled.fact.due if settled and settled.fact.due else fact.due
    stands = settled.fact.outcome if settled else "open"
    return {
        "key": key,
        "stands": stands,
        "text": fact.text,
        "since": thing.opened.occurred_at,
        "by": fact.by,
        "to": fact.to,
        "due": due,
    }


_RUNNING = ("open", "holds", "reagreed", "announced-late", "broken")
"""What still stands, or can still be made good."""


def foremost(things: list[dict[str, Any]], most: int) -> list[dict[str, Any]]:
    """Return so many of these at most, in their order: what runs first, then the newest."""
    if len(things) <= most:
        return things

    def weight(place: int) -> tuple[bool, int]:
        return things[place]["stands"] in _RUNNING, place

    chosen = sorted(range(len(things)), key=weight, reverse=True)[:most]
    return [things[place] for place in sorted(chosen)]


def in_words(thing: dict[str, Any], words: Language) -> tuple[str, str]:
    """Return how a thing stands and what it is, for two columns."""
    said = thing["text"] or thing["key"]
    if thing.get("due"):
        said = words.say(t("{text} (due {due})"), text=said, due=thing["due"])
    if thing.get("may_be_waived") is False:
        said = words.say(t("{text} (may not be waived)"), text=said)
    return words.word(thing["stands"]), said

"""The rules of journey maps: when one hangs together, and how its editions follow each other."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from domain._kernel import AnyEvent, topics
from domain.maps import MapBody, MapChanged, MapDrafted, MapPublished, Step, is_changed, latest
from domain.rules import Reason, rule
from domain.state import Relationship


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a map: where in its body, and a sentence with its values."""

    path: tuple[str | int, ...]
    message: str
    values: dict[str, Any] = field(default_factory=dict)


def contradictions(body: MapBody) -> Iterator[Fault]:
    """Yield where a map names something twice, or names something that it has not.

    Notes
    -----
    Linear in the parts of the map.
    """
    stages = [one.stage for one in body.stages]
    touchpoints = [one.touchpoint for one in body.touchpoints]
    gates = [one.gate for one in body.gates]
    kinds = {topic.split(".")[1] for topic in topics()}
    yield from _twice("stages", "stage", stages)
    yield from _twice("touchpoints", "touchpoint", touchpoints)
    yield from _twice("gates", "gate", gates)
    for number, one in enumerate(body.touchpoints):
        where = ("touchpoints", number)
        yield from _unknown((*where, "stage"), "stage", one.stage, stages)
        yield from _unknown((*where, "gate"), "gate", one.gate, gates)
        for place, name in enumerate(one.recognised_by or ()):
            if name.partition(":")[0] not in kinds:
                message = "no kind of fact is called {key}; docs/reference/events.md lists them"
                yield Fault((*where, "recognised_by", place), message, {"key": name})
        for side, felt in (("client", one.feelings.client), ("staff", one.feelings.staff)):
            if felt is not None and not felt.says_something:
                message = "a feeling is a number from -1 to 1, a word such as confident, or both"
                yield Fault((*where, "feelings", side), message)
    yield from _twice("start", "touchpoint", body.start, deeper=False)
    for number, key in enumerate(body.start):
        yield from _unknown(("start", number), "touchpoint", key, touchpoints)
    steps: set[Step] = set()
    for number, step in enumerate(body.steps):
        yield from _unknown(("steps", number, "after"), "touchpoint", step.after, touchpoints)
        yield from _unknown(("steps", number, "then"), "touchpoint", step.then, touchpoints)
        if step in steps:
            message = "the step from {after} to {then} is there twice: keep one"
            yield Fault(("steps", number), message, {"after": step.after, "then": step.then})
        steps.add(step)


def gaps(body: MapBody) -> Iterator[Fault]:
    """Yield what a map still lacks before anybody can go by it.

    Notes
    -----
    Linear in touchpoints and steps.
    """
    if not body.touchpoints:
        message = "a map without touchpoints leads nowhere: write at least one"
        yield Fault(("touchpoints",), message)
        return
    if not body.start:
        message = "the map does not say where a journey begins: name a touchpoint under 'start'"
        yield Fault(("start",), message)
        return
    reached = reachable(body)
    for number, one in enumerate(body.touchpoints):
        if one.touchpoint not in reached:
            message = "no step leads to the touchpoint {touchpoint}: add one, or begin there"
            yield Fault(("touchpoints", number), message, {"touchpoint": one.touchpoint})


def reachable(body: MapBody) -> frozenset[str]:
    """Return the touchpoints to which the steps lead from a start, the starts among them."""
    ways: dict[str, list[str]] = {}
    for step in body.steps:
        ways.setdefault(step.after, []).append(step.then)
    reached: set[str] = set()
    ahead = list(body.start)
    while ahead:
        here = ahead.pop()
        if here not in reached:
            reached.add(here)
            ahead += ways.get(here, ())
    return frozenset(reached)


def _twice(part: str, kind: str, keys: Sequence[str], *, deeper: bool = True) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, key in enumerate(keys):
        if key in seen:
            message = "there is a {kind} called {key} already"
            path = (part, number, kind) if deeper else (part, number)
            yield Fault(path, message, {"kind": kind, "key": key})
        seen.add(key)


def _unknown(
    path: tuple[str | int, ...], kind: str, key: str | None, known: Collection[str]
) -> Iterator[Fault]:
    if key is not None and key not in known:
        message = "the map has no {kind} called {key}: add it, or name another"
        yield Fault(path, message, {"kind": kind, "key": key})


def _first(faults: Iterator[Fault]) -> Reason:
    fault = next(faults, None)
    return None if fault is None else (fault.message, fault.values)


@rule("map-names-what-it-has", MapDrafted, MapChanged, rows=(4, 179))
def _names_what_it_has(_state: Relationship, event: AnyEvent) -> Reason:
    """A map names each of its parts once, and no stage, touchpoint or gate that it has not."""
    return _first(contradictions(event.fact.body))


@rule("map-change-says-something", MapChanged)
def _change_says_something(state: Relationship, event: AnyEvent) -> Reason:
    """A change of a map changes something."""
    message = "this is what the map says already"
    return message if event.fact.body == latest(state) else None


@rule("map-leads-everywhere", MapPublished, rows=(43, 179))
def _leads_everywhere(state: Relationship, _event: AnyEvent) -> Reason:
    """A published map has touchpoints, and its steps lead from a start to each of them."""
    body = latest(state)
    return None if body is None else _first(gaps(body))


@rule("map-editions-follow-each-other", MapPublished, rows=(4,))
def _editions_follow(state: Relationship, event: AnyEvent) -> Reason:
    """Editions of a map do not overlap: each is the one before plus one, and none comes twice."""
    last = state.last(MapPublished)
    expected = last.fact.edition + 1 if last else 1
    values = {"edition": event.fact.edition, "expected": expected}
    if event.fact.edition < expected:
        message = "edition {edition} is out already, and editions do not overlap: take {expected}"
        return message, values
    if event.fact.edition > expected:
        message = "edition {edition} would leave out editions: the next is {expected}"
        return message, values
    return None


@rule("map-edition-is-new", MapPublished, rows=(4,))
def _edition_is_new(state: Relationship, _event: AnyEvent) -> Reason:
    """Only a draft that says something new is published."""
    message = "the draft says nothing that the last edition does not say: change it first"
    return None if latest(state) is None or is_changed(state) else message


@rule("map-goes-forward", MapChanged, MapPublished)
def _goes_forward(state: Relationship, event: AnyEvent) -> Reason:
    """What happens to a map happens no earlier than what happened to it before."""
    kinds = (MapDrafted, MapChanged, MapPublished)
    before = [last.occurred_at for kind in kinds if (last := state.last(kind))]
    if before and event.occurred_at < (since := max(before, key=lambda moment: moment.start)):
        message = "the map was last written or published on {since}, after {occurred}"
        return message, {"since": since, "occurred": event.occurred_at}
    return None

"""Occasions: the lived moments of one relationship as their facts tell them, on no map yet.

The first half of the one fold from a relationship to its visits. No map has a say in it, so that it
can be kept; `projections.touchpoints.visits` then says where each occasion was.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from domain._kernel import AnyEvent, Event, Fact
from domain.courtship import IntakeDecided
from domain.feelings import FeelingObserved
from domain.friction import IssueHandled, RequestAnswered, UneaseAnswered
from domain.process import GateDecided
from domain.promises import PromiseMade, PromiseSettled, StatusAsked
from domain.relationship import Relationship
from domain.vocabulary import Channel, Phase
from projections.course import Told
from projections.friction import TURNED_AWAY, rubs
from projections.moods import counts, is_their_own_word
from projections.touchpoints.activity import Activity, activity_of
from projections.touchpoints.visit import Felt, Lane

_WHO = ("by", "initiated_by", "decided_by", "approved_by")
_WITH = ("tool", "uses")
_TOLD_BY_WORD = ("incident-occurred", "issue-raised", "request-answered")
ACTED: dict[str | None, Lane] = {
    "client": "client", "supplier": "supplier", "staff": "supplier", "both": "both",
}  # fmt: skip
"""The lane of who acted, in the words of facts and of maps."""
UNTOLD = Felt()
"""The feelings of a side of which nobody told anything."""


class Occasion(NamedTuple):
    """One event that is a moment of the two together, with all that a visit is made of.

    Attributes
    ----------
    event, story_id, cause
        Its id, its name in a story, and the event that led to it.
    at, rough
        When it happened, and whether that date is a guess.
    phase, activity
        The phase that it led to, and the natural activity that it is.
    named, gate
        The touchpoint that was named with it, and the gate that was passed or failed in it.
    channel, lane
        Over what, and by whom as far as the fact tells.
    promise, friction, heals
        As `projections.touchpoints.visit.Visit` has them.
    together
        Whether it was recorded in one breath with the occasion before it.
    systems
        By which tools.
    client, staff
        Both sides' feelings around it.
    """

    event: str
    story_id: str | None
    cause: str | None
    at: str
    rough: bool
    phase: Phase
    activity: Activity
    named: str | None
    gate: str | None
    channel: Channel | None
    lane: Lane | None
    promise: str | None
    friction: str | None
    heals: str | None
    together: bool
    systems: tuple[str, ...]
    client: Felt
    staff: Felt


def occasions(told: Told) -> Iterator[Occasion]:
    """Yield every event that is a moment of the two together, in order of happening.

    `activity.NO_MOMENT` names the facts that are none. Linear in events.
    """
    made = Occasions()
    made.learn(told)
    yield from made.known


class Occasions:
    """The occasions of one relationship as events come in, in order of happening.

    Facts that were recorded in one breath share the feelings that were told about any of them.

    Attributes
    ----------
    known
        Those so far.
    """

    def __init__(self) -> None:
        self.known: list[Occasion] = []
        self._last: dict[str, tuple[float, str]] = {}
        self._breath: str | None = None
        self._commands: dict[str, str] = {}
        self._told: dict[tuple[str, str], list[_Feeling]] = {}
        self._waiting: dict[str, list[Event[FeelingObserved]]] = {}
        self._numbers: dict[str, list[int]] = {}

    def learn(self, told: Told, begin: int = 0) -> set[int]:
        """Take in what was told from place *begin* on; return the numbers of what is new or other.

        O(what is new, and the occasions that it tells feelings about).
        """
        events = told.events[begin:]
        changed = self._learn_feelings(events)
        for event, phase in zip(events, told.phases[begin:], strict=True):
            fact = event.fact
            if isinstance(fact, FeelingObserved):
                if counts(fact):
                    self._last[fact.whose] = fact.valence, event.id
                continue
            activity = activity_of(event)
            if activity is None:
                continue
            changed.add(len(self.known))
            self._numbers.setdefault(event.command_id, []).append(len(self.known))
            self.known.append(self._occasion(event, phase, activity, told.state))
            self._breath = event.command_id
        return changed

    def _occasion(
        self, event: AnyEvent, phase: Phase, activity: Activity, state: Relationship
    ) -> Occasion:
        fact = event.fact
        return Occasion(
            event=event.id,
            story_id=event.story_id,
            cause=event.cause,
            at=str(event.occurred_at),
            rough=event.dated_roughly,
            phase=phase,
            activity=activity,
            named=event.touchpoint,
            gate=_gate(fact),
            channel=event.channel,
            lane=_lane(fact),
            promise=_promise(fact),
            friction=_word(activity) if rubs(event) else None,
            heals=_heals(state, fact),
            together=self._breath == event.command_id,
            systems=_tools(fact),
            client=self._around("client", event.command_id, self._last.get("client")),
            staff=self._around("staff", event.command_id, self._last.get("staff")),
        )

    def _learn_feelings(self, events: Sequence[AnyEvent]) -> set[int]:
        """Note the feelings told about moments; return what was known and is told more about.

        A feeling may have been felt before the moment that it is about.
        """
        told: list[tuple[str, Event[FeelingObserved]]] = []
        for event in events:
            self._commands[event.id] = event.command_id
            if event.id in self._waiting:
                told += [(event.id, felt) for felt in self._waiting.pop(event.id)]
        for felt in _felt(events):
            if felt.fact.about in self._commands:
                told.append((felt.fact.about, felt))
            elif felt.fact.about:
                self._waiting.setdefault(felt.fact.about, []).append(felt)
        changed: set[int] = set()
        for about, felt in told:
            whose, command = felt.fact.whose, self._commands[about]
            feeling = _Feeling(
                felt.order, felt.fact.valence, not is_their_own_word(felt.fact), felt.id
            )
            insort(self._told.setdefault((command, whose), []), feeling)
            for number in self._numbers.get(command, ()):
                one = self.known[number]
                was = one.client if whose == "client" else one.staff
                before = None if was.before is None else (was.before, was.earlier or "")
                felt_now = self._around(whose, command, before)
                self.known[number] = (
                    one._replace(client=felt_now)
                    if whose == "client"
                    else one._replace(staff=felt_now)
                )
                changed.add(number)
        return changed

    def _around(self, whose: str, command: str, before: tuple[float, str] | None) -> Felt:
        """Return a side's feelings around a command's facts; of several, their mean."""
        about = self._told.get((command, whose))
        if about is None and before is None:
            return UNTOLD
        valence, earlier = before or (None, None)
        if about is None:
            return Felt(valence, earlier=earlier)
        after = sum(one.valence for one in about) / len(about)
        ids = tuple(one.event for one in about)
        return Felt(valence, after, any(one.attributed for one in about), ids, earlier)


class _Feeling(NamedTuple):
    order: tuple[datetime, int]
    valence: float
    attributed: bool
    event: str


def _felt(events: Sequence[AnyEvent]) -> Iterator[Event[FeelingObserved]]:
    for event in events:
        if isinstance(event.fact, FeelingObserved) and counts(event.fact):
            yield event


def _gate(fact: Any) -> str | None:  # noqa: ANN401 - any fact
    """Return the gate that was passed or failed: one that was skipped was not visited."""
    if isinstance(fact, GateDecided):
        return fact.gate if fact.outcome != "skipped" else None
    return fact.gate if isinstance(fact, IntakeDecided) else None


def _lane(fact: Any) -> Lane | None:  # noqa: ANN401 - any fact
    kind: type[Fact] = type(fact)
    for name in _fields(kind, _WHO):
        acted = ACTED.get(getattr(fact, name))
        if acted is not None:
            return acted
    return None


def _tools(fact: Any) -> tuple[str, ...]:  # noqa: ANN401 - any fact
    kind: type[Fact] = type(fact)
    found: tuple[str, ...] = ()
    for name in _fields(kind, _WITH):
        told = getattr(fact, name)
        found += (told,) if isinstance(told, str) else tuple(told or ())
    return found


@cache
def _fields(kind: type[Fact], names: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of these fields that a kind of fact has; asking each fact would be dear."""
    return tuple(name for name in names if name in kind.model_fields)


def _promise(fact: Any) -> str | None:  # noqa: ANN401 - any fact
    return fact.promise if isinstance(fact, (PromiseMade, PromiseSettled, StatusAsked)) else None


def _heals(state: Relationship, fact: Any) -> str | None:  # noqa: ANN401 - any fact
    """Return the event of the friction that a fact goes into and does not turn away."""
    if isinstance(fact, UneaseAnswered):
        thing = state.thing("unease", fact.unease)
    elif isinstance(fact, IssueHandled) and fact.outcome != "unsolved":
        thing = state.thing("issue", fact.issue)
    elif isinstance(fact, RequestAnswered) and fact.answer not in TURNED_AWAY:
        thing = state.thing("request", fact.request)
    else:
        return None
    return thing.opened.id if thing is not None else None


def _word(activity: Activity) -> str:
    kind, _, word = activity.partition(":")
    return word if kind in _TOLD_BY_WORD else kind

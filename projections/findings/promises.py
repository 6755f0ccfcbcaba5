"""Findings about promises: a promise is a debt."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from domain._kernel import AnyEvent, Event
from domain.feelings import FeelingObserved
from domain.moments import Moment
from domain.promises import STILL_STANDS, PromiseMade, PromiseSettled, StatusAsked
from domain.state import Relationship, Thing
from domain.vocabulary import Severity
from projections.calendar import days_between
from projections.findings.registry import Raise, Scene, Settle, rule
from projections.findings.windows import closing, lapse, lately
from projections.moods import counts, is_their_own_word

_WEIGHT: tuple[Severity, ...] = ("info", "low", "medium")


def _terms(promise: Thing) -> list[AnyEvent]:
    """Return the events that set a day for a promise: that it was made, and each new agreement."""
    moved = (e for e in promise.later if isinstance(e.fact, PromiseSettled) and e.fact.due)
    return [promise.opened, *(e for e in moved if e.fact.outcome in STILL_STANDS)]


def _ours(state: Relationship, key: str) -> Thing | None:
    promise = state.thing("promise", key)
    return promise if promise and promise.opened.fact.by != "client" else None


def _due(term: AnyEvent) -> Moment | None:
    due: Moment | None = term.fact.due
    return None if due is None or due.approximate else due


@rule(
    "promise-overdue",
    "medium",
    PromiseMade,
    PromiseSettled,
    rows=(162, 165),
    outlasts=True,
    sentence="The promise {promise} was due on {due}. Told beforehand that it slips: {told}.",
    action="Say today how it stands, and agree on a day that will be kept.",
    cannot_know="a promise that was kept without being recorded",
)
def promise_overdue(scene: Scene) -> Iterator[Raise | Settle]:
    """The day of a promise passes, and it is not settled."""
    key = scene.fact.promise
    promise = _ours(scene.after, key)
    if promise is None:
        return
    terms = _terms(promise)
    settled = isinstance(scene.fact, PromiseSettled) and scene.fact.outcome not in STILL_STANDS
    for number in range(len(terms) if settled else len(terms) - 1):
        yield Settle(f"{key}:{number}")
    due = _due(terms[-1])
    if settled or due is None:
        return
    since = closing(scene.place, due)
    told = (scene.event,) if scene.event is not terms[-1] and scene.now <= since else ()
    made = promise.opened.fact
    clear = bool(made.acknowledged or made.contact_rule)
    says = {"promise": key, "due": due, "told": "yes" if told else "no"}
    severity = _WEIGHT[2 - clear - len(told)]
    evidence = (promise.opened, terms[-1], *told)
    yield Raise(
        f"{key}:{len(terms) - 1}", evidence, says, since=since, due=since, severity=severity
    )


@rule(
    "status-asked",
    "low",
    StatusAsked,
    PromiseSettled,
    rows=(163,),
    outlasts=True,
    sentence="The client had to ask how the promise {promise} stands.",
    action="Answer today, and say when the client hears from you next.",
    cannot_know="questions that nobody wrote down",
)
def status_asked(scene: Scene) -> Iterator[Raise | Settle]:
    """The client has to ask how a promise stands; worse when its day has passed."""
    key = scene.fact.promise
    promise = _ours(scene.after, key)
    if isinstance(scene.fact, PromiseSettled):
        yield Settle(key)
    elif promise:
        due = _due(_terms(promise)[-1])
        overdue = due is not None and closing(scene.place, due) < scene.now
        severity: Severity | None = "medium" if overdue else None
        evidence = (promise.opened, scene.event)
        yield Raise(key, evidence, {"promise": key}, severity=severity)


def _slipped(scene: Scene, event: Event[PromiseSettled]) -> bool:
    """Whether a promise was not kept, or kept after its day."""
    promise = scene.after.thing("promise", event.fact.promise)
    due = _due(_terms(promise)[-1]) if promise else None
    if event.fact.outcome != "kept" or due is None or event.dated_roughly:
        return event.fact.outcome in ("late", "broken", "dropped")
    return closing(scene.place, due) < event.occurred_at


@rule(
    "promises-broken-again",
    "medium",
    PromiseSettled,
    rows=(162,),
    lapses=True,
    sentence="{slipped} of the last {settled} promises came late or not at all.",
    action="Promise less, and keep it: agree on fewer days and on who guards them.",
    cannot_know="promises that nobody wrote down",
    slipped_at_least=3,
    of_the_last=8,
    within_days=180,
)
def promises_broken_again(
    scene: Scene, *, slipped_at_least: int, of_the_last: int, within_days: int
) -> Iterator[Raise | Settle]:
    """Promises slip time after time."""
    ends = (
        event
        for event in reversed(scene.after.of(PromiseSettled))
        if event.fact.outcome not in STILL_STANDS and _ours(scene.after, event.fact.promise)
    )
    last = {e.fact.promise: e for e in reversed([*islice(ends, of_the_last)])}
    settled = [e for e in last.values() if days_between(e.occurred_at, scene.now) <= within_days]
    slipped = [event for event in settled if _slipped(scene, event)]
    if len(slipped) >= slipped_at_least:
        evidence = tuple(sorted(slipped, key=lambda e: e.order))
        says = {"slipped": len(slipped), "settled": len(settled)}
        until = lapse(evidence, slipped_at_least, within_days)
        yield Raise("again", evidence, says, until=until)
    else:
        yield Settle("again")


@rule(
    "late-delivery-hurts",
    "low",
    FeelingObserved,
    rows=(174,),
    sentence="Days after the promise {promise} came late or not at all, the client felt {felt}.",
    action="Say sorry for the delay itself, before explaining it.",
    cannot_know="what else made the client feel so",
    no_higher_than=-0.3,
    within_days=14,
)
def late_delivery_hurts(
    scene: Scene, *, no_higher_than: float, within_days: int
) -> Iterator[Raise | Settle]:
    """A promise slips, and the client's mood with it; a good word ends that."""
    fact = scene.fact
    if fact.whose != "client" or not counts(fact) or not is_their_own_word(fact):
        return
    if fact.valence > 0:
        yield Settle("late")
    for event in lately(scene.before.of(PromiseSettled), scene.now, within_days):
        ours = _ours(scene.after, event.fact.promise)
        if ours and fact.valence <= no_higher_than and _slipped(scene, event):
            says = {"promise": event.fact.promise, "felt": f"{fact.valence:+.2f}"}
            yield Raise("late", (ours.opened, event, scene.event), says)

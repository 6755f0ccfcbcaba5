"""Findings about what the two keep agreeing on: goals that shift, promises, giving in."""

from __future__ import annotations

from collections.abc import Iterator

from domain._kernel import AnyEvent
from domain.contract import AgreementBroken, AgreementMade, ContractSigned, GoalSet, ScopeSet
from domain.friction import BoundaryGivenUp, ConcessionMade
from domain.process import GateDecided, WaiverGranted, WorkStarted
from domain.promises import STILL_STANDS, PromiseSettled
from domain.relationship import Relationship
from domain.vocabulary import Severity
from projections.calendar import days_between
from projections.findings.registry import Raise, Scene, Settle, rule
from projections.findings.windows import back, lapse, lately


@rule(
    "goal-shifted-late",
    "medium",
    GoalSet,
    rows=(17, 18),
    lapses=True,
    sentence="The goal changed to {goal} {days} days before the {role} is away.",
    action="Say what the change costs, and decide together whether it can wait.",
    cannot_know="what it cost to throw away the work done, unless hours are recorded",
    within_days=14,
)
def goal_shifted_late(scene: Scene, *, within_days: int) -> Iterator[Raise]:
    """A goal is replaced just before a known absence."""
    old = scene.before.thing("goal", scene.fact.replaces) if scene.fact.replaces else None
    for absence in scene.before.named("absence").values() if old else ():
        away = absence.opened.fact
        days = days_between(scene.now, away.begins)
        if old and 0 <= days <= within_days:
            says = {"goal": scene.fact.goal, "days": days, "role": away.role}
            evidence = (old.opened, absence.opened, scene.event)
            yield Raise(scene.fact.goal, evidence, says, until=back(scene.place, absence))


_SETTLED_WELL = ("kept", "late", "reagreed", "cancelled", "handed-over")
"""What lays a promise to rest between the two, or puts another in its place."""


@rule(
    "promise-impossible",
    "medium",
    WorkStarted,
    PromiseSettled,
    rows=(32,),
    sentence="The promise {promise} can no longer be kept: {tool} is used before it.",
    action="Agree anew on the promise, or stop using {tool} until it is kept.",
    cannot_know="whether the promise was quietly kept before",
)
def promise_impossible(scene: Scene) -> Iterator[Raise | Settle]:
    """What had to come after the promise was kept came before; agreeing anew ends that."""
    fact = scene.fact
    if isinstance(fact, PromiseSettled):
        if fact.outcome in _SETTLED_WELL:
            yield Settle(fact.promise)
        promise = scene.after.thing("promise", fact.promise)
        if fact.outcome == "impossible" and promise:
            says = {"promise": fact.promise, "tool": promise.opened.fact.before_use_of or "?"}
            yield Raise(fact.promise, (promise.opened, scene.event), says)
        return
    for key, promise in scene.before.named("promise").items():
        tool = promise.opened.fact.before_use_of
        if tool in fact.uses and not is_settled(scene.before, key):
            agreed = scene.before.of(AgreementMade)[-1:]
            says = {"promise": key, "tool": tool}
            yield Raise(key, (promise.opened, *agreed, scene.event), says)


def is_settled(state: Relationship, promise: str) -> bool:
    """Whether a promise came to its end (agreed anew is no end)."""
    thing = state.thing("promise", promise)
    last = thing.last(PromiseSettled) if thing else None
    return last is not None and last.fact.outcome not in STILL_STANDS


@rule(
    "boundary-given-up",
    "medium",
    BoundaryGivenUp,
    rows=(29, 182),
    sentence="A limit was given up: {boundary}. Offered freely: {volunteered}.",
    action="Take it back, or say for how long and for what it holds.",
    cannot_know="how heavily it weighs on whoever gave it up",
)
def boundary_given_up(scene: Scene) -> Iterator[Raise]:
    """Somebody gave up a limit of their own."""
    told = {True: "yes", False: "no", None: "not told"}[scene.fact.volunteered]
    says = {"boundary": scene.fact.boundary, "volunteered": told}
    yield Raise(scene.fact.boundary, (scene.event,), says)


@rule(
    "agreement-broken",
    "medium",
    AgreementBroken,
    AgreementMade,
    rows=(33,),
    sentence=(
        "An agreement was departed from. Departures so far: supplier {supplier}, client {client}, "
        "by whom is not known {unknown}."
    ),
    action="Put the departures side by side without blame, and agree on what still holds.",
    cannot_know="who departed first, where nobody said",
)
def agreement_broken(scene: Scene) -> Iterator[Raise | Settle]:
    """An agreement is departed from; departures are counted per party. A new one settles it."""
    if isinstance(scene.fact, AgreementMade):
        for broken in scene.before.of(AgreementBroken):
            if broken.fact.agreement == scene.fact.replaces:
                yield Settle(broken.id)
        return
    departures = _departures(scene.after)
    count = {"supplier": 0, "client": 0, "unknown": 0}
    for party, _ in departures:
        count[party if party in count else "unknown"] += 1
    evidence = tuple(event for _, event in departures)
    severity: Severity | None = None if len(departures) > 1 else "low"
    yield Raise(scene.event.id, evidence, dict(count), severity=severity)


def _departures(state: Relationship) -> list[tuple[str, AnyEvent]]:
    found: list[tuple[str, AnyEvent]] = [
        *((e.fact.approved_by, e) for e in state.of(WaiverGranted) if not e.fact.authorised),
        *((e.fact.initiated_by, e) for e in state.of(GoalSet) if e.fact.replaces),
        *((e.fact.decided_by, e) for e in state.of(GateDecided) if e.fact.outcome == "skipped"),
        *((e.fact.by, e) for e in state.of(AgreementBroken)),
    ]
    return sorted(found, key=lambda pair: pair[1].order)


@rule(
    "yielding-pattern",
    "medium",
    GoalSet,
    AgreementMade,
    GateDecided,
    ConcessionMade,
    ScopeSet,
    rows=(16, 56, 62, 187),
    lapses=True,
    sentence="The supplier gave in {times} times in {days} days, in {kinds} different ways.",
    action="Decide which limit holds from now on, whoever asks.",
    cannot_know="whether giving in was the wiser course",
    at_least=4,
    kinds_at_least=3,
    of_one_kind=8,
    within_days=90,
)
def yielding_pattern(
    scene: Scene, *, at_least: int, kinds_at_least: int, of_one_kind: int, within_days: int
) -> Iterator[Raise]:
    """Giving in has become a habit: in several ways, or time after time in the same way."""
    state, now = scene.after, scene.now
    given: list[tuple[str, AnyEvent]] = [
        *(
            ("goal", e)
            for e in lately(state.of(GoalSet), now, within_days)
            if e.fact.replaces and e.fact.initiated_by == "client"
        ),
        *(
            ("agreement", e)
            for e in lately(state.of(AgreementMade), now, within_days)
            if e.fact.replaces and e.fact.initiated_by == "client"
        ),
        *(
            ("gate", e)
            for e in lately(state.of(GateDecided), now, within_days)
            if e.fact.outcome == "skipped" and e.fact.asked_for_by == "client"
        ),
        *(
            ("concession", e)
            for e in lately(state.of(ConcessionMade), now, within_days)
            if e.fact.motive in ("client-is-king", "pressure")
        ),
        *(
            ("scope", e)
            for e in lately(state.of(ScopeSet), now, within_days)
            if e.fact.reason == "pleasing" and e.fact.gave_in in (None, "supplier")
        ),
    ]
    given.sort(key=lambda pair: pair[1].order)

    def habit(last: int) -> bool:
        kinds = len({kind for kind, _ in given[-last:]})
        return (last >= at_least and kinds >= kinds_at_least) or last >= of_one_kind

    if habit(len(given)):
        events = tuple(event for _, event in given)
        needed = next(last for last in range(1, len(given) + 1) if habit(last))
        says = {
            "times": len(given),
            "days": days_between(events[0].occurred_at, scene.now),
            "kinds": len({kind for kind, _ in given}),
        }
        yield Raise("pattern", events, says, until=lapse(events, needed, within_days))


@rule(
    "commitment-jump",
    "info",
    ContractSigned,
    rows=(102,),
    lapses=True,
    sentence="{contracts} contracts were signed at once: the commitment doubled in one step.",
    action="Give {care_days} days of extra care.",
    cannot_know="whether both sides were ready for it",
    within_days=1,
    care_days=90,
)
def commitment_jump(scene: Scene, *, within_days: int, care_days: int) -> Iterator[Raise]:
    """Several contracts are signed in one step."""
    together = lately(scene.after.of(ContractSigned), scene.now, within_days)
    if len(together) > 1:
        due = scene.place.days_after(scene.now, care_days)
        says = {"contracts": len(together)}
        yield Raise(together[0].id, tuple(together), says, until=due, due=due)


@rule(
    "goalposts-shift",
    "low",
    GoalSet,
    rows=(17,),
    lapses=True,
    sentence="The goal was changed {times} times in {within_days} days: the goalposts keep moving.",
    action="Hold the goal for a month, or say together what is really wanted.",
    cannot_know="goals that changed without a word",
    at_least=2,
    within_days=120,
)
def goalposts_shift(scene: Scene, *, at_least: int, within_days: int) -> Iterator[Raise]:
    """A goal gives way to another, and that one to the next. New insight is not counted."""
    changes = [
        event
        for event in lately(scene.after.of(GoalSet), scene.now, within_days)
        if event.fact.replaces and event.fact.motive != "new-insight"
    ]
    if len(changes) >= at_least and changes[-1] is scene.event:
        until = lapse(changes, at_least, within_days)
        yield Raise("goal", tuple(changes), {"times": len(changes)}, until=until)

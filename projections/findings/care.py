"""Findings about care: habits that held a relationship together, and what happens without them."""

from __future__ import annotations

from collections.abc import Iterator

from domain._kernel import AnyEvent
from domain.breakup import BreakupAnnounced
from domain.care import CareGiven, ContactHeld
from domain.feelings import FeelingObserved
from domain.friction import IssueHandled, RequestAnswered, SolutionSought
from domain.relationship import Relationship
from domain.vocabulary import RICHNESS, Severity
from projections.findings.mood import CLIENT_LIMIT, HEARD_DAYS
from projections.findings.registry import Raise, Scene, Settle, rule
from projections.findings.windows import count, lapse

LONG_YEARS = 5
VERY_LONG_YEARS = 10
MET = ("joint-solution", "solution", "called-back")
"""What helps whoever asked."""
_TURNED_AWAY = ("unwilling", "refused", "deflected")


def _together(event: AnyEvent) -> bool:
    fact = event.fact
    return bool(fact.listened and fact.empathised and fact.sought_together)


def _handled_together(state: Relationship) -> tuple[AnyEvent, ...]:
    return tuple(filter(_together, state.of(IssueHandled)))


def _drift_named(state: Relationship) -> tuple[AnyEvent, ...]:
    return tuple(e for e in state.of(CareGiven) if e.fact.kind == "drift-named")


@rule(
    "repair-habit",
    "positive",
    IssueHandled,
    rows=(95, 99, 107),
    sentence=(
        "In every disagreement told so far ({times}) the supplier listened, understood and "
        "looked for a solution together; it named drift itself ({named}×)."
    ),
    cannot_know="how the disagreements ended, where that was not told",
)
def repair_habit(scene: Scene) -> Iterator[Raise | Settle]:
    """Disagreements are dealt with together, every time."""
    handled = scene.after.of(IssueHandled)
    if handled and count(handled, _together) == len(handled):
        named = _drift_named(scene.after)
        says = {"times": len(handled), "named": len(named)}
        # The earlier ones are told already: it stands since the first of them.
        yield Raise("habit", (*named, *handled[-1:]), says)
    else:
        yield Settle("habit")


def _turned_away(state: Relationship, issue: str) -> list[AnyEvent]:
    """Return the client's attempts and their answers since the last that was met together."""
    raised = state.thing("issue", issue)
    attempts = [
        (sought, answer)
        for sought in (raised.later if raised else ())
        if isinstance(sought.fact, SolutionSought) and sought.fact.by == "client"
        for answer in answers(state, sought.fact.request)
    ]
    failed: list[AnyEvent] = []
    for attempt, answer in sorted(attempts, key=lambda pair: pair[1].order):
        if answer.fact.answer == "joint-solution":
            failed = []
        elif answer.fact.answer in _TURNED_AWAY:
            failed += [attempt, answer]
    return failed


def answers(state: Relationship, request: str) -> list[AnyEvent]:
    """Return how a request was met, each time that it was."""
    thing = state.thing("request", request)
    return [e for e in thing.later if isinstance(e.fact, RequestAnswered)] if thing else []


@rule(
    "repair-broken",
    "high",
    RequestAnswered,
    rows=(99, 103),
    sentence=(
        "{attempts} attempts to find a solution together came to nothing, against {history} "
        "times in which it did ({years} years together)."
    ),
    action="Go back to the client today and look for a solution together.",
    cannot_know="what the supplier was up against",
    attempts_at_least=2,
    without_history=3,
)
def repair_broken(
    scene: Scene, *, attempts_at_least: int, without_history: int
) -> Iterator[Raise | Settle]:
    """Attempts fail where the two always found a way; one more where that is not known."""
    request = scene.after.thing("request", scene.fact.request)
    issue = request.opened.fact.issue if request else scene.fact.request
    if scene.fact.answer == "joint-solution":
        yield Settle(issue)
        return
    history, failed = _handled_together(scene.before), _turned_away(scene.after, issue)
    if len(failed) >= 2 * (attempts_at_least if history else without_history):
        says = {
            "attempts": len(failed) // 2,
            "history": len(history),
            "years": round(scene.after.tenure_years(scene.now)),
        }
        severity: Severity | None = None if history else "medium"
        yield Raise(issue, (*history, *failed), says, severity=severity)


@rule(
    "care-habit-lost",
    "medium",
    FeelingObserved,
    CareGiven,
    rows=(89, 95),
    sentence=(
        "The supplier used to say when the two grew apart ({times} times). Now that the "
        "client's mood falls, it does not."
    ),
    action="Name it: say that you see the two of you growing apart.",
    cannot_know="whether it was said without being recorded",
    lapses=True,
    times_at_least=2,
    within_days=HEARD_DAYS,
)
def care_habit_lost(
    scene: Scene, *, times_at_least: int, within_days: int
) -> Iterator[Raise | Settle]:
    """The habit of naming drift is absent while drift is visible."""
    if isinstance(scene.fact, CareGiven):
        if scene.fact.kind == "drift-named":
            yield Settle("drift-named")
        return
    client = scene.moods.client
    fell = client.fallen >= CLIENT_LIMIT and client.has_a_usual
    named = _drift_named(scene.after) if fell else ()
    if len(named) >= times_at_least:
        falling_since = client.run[0].occurred_at
        if named[-1].occurred_at < falling_since:
            evidence = (named[0], named[-1], *client.run)
            until = lapse(client.run, 1, within_days)
            yield Raise("drift-named", evidence, {"times": len(named)}, until=until)


@rule(
    "deflected-to-procedure",
    "high",
    RequestAnswered,
    rows=(104, 177),
    sentence="A client of {years} years asked for a solution and was sent to a procedure.",
    action="Call back, and help.",
    cannot_know="what the client was told besides",
)
def deflected_to_procedure(scene: Scene) -> Iterator[Raise | Settle]:
    """A request for help is answered with a procedure; helping after all ends that."""
    if scene.fact.answer in MET:
        for answer in answers(scene.before, scene.fact.request):
            yield Settle(answer.id)
    elif scene.fact.answer == "deflected":
        years = scene.after.tenure_years(scene.now)
        severity: Severity | None = "critical" if years >= LONG_YEARS else None
        evidence = (*((scene.after.opened,) if scene.after.opened else ()), scene.event)
        yield Raise(scene.event.id, evidence, {"years": round(years)}, severity=severity)


@rule(
    "last-moment-to-save",
    "high",
    RequestAnswered,
    CareGiven,
    ContactHeld,
    BreakupAnnounced,
    rows=(105, 110),
    sentence="This may be the last moment to save a relationship of {years} years.",
    action="Let {who}, known to the client, call in person before {due}.",
    cannot_know="whether the client has decided already",
    working_days=1,
)
def last_moment_to_save(scene: Scene, *, working_days: int) -> Iterator[Raise | Settle]:
    """After a deflection a known person has one working day."""
    fact = scene.fact
    if isinstance(fact, RequestAnswered) and fact.answer == "deflected":
        years = scene.after.tenure_years(scene.now)
        due = scene.place.working_days_after(scene.now, working_days)
        who = "a senior colleague" if years >= VERY_LONG_YEARS else "the account owner"
        says = {"years": round(years), "who": who, "due": due}
        yield Raise("call", (scene.event,), says, due=due)
    elif isinstance(fact, RequestAnswered):
        if fact.answer in ("called-back", "joint-solution"):
            yield Settle("call")
    elif not isinstance(fact, ContactHeld) or _in_person(scene.event):
        yield Settle("call")


def _in_person(event: AnyEvent) -> bool:
    """Whether the supplier spoke to the client, person to person."""
    spoke = RICHNESS.get(event.channel or "", 0) >= RICHNESS["call"]
    return spoke and event.fact.initiated_by == "supplier" and bool(event.fact.personal)

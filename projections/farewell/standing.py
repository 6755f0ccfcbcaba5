"""How each goodbye duty stands at a moment, and the goodbye as a whole.

A duty is *violated* only on a recorded breach, or on an absence in a stretch that somebody has
declared completely recorded up to the deadline. Anything else that is not on record is *unknown*.
Where a date is a guess, nothing is called late because of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from domain._kernel import AnyEvent
from domain.breakup import (
    BreakupAnnounced,
    BreakupWithdrawn,
    EndDateSet,
    PartingStatementMade,
    RecordDeclaredComplete,
    RelationshipEnded,
    RelationshipRekindled,
)
from domain.moments import Moment
from domain.relationship import Relationship
from domain.vocabulary import Severity, Verdict
from projections.calendar import Place
from projections.evidence import Evidence, cite
from projections.farewell import special
from projections.farewell.duties import DUTIES
from projections.farewell.duty import Due, Duty

Overall = Literal["none", "open", "unknown", "good", "late", "poor"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a duty stands: its verdict, since when, until when it is due, and on what evidence."""

    code: str
    verdict: Verdict
    deadline: Moment | None
    since: Moment | None
    events: tuple[AnyEvent, ...]
    duty: Duty

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The events it rests on: the one that started the clock first."""
        return cite(*self.events)

    @property
    def severity(self) -> Severity:
        """How bad a breach of this duty is."""
        return self.duty.severity


@dataclass(frozen=True, slots=True)
class Farewell:
    """A goodbye as a whole: *none* begun, *open*, *unknown*, *good*, *late* or *poor*."""

    verdict: Overall
    standings: tuple[Standing, ...]


def farewell(state: Relationship, now: Moment, place: Place) -> Farewell:
    """Return how the goodbye stands at *now*.

    Parameters
    ----------
    state
        The relationship as folded from what happened until *now*.
    now
        The moment of asking; deadlines before it have passed.
    place
        Where working days are counted.
    """
    standings = tuple(_at(standing(duty, state, place), now) for duty in DUTIES)
    return Farewell(_overall(state, standings), standings)


def verdict_at(verdict: Verdict, since: Moment | None, now: Moment) -> Verdict:
    """Return what a verdict that holds from *since* on comes to at *now*: until then, pending."""
    waits = verdict in ("unknown", "violated") and since is not None and not since.reached_by(now)
    return "pending" if waits else verdict


def _at(standing: Standing, now: Moment) -> Standing:
    """Turn what will be so at its deadline into what is so now."""
    verdict = verdict_at(standing.verdict, standing.since, now)
    if verdict == standing.verdict:
        return standing
    return replace(standing, verdict=verdict, since=None)


def _overall(state: Relationship, standings: Iterable[Standing]) -> Overall:
    verdicts = {standing.verdict for standing in standings}
    if started(state) is None:
        return "none"
    if "violated" in verdicts:
        return "poor"
    if "late" in verdicts:
        return "late"
    if "pending" in verdicts:
        return "open"
    return "unknown" if "unknown" in verdicts else "good"


def standing(duty: Duty, state: Relationship, place: Place) -> Standing:
    """Return how a duty stands once its deadline has passed, if nothing else is recorded.

    ``since`` is the moment from which the verdict holds; until then the duty is pending.
    """
    start = _clock(duty, state)
    if not _applies(duty, state):
        return Standing(duty.code, "not-applicable", None, None, (), duty)
    if start is None:
        return Standing(duty.code, "not-due", None, None, (), duty)
    event, begins = start
    deadline = _deadline(duty.due, begins, state, place)
    judged = special.judge(duty, state, event, deadline) or _by_acts(duty, state, event, deadline)
    if judged is None:
        judged = _by_absence(duty, state, event, begins, deadline)
    return Standing(duty.code, judged.verdict, deadline, judged.since, judged.events, duty)


def started(state: Relationship) -> AnyEvent | None:
    """Return the event that began the goodbye, if one did."""
    begun: AnyEvent | None = state.last(BreakupAnnounced) or state.last(RelationshipEnded)
    over: list[AnyEvent] = [*state.of(BreakupWithdrawn), *state.of(RelationshipRekindled)]
    if begun is None or any(again.order > begun.order for again in over):
        return None
    return begun


def _applies(duty: Duty, state: Relationship) -> bool:
    opened, begun = state.opened, started(state)
    if opened is None:
        return False
    if duty.sectors and opened.fact.sector not in duty.sectors:
        return False
    if duty.markets and opened.fact.market not in (*duty.markets, "unknown"):
        return False
    if duty.clock == "withdrawal":
        return special.withdrawn(state)
    if duty.clock == "complaint" and begun is not None:
        return bool(_open_complaints(state))
    return begun is None or duty.ender in ("either", begun.fact.by)


def _clock(duty: Duty, state: Relationship) -> tuple[AnyEvent, Moment] | None:
    begun = started(state)
    if begun is None:
        return None
    match duty.clock:
        case "announced":
            return begun, begun.occurred_at
        case "ended":
            return _end(state)
        case "client-parting":
            said = [e for e in special.lately(state, PartingStatementMade) if e.fact.by == "client"]
            return (said[0], said[0].occurred_at) if said else None
        case "complaint":
            raised = _open_complaints(state)
            return (raised[-1], raised[-1].occurred_at) if raised else None
    return begun, begun.occurred_at


def _end(state: Relationship) -> tuple[AnyEvent, Moment] | None:
    dated = special.lately(state, EndDateSet)
    if dated:
        return dated[-1], dated[-1].fact.ends
    ended = special.lately(state, RelationshipEnded)
    return (ended[-1], ended[-1].occurred_at) if ended else None


def _open_complaints(state: Relationship) -> list[AnyEvent]:
    """Return the complaints that nobody has solved, the last one last."""
    issues = [
        thing for thing in state.named("issue").values() if thing.opened.fact.kind == "complaint"
    ]
    solved = ("solved", "accepted")
    return sorted(
        (
            issue.opened
            for issue in issues
            if not any(getattr(later.fact, "outcome", None) in solved for later in issue.later)
        ),
        key=lambda event: event.order,
    )


def _deadline(due: Due, begins: Moment, state: Relationship, place: Place) -> Moment:
    if due.until_end and state.ends is not None:
        return place.closing(state.ends.day)
    if due.working_days is not None:
        return place.working_days_after(begins, due.working_days)
    return place.days_after(begins, due.days or 0)


def _by_acts(
    duty: Duty, state: Relationship, event: AnyEvent, deadline: Moment
) -> special.Judged | None:
    done = special.acts(state, event)
    breach = next((e for e in done if e.fact.act in duty.breached_by), None)
    if breach:
        return special.Judged("violated", breach.occurred_at, (event, breach))
    act = next((e for e in done if e.fact.act in duty.met_by), None)
    if act is None:
        return None
    in_time = act.occurred_at.start <= deadline.start
    excused = act.dated_roughly or event.dated_roughly
    verdict: Verdict = "met" if in_time or excused else "late"
    return special.Judged(verdict, act.occurred_at, (event, act))


def _by_absence(
    duty: Duty, state: Relationship, event: AnyEvent, begins: Moment, deadline: Moment
) -> special.Judged:
    acts = (*duty.met_by, *duty.breached_by)
    for declared in special.lately(state, RecordDeclaredComplete):
        fact = declared.fact
        about = set(acts) <= set(fact.about) if acts else False
        if about and fact.begins.start <= begins.start and deadline.reached_by(fact.ends):
            verdict: Verdict = "violated" if duty.met_by else "met"
            return special.Judged(verdict, max(deadline, declared.occurred_at), (event, declared))
    return special.Judged("unknown", deadline, (event,))

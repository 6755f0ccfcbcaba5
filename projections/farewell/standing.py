"""How each goodbye duty stands at a moment, and the goodbye as a whole.

A duty is *violated* only on a recorded breach, or on an absence in a stretch that somebody has
declared completely recorded up to the deadline. Anything else that is not on record is *unknown*.
Where a date is a guess, nothing is called late because of it; where nobody told whether it is owed
at all, nothing is called late or violated.
"""

from __future__ import annotations

from dataclasses import replace

from domain._kernel import AnyEvent
from domain.breakup import EndDateSet, FarewellActDone, PartingStatementMade, RelationshipEnded
from domain.moments import Moment
from domain.relationship import Relationship
from domain.unchanging import unchanging
from domain.vocabulary import Severity, Verdict
from projections.calendar import Place
from projections.evidence import Evidence, cite
from projections.farewell import special
from projections.farewell.acts import Case, Judged, by_absence, by_acts, lately
from projections.farewell.duties import DUTIES
from projections.farewell.duty import Due, Duty, Grade
from projections.farewell.scope import SOLVED, failures, scope, started


@unchanging
class Standing:
    """How a duty stands: its verdict, since when, until when it is due, and on what evidence.

    ``untold`` names what would have to be known to say whether it is owed at all. While it is
    pending, ``left`` counts the working days until its deadline (0 on the last day) and ``today``
    tells whether that is today. ``grade`` is what so long a tenure asks for.
    """

    code: str
    verdict: Verdict
    deadline: Moment | None
    since: Moment | None
    events: tuple[AnyEvent, ...]
    duty: Duty
    untold: tuple[str, ...] = ()
    grade: Grade | None = None
    left: int | None = None
    today: bool = False

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The events it rests on: the one that started the clock first."""
        return cite(*self.events)

    @property
    def severity(self) -> Severity:
        """How bad a breach of this duty is."""
        return self.duty.severity

    @property
    def who(self) -> str:
        """Who owes it: somebody senior where so long a tenure asks for that."""
        return "senior" if self.grade and self.grade.senior else self.duty.who


def standings(state: Relationship, now: Moment, place: Place) -> tuple[Standing, ...]:
    """Return how every duty stands at *now*.

    Parameters
    ----------
    state
        The relationship as folded from what happened until *now*.
    now
        The moment of asking; deadlines before it have passed.
    place
        Where working days are counted.
    """
    return tuple(_at(one, now, place) for one in standing_of_all(state, place))


def standing_of_all(state: Relationship, place: Place) -> tuple[Standing, ...]:
    """Return how every duty stands once its deadline has passed, if nothing else is recorded."""
    return tuple(standing(duty, state, place) for duty in DUTIES)


def verdict_at(verdict: Verdict, since: Moment | None, now: Moment | None) -> Verdict:
    """Return what a verdict that holds from *since* on comes to at *now*: until then, pending.

    Without *now* it is asked of the time before any deadline.
    """
    if verdict not in ("unknown", "violated") or since is None:
        return verdict
    return verdict if now is not None and since.reached_by(now) else "pending"


def as_of(standing: Standing, now: Moment | None) -> Standing:
    """Return what will be so at its deadline as it is so at *now*; before any without *now*."""
    verdict = verdict_at(standing.verdict, standing.since, now)
    return (
        standing if verdict == standing.verdict else replace(standing, verdict=verdict, since=None)
    )


def _at(standing: Standing, now: Moment, place: Place) -> Standing:
    """Turn what will be so at its deadline into what is so now, and count the days until it."""
    pending = as_of(standing, now)
    if pending is standing or standing.deadline is None:
        return pending
    left = place.working_days_left(now, standing.deadline)
    today = place.day_of(now) == place.day_of(standing.deadline)
    return replace(pending, left=left, today=today)


def standing(duty: Duty, state: Relationship, place: Place) -> Standing:
    """Return how a duty stands once its deadline has passed, if nothing else is recorded.

    ``since`` is the moment from which the verdict holds; until then the duty is pending.
    """
    owed = scope(duty, state)
    start = _clock(duty, state)
    if not owed.owed or not _arises(duty, state):
        return Standing(duty.code, "not-applicable", None, None, (), duty)
    if start is None:
        return Standing(duty.code, "not-due", None, None, (), duty, owed.untold)
    event, begins = start
    deadline = _deadline(duty.due, begins, state, place)
    case = Case(duty, state, event, begins, deadline)
    judged = special.judge(case) or by_acts(case) or by_absence(case)
    if owed.untold and judged.verdict in ("violated", "late"):
        judged = Judged("unknown", deadline, judged.events)
    return Standing(
        code=duty.code,
        verdict=judged.verdict,
        deadline=deadline,
        since=judged.since,
        events=judged.events,
        duty=duty,
        untold=owed.untold,
        grade=case.grade,
    )


def _arises(duty: Duty, state: Relationship) -> bool:
    """Whether what the duty is about has come up: a withdrawal, an open complaint, a failure."""
    if duty.where_failed and started(state) is not None:
        owned_up = any(e.fact.act in duty.met_by for e in lately(state, FarewellActDone))
        return owned_up or bool(failures(state))
    if duty.clock in ("withdrawal", "cooling-off"):
        return special.withdrawal(state) is not None
    if duty.clock == "complaint" and started(state) is not None:
        return bool(_open_complaints(state))
    return True


def _clock(duty: Duty, state: Relationship) -> tuple[AnyEvent, Moment] | None:
    begun = started(state)
    if begun is None:
        return None
    event: AnyEvent | None = begun
    match duty.clock:
        case "ended":
            return _end(state)
        case "client-parting":
            said = [e for e in lately(state, PartingStatementMade) if e.fact.by == "client"]
            event = said[0] if said else None
        case "complaint":
            raised = _open_complaints(state)
            event = raised[-1] if raised else None
        case "cooling-off":
            event = special.withdrawal(state)
    return (event, event.occurred_at) if event else None


def _end(state: Relationship) -> tuple[AnyEvent, Moment] | None:
    dated = lately(state, EndDateSet)
    if dated:
        return dated[-1], dated[-1].fact.ends
    ended = lately(state, RelationshipEnded)
    return (ended[-1], ended[-1].occurred_at) if ended else None


def _open_complaints(state: Relationship) -> list[AnyEvent]:
    """Return the complaints that nobody has solved, the last one last."""
    issues = [
        thing for thing in state.named("issue").values() if thing.opened.fact.kind == "complaint"
    ]
    return sorted(
        (
            issue.opened
            for issue in issues
            if not any(getattr(later.fact, "outcome", None) in SOLVED for later in issue.later)
        ),
        key=lambda event: event.order,
    )


def _deadline(due: Due, begins: Moment, state: Relationship, place: Place) -> Moment:
    if due.until_end and state.ends is not None:
        return place.closing(place.day_of(state.ends))
    if due.working_days is not None:
        return place.working_days_after(begins, due.working_days)
    return place.days_after(begins, due.days or 0)

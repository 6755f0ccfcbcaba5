"""How each goodbye duty stands at a moment, and the goodbye as a whole.

A duty is *violated* only on a recorded breach, or on an absence in a stretch that somebody has
declared completely recorded up to the deadline. Anything else that is not on record is *unknown*.
Where a date is a guess, nothing is called late because of it; where nobody told whether it is owed
at all, nothing is called late or violated.
"""

from __future__ import annotations

from dataclasses import replace

from domain._kernel import AnyEvent
from domain.breakup import FarewellActDone
from domain.moments import Moment
from domain.relationship import Relationship
from domain.unchanging import unchanging
from domain.vocabulary import Severity, Verdict
from projections.calendar import Place
from projections.evidence import Evidence, cite
from projections.farewell import special
from projections.farewell.acts import Case, Judged, by_absence, by_acts
from projections.farewell.duties import DUTIES
from projections.farewell.duty import Duty, Grade
from projections.farewell.parting import Parting
from projections.farewell.scope import scope


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
    parting, known = _last.of(state, place)
    found = known.get(duty.code)
    if found is None or found.duty is not duty:
        found = known[duty.code] = _standing(duty, parting)
    return found


class _Last:
    """The goodbye that was asked about last, and what was found: duty after duty asks the same."""

    def __init__(self) -> None:
        self._kept: tuple[Parting, dict[str, Standing]] | None = None

    def of(self, state: Relationship, place: Place) -> tuple[Parting, dict[str, Standing]]:
        kept = self._kept
        if kept is None or kept[0].state is not state or kept[0].place is not place:
            kept = self._kept = Parting(state, place), {}
        return kept


_last = _Last()


def _standing(duty: Duty, parting: Parting) -> Standing:
    owed = scope(duty, parting.state)
    if not owed.owed or not _arises(duty, parting):
        return Standing(duty.code, "not-applicable", None, None, (), duty)
    start = parting.clock(duty.clock)
    if start is None:
        return Standing(duty.code, "not-due", None, None, (), duty, owed.untold)
    event, begins = start
    deadline = parting.deadline(duty.due, begins)
    case = Case(duty, parting, event, begins, deadline)
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


def _arises(duty: Duty, parting: Parting) -> bool:
    """Whether what the duty is about has come up: a withdrawal, an open complaint, a failure."""
    if duty.where_failed and parting.begun is not None:
        done = parting.lately(FarewellActDone)
        return any(e.fact.act in duty.met_by for e in done) or bool(parting.failures)
    if duty.clock in ("withdrawal", "cooling-off"):
        return parting.withdrawal is not None
    if duty.clock == "complaint" and parting.begun is not None:
        return bool(parting.complaints)
    return True

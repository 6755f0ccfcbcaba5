"""What was done on the way out, and what silence about it means."""

from __future__ import annotations

from datetime import timedelta

from domain._kernel import AnyEvent, Event
from domain.breakup import (
    FarewellAct,
    FarewellActDone,
    RecordDeclaredComplete,
)
from domain.moments import Moment
from domain.relationship import Relationship
from domain.unchanging import unchanging
from domain.vocabulary import RICHNESS, Verdict
from projections.farewell.duty import Duty, Grade
from projections.farewell.parting import Parting

_OTHER_HOLIDAYS = timedelta(days=7)


@unchanging
class Judged:
    """A verdict, the moment from which it holds, and the events it rests on."""

    verdict: Verdict
    since: Moment | None
    events: tuple[AnyEvent, ...]


@unchanging
class Case:
    """A duty to be judged: the goodbye, what started the clock, when, and the deadline."""

    duty: Duty
    parting: Parting
    start: AnyEvent
    begins: Moment
    deadline: Moment

    @property
    def state(self) -> Relationship:
        """The relationship as folded from what happened."""
        return self.parting.state

    def done(self, *events: AnyEvent) -> Judged:
        """Return that it was done: in time or late, the last of these deciding.

        Where a date is a guess, nothing is called late because of it.
        """
        last = max(events, key=lambda event: event.order)
        in_time = last.occurred_at.start <= self.certain.start
        excused = last.dated_roughly or self.start.dated_roughly
        verdict: Verdict = "met" if in_time or excused else "late"
        return Judged(verdict, last.occurred_at, (self.start, *events))

    def breached(self, *events: AnyEvent) -> Judged:
        """Return that the last of these events breaches it."""
        return Judged("violated", events[-1].occurred_at, (self.start, *events))

    def open(self, *events: AnyEvent) -> Judged:
        """Return that nobody knows, once the deadline has passed."""
        return Judged("unknown", self.deadline, (self.start, *events))

    @property
    def certain(self) -> Moment:
        """The moment by which the deadline has passed wherever it is.

        Where nobody told whose holidays count, working days are counted by those of our own home,
        and a week is left for the holidays of another.
        """
        opened = self.state.opened
        counted = self.duty.due.working_days and not self.duty.due.until_end
        if not counted or opened is None or opened.fact.jurisdiction is not None:
            return self.deadline
        try:
            return Moment.of(self.deadline.start + _OTHER_HOLIDAYS)
        except OverflowError:
            return self.deadline

    @property
    def acts(self) -> list[Event[FarewellActDone]]:
        """What the supplier did since the goodbye, or what started the clock, began."""
        return self.parting.acts(self.start).all

    def named(self, act: FarewellAct) -> list[Event[FarewellActDone]]:
        """Return those of one name."""
        return self.parting.acts(self.start).named(act)

    def first(self, act: FarewellAct) -> Event[FarewellActDone] | None:
        """Return the first time this act was done in a way that can meet the duty."""
        return next((e for e in self.named(act) if self._counts(e)), None)

    @property
    def grade(self) -> Grade | None:
        """What so long a tenure asks for."""
        return self.duty.grade(self.state.tenure_years(self.start.occurred_at))

    def spoke(self, act: Event[FarewellActDone]) -> bool | None:
        """Whether this was a person speaking to the client as asked; ``None`` where not told."""
        fact, grade = act.fact, self.grade
        meant = fact.act == "spoken-in-person" or fact.personal is True
        usual = RICHNESS["in-person"] if fact.act == "spoken-in-person" else 0
        richness = RICHNESS.get(act.channel, 0) if act.channel else usual
        if not meant or grade is None or fact.known_person is False:
            return False
        if richness < RICHNESS[grade.channel]:
            return False
        return fact.senior if grade.senior else True

    def _counts(self, event: Event[FarewellActDone]) -> bool:
        if self.duty.grades:
            return bool(self.spoke(event))
        if self.duty.over == "personal" and event.fact.personal is False:
            return False
        return self.duty.may_go_over(event.channel)


def by_acts(case: Case) -> Judged | None:
    """Return what recorded acts come to; ``None`` where they decide nothing."""
    duty = case.duty
    if duty.breached_by:
        breach = next((e for e in case.acts if e.fact.act in duty.breached_by), None)
        if breach:
            return case.breached(breach)
    done = [event for act in duty.met_by if (event := case.first(act))]
    if duty.all_of:
        return case.done(*done) if done and len(done) == len(duty.met_by) else None
    return case.done(min(done, key=lambda event: event.order)) if done else None


def by_absence(case: Case) -> Judged:
    """Return what silence comes to: something only in a stretch that was declared complete."""
    duty = case.duty
    partly = [event for act in duty.met_by if (event := case.first(act))]
    missing = [act for act in duty.met_by if act not in {e.fact.act for e in partly}]
    asked = {*missing, *duty.breached_by, *duty.watched}
    for declared in case.parting.lately(RecordDeclaredComplete):
        fact = declared.fact
        whole = bool(asked) and asked <= set(fact.about)
        in_it = fact.begins.start <= case.begins.start and case.certain.reached_by(fact.ends)
        if whole and in_it:
            verdict: Verdict = "violated" if missing else "met"
            since = max(case.deadline, declared.occurred_at)
            return Judged(verdict, since, (case.start, *partly, declared))
    return case.open(*partly)

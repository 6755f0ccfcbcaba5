"""Goodbye duties that want a judgement of their own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from domain._kernel import AnyEvent, Event
from domain.breakup import (
    BreakupAnnounced,
    EndDateSet,
    Form,
    FormAskedFor,
    LessonRecorded,
    RelationshipEnded,
)
from domain.contract import ContractRenewed, ContractSigned
from domain.friction import IssueHandled, RequestAnswered, SolutionSought
from domain.promises import MAY_STILL_BE_KEPT, PromiseSettled
from domain.relationship import Relationship
from domain.vocabulary import RICHNESS
from projections.farewell.acts import Case, Judged
from projections.farewell.scope import SOLVED

_HARDNESS: dict[Form | None, int] = {
    None: 0,
    "any": 0,
    "spoken": 1,
    "link": 2,
    "form": 2,
    "written": 3,
}
_LONGEST_NOTICE = timedelta(days=31)
_CALL = RICHNESS["call"]
_HELP = ("joint-solution", "solution", "called-back")
SWITCHING_IS_FREE = datetime(2027, 1, 12, tzinfo=UTC)
"""From this day on nothing may be charged for switching; before it, what it costs."""
_MONTH = 30.44

Judge = Callable[[Case], Judged | None]


def judge(case: Case) -> Judged | None:
    """Return a duty's own judgement, or ``None`` where acts and absences decide."""
    own = _JUDGES.get(case.duty.special or "")
    return own(case) if own else None


def _form_accepted(case: Case) -> Judged | None:
    """A harder form than the one used was asked for."""
    fact = case.start.fact
    used = fact.form if isinstance(fact, BreakupAnnounced) else None
    for asked in case.parting.lately(FormAskedFor):
        if used and _HARDNESS[asked.fact.form] > _HARDNESS[used]:
            return case.breached(asked)
    taken = case.named("acknowledged")
    return Judged("met", taken[0].occurred_at, (case.start, taken[0])) if taken else None


def _no_hurdles(case: Case) -> Judged | None:
    offers = case.named("retention-offer")
    if len(offers) > 1:
        return Judged("violated", offers[1].occurred_at, (case.start, *offers))
    return None


def _no_switching_charge(case: Case) -> Judged | None:
    """Before it has to be free, nobody knows whether a charge was more than the cost."""
    charged = case.named("switching-charged")
    if not charged:
        return None
    for charge in charged:
        if charge.occurred_at.start >= SWITCHING_IS_FREE and not charge.dated_roughly:
            return case.breached(charge)
    return case.open(charged[0])


def _right_end_date(case: Case) -> Judged | None:
    """A day more than a month ahead is wrong only where the contract is known to run on."""
    set_dates = case.parting.lately(EndDateSet)
    if not set_dates:
        return None
    dated, start = set_dates[-1], case.start
    latest = start.occurred_at.start + _LONGEST_NOTICE
    if dated.fact.ends.start <= latest:
        return Judged("met", dated.occurred_at, (start, dated))
    if start.dated_roughly or not _runs_on(case.state, start, dated):
        return case.open(dated)
    return case.breached(dated)


def _runs_on(state: Relationship, start: AnyEvent, dated: Event[EndDateSet]) -> bool:
    """Whether a contract is known to be past its first term, so that any day will do."""
    if any(e.order < start.order for e in state.of(ContractRenewed)):
        return True
    signed = [e for e in state.of(ContractSigned) if e.order < start.order]
    terms = [
        e.occurred_at.start + timedelta(days=_MONTH * e.fact.months)
        for e in signed
        if e.fact.months is not None
    ]
    past = bool(signed) and len(terms) == len(signed)
    return past and max(terms) < min(start.occurred_at.start, dated.fact.ends.start)


def _help_before_procedure(case: Case) -> Judged | None:
    """A request that was sent to a procedure, and never helped after that, breaches it."""
    sought = case.parting.lately(SolutionSought)
    if not sought:
        return Judged("not-applicable", None, ())
    about = {e.fact.request: e.fact.issue for e in sought}
    answers = case.parting.lately(RequestAnswered)
    helped: list[AnyEvent] = [e for e in answers if e.fact.answer in _HELP]
    solved = [e for e in case.parting.lately(IssueHandled) if e.fact.outcome in SOLVED]
    for answer in answers:
        issue = about.get(answer.fact.request)
        later = [*helped, *solved]
        mended = any(
            e.order > answer.order and (about.get(getattr(e.fact, "request", "")) == issue
            or getattr(e.fact, "issue", None) == issue)
            for e in later
        )  # fmt: skip
        if answer.fact.answer == "deflected" and not mended:
            since = max(answer.occurred_at, case.start.occurred_at)
            return Judged("violated", since, (answer, case.start))
    if answers and answers[-1].fact.answer in _HELP:
        return Judged("met", answers[-1].occurred_at, (case.start, answers[-1]))
    return None


def _complaint_alive(case: Case) -> Judged | None:
    """Its receipt is due at once; that it was decided has to be told as well, whenever."""
    received, decided = case.first("complaint-acknowledged"), case.first("complaint-decided")
    if decided is None:
        return case.open(received) if received else None
    first = min((e for e in (received, decided) if e), key=lambda event: event.order)
    judged = case.done(first)
    return judged if first is decided else Judged(
        judged.verdict, max(first.occurred_at, decided.occurred_at), (*judged.events, decided)
    )  # fmt: skip


def _personal(case: Case) -> Judged | None:
    """An impersonal closing breaches it, unless a person spoke to the client before."""
    perhaps: list[AnyEvent] = []
    for act in case.acts:
        fits = case.spoke(act)
        if fits:
            return case.done(act)
        if fits is None:
            perhaps.append(act)
        richness = RICHNESS.get(act.channel or "", 0)
        if act.fact.act == "closing-sent" and act.fact.personal is False and richness < _CALL:
            return case.breached(act)
    return case.open(perhaps[0]) if perhaps else None


def _honest_reason(case: Case) -> Judged | None:
    """A supplier that ended it, and told why as it said so, has given its reason."""
    fact = case.start.fact
    if isinstance(fact, BreakupAnnounced) and fact.by == "supplier" and fact.reason_told:
        return Judged("met", case.start.occurred_at, (case.start,))
    return None


def _notice_and_referral(case: Case) -> Judged | None:
    """An end before the notice of the contract breaches it; one that keeps it gives notice."""
    signed = case.parting.lately(ContractSigned)
    days = signed[-1].fact.notice_days if signed else None
    ends: list[AnyEvent] = [
        *case.parting.lately(EndDateSet),
        *case.parting.lately(RelationshipEnded),
    ]
    referred, notice = case.first("referral"), case.first("notice-given")
    if days is None or not ends:
        return None
    end = min(ends, key=lambda event: not isinstance(event.fact, EndDateSet))
    day = end.fact.ends if isinstance(end.fact, EndDateSet) else end.occurred_at
    told = notice or case.start
    rough = end.dated_roughly or day.approximate or told.dated_roughly
    if day.end < told.occurred_at.start + timedelta(days=days):
        return case.open(end) if rough else case.breached(signed[-1], end)
    return case.done(referred, *([notice] if notice else [])) if referred else None


def _promises_closed(case: Case) -> Judged | None:
    """Every promise of the supplier on record is closed; whether there were others nobody knows."""
    promises = [
        thing for thing in case.state.named("promise").values() if thing.opened.fact.by != "client"
    ]
    closing = [thing.last(PromiseSettled) for thing in promises]
    if not closing:
        return None
    dropped = [e for e in closing if e and e.fact.outcome == "dropped"]
    if dropped:
        since = max(case.deadline, dropped[0].occurred_at)
        return Judged("violated", since, (case.start, *dropped))
    closed = [e for e in closing if e and e.fact.outcome not in MAY_STILL_BE_KEPT]
    if len(closed) == len(closing):
        return case.done(max(closed, key=lambda e: e.order))
    return case.open(*(t.opened for t, e in zip(promises, closing, strict=True) if e not in closed))


def _lesson_recorded(case: Case) -> Judged | None:
    lessons = case.parting.lately(LessonRecorded)
    return case.done(lessons[-1]) if lessons else None


_JUDGES: dict[str, Judge] = {
    "form_accepted": _form_accepted,
    "no_hurdles": _no_hurdles,
    "no_switching_charge": _no_switching_charge,
    "right_end_date": _right_end_date,
    "help_before_procedure": _help_before_procedure,
    "complaint_alive": _complaint_alive,
    "personal": _personal,
    "honest_reason": _honest_reason,
    "notice_and_referral": _notice_and_referral,
    "promises_closed": _promises_closed,
    "lesson_recorded": _lesson_recorded,
}

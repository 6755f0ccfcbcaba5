"""Goodbye duties that want a judgement of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from domain._kernel import AnyEvent, Event, Fact
from domain.breakup import (
    BreakupAnnounced,
    BreakupWithdrawn,
    EndDateSet,
    FarewellActDone,
    Form,
    FormAskedFor,
    LessonRecorded,
    RelationshipRekindled,
)
from domain.contract import ContractSigned
from domain.friction import RequestAnswered, SolutionSought
from domain.moments import Moment
from domain.promises import MAY_STILL_BE_KEPT, PromiseSettled
from domain.relationship import Relationship
from domain.vocabulary import RICHNESS, Verdict
from projections.farewell.duty import Duty

F = TypeVar("F", bound=Fact)
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


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict, the moment from which it holds, and the events it rests on."""

    verdict: Verdict
    since: Moment | None
    events: tuple[AnyEvent, ...]


Judge = Callable[[Relationship, AnyEvent, Moment], Judged | None]


def judge(duty: Duty, state: Relationship, start: AnyEvent, deadline: Moment) -> Judged | None:
    """Return a duty's own judgement, or ``None`` where acts and absences decide."""
    own = _JUDGES.get(duty.special or "")
    return own(state, start, deadline) if own else None


def lately(state: Relationship, kind: type[F]) -> tuple[Event[F], ...]:
    """Return the events of a kind since the two last began anew: an earlier goodbye is another."""
    anew: list[AnyEvent] = [*state.of(BreakupWithdrawn), *state.of(RelationshipRekindled)]
    turn = max((event.order for event in anew), default=None)
    return tuple(event for event in state.of(kind) if turn is None or event.order > turn)


def acts(state: Relationship, start: AnyEvent) -> list[AnyEvent]:
    """Return what the supplier did since the goodbye, or what started the clock, began."""
    begun = state.last(BreakupAnnounced)
    earliest = min(start.occurred_at, begun.occurred_at) if begun else start.occurred_at
    return [
        act
        for act in lately(state, FarewellActDone)
        if act.fact.by != "client" and act.occurred_at >= earliest
    ]


def _form_accepted(state: Relationship, start: AnyEvent, _deadline: Moment) -> Judged | None:
    """A harder form than the one used was asked for."""
    used = start.fact.form if isinstance(start.fact, BreakupAnnounced) else None
    for asked in lately(state, FormAskedFor):
        if used and _HARDNESS[asked.fact.form] > _HARDNESS[used]:
            return Judged("violated", asked.occurred_at, (start, asked))
    taken = [act for act in acts(state, start) if act.fact.act == "acknowledged"]
    return Judged("met", taken[0].occurred_at, (start, taken[0])) if taken else None


def _no_hurdles(state: Relationship, start: AnyEvent, _deadline: Moment) -> Judged | None:
    offers = [e for e in acts(state, start) if e.fact.act == "retention-offer"]
    if len(offers) > 1:
        return Judged("violated", offers[1].occurred_at, (start, *offers))
    return None


def _right_end_date(state: Relationship, start: AnyEvent, _deadline: Moment) -> Judged | None:
    set_dates = lately(state, EndDateSet)
    if not set_dates:
        return None
    dated = set_dates[-1]
    in_time = dated.fact.ends.start <= start.occurred_at.start + _LONGEST_NOTICE
    too_late: Verdict = "unknown" if start.dated_roughly else "violated"
    return Judged("met" if in_time else too_late, dated.occurred_at, (start, dated))


def _help_before_procedure(
    state: Relationship, start: AnyEvent, _deadline: Moment
) -> Judged | None:
    if not lately(state, SolutionSought):
        return Judged("not-applicable", None, ())
    for answer in lately(state, RequestAnswered):
        if answer.fact.answer == "deflected":
            return Judged("violated", max(answer.occurred_at, start.occurred_at), (answer, start))
    last = lately(state, RequestAnswered)[-1:]
    if last and last[0].fact.answer in ("joint-solution", "solution", "called-back"):
        return Judged("met", last[0].occurred_at, (start, *last))
    return None


def _personal(state: Relationship, start: AnyEvent, _deadline: Moment) -> Judged | None:
    """An impersonal closing breaches it, unless a person spoke to the client before."""
    for act in acts(state, start):
        richness = RICHNESS.get(act.channel or "", 0)
        if act.fact.personal and richness >= _CALL:
            return Judged("met", act.occurred_at, (start, act))
        if act.fact.act == "closing-sent" and act.fact.personal is False and richness < _CALL:
            return Judged("violated", act.occurred_at, (start, act))
    return None


def _promises_closed(state: Relationship, start: AnyEvent, deadline: Moment) -> Judged | None:
    """Every promise on record is closed; whether there were others is not known."""
    promises = state.named("promise").values()
    closing = [thing.last(PromiseSettled) for thing in promises]
    if not closing:
        return None
    dropped = [e for e in closing if e and e.fact.outcome == "dropped"]
    if dropped:
        return Judged("violated", max(deadline, dropped[0].occurred_at), (start, *dropped))
    if all(last and last.fact.outcome not in MAY_STILL_BE_KEPT for last in closing):
        last = max((e for e in closing if e), key=lambda e: e.order)
        return Judged("met", last.occurred_at, (start, last))
    still_open = [t.opened for t, last in zip(promises, closing, strict=True) if last is None]
    return Judged("unknown", deadline, (start, *still_open))


def _lesson_recorded(state: Relationship, start: AnyEvent, deadline: Moment) -> Judged | None:
    lessons = lately(state, LessonRecorded)
    if not lessons:
        return None
    lesson = lessons[-1]
    in_time = lesson.occurred_at.start <= deadline.start
    excused = lesson.dated_roughly or start.dated_roughly
    return Judged("met" if in_time or excused else "late", lesson.occurred_at, (start, lesson))


def withdrawn(state: Relationship) -> bool:
    """Whether the client withdrew within fourteen days of a contract made online."""
    ended = state.last(BreakupAnnounced)
    if ended is None or ended.fact.by != "client":
        return False
    return any(
        signed.fact.formed_by in ("link", "form")
        and timedelta() <= ended.occurred_at.start - signed.occurred_at.start <= timedelta(days=14)
        for signed in lately(state, ContractSigned)
    )


def _withdrawal_function(state: Relationship, start: AnyEvent, _deadline: Moment) -> Judged | None:
    offered = [e for e in acts(state, start) if e.fact.act == "withdrawal-offered"]
    return Judged("met", offered[0].occurred_at, (start, offered[0])) if offered else None


_JUDGES: dict[str, Judge] = {
    "form_accepted": _form_accepted,
    "no_hurdles": _no_hurdles,
    "right_end_date": _right_end_date,
    "withdrawal_function": _withdrawal_function,
    "help_before_procedure": _help_before_procedure,
    "personal": _personal,
    "promises_closed": _promises_closed,
    "lesson_recorded": _lesson_recorded,
}

"""Generated goodbyes as ordinary events: what was written down of them, and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from domain._kernel import AnyEvent, Fact, Record
from domain.breakup import (
    BreakupAnnounced,
    EndDateSet,
    FarewellActDone,
    FormAskedFor,
    LessonRecorded,
    PartingStatementMade,
    RecordDeclaredComplete,
    RelationshipEnded,
)
from domain.care import ContactHeld
from domain.contract import ContractRenewed, ContractSigned, CooperationStarted, StaffAssigned
from domain.courtship import RelationshipOpened
from domain.feelings import FeelingObserved
from domain.friction import (
    IncidentOccurred,
    IssueHandled,
    IssueRaised,
    RequestAnswered,
    SolutionSought,
)
from domain.moments import Moment
from domain.promises import PromiseMade, PromiseSettled
from domain.relationship import Relationship, decide, fold, in_order_of_happening
from journeys.population.goodbye import ZONES, Frame, Plan, Quality, Truth, frame, plan, truths
from projections.farewell.scope import failures

_HOUR = time(10, tzinfo=UTC)
_PERSONAL = {"thanks", "own-share", "shared-moment", "contribution", "parting-answered",
             "spoken-in-person", "honest-reason"}  # fmt: skip
_SENIOR_FROM = 10
_RENEWED_FROM = 1.2
_FEELS: dict[Quality, tuple[float, float, str | None]] = {
    "excellent": (0.4, 0.8, "content"),
    "good": (0.1, 0.6, None),
    "mended": (0.1, 0.5, "relaxed"),
    "mixed": (-0.2, 0.3, None),
    "poor": (-0.7, -0.3, "disappointed"),
    "awful": (-1.0, -0.6, "angry"),
}


@dataclass(frozen=True, slots=True)
class Goodbye:
    """A generated goodbye: its events, and what really happened, duty by duty."""

    id: str
    quality: Quality
    where: Frame
    truths: tuple[Truth, ...]
    events: tuple[AnyEvent, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """Facts of one day, how late they were written down, and over which channel they went."""

    day: date
    facts: tuple[Fact, ...]
    late: int = 0
    channel: str | None = None


def goodbye(seed: int, number: int, quality: Quality, until: date) -> Goodbye:
    """Return a goodbye of that quality, announced in the two years before *until*.

    The same arguments give the same one, to the last event.

    Parameters
    ----------
    seed, number
        Any whole numbers from 0.
    quality
        How good it really is.
    until
        All of it, and what is recorded of it, lies before this day.
    """
    rng = Random(f"goodbye {seed} {number} {quality}")  # noqa: S311 - a generator, no secret
    announced = until - timedelta(days=rng.randint(200, 900))
    made = plan(rng, frame(rng, announced), quality)
    who = f"goodbye-{quality}-{seed}-{number:06d}"
    said = sorted([*_beginning(rng, made), *_parting(rng, made)], key=_written)
    return Goodbye(who, quality, made.frame, truths(made), _events(who, None, said))


def farewell_of(
    rng: Random, who: str, body: Iterable[AnyEvent], where: Frame, quality: Quality
) -> Goodbye:
    """Return a goodbye that ends a relationship which has a history already, *body*."""
    before = tuple(body)
    known = fold(None, in_order_of_happening(before))
    made = plan(rng, where, quality, failed=known is not None and bool(failures(known)))
    said = sorted([*_contract(made), *_parting(rng, made)], key=_written)
    last = max((event.recorded_at.start.date() for event in before), default=where.announced)
    said = [_Said(one.day, one.facts, max(one.late, (last - one.day).days + 1), one.channel)
            if one.day <= last else one for one in said]  # fmt: skip
    events = (*before, *_events(who, known, sorted(said, key=_written)))
    return Goodbye(who, quality, made.frame, truths(made), events)


def opening(where: Frame, title: str) -> RelationshipOpened:
    """Return how the record of such a relationship is opened."""
    told: dict[str, Any] = {
        "market": where.market, "sector": where.sector, "jurisdiction": where.country,
    }  # fmt: skip
    return RelationshipOpened(
        title=title, zone=ZONES[where.country], **(told if where.told else {})
    )


def _written(one: _Said) -> tuple[date, date]:
    return (one.day + timedelta(days=one.late), one.day)


def _events(who: str, state: Relationship | None, said: Iterable[_Said]) -> tuple[AnyEvent, ...]:
    events: list[AnyEvent] = []
    for number, one in enumerate(said):
        happened = datetime.combine(one.day, _HOUR)
        command = Record(
            occurred_at=Moment.of(happened),
            recorded_at=Moment.of(happened + timedelta(days=one.late, hours=3)),
            actor="generator",
            command_id=f"{who}-g{number}",
            relationship=who,
            facts=one.facts,
            channel=one.channel,  # type: ignore[arg-type]
        )
        new = decide(state, command)
        state = fold(state, new)
        events += new
    return tuple(events)


def _beginning(rng: Random, made: Plan) -> Iterator[_Said]:
    """Yield a short history before the goodbye."""
    where = made.frame
    yield _Said(where.opened, (opening(where, "Generated"), CooperationStarted()))
    assigned = StaffAssigned(person="owner-1", role="account owner", known_to_client=True)
    yield _Said(where.opened + timedelta(days=1), (assigned,))
    yield from _contract(made)
    span = (where.announced - where.opened).days
    for number in range(1, 6):
        day = where.opened + timedelta(days=span * number // 7)
        mood = round(rng.uniform(0.1, 0.8), 1)
        felt = FeelingObserved(whose="client", valence=mood, said_by="client", source="survey")
        yield _Said(day, (ContactHeld(initiated_by="supplier", personal=True), felt), 0, "call")


def _contract(made: Plan) -> Iterator[_Said]:
    where = made.frame
    signed = ContractSigned(contract="c", formed_by="mail", months=12, notice_days=30)
    yield _Said(where.opened + timedelta(days=2), (signed,))
    if where.years > _RENEWED_FROM:
        renewed = where.opened + timedelta(days=367)
        yield _Said(renewed, (ContractRenewed(contract="c"),))


def _parting(rng: Random, made: Plan) -> Iterator[_Said]:
    """Yield the goodbye itself, as far as it was written down."""
    where = made.frame
    yield from _troubles(made)
    reason = bool(rng.getrandbits(1)) if where.by == "client" else None
    over = BreakupAnnounced(by=where.by, form="link", reason_told=reason)
    yield _Said(where.announced, (over, EndDateSet(ends=Moment.of(where.ends))), 0, "mail")
    if made.how.get("form-accepted") == "breach" and "form-accepted" not in made.unrecorded:
        asked = FormAskedFor(form="written", strength="demanded")
        yield _Said(where.announced + timedelta(days=1), (asked,), 0, "mail")
    for code in made.owed:
        if code not in made.unrecorded:
            yield from _acts(rng, made, code)
    yield _Said(where.ends, (RelationshipEnded(by=where.by),))
    if made.parting:
        yield _Said(made.parting, (PartingStatementMade(by="client", public=False),), 0, "mail")
    yield from _moods(rng, made)
    if made.declared:
        begins, ends = where.announced - timedelta(days=60), where.ends + timedelta(days=75)
        about = tuple(sorted(made.declared))
        vouched = RecordDeclaredComplete(
            begins=Moment.of(begins), ends=Moment.of(ends), about=about
        )
        yield _Said(ends + timedelta(days=1), (vouched,), 0, "internal")


def _troubles(made: Plan) -> Iterator[_Said]:
    where = made.frame
    if made.incident:
        day = where.announced - timedelta(days=40)
        stood = IncidentOccurred(kind="incident", text="It stood still for a day")
        yield _Said(max(day, where.opened + timedelta(days=3)), (stood,))
    if made.complaint:
        yield _Said(made.complaint, (IssueRaised(issue="complaint", kind="complaint"),), 0, "mail")
    if "promises-closed" in made.owed:
        promise = PromiseMade(promise="p", text="The last two drawings", by="supplier", to="client")
        yield _Said(where.announced - timedelta(days=10), (promise,), 0, "call")
    if "help-before-procedure" in made.owed:
        day = where.announced - timedelta(days=8)
        sought = SolutionSought(request="r", issue="way-out")
        yield _Said(day, (IssueRaised(issue="way-out", kind="problem"), sought), 0, "call")


def _acts(rng: Random, made: Plan, code: str) -> Iterator[_Said]:
    """Yield what was done about one duty, as it is written down."""
    how, day, owed = made.how[code], made.days[code], made.owed[code]
    late = rng.choice((0, 0, 0, 1, 3, 7))
    if code == "help-before-procedure":
        yield _help(made, how == "breach")
    elif code == "promises-closed":
        yield _promise(made, how, day, late)
    elif code == "lesson-recorded":
        if how != "never":
            yield _Said(day, (LessonRecorded(lesson="l", text="Ask sooner"),), late, "internal")
    elif how == "breach":
        yield from _breach(made, code, day, late)
    elif how != "never":
        for number, act in enumerate(owed.acts[:1] if how == "part" else owed.acts):
            when = day + timedelta(days=number if code == "complaint-alive" else 0)
            channel = _channel(made, act)
            personal = True if act in _PERSONAL else None
            senior = True if act == "spoken-in-person" and _long(made) else None
            fact = FarewellActDone(act=act, personal=personal, senior=senior)
            yield _Said(when, (fact,), late, channel)


def _long(made: Plan) -> bool:
    return made.frame.years >= _SENIOR_FROM - 0.2


def _channel(made: Plan, act: str) -> str:
    if act == "spoken-in-person":
        return "in-person" if _long(made) else "call"
    return "mail"


def _help(made: Plan, deflected: bool) -> _Said:  # noqa: FBT001 - one of two
    answer = RequestAnswered(request="r", answer="deflected" if deflected else "joint-solution")
    facts: tuple[Fact, ...] = (answer,)
    if not deflected:
        facts = (answer, IssueHandled(issue="way-out", outcome="solved"))
    return _Said(made.frame.announced - timedelta(days=6), facts, 0, "call")


def _promise(made: Plan, how: str, day: date, late: int) -> _Said:
    if how in ("never", "part", "breach"):
        gone = PromiseSettled(promise="p", outcome="dropped")
        return _Said(made.frame.ends, (gone,), late)
    return _Said(day, (PromiseSettled(promise="p", outcome="kept"),), late)


def _breach(made: Plan, code: str, day: date, late: int) -> Iterator[_Said]:
    act = "closing-sent" if code == "personal" else made.owed[code].breach
    if act is not None:
        personal = False if code == "personal" else None
        channel = "link" if code == "personal" else "mail"
        yield _Said(day, (FarewellActDone(act=act, personal=personal),), late, channel)


def _moods(rng: Random, made: Plan) -> Iterator[_Said]:
    """Yield how both sides felt: the client last of all, where anybody asked."""
    where = made.frame
    low, high, category = _FEELS[made.quality]
    staff = FeelingObserved(whose="staff", valence=round(rng.uniform(-0.4, 0.6), 1))
    yield _Said(where.announced, (staff,), 0, "internal")
    last = max([where.ends, *(d for c, d in made.days.items() if made.how[c] == "late")])
    valence = round(rng.uniform(low, high), 1)
    if rng.random() < made.diligence:
        told = FeelingObserved(
            whose="client", valence=valence, category=category, said_by="client",  # type: ignore[arg-type]
            source="survey",
        )  # fmt: skip
        yield _Said(last + timedelta(days=3), (told,), 0, "call")

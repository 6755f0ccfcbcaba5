"""Generated relationships as ordinary events, and as a file that `journeys import` takes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count, repeat
from pathlib import Path

from domain._kernel import AnyEvent, Fact, event_id, event_of
from domain.care import ContactHeld
from domain.contract import CooperationStarted
from domain.courtship import RelationshipOpened
from domain.feelings import FeelingObserved
from domain.friction import IncidentOccurred
from domain.moments import Moment
from domain.promises import PromiseMade, PromiseSettled
from journeys.io.cloudevents import export
from journeys.io.files import whole_or_not
from journeys.population.generate import Population
from projections.drift.columns import LATE, NO_PROMISE, Contact
from projections.ports import LogRow

EPOCH = datetime(2021, 1, 4, 9, tzinfo=UTC)
_DAYS_APART = 3
_LATE_BY, _IN_HAND = 4.0, 2.0
_WRITTEN_UP = timedelta(hours=3)


def relationship_id(population: Population, index: int) -> str:
    """Return the id of the *index*-th relationship: its seed, its kind and its number."""
    return f"{population.kind or 'quiet'}-{population.seed}-{index:06d}"


def opened_at(index: int) -> datetime:
    """Return when the *index*-th relationship opened: day 0 of its columns."""
    return EPOCH + timedelta(days=index % 365 * _DAYS_APART)


def events(
    population: Population,
    index: int,
    *,
    named: str | None = None,
    day_0: datetime | None = None,
    opening: RelationshipOpened | None = None,
) -> Iterator[AnyEvent]:
    """Yield the events of one generated relationship, in order, as if recorded in the evening.

    It goes by its own id, from its own day and with a bare opening, or by those that are given.
    Each contact is a `ContactHeld`, with the feelings of both sides where they were asked, a small
    error for each that went wrong, and a promise made at the contact before and settled at it.
    """
    who, version = named or relationship_id(population, index), count(1)
    day_0 = day_0 or opened_at(index)
    contacts = list(population.columns.of(index))
    due = [number for number, contact in enumerate(contacts) if contact[3] != NO_PROMISE]
    told = [(0.0, [opening or RelationshipOpened(title="Generated"), CooperationStarted()])]
    told += [
        (contact[0], [ContactHeld(initiated_by="supplier"), *_facts(number, contact)])
        for number, contact in enumerate(contacts)
    ]
    for number in due:
        told[number][1].append(_promise(number, contacts[number], told[number][0], day_0))
    for at, (day, facts) in enumerate(told):
        command = f"{who}-{at}"
        now = day_0 + timedelta(days=day)
        about = event_id(command, 0)
        for place, fact in enumerate(facts):
            whole = fact
            if isinstance(fact, FeelingObserved):
                whole = fact.model_copy(update={"about": about})
            yield event_of(
                whole,
                id=event_id(command, place),
                relationship=who,
                version=next(version),
                occurred_at=Moment.of(now),
                recorded_at=Moment.of(now + _WRITTEN_UP),
                actor="generator",
                command_id=command,
                channel="call" if at else None,
            )


def _facts(number: int, contact: Contact) -> Iterator[Fact]:
    _, client, staff, promise, errors = contact
    if promise != NO_PROMISE:
        late = promise == LATE
        yield PromiseSettled(promise=f"p-{number}", outcome="late" if late else "kept")
    if client is not None:
        yield FeelingObserved(whose="client", valence=client, said_by="client", source="survey")
    if staff is not None:
        yield FeelingObserved(whose="staff", valence=staff, said_by="staff")
    yield from repeat(IncidentOccurred(kind="small-error"), int(errors))


def _promise(number: int, contact: Contact, made: float, day_0: datetime) -> Fact:
    settled = contact[0]
    due = day_0 + timedelta(days=max((made + settled) / 2, settled - _LATE_BY))
    if contact[3] != LATE:
        due = day_0 + timedelta(days=settled + _IN_HAND)
    return PromiseMade(
        promise=f"p-{number}", text="Generated", by="supplier", to="client", due=Moment.of(due)
    )


def lines(population: Population) -> Iterator[bytes]:
    """Yield all events as lines of our native file, relationship by relationship."""
    position = count(1)
    for index in range(len(population)):
        yield from export(
            LogRow(next(position), event.relationship, event.version, event.fact.topic,
                   event.payload())
            for event in events(population, index)
        )  # fmt: skip


def write(population: Population, path: Path) -> int:
    """Write a population as a native file; return the number of events."""
    with whole_or_not(path) as part, part.open("wb") as file:
        return sum(1 for line in lines(population) if file.write(line))

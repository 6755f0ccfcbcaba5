"""Asking of small hand-made histories; every event a row cites must be there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pydantic_core import from_json, to_json

from domain._kernel import AnyEvent, Fact, Record
from domain.courtship import RelationshipOpened
from domain.moments import Moment
from domain.organisation import OrganisationNamed
from domain.relationship import fold
from projections.answers import ANSWERS, Answer, Asked, Once, Other, Parameter, Row
from projections.calendar import Weekdays
from projections.course import course
from projections.reading import Reading, read
from projections.touchpoints import keeping
from projections.touchpoints.life import Kept, kept, life
from projections.touchpoints.lived import LivedGraph
from tests.given import history, on

History = tuple[AnyEvent, ...]
NOW = "2030-01-01"


def told(
    relationship: str, *commands: Record, opened: str = "2025-01-01", first: Fact | None = None
) -> History:
    """Return the events of one relationship (or organisation), opened on a day."""
    own = relationship.startswith("organisation:")
    opening = first or (OrganisationNamed(name="Us") if own else RelationshipOpened())
    moved = [
        command.model_copy(
            update={"relationship": relationship, "command_id": f"{relationship}-{number}"}
        )
        for number, command in enumerate([on(opened, opening), *commands])
    ]
    return history(*moved)


def asked(*histories: History, now: str = NOW) -> Asked:
    """Return whom a question is about."""
    subjects = {events[0].relationship: events for events in histories}
    states = [
        fold(None, events) for name, events in subjects.items() if name.startswith("organisation:")
    ]
    readings = [
        read(name, events, Weekdays())
        for name, events in subjects.items()
        if not name.startswith("organisation:")
    ]
    lives = [life(kept_and_read_again(reading), Moment(now)) for reading in readings]
    graph = LivedGraph()
    for one in lives:
        graph.add(one.visits, {one.relationship: one.ending})
    organisations = [state for state in states if state]
    return Asked(readings, organisations, Moment(now), lives, graph)


def kept_and_read_again(reading: Reading) -> Kept:
    """Return what is kept of a life, as it comes out of a view."""
    life = kept(reading)
    again = keeping.of_rows(
        life.relationship, [from_json(to_json(row)) for _, row in sorted(keeping.as_rows(life))]
    )
    assert again == life
    return again


def ask(name: str, *histories: History, now: str = NOW, **parameters: Parameter) -> list[Row]:
    """Return the rows of an answer; every figure rests on events that exist."""
    about, whole = ANSWERS[name].about, asked(*histories, now=now)
    passing = whole.readings if ANSWERS[name].again else Once(iter(whole.readings))
    rows = ANSWERS[name].of(replace(whole, readings=passing), **parameters)
    if about is not None:
        concerned = [r for r in whole.readings if any(e.fact.topic in about for e in r.events)]
        few = replace(whole, readings=concerned)
        if ANSWERS[name].counted:
            few = glimpsed(ANSWERS[name], whole)
        assert ANSWERS[name].of(few, **parameters) == rows, "others than these add something"
    known = {event.id for events in histories for event in events}
    assert_cited(rows, known)
    return rows


def glimpsed(answer: Answer, whole: Asked) -> Asked:
    """Return the same with nothing in it that the answer does not look at."""
    seen, others, about = [], [], answer.about or frozenset()
    for reading in whole.readings:
        first, *rest = reading.events
        told = [event for event in reading.events if event.fact.topic in about]
        if told:
            besides = (e for e in rest if e.fact.topic in about | answer.reads)
            seen.append(course(reading.relationship, [first, *besides], Weekdays()))
        else:
            others.append(Other(reading.relationship, first.id))
    return replace(whole, readings=seen, others=others)


def assert_cited(rows: Sequence[Row], known: set[str]) -> None:
    """Hold that every row cites events, each once, and none that does not exist."""
    for row in rows:
        assert row["events"]
        assert set(row["events"]) <= known
        assert len(set(row["events"])) == len(row["events"])


def figures(row: Row, *names: str) -> tuple[object, ...]:
    """Return some columns of a row, in this order."""
    return tuple(row[name] for name in names)

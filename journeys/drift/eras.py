"""Eras: what is watched of a relationship, from a beginning to a goodbye or until now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

import numpy as np

from domain._kernel import AnyEvent
from domain.breakup import BreakupAnnounced, BreakupWithdrawn, RelationshipRekindled
from domain.moments import Moment
from journeys.drift.histories import History
from projections.drift.columns import Columns, Contact
from projections.drift.telling import Told, contacts

_DAY = timedelta(days=1)


@dataclass(slots=True)
class Era:
    """One stretch of a relationship: day 0, its contacts, and until which day it is watched.

    ``events`` returns the ids of the events that were read in contacts, by their places.
    ``goodbyes`` are days from an announced breakup to its withdrawal; nothing is judged in them.
    ``parted`` says that it ended in a breakup.
    """

    relationship: str
    zero: datetime
    contacts: Sequence[Contact]
    events: Callable[[Iterable[int]], tuple[str, ...]]
    end: float
    goodbyes: list[tuple[float, float]] = field(default_factory=list)
    parted: bool = False

    def is_judged(self, day: float) -> bool:
        """Whether the lines are read on that day."""
        return not any(start <= day < end for start, end in self.goodbyes)


def eras(history: History, until: Moment) -> Iterator[Era]:
    """Yield the eras of a relationship; one without a contact has none."""
    begun: list[AnyEvent] = []
    for event in history.events:
        if isinstance(event.fact, RelationshipRekindled) and begun:
            yield from _era(history.relationship, begun, event.occurred_at.start)
            begun = []
        begun.append(event)
    if begun:
        yield from _era(history.relationship, begun, until.end)


def _era(relationship: str, events: list[AnyEvent], until: datetime) -> Iterator[Era]:
    told = contacts(events)
    if not told:
        return
    zero = events[0].occurred_at.start
    end = max((until - zero) / _DAY, told[-1].day)
    goodbyes: list[tuple[float, float]] = []
    announced: float | None = None
    for event in events:
        day = (event.occurred_at.start - zero) / _DAY
        if isinstance(event.fact, BreakupAnnounced) and announced is None:
            announced = day
        elif isinstance(event.fact, BreakupWithdrawn) and announced is not None:
            goodbyes.append((announced, day))
            announced = None
    if announced is not None:
        told = [one for one in told if one.day < announced]
        end = announced
    if told:
        met = [one.contact for one in told]
        parted = announced is not None
        yield Era(relationship, zero, met, partial(_ids, told), end, goodbyes, parted)


def _ids(told: Sequence[Told], places: Iterable[int]) -> tuple[str, ...]:
    return tuple(event.id for place in places for event in told[place].events)


def columns(found: Sequence[Era]) -> Columns:
    """Return the contacts of many eras as columns, one row an era."""
    rows = [contact for era in found for contact in era.contacts]
    counts = [len(era.contacts) for era in found]
    day, client, staff, promise, errors = zip(*rows, strict=True) if rows else ((),) * 5
    return Columns(
        first=np.concatenate(([0], np.cumsum(counts))).astype(np.int64),
        day=np.array(day, dtype=np.float64),
        client=np.array(client, dtype=np.float64),
        staff=np.array(staff, dtype=np.float64),
        promise=np.array(promise, dtype=np.int64),
        errors=np.array(errors, dtype=np.float64),
        end=np.array([era.end for era in found], dtype=np.float64),
    )

"""From events to contacts: what drift is read in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from domain._kernel import AnyEvent
from domain.care import ContactHeld
from domain.feelings import FeelingObserved
from domain.friction import IncidentOccurred
from domain.moments import Moment
from domain.promises import PromiseSettled
from projections.drift.columns import KEPT, LATE, NO_PROMISE, Contact
from projections.moods import counts, is_their_own_word

_A_DAY = 86_400
Key: TypeAlias = datetime | tuple[datetime, str, str]
"""An instant; of what is known by its date, that date, how sharp it is, and an event."""
LATE_OUTCOMES = ("late", "broken", "dropped", "announced-late")


@dataclass(slots=True)
class Told:
    """One contact, and the events that it was read in."""

    day: float
    client: float | None = None
    staff: float | None = None
    promise: int = NO_PROMISE
    errors: int = 0
    events: list[AnyEvent] = field(default_factory=list)

    @property
    def contact(self) -> Contact:
        """The contact as a tuple."""
        return (self.day, self.client, self.staff, self.promise, self.errors)


def contacts(events: Iterable[AnyEvent], opened: Moment | None = None) -> list[Told]:
    """Return the contacts of one relationship, in the order in which they happened.

    Parameters
    ----------
    events
        Of one relationship, in order of happening.
    opened
        Day 0; by default when the first of them happened.

    Notes
    -----
    One contact is what happened in one instant; where only the day is known, one event with the
    feelings about it. Feelings count when they are the side's own word about this relationship; the
    last of several counts. A contact is what carries a feeling, a kept or late promise, something
    that went wrong, or the bare word that the two were in touch.
    """
    found: dict[Key, Told] = {}
    for event in events:
        opened = opened or event.occurred_at
        if not speaks(event):
            continue
        key = key_of(event)
        if key not in found:
            found[key] = Told(day_of(event, opened))
        take(found[key], event)
    return sorted(found.values(), key=lambda told: told.day)


def day_of(event: AnyEvent, opened: Moment) -> float:
    """Return the day of an event, 0 or later."""
    return max(0.0, (event.occurred_at.start - opened.start).total_seconds() / _A_DAY)


def key_of(event: AnyEvent) -> Key:
    """Return what the events of one contact have in common."""
    when, fact = event.occurred_at, event.fact
    if when.precision == "instant":
        return when.start
    about = fact.about if isinstance(fact, FeelingObserved) else None
    return when.start, when.precision, about or event.id


def speaks(event: AnyEvent) -> bool:
    """Whether an event tells of a contact."""
    fact = event.fact
    if isinstance(fact, FeelingObserved):
        return counts(fact) and is_their_own_word(fact)
    return isinstance(fact, (ContactHeld, PromiseSettled, IncidentOccurred))


def take(told: Told, event: AnyEvent) -> None:
    """Add to a contact what an event tells of it."""
    fact = event.fact
    told.events.append(event)
    if isinstance(fact, FeelingObserved):
        if fact.whose == "client":
            told.client = fact.valence
        else:
            told.staff = fact.valence
    elif isinstance(fact, IncidentOccurred):
        told.errors += 1
    elif isinstance(fact, PromiseSettled):
        if fact.outcome in LATE_OUTCOMES:
            told.promise = LATE
        elif fact.outcome == "kept" and told.promise == NO_PROMISE:
            told.promise = KEPT

"""The review of a goodbye: what a person wants before them when they say it, or look back on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from domain._kernel import AnyEvent
from domain.breakup import FarewellActDone
from domain.contract import StaffAssigned
from domain.moments import Moment
from domain.promises import MAY_STILL_BE_KEPT, PromiseSettled
from projections.curve import Feelings, feelings
from projections.farewell import Farewell, Standing, farewell
from projections.farewell.parting import lately
from projections.farewell.scope import failures, started
from projections.finding import Say
from projections.highlights import LEAST, MOST, Highlight, best_moments, brought, told_in
from projections.moods import Whose
from projections.reading import Reading
from projections.timeline import said

_ORDER = ("pending", "violated", "unknown")


@dataclass(frozen=True, slots=True)
class Mood:
    """One side's feelings, −1…1: the mean over time, and what is remembered of it (peak and end).

    ``None`` where nobody told. ``felt`` counts the feelings; ``events`` are the peak and the end.
    """

    whose: Whose
    mean: float | None
    peak_end: float | None
    felt: int
    events: tuple[AnyEvent, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """Something that happened: what it was, the words in which it was told, and its events."""

    at: Moment
    name: Say
    words: str | None
    events: tuple[AnyEvent, ...]


@dataclass(frozen=True, slots=True)
class OpenPromise:
    """A promise that nobody closed: its key and words, who made it, and when it is due."""

    key: str
    text: str
    by: str
    due: Moment | None
    events: tuple[AnyEvent, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody of ours who worked for the client: since when, until when, whether it knew them."""

    person: str
    role: str
    since: Moment
    until: Moment | None
    known: bool | None
    events: tuple[AnyEvent, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """A goodbye with the history behind it.

    ``years`` is the tenure until the end, or until now; ``own_share`` is where the supplier failed,
    as far as recorded, and ``acknowledged`` where it said so.
    """

    goodbye: Farewell
    begun: AnyEvent | None
    ends: Moment | None
    years: float
    moods: tuple[Mood, ...]
    highlights: tuple[Highlight, ...]
    contributions: tuple[Told, ...]
    promises: tuple[OpenPromise, ...]
    people: tuple[Known, ...]
    remains: tuple[Standing, ...]
    own_share: tuple[Told, ...]
    acknowledged: tuple[Told, ...]


def review(reading: Reading, now: Moment) -> Review:
    """Return the review of a relationship's goodbye at *now*. O(events).

    Parameters
    ----------
    reading
        The reading of what happened until *now*.
    now
        The moment of asking.
    """
    state = reading.state
    goodbye = farewell(state, now, reading.docket.place, reading.events)
    begun = started(state)
    both = feelings(reading.events)
    over = state.ends if begun is not None else None
    fine = [
        one
        for one in best_moments(reading, len(reading.events), LEAST)
        if begun is None or one.at < begun.occurred_at
    ]
    return Review(
        goodbye=goodbye,
        begun=begun,
        ends=over,
        years=round(state.tenure_years(over if over and over.reached_by(now) else now), 1),
        moods=tuple(_mood(both, whose) for whose in ("client", "staff")),
        highlights=tuple(fine[:MOST]),
        contributions=tuple(
            _told(event) for kind, event, _ in brought(state) if kind == "contribution"
        ),
        promises=tuple(_promises(reading)),
        people=tuple(_people(reading)),
        remains=_remains(goodbye),
        own_share=tuple(_told(event) for event in failures(state)),
        acknowledged=tuple(
            _told(act) for act in lately(state, FarewellActDone) if act.fact.act == "own-share"
        ),
    )


def _mood(both: Feelings, whose: Whose) -> Mood:
    told = both.told[whose]
    events = tuple(dict.fromkeys(e for e in (told.peak, told.end) if e is not None))
    mean, remembered = both.time_weighted_mean(whose), both.peak_end(whose)
    return Mood(whose, mean, remembered, told.seen, events)


def _told(event: AnyEvent) -> Told:
    return Told(event.occurred_at, said(event.fact), told_in(event), (event,))


def _promises(reading: Reading) -> Iterator[OpenPromise]:
    for key, thing in reading.state.named("promise").items():
        last, fact = thing.last(PromiseSettled), thing.opened.fact
        if last is not None and last.fact.outcome not in MAY_STILL_BE_KEPT:
            continue
        due = last.fact.due if last and last.fact.due else fact.due
        events = (thing.opened, *thing.later)
        yield OpenPromise(key, fact.text, fact.by, due, events)


def _people(reading: Reading) -> Iterator[Known]:
    people: dict[str, Known] = {}
    for event in reading.state.of(StaffAssigned):
        fact = event.fact
        one = people.get(fact.person)
        if one is None or (one.until is not None and not fact.leaves):
            since, until = event.occurred_at, event.occurred_at if fact.leaves else None
            known, events = fact.known_to_client, (event,)
            one = Known(fact.person, fact.role, since, until, known, events)
        else:
            one = replace(
                one,
                role=fact.role,
                until=event.occurred_at if fact.leaves else one.until,
                known=one.known if fact.known_to_client is None else fact.known_to_client,
                events=(*one.events, event),
            )
        people[fact.person] = one
    yield from sorted(people.values(), key=lambda one: (one.until is not None, one.since.start))


def _remains(goodbye: Farewell) -> tuple[Standing, ...]:
    """Return what can still be done, or found out: what is due first comes first."""
    left = [one for one in goodbye.standings if one.verdict in _ORDER]
    return tuple(
        sorted(
            left,
            key=lambda one: (
                _ORDER.index(one.verdict),
                one.deadline.start.isoformat() if one.deadline else "",
                one.duty.number,
            ),
        )
    )

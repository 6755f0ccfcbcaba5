"""Answers about a whole portfolio: what happened, what followed, what was felt and promised, when.

Each is a sum over relationships, so that it can be taken from columns as well: those must come to
the same figures.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from domain._kernel import AnyEvent
from domain.care import ContactHeld
from domain.promises import PromiseMade, PromiseSettled
from projections.answers.periods import per_of, period_of
from projections.answers.registry import Asked, Row, answer
from projections.answers.seen import INSIDE
from projections.answers.sums import difference, mean, share
from projections.course import Told
from projections.curve import feelings
from projections.moods import Whose
from projections.timeline import title

OPEN = "open"
"""What a promise is called of which nothing else was told."""
_MICROSECOND = timedelta(microseconds=1)
_DAY = 86_400_000_000
Felt = tuple[float | None, int]
"""The mean of what a side felt, and how often it was told."""


@answer(
    "facts-over-time",
    question="What happened how often, in each month, quarter or year?",
    columns="period what times relationships",
    per="month",
)
def facts_over_time(asked: Asked, *, per: str) -> Iterator[Row]:
    """Every event counts, by the date on which it happened."""
    of = per_of(per)
    found: dict[tuple[str, str], list[AnyEvent]] = defaultdict(list)
    for event in _events(asked):
        found[period_of(event.occurred_at, of), title(type(event.fact))].append(event)
    for (when, what), events in sorted(found.items()):
        yield {"period": when, "what": what, "times": len(events), **_about(events)}


@answer(
    "what-follows",
    question="What follows what, how often, and after how many days?",
    columns="what next times relationships interval",
    least=1,
)
def what_follows(asked: Asked, *, least: int) -> Iterator[Row]:
    """Each event and the next of the same relationship, in order of happening; most often first."""
    found: dict[tuple[str, str], list[tuple[AnyEvent, AnyEvent]]] = defaultdict(list)
    for reading in asked.readings:
        for one, then in pairwise(reading.events):
            found[title(type(one.fact)), title(type(then.fact))].append((one, then))
    pairs = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    for (what, then_what), steps in pairs:
        if len(steps) >= least:
            waits = [_microseconds(a.occurred_at.start, b.occurred_at.start) for a, b in steps]
            yield {
                "what": what,
                "next": then_what,
                "times": len(steps),
                "interval": in_days(median(waits)),
                **_about(then for _, then in steps),
            }


@answer(
    "feelings-over-time",
    question="How did both sides feel in all relationships, month by month?",
    columns="period mean_client mean_staff mood_gap samples_client samples_staff relationships",
    per="month",
)
def feelings_over_time(asked: Asked, *, per: str) -> Iterator[Row]:
    """What is on the curves, and no model's guess; every feeling counts alike."""
    of = per_of(per)
    felt: dict[str, dict[Whose, list[float]]] = defaultdict(lambda: {"client": [], "staff": []})
    whose: dict[str, dict[str, str]] = defaultdict(dict)
    for reading in asked.readings:
        both = feelings(reading.events)
        sides: tuple[Whose, ...] = ("client", "staff")
        for side in sides:
            for sample in both.of(side):
                when = period_of(sample.at, of)
                felt[when][side].append(sample.valence)
                whose[when][sample.event_id] = reading.relationship
    for when, told in sorted(felt.items()):
        behind = whose[when]
        client, staff = told["client"], told["staff"]
        samples = (mean(client), len(client)), (mean(staff), len(staff))
        yield feelings_row(when, *samples) | {
            "relationships": len(set(behind.values())),
            "events": list(behind),
        }


def feelings_row(period: str, client: Felt, staff: Felt) -> Row:
    """Return the figures of a period's feelings: of each side their mean, and how many."""
    return {
        "period": period,
        "mean_client": client[0],
        "mean_staff": staff[0],
        "mood_gap": difference(client[0], staff[0]),
        "samples_client": client[1],
        "samples_staff": staff[1],
    }


@answer(
    "promises-over-time",
    question="What became of the promises that were made, year by year and side by side?",
    columns="period by outcome times share relationships",
    per="year",
)
def promises_over_time(asked: Asked, *, per: str) -> Iterator[Row]:
    """A promise counts where it was made, with the last that was told of it."""
    of = per_of(per)
    found: dict[tuple[str, str, str], list[AnyEvent]] = defaultdict(list)
    for reading in asked.readings:
        for thing in reading.state.named("promise").values():
            if isinstance(thing.opened.fact, PromiseMade):
                last = thing.last(PromiseSettled)
                when = period_of(thing.opened.occurred_at, of)
                outcome = last.fact.outcome if last else OPEN
                found[when, thing.opened.fact.by, outcome].append(last or thing.opened)
    of_all: dict[tuple[str, str], int] = defaultdict(int)
    for (when, by, _), events in found.items():
        of_all[when, by] += len(events)
    for (when, by, outcome), events in sorted(found.items()):
        yield {
            "period": when,
            "by": by,
            "outcome": outcome,
            "times": len(events),
            "share": share(len(events), of_all[when, by]),
            **_about(events),
        }


@answer(
    "silences",
    question="How long is it silent between two contacts, year by year?",
    columns="period times interval longest relationships",
    per="year",
)
def silences(asked: Asked, *, per: str) -> Iterator[Row]:
    """A silence counts where it ends. Contacts of one and the same instant are one contact."""
    of = per_of(per)
    found: dict[str, list[tuple[int, AnyEvent]]] = defaultdict(list)
    for reading in asked.readings:
        for one, then in pairwise(_contacts(reading)):
            wait = _microseconds(one.occurred_at.start, then.occurred_at.start)
            found[period_of(then.occurred_at, of)].append((wait, then))
    for when, ended in sorted(found.items()):
        waits = [wait for wait, _ in ended]
        yield {
            "period": when,
            "times": len(waits),
            "interval": in_days(median(waits)),
            "longest": in_days(max(waits)),
            **_about(event for _, event in ended),
        }


def _contacts(reading: Told) -> list[AnyEvent]:
    """Return the first event of every instant of contact, in order of happening."""
    first: dict[datetime, AnyEvent] = {}
    for event in reading.events:
        held = isinstance(event.fact, ContactHeld) and event.channel is None
        if held or event.channel not in (None, *INSIDE):
            first.setdefault(event.occurred_at.start, event)
    return list(first.values())


def in_days(microseconds: float) -> float:
    """Return a wait in days, with two decimals."""
    return round(microseconds / _DAY, 2)


def _microseconds(begin: datetime, end: datetime) -> int:
    return (end - begin) // _MICROSECOND


def _events(asked: Asked) -> Iterator[AnyEvent]:
    for reading in asked.readings:
        yield from reading.events


def _about(events: Iterable[AnyEvent]) -> Mapping[str, object]:
    told = list(events)
    behind = [event.id for event in told]
    return {"relationships": len({event.relationship for event in told}), "events": behind}

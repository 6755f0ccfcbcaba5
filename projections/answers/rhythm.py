"""Answers about time: how long, how often, how much attention, and by whose rhythm."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from domain._kernel import AnyEvent
from domain.breakup import EndDateSet, RelationshipEnded
from domain.care import CareGiven, ContactHeld
from domain.contract import ContractRenewed, ContractSigned
from domain.moments import Moment
from projections.answers.registry import Asked, Row, answer
from projections.answers.seen import beginning, contacts, curves, effort, felt, over
from projections.answers.sums import days, ids, later, mean, middle, share, years

_BANDS = ((1, "0–1"), (3, "1–3"), (5, "3–5"), (10, "5–10"))


@answer(
    "tenure",
    rows=(1, 98),
    question="How long have we been together, and who belongs to the long-term core?",
    columns="relationship kind since until years band core mean_client",
    core_years=5.0,
)
def tenure(asked: Asked, *, core_years: float) -> Iterator[Row]:
    """Who has been with us for long, and with which feelings all along."""
    for reading in asked.readings:
        state, begun = reading.state, beginning(reading)
        until = over(state, asked.now)
        ends: tuple[AnyEvent, ...] = (*state.of(EndDateSet)[-1:], *state.of(RelationshipEnded)[-1:])
        yield {
            "relationship": reading.relationship,
            "kind": state.opened.fact.kind if state.opened else None,
            **together(begun.occurred_at, until, asked.now, core_years),
            "mean_client": mean([curves(reading).time_weighted_mean("client")]),
            "events": [*ids(begun, *(ends if until else ())), *felt(reading, "client")],
        }


def together(since: Moment, until: Moment | None, now: Moment, core_years: float) -> Row:
    """Return how long the two have been together, and whether they belong to the core."""
    long = years(since, until or now)
    return {
        "since": since,
        "until": until,
        "years": long,
        "band": next((name for limit, name in _BANDS if long < limit), "10+"),
        "core": until is None and long >= core_years,
    }


@answer(
    "renewal-rhythm",
    rows=(97,),
    about=(ContractRenewed, ContractSigned),
    question="In what rhythm is the bond renewed, and is a renewal due?",
    columns="relationship times last interval expected overdue",
)
def renewal_rhythm(asked: Asked) -> Iterator[Row]:
    """How often contracts are renewed, and when the next renewal may be expected."""
    for reading in asked.readings:
        renewed = reading.state.of(ContractRenewed)
        bound: list[AnyEvent] = sorted(
            [*renewed, *reading.state.of(ContractSigned)], key=lambda e: e.order
        )
        if not bound:
            continue
        steps = [days(a.occurred_at, b.occurred_at) for a, b in pairwise(bound)]
        interval = middle(step for step in steps if step)
        last = bound[-1].occurred_at
        ended = over(reading.state, asked.now)
        expected = later(last, interval) if interval and not ended else None
        yield {
            "relationship": reading.relationship,
            "times": len(renewed),
            "last": last,
            "interval": interval,
            "expected": expected,
            "overdue": expected < asked.now if expected else None,
            "events": ids(*bound),
        }


@answer(
    "intensity",
    rows=(41,),
    question="How intense is the cooperation, against what is usual?",
    columns="relationship since until contacts per_week hours_per_week norm ratio",
    norm=None,
)
def intensity(asked: Asked, *, norm: float | None) -> Iterator[Row]:
    """Contacts and hours a week; the norm is the median of all unless one is given."""
    rows: list[Row] = []
    for reading in asked.readings:
        begun = beginning(reading)
        until = over(reading.state, asked.now) or asked.now
        held = [e for e in contacts(reading) if begun.order <= e.order]
        hours, _, spent = effort(reading.state)
        rows.append(
            {
                "relationship": reading.relationship,
                **a_week(begun.occurred_at, until, len(held), hours),
                "events": ids(begun, *held, *spent),
            }
        )
    yield from against_usual(rows, norm)


def a_week(since: Moment, until: Moment, held: int, hours: float | None) -> Row:
    """Return how many contacts were held and hours spent in a week of that time."""
    weeks = max(0.0, days(since, until) / 7)
    return {
        "since": since,
        "until": until,
        "contacts": held,
        "per_week": share(held, weeks),
        "hours_per_week": share(hours, weeks),
    }


def against_usual(rows: Sequence[Row], norm: float | None) -> Iterator[Row]:
    """Yield the rows beside the norm: the median of all unless one is given."""
    usual = norm if norm is not None else middle(row["per_week"] for row in rows)
    for row in rows:
        yield {**row, "norm": usual, "ratio": share(row["per_week"], usual)}


@answer(
    "attention-by-age",
    rows=(182,),
    question="How much attention does a client get, in each year of the relationship?",
    columns="relationship age since care contacts",
)
def attention_by_age(asked: Asked) -> Iterator[Row]:
    """Care and contacts, year by year since the beginning. A year without any says so."""
    for reading in asked.readings:
        begun = beginning(reading)
        care = [e for e in reading.state.of(CareGiven) if e.fact.by != "client"]
        held = contacts(reading)
        last = over(reading.state, asked.now) or asked.now
        for age in range(int(days(begun.occurred_at, last) // 365.25) + 1):
            begins = later(begun.occurred_at, age * 365.25)
            ends = later(begun.occurred_at, (age + 1) * 365.25)
            cared = [e for e in care if begins <= e.occurred_at < ends]
            met = [e for e in held if begins <= e.occurred_at < ends]
            yield {
                "relationship": reading.relationship,
                "age": age + 1,
                "since": begins,
                "care": len(cared),
                "contacts": len(met),
                "events": ids(begun, *cared, *met),
            }


@answer(
    "broadcast-or-signal",
    rows=(147,),
    about=(ContactHeld, CareGiven),
    question="Do we speak to everybody at once, or to a client who gave a signal?",
    columns="relationship broadcast signal_led not_told share",
)
def broadcast_or_signal(asked: Asked) -> Iterator[Row]:
    """Shooting with hail beside answering a signal; the share is that of signals answered."""
    for reading in asked.readings:
        held = [e for e in reading.events if isinstance(e.fact, ContactHeld)]
        answered = [
            e for e in reading.state.of(CareGiven) if e.fact.signal or e.fact.kind[:6] == "signal"
        ]
        broadcast = [e for e in held if e.fact.broadcast]
        if held or answered:
            yield {
                "relationship": reading.relationship,
                "broadcast": len(broadcast),
                "signal_led": len(answered),
                "not_told": sum(e.fact.broadcast is None for e in held),
                "share": share(len(answered), len(answered) + len(broadcast)),
                "events": ids(*held, *answered),
            }


@answer(
    "long-view",
    rows=(136,),
    question="How does it go over the years, a year at a time?",
    columns="relationship year mean_client mean_staff moments",
)
def long_view(asked: Asked) -> Iterator[Row]:
    """Culture grows: both moods by calendar year."""
    for reading in asked.readings:
        both = curves(reading)
        found: dict[int, list[str]] = defaultdict(list)
        for event in reading.events:
            found[event.occurred_at.start.year].append(event.id)
        for year, events in sorted(found.items()):
            yield {
                "relationship": reading.relationship,
                "year": f"{year:04d}",
                "mean_client": mean(s.valence for s in both.client if s.at.start.year == year),
                "mean_staff": mean(s.valence for s in both.staff if s.at.start.year == year),
                "moments": len(events),
                "events": events,
            }

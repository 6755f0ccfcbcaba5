"""Answers about money: what clients cost, bring, and keep us from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from domain._kernel import AnyEvent, Event
from domain.contract import ContractSigned, CooperationStarted, MoneyBooked
from domain.courtship import IntakeDecided, RelationshipOpened
from domain.friction import EffortSpent
from projections.answers.registry import Asked, Row, answer
from projections.answers.seen import bands, beginning, effort, fit
from projections.answers.sums import days, difference, ids, middle, share, total
from projections.course import Told


def _booked(reading: Told, within: float | None = None) -> list[Event[MoneyBooked]]:
    booked = reading.state.of(MoneyBooked)
    if within is None:
        return list(booked)
    begun = beginning(reading)
    return [e for e in booked if days(begun.occurred_at, e.occurred_at) <= within]


def _sum(booked: list[Event[MoneyBooked]], *, revenue: bool) -> float | None:
    return total(e.fact.amount for e in booked if (e.fact.kind == "revenue") is revenue)


def _margin(booked: list[Event[MoneyBooked]]) -> float | None:
    """Return what came in less what went out; without a booking nothing is known."""
    if not booked:
        return None
    return difference(_sum(booked, revenue=True) or 0, _sum(booked, revenue=False) or 0)


@answer(
    "cost-to-serve",
    rows=(50, 52),
    about=(MoneyBooked, EffortSpent),
    question="What does each client cost, by kind of cost?",
    columns="relationship cost_kind eur hours entries not_told",
)
def cost_to_serve(asked: Asked) -> Iterator[Row]:
    """Money and hours by kind, a burn-out among them; hours that nobody told are counted apart."""
    for reading in asked.readings:
        kinds: dict[str, list[AnyEvent]] = defaultdict(list)
        for booking in reading.state.of(MoneyBooked):
            if booking.fact.kind != "revenue":
                kinds[booking.fact.kind].append(booking)
        for spent in reading.state.of(EffortSpent):
            kinds[spent.fact.kind].append(spent)
        for kind, entries in sorted(kinds.items()):
            hours = [e.fact.hours for e in entries if isinstance(e.fact, EffortSpent)]
            yield {
                "relationship": reading.relationship,
                "cost_kind": kind,
                "eur": total(e.fact.amount for e in entries if isinstance(e.fact, MoneyBooked)),
                "hours": total(hours),
                "entries": len(entries),
                "not_told": hours.count(None),
                "events": ids(*entries),
            }


@answer(
    "opportunity-cost",
    rows=(52, 58),
    again=True,
    about=(MoneyBooked, EffortSpent),
    question="How many fitting clients could have been helped with that energy?",
    columns="relationship fit eur burn_out hours not_told fitting_hours fitting_clients",
    fitting_hours=None,
)
def opportunity_cost(asked: Asked, *, fitting_hours: float | None) -> Iterator[Row]:
    """Hours that were not billable, in fitting clients: the median hours of a core client."""
    core = [effort(r.state)[0] for r in asked.readings if fit(r.state) == "core"]
    one = fitting_hours if fitting_hours is not None else middle(core)
    for reading in asked.readings:
        costs = [e for e in _booked(reading) if e.fact.kind != "revenue"]
        lost = [e for e in reading.state.of(EffortSpent) if e.fact.kind != "billable"]
        if fit(reading.state) == "core" or not (costs or lost):
            continue
        hours = total(e.fact.hours for e in lost)
        yield {
            "relationship": reading.relationship,
            "fit": fit(reading.state),
            "eur": _sum(costs, revenue=False),
            "burn_out": total(e.fact.amount for e in costs if e.fact.kind == "burn-out"),
            "hours": hours,
            "not_told": sum(e.fact.hours is None for e in lost),
            "fitting_hours": one,
            "fitting_clients": share(hours, one),
            "events": ids(*costs, *lost),
        }


@answer(
    "margin-by-fit",
    rows=(49, 53),
    again=True,
    about=(MoneyBooked, IntakeDecided),
    counted=True,
    reads=(RelationshipOpened, CooperationStarted, ContractSigned),
    question="What is earned on clients who fit, and on those who do not, soon and later?",
    columns="fit relationships revenue cost margin margin_short margin_medium",
    short_days=180.0,
    medium_days=1095.0,
)
def margin_by_fit(asked: Asked, *, short_days: float, medium_days: float) -> Iterator[Row]:
    """Revenue less cost by fit band: over all, over the short and over the medium term."""
    for band in bands(asked):
        readings = band.readings
        booked = [e for r in readings for e in _booked(r)]
        if booked:
            yield {
                "fit": band.fit,
                "relationships": band.relationships,
                "revenue": _sum(booked, revenue=True),
                "cost": _sum(booked, revenue=False),
                "margin": _margin(booked),
                "margin_short": _margin([e for r in readings for e in _booked(r, short_days)]),
                "margin_medium": _margin([e for r in readings for e in _booked(r, medium_days)]),
                "events": ids(*booked),
            }

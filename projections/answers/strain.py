"""Answers about strain: where our time goes, and what mistakes and rigidity cost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from domain._kernel import Event
from domain.contract import MoneyBooked
from domain.courtship import IntakeDecided
from domain.feelings import FeelingObserved
from domain.friction import EffortSpent, IssueRaised, RequestAnswered
from projections.answers.registry import Asked, Row, answer
from projections.answers.seen import bands, curves, effort, first_events, over
from projections.answers.sums import days, ids, later, mean, middle, total
from projections.friction import turned_away


@answer(
    "time-by-fit",
    rows=(68,),
    again=True,
    about=(EffortSpent, IntakeDecided),
    counted=True,
    question="On whom does our time go, and how much did saying no free?",
    columns="fit relationships hours not_told declined minutes_to_no freed_hours",
)
def time_by_fit(asked: Asked) -> Iterator[Row]:
    """Hours by fit band; a no frees what an accepted client of that band took on average."""
    for band in bands(asked):
        readings = band.readings
        spent = [effort(r.state) for r in readings]
        intakes = [r.state.last(IntakeDecided) for r in readings]
        noes = [e for e in intakes if e and e.fact.outcome != "accepted"]
        usual = mean(hours for hours, _, _ in spent)
        yield {
            "fit": band.fit,
            "relationships": band.relationships,
            "hours": total(hours for hours, _, _ in spent),
            "not_told": sum(unknown for _, unknown, _ in spent),
            "declined": len(noes),
            "minutes_to_no": middle(e.fact.minutes_to_no for e in noes),
            "freed_hours": round(usual * len(noes), 2) if usual is not None and noes else None,
            "events": list(
                dict.fromkeys(
                    [
                        *first_events(readings, band.others),
                        *ids(*intakes, *(e for _, _, own in spent for e in own)),
                    ]
                )
            ),
        }


@answer(
    "failure-cost",
    rows=(126,),
    about=(MoneyBooked, FeelingObserved),
    question="How do failure cost and both sides' moods go together over time?",
    columns="quarter failure_cost mean_client mean_staff",
)
def failure_cost(asked: Asked) -> Iterator[Row]:
    """What mistakes cost, quarter by quarter, next to how both sides felt."""
    costs: dict[str, list[Event[MoneyBooked]]] = defaultdict(list)
    moods: dict[str, dict[str, list[float]]] = defaultdict(lambda: {"client": [], "staff": []})
    samples: dict[str, list[str]] = defaultdict(list)
    for reading in asked.readings:
        for booking in reading.state.of(MoneyBooked):
            if booking.fact.kind == "failure-cost":
                costs[
                    _quarter(booking.occurred_at.start.year, booking.occurred_at.start.month)
                ] += [booking]
        both = curves(reading)
        for whose, curve in (("client", both.client), ("staff", both.staff)):
            for sample in curve:
                quarter = _quarter(sample.at.start.year, sample.at.start.month)
                moods[quarter][whose].append(sample.valence)
                samples[quarter].append(sample.event_id)
    for quarter in sorted({*costs, *samples}):
        yield {
            "quarter": quarter,
            "failure_cost": total(e.fact.amount for e in costs[quarter]),
            "mean_client": mean(moods[quarter]["client"]),
            "mean_staff": mean(moods[quarter]["staff"]),
            "events": [*ids(*costs[quarter]), *samples[quarter]],
        }


def _quarter(year: int, month: int) -> str:
    return f"{year:04d}-Q{(month + 2) // 3}"


@answer(
    "cost-of-rigidity",
    rows=(192,),
    about=(RequestAnswered,),
    question="What does our own rigidity cost us?",
    columns="relationship refusals hours eur complaints mean_staff days_to_end",
    within_days=90,
)
def cost_of_rigidity(asked: Asked, *, within_days: float) -> Iterator[Row]:
    """What came in the days after a client was turned away: hours, money, complaints, our mood."""
    for reading in asked.readings:
        state, refused = reading.state, turned_away(reading.state)
        if not refused:
            continue
        first, until = refused[0].occurred_at, later(refused[-1].occurred_at, within_days)

        after = [e for e in reading.events if first <= e.occurred_at <= until]
        spent = [e for e in after if isinstance(e.fact, EffortSpent)]
        paid = [e for e in after if isinstance(e.fact, MoneyBooked) and e.fact.kind != "revenue"]
        complaints = [
            e for e in after if isinstance(e.fact, IssueRaised) and e.fact.kind == "complaint"
        ]
        staff = [s for s in curves(reading).staff if first <= s.at <= until]
        ended = over(state, asked.now)
        yield {
            "relationship": reading.relationship,
            "refusals": len(refused),
            "hours": total(e.fact.hours for e in spent),
            "eur": total(e.fact.amount for e in paid),
            "complaints": len(complaints),
            "mean_staff": mean(s.valence for s in staff),
            "days_to_end": days(first, ended) if ended else None,
            "events": [
                *ids(*refused, *spent, *paid, *complaints),
                *(s.event_id for s in staff),
            ],
        }

"""What was promised and owed: promises nobody touched, the plan beside what was lived, goodbyes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from projections.answers.lived.sums import cited, parting, short
from projections.answers.registry import Asked, Row, answer
from projections.answers.sums import days
from projections.touchpoints.figures import Figures
from projections.touchpoints.lived import Node
from projections.touchpoints.visit import Visit


@answer(
    "promises-untouched",
    question="Which promises are overdue, came late, or were never touched again?",
    columns="relationship promise_key at until outcome late_days touched",
    lived=True,
)
def promises_untouched(asked: Asked) -> Iterator[Row]:
    """Promises past their date without a word, settled after it, or never spoken of again."""
    for life in asked.lives:
        for one in life.kept.promises:
            due, done = one.due, one.settled or asked.now
            late = days(due, done) if due is not None and due.end < done.start else None
            touched = len(one.events) - 1
            if late is None and touched:
                continue
            yield {
                "relationship": life.relationship,
                "promise_key": one.key,
                "at": one.made,
                "until": due,
                "outcome": one.outcome,
                "late_days": late,
                "touched": touched,
                "events": list(one.events),
            }


@answer(
    "planned-and-lived",
    question="What was planned and never lived, and what was lived and never planned?",
    columns="plan touchpoint relationships times client_after staff_after",
    lived=True,
)
def planned_and_lived(asked: Asked) -> Iterator[Row]:
    """Touchpoints of adopted maps at which nobody came by, and moments that no map has.

    Of relationships that go by a map alone. ``relationships`` are those that adopted a map with
    that touchpoint, or that lived what was not planned.
    """
    adopters: dict[str, list[str]] = defaultdict(list)
    unplanned: dict[str, list[Visit]] = defaultdict(list)
    lived: set[str] = set()
    for life in asked.lives:
        adopted = life.kept.adopted
        if life.body is None or adopted is None:
            continue
        for point in life.body.touchpoints:
            adopters[point.touchpoint].append(adopted.event)
        for visit in life.visits:
            if visit.designed:
                lived.add(visit.place)
            else:
                unplanned[visit.place].append(visit)
    for place, events in adopters.items():
        if place not in lived:
            yield never_lived(place, events)
    for place, visits in sorted(unplanned.items(), key=lambda one: -len(one[1])):
        figures = asked.graph.figures(Node("touchpoint", place))
        whose = len({v.relationship for v in visits})
        yield never_planned(place, whose, len(visits), figures) | {"events": cited(*visits)}


def never_lived(place: str, events: list[str]) -> Row:
    """Return the row of a touchpoint of a map that nobody lived, by who adopted it."""
    return {
        "plan": "never lived",
        "touchpoint": place,
        "relationships": len(events),
        "times": 0,
        "events": events,
    }


def never_planned(place: str, relationships: int, times: int, figures: Figures) -> Row:
    """Return the row of a touchpoint that was lived beside a map, but for its events."""
    return {
        "plan": "never planned",
        "touchpoint": place,
        "relationships": relationships,
        "times": times,
        "client_after": short(figures.client.after),
        "staff_after": short(figures.staff.after),
    }


@answer(
    "goodbye-timeliness",
    question="How timely was each goodbye, and how did both sides feel about it?",
    columns="relationship ending at days met late violated unknown client_after staff_after",
    lived=True,
)
def goodbye_timeliness(asked: Asked) -> Iterator[Row]:
    """The goodbye duties by verdict, the days to the last act, and both sides' last feelings.

    ``days`` runs from the first word of the goodbye to the last act that was done in it.
    """
    for life in asked.lives:
        goodbye, begun = life.kept.goodbye, parting(life.visits)
        if goodbye is None or begun is None:
            continue
        verdicts = Counter(goodbye.verdicts(asked.now))
        after = life.visits[begun:]
        client = next((v for v in reversed(after) if v.client.after is not None), None)
        staff = next((v for v in reversed(after) if v.staff.after is not None), None)
        yield {
            "relationship": life.relationship,
            "ending": life.ending,
            "at": goodbye.at,
            "days": days(goodbye.at, goodbye.last_act) if goodbye.last_act else None,
            **{name: verdicts[name] for name in ("met", "late", "violated", "unknown")},
            "client_after": short(client.client.after) if client else None,
            "staff_after": short(staff.staff.after) if staff else None,
            "events": list(dict.fromkeys([*goodbye.events, *cited(client, staff)])),
        }

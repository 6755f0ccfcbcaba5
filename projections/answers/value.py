"""Answers about value: what clients wish and got, what they think, and what we keep."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from domain._kernel import AnyEvent, Event
from domain.care import ConsentGiven, PreferenceNoted
from domain.courtship import IntakeDecided
from domain.expectation import InterviewAnswered, OpinionVoiced
from domain.relationship import Relationship
from projections.answers.registry import Asked, Row, answer
from projections.answers.seen import curves, felt
from projections.answers.sums import ids, mean, share

STEPS = ("before", "beyond", "brought", "used-in-offer", "published")
"""The five steps of the expectation interview."""


def _opinions(state: Relationship, *topics: str) -> list[Event[OpinionVoiced]]:
    return [e for e in state.of(OpinionVoiced) if e.fact.topic_of in topics]


@answer(
    "strengths-and-wishes",
    rows=(65,),
    about=(OpinionVoiced,),
    question="Which wishes meet a strength of ours, and which stay unmet?",
    columns="item wished_by strength cell met",
)
def strengths_and_wishes(asked: Asked) -> Iterator[Row]:
    """The matrix of strengths and wishes, by item."""
    said = [
        (r.relationship, e) for r in asked.readings for e in _opinions(r.state, "wish", "strength")
    ]
    for item in sorted({e.fact.item for _, e in said if e.fact.item}):
        wishes = [(r, e) for r, e in said if e.fact.item == item and e.fact.topic_of == "wish"]
        able = [
            e
            for _, e in said
            if e.fact.item == item and e.fact.topic_of == "strength" and e.fact.verdict != "no"
        ]
        cell = "both" if wishes and able else "wish-only" if wishes else "strength-only"
        yield {
            "item": item,
            "wished_by": len({r for r, _ in wishes}),
            "strength": bool(able),
            "cell": cell,
            "met": bool(able) if wishes else None,
            "events": ids(*(e for _, e in wishes), *able),
        }


@answer(
    "value-gaps",
    rows=(158, 159, 161),
    about=(OpinionVoiced,),
    question="What did we mean for the client that we never offered, or offered without effect?",
    columns="relationship item offered received in_offer confirmed gap",
)
def value_gaps(asked: Asked) -> Iterator[Row]:
    """What we think we gave beside what the client got, by item."""
    for reading in asked.readings:
        items: dict[str, list[Event[OpinionVoiced]]] = defaultdict(list)
        for event in _opinions(reading.state, "value-offered", "value-received"):
            items[event.fact.item or event.id].append(event)
        for events in items.values():
            offered = [e for e in events if e.fact.topic_of == "value-offered"]
            got = [e for e in events if e.fact.topic_of == "value-received"]
            in_offer = next((e.fact.in_offer for e in got if e.fact.in_offer is not None), None)
            confirmed = next(
                (
                    e.fact.confirmed_by_client
                    for e in offered
                    if e.fact.confirmed_by_client is not None
                ),
                None,
            )
            known = bool(offered) or in_offer
            gap = (
                None if known and (got or confirmed) else "unrecognised" if got else "not-received"
            )
            yield {
                "relationship": reading.relationship,
                "item": events[0].fact.item,
                "offered": bool(offered),
                "received": bool(got),
                "in_offer": in_offer,
                "confirmed": confirmed,
                "gap": gap,
                "events": ids(*events),
            }


@answer(
    "interview",
    rows=(170,),
    again=True,
    about=(InterviewAnswered,),
    counted=True,
    question="Which of the five steps of the interview were taken with each client?",
    columns="relationship steps missing share led_to consent",
)
def interview(asked: Asked) -> Iterator[Row]:
    """Completeness of the interview; a client nobody asked has all steps missing."""
    asked_of = {r.relationship: r.state.of(InterviewAnswered) for r in asked.readings}
    begun = {r.relationship: r.state.begun.id for r in asked.readings if r.state.begun}
    for relationship, first in sorted({**begun, **dict(asked.others)}.items()):
        answers = asked_of.get(relationship, ())
        taken = {e.fact.step for e in answers}
        published = [e for e in answers if e.fact.step == "published"]
        yield {
            "relationship": relationship,
            "steps": len(taken),
            "missing": [step for step in STEPS if step not in taken],
            "share": share(len(taken), len(STEPS)),
            "led_to": sorted({e.fact.led_to for e in answers if e.fact.led_to}),
            "consent": all(e.fact.consent for e in published) if published else None,
            "events": ids(*answers) or [first],
        }


@answer(
    "both-views",
    rows=(64,),
    about=(IntakeDecided, OpinionVoiced),
    question="What do both sides think of the match, side by side?",
    columns="relationship view_client view_supplier agree mean_client mean_staff",
)
def both_views(asked: Asked) -> Iterator[Row]:
    """The last opinion of each side on the fit; for us, else what we saw at the intake."""
    for reading in asked.readings:
        views: dict[str, tuple[str | None, AnyEvent]] = {}
        intake = reading.state.last(IntakeDecided)
        if intake and intake.fact.mismatch_seen is not None:
            views["supplier"] = ("no" if intake.fact.mismatch_seen else "yes", intake)
        for event in _opinions(reading.state, "fit"):
            for side in ("client", "supplier") if event.fact.by == "both" else (event.fact.by,):
                views[side] = (event.fact.verdict, event)
        client, _ = views.get("client", (None, None))
        supplier, _ = views.get("supplier", (None, None))
        both = curves(reading)
        if views:
            yield {
                "relationship": reading.relationship,
                "view_client": client,
                "view_supplier": supplier,
                "agree": client == supplier if client and supplier else None,
                "mean_client": mean([both.time_weighted_mean("client")]),
                "mean_staff": mean([both.time_weighted_mean("staff")]),
                "events": [*ids(*(event for _, event in views.values())), *felt(reading)],
            }


@answer(
    "visible-profile",
    rows=(144,),
    about=(PreferenceNoted,),
    question="What do we keep of a client, why, and in whose interest?",
    columns="relationship item preference liked purpose serves shown consent",
)
def visible_profile(asked: Asked) -> Iterator[Row]:
    """The profile as the client may see it, a purpose beside every item."""
    for reading in asked.readings:
        for noted in reading.state.of(PreferenceNoted):
            fact = noted.fact
            thing = reading.state.thing("consent", fact.consent) if fact.consent else None
            consent = thing.opened if thing else None
            given = isinstance(consent.fact, ConsentGiven) and consent.fact if consent else None
            yield {
                "relationship": reading.relationship,
                "item": fact.item,
                "preference": fact.kind,
                "liked": fact.liked,
                "purpose": fact.purpose,
                "serves": fact.serves,
                "shown": fact.shown_to_client,
                "consent": given.given and given.answer == "may-keep-profile" if given else None,
                "events": ids(noted, consent),
            }

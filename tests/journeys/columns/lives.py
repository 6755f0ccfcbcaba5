"""Lives that nobody made up one by one: any facts that questions of everybody look at, in any way.

Nothing is asked of the rules of recording: what is stored may be stranger than what can be said.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from domain._kernel import AnyEvent, event_of, fact_of
from domain.feelings import FeelingObserved

BEGIN = datetime(2021, 1, 29, 12, tzinfo=UTC)
DAYS = 1500
CHANNELS = (None, None, "call", "call", "mail", "internal", "public")
SAID: tuple[tuple[str, dict[str, object]], ...] = (
    ("cooperation-started", {}),
    ("contract-signed", {"contract": "c"}),
    ("relationship-opened", {"market": "b2c", "kind": "partner"}),
    ("contact-held", {"initiated_by": "client"}),
    ("contact-held", {}),
    ("care-given", {"kind": "attention"}),
    ("care-given", {"kind": "limit-set", "by": "client"}),
    ("care-given", {"kind": "limit-set", "by": "both"}),
    ("effort-spent", {"kind": "billable", "hours": 3.7}),
    ("effort-spent", {"kind": "rework"}),
    ("money-booked", {"kind": "revenue", "amount": 100.1}),
    ("money-booked", {"kind": "cost", "amount": 33.3}),
    ("intake-decided", {"outcome": "accepted", "fit": "core"}),
    ("intake-decided", {"outcome": "accepted"}),
    ("intake-decided", {"outcome": "declined", "fit": "outside", "minutes_to_no": 12}),
    ("project-finished", {"project": "p", "successful": True}),
    ("project-finished", {"project": "q"}),
    ("incident-occurred", {"kind": "small-error"}),
    ("incident-occurred", {"kind": "bypass", "tool": "board"}),
    ("work-started", {"work": "delivery"}),
    ("work-started", {"work": "delivery", "uses": ("board", "archive")}),
    ("lesson-recorded", {"lesson": "l", "text": "L"}),
    ("referral-made", {"referral": "f", "direction": "client-to-others", "by": "client"}),
    ("referral-made", {"referral": "f", "direction": "client-to-others", "by": "supplier"}),
    ("interview-answered", {"step": "used-in-offer"}),
    ("farewell-act-done", {"act": "contribution"}),
    ("farewell-act-done", {"act": "thanks"}),
    ("staff-assigned", {"role": "lead", "person": "kim", "known_to_client": True}),
    ("staff-assigned", {"role": "lead", "person": "kim", "known_to_client": True, "leaves": True}),
    ("staff-assigned", {"role": "lead", "person": "lou"}),
    ("issue-raised", {"issue": "i", "kind": "complaint"}),
    ("request-answered", {"request": "r", "answer": "deflected"}),
    ("request-answered", {"request": "r", "answer": "solution"}),
    ("concession-made", {"motive": "pressure"}),
    ("scope-set", {"size": 3, "unit": "hours", "reason": "pleasing"}),
    ("interview-answered", {"step": "before", "led_to": "a"}),
    ("interview-answered", {"step": "published"}),
    ("plug-reviewed", {"verdict": "end", "again": "2024-01-01"}),
    ("plug-reviewed", {"verdict": "go-on"}),
    ("breakup-announced", {"by": "client"}),
    ("breakup-withdrawn", {"by": "client"}),
    ("end-date-set", {"ends": "2024-03"}),
    ("end-date-set", {"ends": "2023-05-01T10:00:00+02:00"}),
    ("relationship-ended", {"by": "supplier"}),
    ("relationship-rekindled", {"by": "client"}),
    ("finding-answered", {"finding": "silence", "answer": "dismissed", "reason": "not-so"}),
)
FELT: tuple[dict[str, object], ...] = (
    {},
    {"said_by": "client"},
    {"said_by": "supplier"},
    {"source": "text-model"},
    {"towards": "rival"},
)


def lives(seed: int, relationships: int = 25, most: int = 30) -> Iterator[list[AnyEvent]]:
    """Yield the events of each relationship, by version."""
    chance, other = random.Random(seed), random.Random(seed)  # noqa: S311 - the same each time
    known = ["e-of-nobody"]
    for number in range(relationships):
        who = f"r-{chance.randrange(10**6):06d}-{number}"
        facts = [_fact(chance) for _ in range(chance.randrange(1, most))]
        if chance.random() < 0.9:
            facts.insert(0, ("relationship-opened", {"sector": chance.choice(("cloud", "agency"))}))
        told = [_event(chance, who, version, *fact) for version, fact in enumerate(facts, start=1)]
        ids = [event.id for event in told]
        yield _said_together([_about(event, ids + known, other) for event in told], other)
        known = ids[-2:]


def _about(event: AnyEvent, ids: list[str], chance: random.Random) -> AnyEvent:
    """Return an event; a feeling is often about any of these, some of which are somebody else's."""
    if not isinstance(event.fact, FeelingObserved) or chance.random() < 0.3:
        return event
    said = event.fact.model_copy(update={"about": chance.choice(ids)})
    return event.model_copy(update={"fact": said})


def _said_together(events: list[AnyEvent], chance: random.Random) -> list[AnyEvent]:
    """Return the same events, of which some were recorded by one command, whenever they were."""
    found: list[AnyEvent] = []
    for event in events:
        last = found[-1].command_id if found and chance.random() < 0.3 else event.command_id
        touchpoint = chance.choice((None, None, "intake", "review"))
        found.append(event.model_copy(update={"command_id": last, "touchpoint": touchpoint}))
    return found


def _fact(chance: random.Random) -> tuple[str, dict[str, object]]:
    if chance.random() < 0.7:
        return chance.choice(SAID)
    whose, valence = chance.choice(("client", "staff")), round(chance.uniform(-1, 1), 2)
    return "feeling-observed", {"whose": whose, "valence": valence, **chance.choice(FELT)}


def _event(
    chance: random.Random, who: str, version: int, topic: str, fact: dict[str, object]
) -> AnyEvent:
    happened = BEGIN + timedelta(hours=chance.randrange(DAYS * 24 // most_often(chance)))
    late = happened + timedelta(days=chance.choice((0, 0, 0, 40)))
    return event_of(
        fact_of(f"relationship.{topic}.v1", fact),
        id=f"e-{who}-{version}",
        command_id=f"c-{who}-{version}",
        relationship=who,
        version=version,
        occurred_at=_written(chance, happened),
        recorded_at=late.isoformat(),
        actor="ada",
        channel=chance.choice(CHANNELS),
        story_id=chance.choice((None, None, f"S{version}")),
    )


def most_often(chance: random.Random) -> int:
    """Return what brings most facts into the first weeks, where several are of one moment."""
    return chance.choice((1, 1, 30, 300))


def _written(chance: random.Random, when: datetime) -> str:
    day = when.date().isoformat()
    forms = (
        when.isoformat(),
        f"{when:%Y-%m-%dT%H:%M}Z",
        f"{when + timedelta(hours=2):%Y-%m-%dT%H:%M:%S}+02:00",
        day,
        f"{day}~",
        day[:7],
        day[:4],
    )
    return chance.choice((*forms[:4], *forms[:4], *forms))

"""Answers about moments: the best ones, both curves, and where nobody asked how it felt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from domain._kernel import AnyEvent
from domain.feelings import FeelingObserved
from domain.friction import IncidentOccurred
from domain.process import WorkStarted
from domain.relationship import Relationship
from projections.answers.registry import Asked, Row, answer
from projections.answers.seen import curves, felt
from projections.answers.sums import difference, ids, mean, share
from projections.highlights import best_moments, brought, felt_at, lines_of, name_of, steps_of
from projections.timeline import Line, title


@answer(
    "highlights",
    rows=(116, 117),
    question="What were the finest moments, what did the client bring us, whom did they know?",
    columns="relationship highlight rank at what client staff who",
    most=5,
    least=0.3,
)
def highlights(asked: Asked, *, most: int, least: float) -> Iterator[Row]:
    """For the goodbye: the moments both sides felt best first, what was contributed, and by whom.

    A moment of which one side alone is told comes after those that both are known to have enjoyed;
    what went on inside, without the client, was not shared.
    """
    for reading in asked.readings:
        for rank, moment in enumerate(best_moments(reading, most, least), start=1):
            yield {
                "relationship": reading.relationship,
                "highlight": "moment",
                "rank": rank,
                "at": moment.at,
                "what": moment.name,
                "client": moment.client,
                "staff": moment.staff,
                "events": ids(*moment.events),
            }
        for row in brought_rows(reading.state):
            yield {"relationship": reading.relationship, **row}


def brought_rows(state: Relationship) -> Iterator[Row]:
    """Tell what the client brought, and whom it knew."""
    for kind, event, who in brought(state):
        yield {
            "highlight": kind,
            "at": event.occurred_at,
            "what": title(type(event.fact)),
            "who": who,
            "events": ids(event),
        }


@answer(
    "two-curves",
    rows=(90, 98, 181),
    about=(FeelingObserved,),
    question="How did both sides feel on the whole, and how will it be remembered?",
    columns=(
        "relationship mean_client mean_staff mood_gap peak_end_client peak_end_staff "
        "samples_client samples_staff"
    ),
)
def two_curves(asked: Asked) -> Iterator[Row]:
    """The mean over time beside what is remembered (the strongest moment and the end)."""
    for reading in asked.readings:
        both = curves(reading)
        if not (both.client or both.staff):
            continue
        client, staff = both.time_weighted_mean("client"), both.time_weighted_mean("staff")
        yield {
            "relationship": reading.relationship,
            "mean_client": mean([client]),
            "mean_staff": mean([staff]),
            "mood_gap": difference(client, staff),
            "peak_end_client": mean([both.peak_end("client")]),
            "peak_end_staff": mean([both.peak_end("staff")]),
            "samples_client": len(both.client),
            "samples_staff": len(both.staff),
            "events": felt(reading),
        }


@answer(
    "steps-without-feelings",
    rows=(181,),
    question="At which steps does nobody know how it felt?",
    columns="relationship what times without_client without_staff share",
)
def steps_without_feelings(asked: Asked) -> Iterator[Row]:
    """By kind of step: how often the client's, or our people's, feeling is not told."""
    for reading in asked.readings:
        kinds: dict[str, list[list[Line]]] = defaultdict(list)
        for step in steps_of(reading):
            kinds[name_of(step)].append(step)
        for what, steps in kinds.items():
            moods = [felt_at(step) for step in steps]
            silent = sum(None in mood for mood in moods)
            if silent:
                yield {
                    "relationship": reading.relationship,
                    "what": what,
                    "times": len(steps),
                    "without_client": sum(client is None for client, _ in moods),
                    "without_staff": sum(staff is None for _, staff in moods),
                    "share": share(silent, len(steps)),
                    "events": ids(*(line.event for step in steps for line in step)),
                }


@answer(
    "blueprint",
    rows=(180,),
    question="What happens front stage and back stage, over which channel, on which systems?",
    columns="relationship stage what channel touchpoint times systems client staff",
)
def blueprint(asked: Asked) -> Iterator[Row]:
    """The journey as lived: what the client could see, what not, and what nobody told."""
    for reading in asked.readings:
        cells: dict[tuple[str | None, str, str | None, str | None], list[Line]] = defaultdict(list)
        for line in lines_of(reading):
            event = line.event
            what, stage = title(type(event.fact)), stage_of(event.channel)
            cells[stage, what, event.channel, event.touchpoint].append(line)
        for (stage, what, channel, touchpoint), lines in cells.items():
            yield {
                "relationship": reading.relationship,
                "stage": stage,
                "what": what,
                "channel": channel,
                "touchpoint": touchpoint,
                "times": len(lines),
                "systems": sorted({tool for line in lines for tool in _systems(line.event)}),
                "client": mean(line.client for line in lines),
                "staff": mean(line.staff for line in lines),
                "events": ids(*(line.event for line in lines)),
            }


def stage_of(channel: str | None) -> str | None:
    """Return whether the client could see what went over a channel; None where none was told."""
    return {None: None, "internal": "back-stage"}.get(channel, "front-stage")


def _systems(event: AnyEvent) -> Iterator[str]:
    if isinstance(event.fact, WorkStarted):
        yield from event.fact.uses
    elif isinstance(event.fact, IncidentOccurred) and event.fact.tool:
        yield event.fact.tool

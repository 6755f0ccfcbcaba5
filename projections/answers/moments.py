"""Answers about moments: the best ones, both curves, and where nobody asked how it felt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from domain._kernel import AnyEvent
from domain.breakup import FarewellActDone, LessonRecorded
from domain.contract import StaffAssigned
from domain.courtship import ReferralMade
from domain.expectation import InterviewAnswered
from domain.feelings import FeelingObserved
from domain.friction import IncidentOccurred
from domain.process import WorkStarted
from projections.answers.registry import Asked, Row, answer
from projections.answers.seen import curves, felt
from projections.answers.sums import difference, ids, mean, share
from projections.reading import Reading
from projections.timeline import Line, timeline, title


def _lines(reading: Reading) -> list[Line]:
    """Return the timeline without feelings that stand by themselves."""
    return [line for line in timeline(reading) if not isinstance(line.event.fact, FeelingObserved)]


def _steps(reading: Reading) -> list[list[Line]]:
    """Return the lines step by step: what was recorded in one go is one step."""
    steps: dict[str, list[Line]] = defaultdict(list)
    for line in _lines(reading):
        steps[line.event.command_id].append(line)
    return list(steps.values())


def _name(step: list[Line]) -> str:
    """Return a step in words: its first fact, unless that only opens the record."""
    facts = [type(line.event.fact) for line in step]
    return title(next((kind for kind in facts if not kind.opens), facts[0]))


def _felt(step: list[Line]) -> tuple[float | None, float | None]:
    """Return how each side felt at a step, where told."""
    return mean(line.client for line in step), mean(line.staff for line in step)


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
        about: dict[str | None, list[AnyEvent]] = defaultdict(list)
        for event in reading.events:
            if isinstance(event.fact, FeelingObserved):
                about[event.fact.about].append(event)
        shared = [step for step in _steps(reading) if step[0].event.channel != "internal"]
        moods = [(step, [v for v in _felt(step) if v is not None]) for step in shared]
        best = [(len(m) > 1, min(m), step) for step, m in moods if m and min(m) >= least]
        best.sort(key=lambda one: (not one[0], -one[1], one[2][0].event.order))
        for rank, (_, _, step) in enumerate(best[:most], start=1):
            client, staff = _felt(step)
            told_of = [e for line in step for e in (line.event, *about[line.event.id])]
            yield {
                "relationship": reading.relationship,
                "highlight": "moment",
                "rank": rank,
                "at": step[0].event.occurred_at,
                "what": _name(step),
                "client": client,
                "staff": staff,
                "events": ids(*told_of),
            }
        for kind, event, who in _given(reading):
            yield {
                "relationship": reading.relationship,
                "highlight": kind,
                "at": event.occurred_at,
                "what": title(type(event.fact)),
                "who": who,
                "events": ids(event),
            }


def _given(reading: Reading) -> Iterator[tuple[str, AnyEvent, str | None]]:
    state = reading.state
    for lesson in state.of(LessonRecorded):
        yield "contribution", lesson, None
    for referral in state.of(ReferralMade):
        if referral.fact.by == "client":
            yield "contribution", referral, None
    for used in state.of(InterviewAnswered):
        if used.fact.step == "used-in-offer":
            yield "contribution", used, None
    for act in state.of(FarewellActDone):
        if act.fact.act == "contribution":
            yield "contribution", act, None
    for known in state.of(StaffAssigned):
        if known.fact.known_to_client and not known.fact.leaves:
            yield "known-person", known, known.fact.person


@answer(
    "two-curves",
    rows=(90, 98, 181),
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
        for step in _steps(reading):
            kinds[_name(step)].append(step)
        for what, steps in kinds.items():
            moods = [_felt(step) for step in steps]
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
        for line in _lines(reading):
            event = line.event
            stage = {None: None, "internal": "back-stage"}.get(event.channel, "front-stage")
            cells[stage, title(type(event.fact)), event.channel, event.touchpoint].append(line)
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


def _systems(event: AnyEvent) -> Iterator[str]:
    if isinstance(event.fact, WorkStarted):
        yield from event.fact.uses
    elif isinstance(event.fact, IncidentOccurred) and event.fact.tool:
        yield event.fact.tool

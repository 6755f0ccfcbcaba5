"""A journey as the picture that `journeys.render` draws: feelings, phases and findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeys.language import Language

if TYPE_CHECKING:
    from collections.abc import Iterable

    from domain.moments import Moment
    from journeys.journey import Journey
    from journeys.render.values import Band, Curve, Figures
    from journeys.render.values import Sample as Point
    from projections.curve import Feelings, Sample


def picture(
    journey: Journey,
    words: Language,
    *,
    at: Moment | None = None,
    as_known: Moment | None = None,
    marks: bool = True,
) -> Curve:
    """Return the curve of both sides, with the phases under it and, where asked, the findings."""
    from journeys.render.values import DUTCH, ENGLISH, Curve, Mark

    feelings = journey.feelings(at=at, as_known=as_known)
    lines = journey.timeline(at=at, as_known=as_known)
    told = {
        line.event.story_id or line.event.id: words.say(line.sentence) for line in reversed(lines)
    }
    found = journey.asking(at=at, as_known=as_known) if marks else ()
    return Curve(
        title=journey.title or journey.id,
        client=tuple(_points(feelings.client, told, words)),
        staff=tuple(_points(feelings.staff, told, words)),
        bands=tuple(_bands([(line.event.occurred_at, line.phase) for line in lines])),
        marks=tuple(Mark(f.since.start, words.say(f.sentence), f.severity) for f in found),
        words=DUTCH if words.code == "nl" else ENGLISH,
        figures=dict(_figures(feelings)),
    )


def _figures(feelings: Feelings) -> Iterable[tuple[str, Figures]]:
    from journeys.render.values import Figures

    for side in ("client", "staff"):
        mean, peak_end = feelings.time_weighted_mean(side), feelings.peak_end(side)
        if mean is not None and peak_end is not None:
            yield side, Figures(mean, peak_end)


def _points(samples: Iterable[Sample], told: dict[str, str], words: Language) -> Iterable[Point]:
    from journeys.render.values import Sample as Point

    for sample in samples:
        label = told.get(sample.story_id or sample.event_id, "")
        word = words.word(sample.category) if sample.category else None
        yield Point(sample.at.start, sample.valence, label, word, sample.at.approximate)


def _bands(phases: list[tuple[Moment, str]]) -> Iterable[Band]:
    from journeys.render.values import Band

    turns = [turn for n, turn in enumerate(phases) if n == 0 or turn[1] != phases[n - 1][1]]
    for n, (begins, phase) in enumerate(turns):
        ends = turns[n + 1][0].start if n + 1 < len(turns) else None
        yield Band(begins.start, ends, phase)

"""What both sides felt over time, with the phases and, where asked, the findings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from journeys.language import Language
from journeys.pictures.picture import Picture
from projections.reply import QUIET

if TYPE_CHECKING:
    from domain.moments import Moment
    from journeys.render.values import Band, Curve, Figures, Mark
    from journeys.render.values import Sample as Point
    from projections.curve import Feelings, Sample
    from projections.finding import Finding
    from projections.still import Still


def curve(
    still: Still, words: Language, found: Iterable[Finding] | None = None, title: str = ""
) -> Picture:
    """Return the emotion curve as a picture; see `curve_values`."""
    from journeys.render.curve import svg
    from journeys.render.table import html, table_twin

    return Picture(curve_values(still, words, found, title), svg, html, table_twin)


def curve_values(
    still: Still, words: Language, found: Iterable[Finding] | None = None, title: str = ""
) -> Curve:
    """Return the curve of both sides, with the phases under it and the findings as flags.

    Parameters
    ----------
    still
        The relationship as it stood.
    words
        The reader's language.
    found
        The findings that are shown; those of `flagged` unless told.
    title
        What stands above it; what people call the relationship unless told.
    """
    from journeys.render.values import DUTCH, ENGLISH, Curve

    lines = still.timeline
    told = {
        line.event.story_id or line.event.id: words.say(line.sentence) for line in reversed(lines)
    }
    shown = flagged(still.judged, still.now) if found is None else found
    return Curve(
        title=title or title_of(still),
        client=tuple(_points(still.feelings.client, told, words)),
        staff=tuple(_points(still.feelings.staff, told, words)),
        bands=tuple(_bands([(line.event.occurred_at, line.phase) for line in lines])),
        marks=tuple(marks(shown, words)),
        words=DUTCH if words.code == "nl" else ENGLISH,
        figures=dict(_figures(still.feelings)),
    )


def flagged(judged: Iterable[Finding], now: Moment) -> list[Finding]:
    """Return the findings that belong to the picture of a life: no fact settled them by *now*.

    What lapsed, or ended with the relationship, was so where its flag stands. What was dismissed
    or put off is not shown.
    """
    found = (one for one in judged if one.is_open(now) or one.over in ("lapsed", "ended"))
    return [one for one in found if one.standing(now) not in QUIET]


def title_of(still: Still) -> str:
    """Return what people call a relationship; its id where nobody gave it a title."""
    opened = still.state.opened if still.events else None
    return (opened and opened.fact.title) or still.reading.relationship


def marks(found: Iterable[Finding], words: Language) -> Iterable[Mark]:
    """Yield findings as flags."""
    from journeys.render.values import Mark

    for one in found:
        yield Mark(one.since.start, words.say(one.sentence), one.severity)


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

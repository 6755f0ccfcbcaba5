"""``journeys curve``: what both sides felt over time, in the terminal or as SVG."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from journeys.cli.command import command as verb
from journeys.cli.drawing import Drawn, draw, drawn
from journeys.cli.options import moments, relationship, shared
from journeys.cli.output import Column
from journeys.language import Language, t

if TYPE_CHECKING:
    from domain.moments import Moment
    from journeys.cli.run import Run
    from projections.finding import Finding
    from projections.still import Still

_WIDEST = 100


@verb(
    "curve",
    help=t(
        "Draw what both sides felt over time.\n\n"
        "The client is a whole line with round points, our people a dashed one with square points."
        " Beside each name stand the mean over time and peak–end: how it was, and how it is "
        "remembered."
    ),
    examples=(
        ("journeys curve telecom", t("in the terminal")),
        ("journeys curve telecom --svg telecom.svg", t("as a picture, with the findings as flags")),
    ),
)
@relationship
@moments
@drawn(width=t("Columns in the terminal, or pixels of the picture."), least=1)
@shared(rows=True)
def command(
    run: Run,
    *,
    relationship: str,
    at: Moment | None,
    as_known: Moment | None,
    drawn: Drawn,
) -> None:
    """Draw the curve."""
    from journeys.pictures.curve import curve, flagged

    with run.engine() as engine:
        journey = engine.journey(engine.find(relationship))
        still = journey.at(at, as_known)
        judged = journey.judged(at, as_known) if drawn or not run.out.for_people else ()
        marks = flagged(judged, still.now)
        picture = curve(still, run.words, marks, journey.title)
    if drawn:
        draw(run, picture, drawn)
    elif run.out.for_people:
        from journeys.render.terminal import curve as in_characters

        console = run.out.console
        columns = drawn.width or min(console.width, _WIDEST)
        color = console.is_terminal and not console.no_color
        unicode = run.out.unicode
        run.out.raw(in_characters(picture.values, width=columns, color=color, unicode=unicode))
    else:
        run.out.rows(_COLUMNS, list(_rows(still, marks, run.words)))


_COLUMNS = (
    Column("at", t("When")),
    Column("what", t("Who or what"), word=True),
    Column("valence", t("Feeling"), say=lambda value: "" if value is None else f"{value:+.2f}"),
    Column("severity", t("Severity"), word=True),
    Column("category", t("In a word"), word=True),
    Column("label", t("Note"), text=True),
    Column("event"),
)


def _rows(still: Still, marks: Iterable[Finding], words: Language) -> Iterator[dict[str, Any]]:
    """Yield the table of the picture: phases, feelings and findings, in order of time."""
    told = {line.event.id: words.say(line.sentence) for line in still.timeline}
    told |= {line.event.story_id: told[line.event.id] for line in still.timeline
             if line.event.story_id}  # fmt: skip
    rows: list[dict[str, Any]] = []
    before = None
    for line in still.timeline:
        if line.phase != before:
            rows.append({"at": line.event.occurred_at, "what": "phase", "category": line.phase,
                         "event": line.event.id})  # fmt: skip
        before = line.phase
    rows += [
        {"at": one.at, "what": side, "valence": one.valence, "category": one.category,
         "label": told.get(one.story_id or one.event_id), "event": one.event_id}
        for side, samples in (("client", still.feelings.client), ("staff", still.feelings.staff))
        for one in samples
    ]  # fmt: skip
    rows += [
        {"at": one.since, "what": "finding", "severity": one.severity,
         "label": words.say(one.sentence), "event": one.evidence[-1].id}
        for one in marks
    ]  # fmt: skip
    yield from sorted(rows, key=lambda row: row["at"].start)

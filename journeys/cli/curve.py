"""``journeys curve``: what both sides felt over time, in the terminal or as SVG."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from journeys.cli.command import command as verb
from journeys.cli.options import moments, option, relationship, shared
from journeys.language import t

if TYPE_CHECKING:
    from domain.moments import Moment
    from journeys.cli.run import Run

_WIDEST = 100
_LEAST_PIXELS = 280


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
@option(
    "--svg", metavar="FILE", help=t("Write an SVG picture to FILE, or to standard output for -.")
)
@option(
    "--width",
    type=click.IntRange(min=1),
    metavar="N",
    help=t("Columns in the terminal, or pixels of the SVG."),
)
@shared()
def command(
    run: Run,
    *,
    relationship: str,
    at: Moment | None,
    as_known: Moment | None,
    svg: str | None,
    width: int | None,
) -> None:
    """Draw the curve."""
    from journeys.cli.picture import picture

    with run.engine() as engine:
        journey = engine.journey(engine.find(relationship))
        drawn = picture(journey, run.words, at=at, as_known=as_known, marks=svg is not None)
    if svg is None:
        from journeys.render.terminal import curve

        console = run.out.console
        columns = width or min(console.width, _WIDEST)
        color = console.is_terminal and not console.no_color
        run.out.raw(curve(drawn, width=columns, color=color, unicode=run.out.unicode))
        return
    from journeys.render.curve import svg as draw

    text = draw(drawn, width=max(width, _LEAST_PIXELS)) if width else draw(drawn)
    if svg == "-":
        run.out.raw(text)
    else:
        Path(svg).write_text(text + "\n", encoding="utf-8")
        run.out.note(run.say(t("Written to {file}."), file=svg))

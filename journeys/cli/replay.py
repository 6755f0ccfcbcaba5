"""``journeys replay``: a relationship from its first event to its last, moment by moment."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from journeys.cli.command import command as verb
from journeys.cli.drawing import Drawn, draw, drawn
from journeys.cli.options import WHEN, moments, option, relationship, shared
from journeys.cli.output import Column
from journeys.language import t

if TYPE_CHECKING:
    from domain.moments import Moment
    from journeys.cli.run import Run
    from journeys.journey import Journey
    from projections.moods import Whose
    from projections.scenes import Pace, Scene

_NEXT = {"\r", "\n", " ", "n", "\x1b[C", "\x1b[B", "\x1bOC", "\x1bOB"}
_BACK = {"p", "\x1b[D", "\x1b[A", "\x1bOD", "\x1bOA"}
_LEAVE = {"q", "\x1b", "\x03", "\x04"}


class How(TypedDict):
    """How it is shown in a terminal."""

    step: bool
    plain: bool


@verb(
    "replay",
    help=t(
        "Live through a relationship again, from its first event to its last.\n\n"
        "Each moment says what happened, how both sides felt, where a phase begins, and which"
        " findings"
        " begin or end there.\n\n"
        "With --step on a terminal it waits after each moment: Enter or n goes on, p goes back, q"
        " leaves."
    ),
    examples=(
        ("journeys replay agency --step", t("moment by moment, at your own pace")),
        (
            "journeys replay telecom --by landmark --svg film.svg",
            t("as a filmstrip of its landmarks"),
        ),
    ),
)
@relationship
@moments
@option(
    "--from",
    "begin",
    type=WHEN,
    metavar="WHEN",
    help=t("Begin at WHEN; what came before is not printed."),
)
@option(
    "--by",
    "pace",
    type=click.Choice(["event", "day", "landmark"]),
    default="event",
    help=t(
        "Moment by moment, day by day, or only where a phase or a grave finding begins or ends."
    ),
)
@option("--step", is_flag=True, help=t("Wait after each moment (on a terminal)."))
@option("--plain", is_flag=True, help=t("Without the curve at the end."))
@drawn()
@shared(rows=True)
def command(
    run: Run,
    *,
    relationship: str,
    at: Moment | None,
    as_known: Moment | None,
    begin: Moment | None,
    pace: Pace,
    drawn: Drawn,
    **how: Unpack[How],
) -> None:
    """Replay a relationship."""
    from journeys.cli.blocks import heading
    from projections.scenes import paced, scenes

    with run.engine() as engine:
        journey = engine.journey(engine.find(relationship))
        until = journey.moment(at, as_known)
        lines, judged = journey.timeline(at, as_known), journey.judged(at, as_known)
        told = paced(list(scenes(lines, judged, until)), pace)
        shown = [scene for scene in told if begin is None or scene.at.start >= begin.start]
        if drawn or not run.out.for_people:
            _hand_over(run, journey.title, told, shown, drawn, _nothing(run, begin))
            return
        told = shown
        run.out.print(heading(journey.id, journey.title))
        if not told:
            run.out.note(_nothing(run, begin))
            return
        if how["step"] and on_terminal():
            if not _stepping(run, told):
                return
        else:
            for scene in told:
                _print(run, scene)
        _end(run, journey, at, as_known, plain=how["plain"])


def _hand_over(
    run: Run, title: str, told: list[Scene], shown: list[Scene], drawn: Drawn, empty: str
) -> None:
    """Draw the moments as a filmstrip, or list them as rows."""
    from journeys.pictures.strip import strip
    from projections.scenes import phase_before

    if drawn:
        begin = phase_before(told, shown)
        draw(run, strip(shown, run.words, title=title, begin=begin), drawn)
        return
    rows = [
        {
            "at": scene.at,
            "moment": scene.name,
            "phase": scene.phase,
            "happened": [run.say(line.sentence) for line in scene.lines],
            "client": scene.client,
            "staff": scene.staff,
            "begins": [finding.code for finding in scene.begins],
            "ends": [finding.code for finding in scene.ends],
            "events": [line.event.id for line in scene.lines],
        }
        for scene in shown
    ]
    run.out.rows(_columns(run), rows, empty=empty)


def _nothing(run: Run, begin: Moment | None) -> str:
    if begin is not None:
        return run.say(t("Nothing is on record from then on."))
    return run.say(t("Nothing had been recorded by then."))


def _columns(run: Run) -> tuple[Column, ...]:
    def felt(value: float | None) -> str:
        return "–" if value is None else run.words.number(value, sign=True)

    return (
        Column("at", t("When")),
        Column("moment", t("Moment")),
        Column("phase", t("Phase"), word=True),
        Column("happened", t("What happened"), text=True, say="; ".join),
        Column("client", t("Client"), say=felt),
        Column("staff", t("Our people"), say=felt),
        Column("begins", t("Findings that begin"), text=True, say=" ".join),
        Column("ends", t("No longer so"), text=True, say=" ".join),
        Column("events"),
    )


def on_terminal() -> bool:
    """Whether somebody sits at both ends."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _stepping(run: Run, told: list[Scene]) -> bool:
    """Go step by step; whether the end was reached."""
    place = 0
    while place < len(told):
        _print(run, told[place])
        click.echo(
            run.say(t("{n} of {all} · Enter on, p back, q leave"), n=place + 1, all=len(told)),
            err=True,
        )
        key = click.getchar()
        while key not in _NEXT | _BACK | _LEAVE:
            key = click.getchar()
        if key in _LEAVE:
            return False
        place = max(0, place - 1) if key in _BACK else place + 1
    return True


def _print(run: Run, scene: Scene) -> None:
    from journeys.cli.moments import scene_block

    run.out.print("", *scene_block(scene, run.words))


def _end(
    run: Run, journey: Journey, at: Moment | None, as_known: Moment | None, *, plain: bool
) -> None:
    from journeys.cli.blocks import beside, title
    from journeys.pictures.curve import curve as picture

    feelings = journey.feelings(at=at, as_known=as_known)
    sides: tuple[tuple[Whose, str], ...] = (("client", t("client")), ("staff", t("our people")))
    lines = []
    for side, english in sides:
        name = run.say(english)
        mean, peak_end = feelings.time_weighted_mean(side), feelings.peak_end(side)
        if mean is None or peak_end is None:
            lines.append((name, run.say(t("not told"))))
            continue
        said = t("mean over time {mean}, peak–end {peak_end}")
        figures = {"mean": mean, "peak_end": peak_end}
        lines.append(
            (name, run.say(said, **{k: run.words.number(v, sign=True) for k, v in figures.items()}))
        )
    run.out.print("", title(run.say(t("How it was, and how it is remembered"))), beside(lines))
    if plain:
        return
    from journeys.render.terminal import curve

    console = run.out.console
    color = console.is_terminal and not console.no_color
    drawn = picture(journey.at(at, as_known), run.words, (), journey.title).values
    run.out.print()
    run.out.raw(curve(drawn, width=min(console.width, 100), color=color, unicode=run.out.unicode))

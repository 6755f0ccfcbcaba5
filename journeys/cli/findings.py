"""``journeys findings``: what is going wrong, or well, and on what evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from journeys.cli.command import command as verb
from journeys.cli.drawing import Drawn, draw, drawn
from journeys.cli.options import moments, option, shared
from journeys.cli.replies import STANDINGS
from journeys.language import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.moments import Moment
    from journeys.cli.run import Run
    from journeys.engine import Engine
    from journeys.journey import Journey
    from projections.farewell import Standing
    from projections.finding import Finding

_LOOKING = t("Drawing conclusions")
_SEVERITIES = ("positive", "info", "low", "medium", "high", "critical")


class Which(TypedDict):
    """Which findings are asked for."""

    codes: tuple[str, ...]
    severity: str | None
    duties: bool
    answered: str
    everything: bool


@verb(
    "findings",
    help=t(
        "Show what is going wrong, or well, and on what evidence.\n\n"
        "Each finding says since when it is so, what it rests on, what to do and by when. "
        "Without REL it looks at every relationship, and at the organisation itself"
        " (organisation:NAME). It shows what is open at that moment and was not dismissed or put"
        " off; --answered shows the others, --all also what is over: settled, lapsed because"
        " nothing bore it out any more, or over with the relationship. A goodbye is judged after"
        " the end as well."
    ),
    examples=(
        ("journeys findings telecom --severity high", t("what is open and serious")),
        ("journeys findings agency --all --svg found.svg", t("each from when until when, drawn")),
    ),
)
@click.argument("relationship", metavar="REL", required=False)
@moments
@option(
    "--code",
    "codes",
    multiple=True,
    metavar="CODE",
    help=t("Only findings with this code; may be repeated."),
)
@option("--severity", type=click.Choice(_SEVERITIES), help=t("Only findings at least this severe."))
@option(
    "--duties", is_flag=True, help=t("Also the goodbye duties that are neither violated nor late.")
)
@option(
    "--answered",
    type=click.Choice(STANDINGS),
    default="open",
    help=t(
        "Which, by what people answered: open is what asks for attention, unanswered what nobody"
        " answered."
    ),
)
@option("--all", "everything", is_flag=True, help=t("Also findings that are over."))
@drawn()
@shared(rows=True)
def command(
    run: Run,
    *,
    relationship: str | None,
    at: Moment | None,
    as_known: Moment | None,
    drawn: Drawn,
    **which: Unpack[Which],
) -> None:
    """Show findings."""
    from journeys.cli.replies import hidden, quiet, wanted
    from journeys.cli.rows import FINDING_COLUMNS, finding_row, worst_first

    title = ""
    now = at or as_known or run.now()
    found: list[Finding] = []
    past: list[Finding] = []
    with run.engine() as engine:
        if relationship is not None:
            journey = engine.journey(relationship)
            title = journey.title
            begun = _begun(journey, at, as_known, now)
            past = [one for one in begun if not one.is_open(now)]
            found += _meant(journey, begun, at, as_known, now, which)
        else:
            found += _of_everybody(run, engine, at, as_known, which)
    found = [one for one in found if _wanted(one.code, one.severity, which)]
    answered = which["answered"]
    silent = hidden(found, now) if answered == "open" else {}
    found = [one for one in found if wanted(one, answered, now)]
    found.sort(
        key=lambda one: (*worst_first(one), ":" in one.relationship, one.relationship, one.key)
    )
    if drawn:
        from journeys.pictures.listed import findings

        draw(run, findings(found, now, run.words, title, named=not relationship), drawn)
    elif run.out.for_people and found:
        _print(run, found, now, named=relationship is None)
    else:
        rows = [finding_row(one, run.words, now) for one in found]
        run.out.rows(FINDING_COLUMNS, rows, empty=run.say(t("Nothing found.")))
    if silent and run.out.for_people:
        told = t("Not shown: {counts}. See them with --answered all.")
        run.out.note(run.words.quote(told, counts=quiet(silent, run.words)))
    over = sum(_wanted(one.code, one.severity, which) for one in past)
    if over and not which["everything"] and run.out.for_people:
        is_over = t("{n} finding is over; --all shows it")
        are_over = t("{n} findings are over; --all shows them")
        run.out.note(run.words.plural(is_over, are_over, over))


def _of_everybody(
    run: Run, engine: Engine, at: Moment | None, as_known: Moment | None, which: Which
) -> Iterator[Finding]:
    """Yield the findings that are meant: kept ones where nothing came since, else folded."""
    from journeys.cli.progress import counting
    from journeys.replaying import replay_of, standing_findings, with_goodbye

    now = at or as_known or run.now()
    replay = replay_of(engine, at, as_known)
    yield from standing_findings(
        replay,
        now,
        lambda row: _wanted(row["code"], row["severity"], which),
        everything=which["everything"],
    )
    for one in with_goodbye(engine, replay.stand) if which["duties"] else ():
        yield from _duties(engine.journey(one), at, as_known)
    ids = [*replay.others, *engine.organisations()]
    with counting(run.words, _LOOKING) as move:
        for done, one in enumerate(ids, start=1):
            journey = engine.journey(one)
            begun = _begun(journey, at, as_known, now)
            found = _meant(journey, begun, at, as_known, now, which)
            yield from (each for each in found if _wanted(each.code, each.severity, which))
            if move:
                move(done, len(ids))


def _begun(
    journey: Journey, at: Moment | None, as_known: Moment | None, now: Moment
) -> list[Finding]:
    judged = journey.judged(at=at, as_known=as_known)
    return [one for one in judged if one.since.reached_by(now)]


def _meant(
    journey: Journey,
    begun: list[Finding],
    at: Moment | None,
    as_known: Moment | None,
    now: Moment,
    which: Which,
) -> Iterator[Finding]:
    yield from (one for one in begun if which["everything"] or one.is_open(now))
    if which["duties"]:
        yield from _duties(journey, at, as_known)


def _duties(journey: Journey, at: Moment | None, as_known: Moment | None) -> Iterator[Finding]:
    standings = journey.farewell(at=at, as_known=as_known).standings
    return (_as_finding(journey.id, one) for one in standings if _quiet(one))


def _quiet(standing: Standing) -> bool:
    return bool(standing.evidence) and standing.verdict not in ("violated", "late")


def _as_finding(relationship: str, standing: Standing) -> Finding:
    from projections.finding import Finding, Say

    return Finding(
        code=standing.code,
        key=standing.verdict,
        severity="positive" if standing.verdict == "met" else "info",
        relationship=relationship,
        since=standing.since or standing.events[0].occurred_at,
        evidence=standing.evidence,
        sentence=Say(standing.duty.obligation),
        rule="goodbye.goodbye_duty",
        rows=standing.duty.rows,
        due=standing.deadline,
        verdict=standing.verdict,
    )


def _wanted(code: str, severity: str, which: Which) -> bool:
    least, codes = which["severity"], which["codes"]
    severe = least is None or _SEVERITIES.index(severity) >= _SEVERITIES.index(least)
    return severe and (not codes or code in codes)


def _print(run: Run, found: list[Finding], now: Moment, *, named: bool) -> None:
    from journeys.cli.blocks import finding_block

    for number, one in enumerate(found):
        if number:
            run.out.print()
        run.out.print(*finding_block(one, run.words, now, named=named))

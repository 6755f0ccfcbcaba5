"""``journeys drift``: how high the lines of drift stand, now or over time."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from journeys.cli.command import command as verb
from journeys.cli.options import moments, option, shared
from journeys.cli.output import Column
from journeys.language import t

if TYPE_CHECKING:
    from collections.abc import Iterable

    from domain.moments import Moment
    from journeys.cli.run import Run
    from journeys.drift.eras import Era
    from journeys.drift.standing import LineStands
    from projections.alarms.bounds import Bounds

LINES = (
    "drifting",
    "mood-drop",
    "staff-mood-drop",
    "divergence",
    "silence",
    "promises-slipping",
    "errors-accumulate",
)
SHOWN = 50
"""So many relationships are shown to people, unless they ask for everybody."""
SERIES = ("relationship", "at", "channel", "value", "threshold")
_FIGURES = {
    "client": t("the client's mood"),
    "staff": t("our people's mood"),
    "gap": t("the gap between both moods"),
    "silence": t("the number of contacts in 30 days"),
    "promises": t("the share of promises kept late"),
    "errors": t("the number of errors per contact"),
}
_COLUMNS = (
    Column("relationship", t("Relationship")),
    Column("channel", t("Drift line")),
    Column("value", t("Stands at")),
    Column("threshold", t("Limit")),
    Column("since", t("Since")),
    Column("what", t("What"), text=True),
    Column("over"),
    Column("contacts"),
    Column("part"),
    Column("window"),
    Column("before"),
    Column("within"),
    Column("events"),
)


class PerYear(click.ParamType[Any]):
    """A budget as people type it: ``5``, or ``2/40`` for two a year over 40 clients."""

    name = "budget"

    def convert(
        self,
        value: Any,  # noqa: ANN401 - click's protocol
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> tuple[float, int]:
        """Return the alarms and the clients."""
        from journeys.cli.speaking import words_of
        from projections.alarms.bounds import LEAST, MOST

        alarms, _, clients = str(value).partition("/")
        try:
            found = (float(alarms), int(clients or 100))
            per_100 = 100 * found[0] / found[1]
        except (ValueError, ZeroDivisionError, OverflowError):
            per_100 = -1.0
        if found_fits(per_100, LEAST, MOST) and found[1] > 0:  # two minuses make a plus
            return found
        words = words_of(ctx or click.get_current_context())
        wrong = t(
            "{text} is no budget: write 5, or 5/100, for five false alarms a year over 100 clients;"
            " it can be between {least} and {most} per 100"
        )
        told = words.say(wrong, text=repr(str(value)[:40]), least=LEAST, most=MOST)
        return self.fail(told, param, ctx)


def found_fits(per_100: float, least: float, most: float) -> bool:
    """Whether limits were measured for that many false alarms a year per 100 clients."""
    return least <= round(per_100, 9) <= most


@verb(
    "drift",
    help=t(
        "Show which relationships are drifting apart, on which line, and why.\n\n"
        "One line combines all signs; one line each looks at the client's mood, our people's mood,"
        " the gap between them, silence, promises and errors. A line above its limit asks to be"
        " looked at: the limits are set so that false alarms keep to the budget. Without REL it"
        " shows what stands above its limit anywhere; with REL every line of it.\n\n"
        "--series writes a row for every line at every contact and at every midnight, as JSON"
        " Lines or CSV. Between two judgements (at a contact that adds to the evidence, and every"
        " 21 days of silence) a line can fall and does not rise. From the announced breakup on"
        " nothing is judged.\n\n"
        "--from reads a file of journeys, and needs no store; it ends with the last event in it,"
        " or at --at."
    ),
    examples=(
        ("journeys drift", t("who is drifting apart, and on what it shows")),
        (
            "journeys drift --series --budget 5 --from journeys.jsonl --format jsonl",
            t("every line over time, from a file"),
        ),
    ),
)
@click.argument("relationships", metavar="REL", nargs=-1)
@moments
@option("--series", is_flag=True, help=t("Every line over time, in place of how it stands."))
@option(
    "--channel",
    "channels",
    type=click.Choice(LINES),
    multiple=True,
    help=t("Only this line; may be repeated."),
)
@option(
    "--budget",
    type=PerYear(),
    metavar="N[/CLIENTS]",
    help=t("Look with another budget this once: so many false alarms a year per 100 clients."),
)
@option(
    "--all",
    "everything",
    is_flag=True,
    help=t("Every relationship, not the first 50 alone; also lines that stand below their limit."),
)
@option(
    "--from",
    "file",
    metavar="FILE",
    help=t("Read a file of journeys (JSON Lines of CloudEvents) in place of the store."),
)
@shared(rows=True)
def command(  # noqa: PLR0913 - one parameter an option
    run: Run,
    *,
    relationships: tuple[str, ...],
    at: Moment | None,
    as_known: Moment | None,
    series: bool,
    channels: tuple[str, ...],
    budget: tuple[float, int] | None,
    everything: bool,
    file: str | None,
) -> None:
    """Show drift."""
    if series and run.format not in ("jsonl", "csv"):
        wrong = t("a series has too many rows for a table: add --format jsonl or --format csv")
        raise click.UsageError(run.say(wrong))
    lines = tuple(line for line in LINES if not channels or line in channels)
    if file is not None:
        from journeys.drift.sources import file_eras
        from projections.alarms.bounds import Bounds

        told = file_eras(file, relationships, at, as_known)
        bounds = Bounds(*budget) if budget else Bounds()
        _show(run, told, bounds, lines, series=series, everything=bool(everything or relationships))
        return
    with run.engine() as engine:
        from journeys.budget import bounds_in
        from journeys.drift.sources import engine_eras
        from projections.alarms.bounds import Bounds

        ids = [engine.find(one) for one in relationships]
        found = engine_eras(engine, ids, at, as_known, run.now())
        bounds = Bounds(*budget) if budget else bounds_in(engine.store)
        _show(run, found, bounds, lines, series=series, everything=bool(everything or ids))


def _show(
    run: Run,
    found: Iterable[Era],
    bounds: Bounds,
    lines: tuple[str, ...],
    *,
    series: bool,
    everything: bool,
) -> None:
    if series:
        _write(run, found, bounds, lines)
        return
    from journeys.drift.above import Above, above
    from journeys.drift.standing import standing

    if everything:
        every = [one for one in standing(found, bounds) if one.line in lines]
        shown = Above(every, bool(every), 0)
    else:
        shown = above(found, bounds, lines, SHOWN if run.out.for_people else None)
    quiet = t("No line stands above its limit.")
    nothing = run.say(quiet if shown.judged else t("There is nothing to judge yet."))
    run.out.rows(_COLUMNS, [_row(run, one) for one in shown.rows], empty=nothing)
    if run.out.for_people and shown.more:
        one = t("{n} more relationship stands above a limit; --all shows every line of everybody.")
        many = t("{n} more relationships stand above a limit; --all shows every line of everybody.")
        run.out.note(run.words.plural(one, many, shown.more))
    if run.out.for_people and shown.judged:
        run.out.note(run.say(budget_said(bounds), **budget_says(bounds)))


def budget_said(bounds: Bounds) -> str:
    """Return the sentence that says what the limits keep to, and what they were measured on."""
    if bounds.own:
        return t(
            "The limits keep to {alarms} false alarms a year per {clients} clients, measured on"
            " {relationships} quiet relationships of your own ({years} years)."
        )
    return t(
        "The limits keep to {alarms} false alarms a year per {clients} clients, as measured on"
        " generated relationships; clients unlike those can raise more, or fewer."
    )


def budget_says(bounds: Bounds) -> dict[str, Any]:
    """Return what fills that sentence."""
    return {
        "alarms": bounds.alarms,
        "clients": bounds.clients,
        "relationships": bounds.relationships,
        "years": round(bounds.years),
    }


def _row(run: Run, one: LineStands) -> dict[str, Any]:
    part = one.part
    known = part.surprise != float("-inf")
    says = {
        "what": run.say(_FIGURES[part.channel]),
        "before": run.words.number(part.before, sign=part.channel in ("client", "staff", "gap")),
        "within": run.words.number(part.within, sign=part.channel in ("client", "staff", "gap")),
        "window": part.window,
    }
    change = t("{what}: from {before} to {within} in the last {window} days")
    return {
        "relationship": one.relationship,
        "channel": one.line,
        "value": round(one.value, 4),
        "threshold": round(one.limit, 4),
        "over": one.over,
        "since": one.since,
        "what": run.words.quote(change, **says) if known else run.say(t("too little is known")),
        "contacts": one.contacts,
        "part": part.channel,
        "window": part.window if known else None,
        "before": round(part.before, 4) if known else None,
        "within": round(part.within, 4) if known else None,
        "events": list(one.events),
    }


def _write(run: Run, found: Iterable[Era], bounds: Bounds, lines: tuple[str, ...]) -> None:
    from journeys.drift.series import rows

    csv = run.format == "csv"
    if csv:
        sys.stdout.write(",".join(SERIES) + "\n")
    for text in rows(found, bounds.whole, lines, csv=csv):
        sys.stdout.write(text)

"""``journeys demo``: two true stories to look around in, or a portfolio that nobody had."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from journeys.cli.command import command as verb
from journeys.cli.options import option, shared
from journeys.language import t

if TYPE_CHECKING:
    from journeys.cli.run import Run

MOST = 5_000
"""So many generated relationships at most: half a million events are enough to look around in."""
_TOUR = (
    ("replay agency --step", t("live through it, moment by moment")),
    ("findings agency --all --severity high", t("what went wrong, on what evidence")),
    ("farewell telecom", t("how the goodbye was handled")),
    ("curve telecom", t("what both sides felt")),
)


@verb(
    "demo",
    help=t(
        "Load two true stories and look around.\n\n"
        "An agency that let itself be talked out of its way of working, and fifteen years "
        "that ended"
        " with a link. They go into a store of their own; loading them twice changes nothing.\n\n"
        "--portfolio N generates N relationships instead, which end today: half go well, a quarter"
        " drifts apart, a quarter has broken up, and their goodbyes are of every quality. Nobody in"
        " them is real. What is really so of each is not in the store; --truth writes it beside it."
    ),
    examples=(
        ("journeys demo --store here.db --lang nl", t("into a file of your choice, in Dutch")),
        ("journeys demo --portfolio 200", t("two hundred invented relationships")),
    ),
)
@option(
    "--all",
    "everything",
    is_flag=True,
    help=t("Load two invented stories too: relationships that go well."),
)
@option(
    "--portfolio",
    type=click.IntRange(1, MOST),
    metavar="N",
    help=t("Generate so many relationships instead (200 take some fifteen seconds)."),
)
@option(
    "--seed",
    type=click.IntRange(0, 2**31),
    default=1,
    metavar="N",
    help=t("Another seed, another portfolio (1)."),
)
@option(
    "--truth",
    metavar="FILE",
    help=t("Write what is really so of each generated relationship, as JSON Lines."),
)
@shared()
def command(
    run: Run, *, everything: bool, portfolio: int | None, seed: int, truth: str | None
) -> None:
    """Load the stories, show the board, and say what to type next."""
    if portfolio is not None:
        from journeys.cli.portfolio import load

        load(run, portfolio, seed, truth)
        return
    if truth is not None:
        raise click.UsageError(run.say(t("--truth belongs to --portfolio")))
    from journeys.cli.board import show
    from journeys.cli.run import home
    from journeys.cli.tour import for_people, what_next

    store = run.store if run.given_store else home("demo.db")
    with run.engine(create=True, store=store) as engine:
        recorded = engine.load_stories(invented=everything).recorded
        rows = engine.board()
    if recorded:
        one, many = t("{n} event recorded in {store}"), t("{n} events recorded in {store}")
        run.out.note(run.words.plural(one, many, recorded, store=str(store)))
    else:
        run.out.note(run.say(t("The stories are in {store} already."), store=str(store)))
    show(for_people(run), rows)
    what_next(run, store, _TOUR)

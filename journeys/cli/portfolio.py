"""``journeys demo --portfolio``: relationships that nobody had, and their board."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from journeys.language import t

if TYPE_CHECKING:
    from journeys.cli.run import Run
    from journeys.engine import Engine
    from journeys.population import Member
    from projections.runner import Progress

SHOWN = 5
_TOUR = (
    ("board", t("everybody, the most pressing first")),
    ("drift", t("who is drifting apart, and on what it shows")),
    ("backtest", t("how every rule would have done on their past")),
)
_LOOKING = t("Drawing conclusions")


def load(run: Run, count: int, seed: int, truth: str | None) -> None:
    """Generate a portfolio into a store, and show the top of its board.

    One that is there already stays as it is, unless it has another size.
    """
    from journeys.cli.board import show
    from journeys.cli.run import home
    from journeys.cli.tour import for_people, what_next

    store = run.store if run.given_store else home("portfolio.db")
    with run.engine(create=True, store=store) as engine:
        there = len(engine.store.relationships(_named(seed)))
        if there and (there != count or truth is not None):
            raise _there_already(run, there, seed, str(store))
        if there:
            run.out.note(run.say(t("The portfolio is in {store} already."), store=str(store)))
        else:
            _take(run, engine, count, seed, truth, str(store))
        rows = engine.board()
    show(for_people(run), rows[:SHOWN])
    if len(rows) > SHOWN:
        run.out.note(run.say(t("and {n} more"), n=len(rows) - SHOWN))
    what_next(run, store, _TOUR)


def _named(seed: int) -> str:
    return f"client-{seed}-"


def _there_already(run: Run, there: int, seed: int, store: str) -> click.UsageError:
    wrong = t(
        "{store} holds a portfolio of {there} with seed {seed} already: name another store, or"
        " another seed"
    )
    return click.UsageError(run.say(wrong, store=store, there=there, seed=seed))


def _take(run: Run, engine: Engine, count: int, seed: int, truth: str | None, store: str) -> None:
    from journeys.cli.progress import counting
    from journeys.population import portfolio
    from journeys.population.portfolio import planned

    members = portfolio(count, seed, run.now().start.date())
    if truth is not None:
        _write_truth(Path(truth), members)
    with counting(run.words, _LOOKING) as move:

        def moved(progress: Progress) -> None:
            if move:
                move(progress.position, progress.end)

        recorded = engine.take(lambda _: planned(members), moved).recorded
    one, many = t("{n} event recorded in {store}"), t("{n} events recorded in {store}")
    run.out.note(run.words.plural(one, many, recorded, store=store))


def _write_truth(path: Path, members: tuple[Member, ...]) -> None:
    from journeys.io.files import whole_or_not
    from journeys.population.portfolio import truth_lines

    with whole_or_not(path) as part:
        part.write_text("".join(truth_lines(members)), encoding="utf-8")

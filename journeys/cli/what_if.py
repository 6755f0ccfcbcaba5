"""``journeys what-if``: the same judgement over a history in which something was otherwise."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from journeys.cli.command import command as verb
from journeys.cli.drawing import Drawn, draw, drawn
from journeys.cli.options import moments, option, relationship, shared
from journeys.cli.output import Column
from journeys.language import t

if TYPE_CHECKING:
    from domain.moments import Moment
    from journeys.cli.run import Run
    from journeys.journey import Branch
    from projections.whatif import Change

COLUMNS = (
    Column("part", t("What differs"), word=True),
    Column("name", t("Name")),
    Column("turn", t("How"), word=True),
    Column("before", t("As it was")),
    Column("after", t("In the branch")),
    Column("why", t("Why"), text=True),
    Column("events"),
    Column("hypothetical"),
)
_MANY: dict[str, Any] = {"multiple": True}
_WHOLE = re.compile(r"[-+]?[0-9]{1,9}")


@verb(
    "what-if",
    help=t(
        "Judge a history in which something was otherwise.\n\n"
        "What follows from a change is read in the record alone: what it led to, what names it, and"
        " what rests on work that never began is lost; everything else stands as recorded. Nothing"
        " is made up, nobody's feelings either, and nothing of it is ever recorded.\n\n"
        "EVENT is an event's id or its name in a story, such as A12. Changes are made in the order"
        " of this page, those of a file first."
    ),
    examples=(
        (
            "journeys what-if agency --hold know-like-trust --svg held.svg",
            t("what never arises if that gate holds, as a picture"),
        ),
        (
            "journeys what-if telecom --call B12 --save call.yaml",
            t("somebody she knows calls within a working day; kept in a file"),
        ),
    ),
)
@relationship
@option("--branch", type=click.Path(path_type=Path), metavar="FILE", help=t("Changes from a file."))
@option("--hold", **_MANY, metavar="GATE", help=t("This gate was held: not skipped nor waived."))
@option("--keep", **_MANY, metavar="PROMISE", help=t("This promise was kept when it was due."))
@option("--drop", **_MANY, metavar="EVENT", help=t("This did not happen."))
@option(
    "--delay",
    **_MANY,
    metavar="EVENT=DAYS",
    help=t("This happened so many days later, and what it led to as well."),
)
@option("--channel", **_MANY, metavar="EVENT=CHANNEL", help=t("This went through another channel."))
@option(
    "--call",
    **_MANY,
    metavar="EVENT[=DAYS]",
    help=t("Afterwards somebody the client knows called, within a working day (or DAYS)."),
)
@option("--stop", **_MANY, metavar="EVENT", help=t("The history ends after this."))
@option("--save", type=click.Path(path_type=Path), metavar="FILE", help=t("Keep it in a file."))
@moments
@drawn()
@shared(rows=True)
def command(
    run: Run,
    *,
    relationship: str,
    branch: Path | None,
    save: Path | None,
    at: Moment | None,
    as_known: Moment | None,
    drawn: Drawn,
    **given: tuple[str, ...],
) -> None:
    """Judge a branch."""
    from journeys.cli.branches import print_branch, rows

    with run.engine() as engine:
        journey = engine.journey(relationship)
        changes = [*_read(run, branch, journey), *_given(run, given)]
        made = journey.what_if(*changes)
        if save:
            _save(run, made, save)
        difference = made.difference(at, as_known)
        if drawn:
            draw(run, difference.picture(run.words, made.fates, journey.title), drawn)
        elif run.out.for_people:
            print_branch(run, made, difference)
        else:
            run.out.rows(COLUMNS, rows(made, difference, run.words))


def _read(run: Run, path: Path | None, journey: Any) -> Iterable[Change]:  # noqa: ANN401 - a Journey, imported late
    """Return the changes in a file; say so when the history has moved on since it was made."""
    if path is None:
        return ()
    from journeys.io import branches
    from journeys.journey import history_mark

    found = branches.read(path)
    if found.relationship != journey.id:
        run.out.note(run.say(t("Note: it was made for {name}."), name=found.relationship))
    elif found.made_on not in (None, history_mark(journey.all_events)):
        run.out.note(run.say(t("Note: more has been recorded since this what-if was made.")))
    return found.changes


def _save(run: Run, made: Branch, path: Path) -> None:
    from domain.errors import Unreadable
    from journeys.io import branches

    try:
        branches.write(branches.BranchFile(made.actual.id, made.mark, made.changes), path)
    except FileExistsError:
        message = t("{file} exists already: nothing is overwritten, choose another name")
        raise Unreadable(message, file=str(path)) from None
    run.out.note(run.say(t("Written to {file}."), file=str(path)))


def _given(run: Run, given: dict[str, tuple[str, ...]]) -> list[Change]:
    """Return the changes on the command line, kind by kind."""
    from projections import whatif

    makers: dict[str, Callable[[str], dict[str, Any]]] = {
        "hold": lambda text: {"hold": text},
        "keep": lambda text: {"keep": text},
        "drop": lambda text: {"drop": text},
        "delay": lambda text: _pair(run, text, "delay", "days", whole=True),
        "channel": lambda text: _pair(run, text, "channel", "to"),
        "call": lambda text: (
            _pair(run, text, "call", "working_days", whole=True) if "=" in text else {"call": text}
        ),
        "stop": lambda text: {"stop": text},
    }
    return [
        _change(run, whatif.CHANGES[kind], make(text))
        for kind, make in makers.items()
        for text in given[kind]
    ]


def _pair(run: Run, text: str, first: str, second: str, *, whole: bool = False) -> dict[str, Any]:
    name, sign, value = text.rpartition("=")
    if not sign or not name or (whole and not _WHOLE.fullmatch(value)):
        wrong = t("--{option} is written as EVENT=VALUE, such as {example}, not as {text}")
        example = "A12=5" if whole else "A12=call"
        said = run.words.quote(wrong, option=first, example=example, text=repr(text[:40]))
        raise click.UsageError(said)
    return {first: name, second: int(value) if whole else value}


def _change(run: Run, kind: type[Change], data: dict[str, Any]) -> Change:
    from pydantic import ValidationError

    from journeys.io.shapes import first_fault

    try:
        return kind.model_validate(data)
    except ValidationError as error:
        _, sentence, details = first_fault(error)
        said = run.words.quote(sentence, **details | {"field": f"--{next(iter(data))}"})
        raise click.UsageError(said) from None

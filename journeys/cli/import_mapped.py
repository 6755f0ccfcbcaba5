"""``journeys import --mapping``: tables of other systems, and what became of their rows."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from journeys.cli.output import Column
from journeys.cli.quarantine_said import why
from journeys.language import t

if TYPE_CHECKING:
    from journeys.cli.run import Run
    from journeys.engine import Engine
    from journeys.io.mapped.importer import Outcome
    from journeys.io.mapped.quarantine import Quarantine
    from journeys.store import Store

COLUMNS = (
    Column("reason", t("Reason")),
    Column("rows", t("Rows")),
    Column("file", t("First in file"), text=True),
    Column("line", t("Line")),
    Column("why", t("Why"), text=True),
)


def take(run: Run, path: str, mapping: str, *, dry_run: bool) -> int:
    """Import *path* by a mapping, say what became of it, and return the exit code."""
    from journeys.cli.concluding import conclude
    from journeys.cli.progress import watching
    from journeys.io.mapped import loading, taking
    from journeys.io.mapped.quarantine import Quarantine

    loaded = loading.load(mapping)
    opened: list[Engine] = []
    with watching(run.words) as bars, ExitStack() as stack:

        def store() -> Store | None:
            if dry_run and not run.there():
                return None
            opened.append(stack.enter_context(run.engine(create=not dry_run)))
            return opened[0].store

        def quarantine() -> Quarantine | None:
            beside = run.quarantine
            if dry_run and not beside.exists():
                return None
            beside.parent.mkdir(parents=True, exist_ok=True)
            return stack.enter_context(Quarantine(beside))

        outcome = taking.take(
            loaded, Path(path), run.now(), store, quarantine, write=not dry_run, watch=bars
        )
        if opened and outcome.events and not dry_run:
            conclude(run, opened[0], bars.looking if bars else None)
    say(run, outcome, dry_run=dry_run)
    return 1 if outcome.read and not outcome.accepted else 0


def say(run: Run, outcome: Outcome, *, dry_run: bool = False) -> None:
    """Say what became of the rows: to people in sentences, to programs as one object."""
    if run.format in ("json", "jsonl"):
        profile = {"profile": outcome.profile.document()} if dry_run else {}
        run.out.line(outcome.document() | profile)
        return
    if run.out.for_people:
        _for_people(run, outcome, dry_run=dry_run)
    if outcome.reasons or not run.out.for_people:
        run.out.rows(COLUMNS, _reasons(run, outcome))
    if dry_run:
        run.out.note(run.say(t("Nothing was recorded: this was a dry run.")))
    elif outcome.quarantined:
        line = t("See them with 'journeys quarantine list'; nothing is lost.")
        run.out.note(run.say(line))


def _for_people(run: Run, outcome: Outcome, *, dry_run: bool) -> None:
    lines = [
        run.words.plural(t("{n} row read"), t("{n} rows read"), outcome.read),
        run.say(
            t("{accepted} accepted, {new} of them new: {events} events")
            if not dry_run
            else t("{accepted} would be accepted, {new} of them new: {events} events"),
            accepted=outcome.accepted,
            new=outcome.new,
            events=outcome.events,
        ),
        run.say(t("{n} in quarantine"), n=outcome.quarantined),
    ]
    for reason, count in outcome.notes.most_common():
        one = t("left out on purpose: once {reason}")
        many = t("left out on purpose: {n} times {reason}")
        lines.append(run.words.plural(one, many, count, reason=reason))
    run.out.print(*lines)
    if dry_run:
        _profile(run, outcome)
    if outcome.reasons:
        run.out.print("")


def _profile(run: Run, outcome: Outcome) -> None:
    profile = outcome.profile
    lines = [""]
    if profile.first is not None and profile.last is not None:
        one = t("{n} relationship, from {first} to {last}")
        many = t("{n} relationships, from {first} to {last}")
        said = {"first": profile.first, "last": profile.last}
        lines.append(run.words.plural(one, many, profile.relationships, **said))
    lines += [
        f"  {run.words.number(count):>8}  {kind}" for kind, count in profile.kinds.most_common()
    ]
    for whose, felt in sorted(profile.feelings.items()):
        line = t("feelings of the {whose}: {n}, on average {mean}")
        mean = run.words.number(felt.mean or 0, sign=True)
        lines.append(run.say(line, whose=whose, n=felt.count, mean=mean))
    for file, columns in profile.unused.items():
        line = t("{file}: the mapping does not use {columns}")
        lines.append(run.words.quote(line, file=file, columns=", ".join(columns)))
    run.out.print(*lines)


def _reasons(run: Run, outcome: Outcome) -> list[dict[str, Any]]:
    rows = []
    for reason, count in outcome.reasons.most_common():
        file, line, fault = outcome.first[reason]
        rows.append(
            {"reason": reason, "rows": count, "file": file, "line": line, "why": why(run, fault)}
        )
    return rows

"""``journeys import`` of our own files, of stories and of logs: each as a whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from journeys.cli.new_store import whole_or_none
from journeys.cli.output import Column
from journeys.language import t

if TYPE_CHECKING:
    from journeys.cli.run import Run
    from journeys.engine import Engine, Loaded
    from journeys.io.importing import ImportPlan
    from journeys.store import Store

_COLUMNS = (
    Column("file", t("File"), text=True),
    Column("kind", t("Kind"), word=True),
    Column("recorded", t("Recorded")),
    Column("already", t("There already")),
)
_BULK_FROM = 8_000_000
"""Bytes from which on a native file is taken in one pass: below it that gains nothing to notice."""
_READING = t("Reading the file")
_LOOKING = t("Drawing conclusions")


def take(run: Run, kinds: Mapping[str, str], *, dry_run: bool, bulk: bool | None) -> None:
    """Import these files, each of its kind, and say what was recorded."""
    import journeys

    if not run.there() and (dry_run or not isinstance(run.store, Path)):
        # Rehearsed where it leaves no trace: a database cannot be taken away again.
        with journeys.open(":memory:") as rehearsal:
            rows = [_one(run, rehearsal, *one, bulk=bulk) for one in kinds.items()]
    elif dry_run:
        with run.engine() as engine:
            rows = [_one(run, engine, *one, bulk=bulk, write=False) for one in kinds.items()]
    if not dry_run:
        with whole_or_none(run) as engine:
            rows = [_one(run, engine, *one, bulk=bulk) for one in kinds.items()]
        with run.engine() as engine:
            _conclude(run, engine)
    run.out.rows(_COLUMNS, rows)
    if dry_run:
        run.out.note(run.say(t("Nothing was recorded: this was a dry run.")))


def _one(
    run: Run, engine: Engine, path: str, kind: str, *, bulk: bool | None, write: bool = True
) -> dict[str, Any]:
    found = None
    if kind == "cloudevents" and (
        Path(path).stat().st_size >= _BULK_FROM if bulk is None else bulk
    ):
        found = _in_bulk(run, engine, path, write=write)
    if found is None:
        from journeys.engine import Loaded

        plan = partial(_PLANS[kind], path)
        if write:
            found = engine.take(plan, look=False)
        else:
            planned = plan(engine.store)
            found = Loaded(len(planned.events), planned.already)
    return {"file": path, "kind": kind, "recorded": found.recorded, "already": found.already}


def _in_bulk(run: Run, engine: Engine, path: str, *, write: bool) -> Loaded | None:
    """Take a file in one pass; None when only the ordinary way can tell what it comes to."""
    from journeys.cli.progress import counting
    from journeys.io.bulk.ordinary import OutOfTheOrdinary

    with suppress(OutOfTheOrdinary), counting(run.words, _READING) as move:
        return engine.take_file(Path(path), move, write=write)
    return None


def _conclude(run: Run, engine: Engine) -> None:
    """Bring the views up to date, with progress."""
    from journeys.cli.concluding import conclude
    from journeys.cli.progress import counting

    with counting(run.words, _LOOKING, rate=True) as move:
        conclude(run, engine, move)


def _native(path: str, store: Store) -> ImportPlan:
    from journeys.io.importing import plan

    return plan(path, store)


def _story(path: str, store: Store) -> ImportPlan:
    from journeys.io import story, telling

    return telling.plan(story.load(path), store)


def _log(path: str, store: Store) -> ImportPlan:
    from io import BytesIO

    from domain.errors import Unreadable
    from journeys.io import importing, other_logs

    lines = other_logs.native(Path(path))
    if lines is None:
        message = t(
            "{file}: this log was not exported from here: name a mapping with --mapping, or draft"
            " one with --suggest-mapping"
        )
        raise Unreadable(message, file=path)
    return importing.plan(BytesIO(b"".join(lines)), store, file=path)


_PLANS = {"cloudevents": _native, "story": _story, "log": _log}

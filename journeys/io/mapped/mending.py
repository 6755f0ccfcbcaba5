"""Mending what is in quarantine: written to a file, changed by people, tried again."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from domain.errors import Unreadable
from domain.moments import Moment
from journeys.io.event_table import FORMULA
from journeys.io.files import wrong
from journeys.io.mapped.importer import Importer, Outcome
from journeys.io.mapped.loading import Loaded, load, parse, shipped
from journeys.io.mapped.quarantine import Quarantine, Waiting
from journeys.io.mapped.reading import Reader
from journeys.io.mapped.staging import Staging
from journeys.io.rows.opening import open_table
from journeys.io.rows.row import Row, nul_in
from journeys.store import Store

OURS = ("id", "mapping", "file", "line", "reason", "why")
"""What stands before a row's own cells in an exported file."""
PREFIX = "row."
Say = Callable[[Waiting], str]

_READING = {"ragged", "badly-quoted", "nul-character", "not-json", "cell-error"}


def export(rows: Iterable[Waiting], kind: str, why: Say) -> Iterator[bytes]:
    """Yield the rows as a file: ``csv``, or ``jsonl`` with an object a line.

    In CSV, a cell that a spreadsheet would take for a formula has an apostrophe before it, which
    is taken off again when the file is read.
    """
    if kind == "jsonl":
        for one in rows:
            said = dict(_head(one, why)) | _cells(one)
            yield (json.dumps(said, ensure_ascii=False) + "\n").encode()
        return
    found = list(rows)
    columns = dict.fromkeys(name for one in found for name in _cells(one))
    yield _csv([*OURS, *columns])
    for one in found:
        cells = {name: _safe(cell) for name, cell in _cells(one).items()}
        own = (cells.get(name, "") for name in columns)
        yield _csv([*map(_safe, _head(one, why).values()), *own])


def mended(path: Path, waiting: Mapping[str, Waiting]) -> dict[str, Row]:
    """Return the rows of a mended file by their id in quarantine.

    Raises
    ------
    Unreadable
        When a row of the file is not one that waits, with its line.
    """
    found: dict[str, Row] = {}
    with closing(open_table(path, path.name)) as table:
        rows, as_told = list(table.rows), _plain if table.columns is not None else str
    for row in rows:
        if row.fault is not None:
            raise wrong(path.name, row.line, row.fault.message, **row.fault.details)
        key = row.values.get("id", "")
        if key not in waiting:
            message = "this row is not one in quarantine: leave its id as it was exported"
            raise wrong(path.name, row.line, message)
        if key in found:
            raise wrong(path.name, row.line, "this row of the quarantine stands here twice")
        before = waiting[key].kept.row
        own = {
            name.removeprefix(PREFIX): as_told(cell)
            for name, cell in row.values.items()
            if name.startswith(PREFIX)
        }
        # A column of another file's rows is empty here, and none of this row's.
        values = {name: cell for name, cell in own.items() if cell or name in before.values}
        found[key] = Row(before.file, before.line, values, before.typed, nul_in(values))
    return found


def retry(
    store: Store,
    quarantine: Quarantine,
    now: Moment,
    rows: Mapping[str, Row] | None = None,
    mapping: str | None = None,
) -> Outcome:
    """Try rows again; what is taken leaves the quarantine, and the rest stays with its reason.

    Parameters
    ----------
    store, quarantine
        Where to write, and what waits.
    now
        What lies after it has not happened yet.
    rows
        Mended rows by id; None tries all that wait, as they are.
    mapping
        The mapping to read them by, in place of the one by which they were set aside.
    """
    total = Outcome()
    by_text: dict[tuple[str, str], list[Waiting]] = {}
    for one in quarantine.rows():
        if rows is None or one.id in rows:
            by_text.setdefault((one.mapping, one.text), []).append(one)
    for (name, version), some in by_text.items():
        loaded = _mapping(quarantine, name, version, mapping)
        _retried(store, quarantine, loaded, some, rows or {}, now, total)
    return total


def _retried(
    store: Store,
    quarantine: Quarantine,
    loaded: Loaded,
    waiting: list[Waiting],
    rows: Mapping[str, Row],
    now: Moment,
    total: Outcome,
) -> None:
    parts = {file.name: number for number, file in enumerate(loaded.mapping.file)}
    with Staging() as staging:
        reader = Reader(loaded, staging)
        for one in waiting:
            row = rows.get(one.id, one.kept.row)
            if one.kept.part not in parts:
                message = "the mapping has no file called {part}; perhaps it is another mapping"
                raise Unreadable(message, part=one.kept.part)
            if row.values == one.kept.row.values and one.fault.reason in _READING:
                row = replace(row, fault=one.fault)
            number = parts[one.kept.part]
            own = None if loaded.mapping.file[number].id else one.kept.identity
            reader.take(number, row, own)
        outcome = Importer(loaded, staging, store, None, now).run()
        done: list[str] = []
        failed = []
        for one, (_, kept, fault) in zip(waiting, staging.rows(), strict=True):
            if fault is None:
                done.append(one.id)
            else:
                failed.append((one.id, kept.row, fault))
    quarantine.settle(done, "mended")
    quarantine.change(failed)
    total.add(outcome)


def _mapping(quarantine: Quarantine, name: str, version: str, given: str | None) -> Loaded:
    if given is not None:
        return load(given)
    return load(name) if name in shipped() else parse(quarantine.text(version), f"{name}.toml")


def _head(one: Waiting, why: Say) -> dict[str, str]:
    row = one.kept.row
    said = (one.id, one.mapping, row.file, str(row.line), one.fault.reason, why(one))
    return dict(zip(OURS, said, strict=True))


def _cells(one: Waiting) -> dict[str, str]:
    return {PREFIX + name: cell for name, cell in one.kept.row.values.items()}


def _csv(cells: list[str]) -> bytes:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerow(cells)
    return written.getvalue().encode()


def _safe(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; `_plain` returns it as it was."""
    return f"'{cell}" if cell.lstrip("'").startswith(FORMULA) else cell


def _plain(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(FORMULA) else cell

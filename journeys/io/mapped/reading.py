"""Going through the files of a mapping: rows in, facts or reasons out, nothing written anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace

from domain.errors import Unreadable
from journeys.io.files import wrong
from journeys.io.mapped.loading import Loaded
from journeys.io.mapped.schema import File
from journeys.io.mapped.sources import Source
from journeys.io.mapped.staging import Kept, Staging
from journeys.io.mapped.templates import Meaning
from journeys.io.mapped.values import Cells
from journeys.io.rows.row import Fault, Row, SetAside, Table

Progress = Callable[[int, int], object]
"""Is told how many bytes and rows have been read since the last time."""

_STEP = 500
_SAME = Fault("duplicate-row", "the same row stands in the files twice")
_ALIKE = Fault("duplicate-id", "another row with the same id stands before it")


class Reader:
    """Reads rows by a mapping into a staging.

    Parameters
    ----------
    loaded
        The mapping.
    staging
        Where rows wait.
    """

    def __init__(self, loaded: Loaded, staging: Staging) -> None:
        self.loaded, self._staging = loaded, staging
        self._notes: list[str] = []
        files = range(len(loaded.mapping.file))
        self.meanings = [Meaning(loaded, number, self._notes.append) for number in files]
        self._used = [meaning.columns for meaning in self.meanings]
        self.unused: dict[str, list[str]] = {}

    def read(self, sources: list[Source], on_progress: Progress = lambda _b, _r: None) -> None:
        """Read the files, those that others are joined with first.

        Raises
        ------
        Unreadable
            When a file cannot be read at all, lacks a column that the mapping names, or when there
            is no row in any of them.
        """
        for source in sources:
            self._keep_joined(source)
        before = self._staging.read
        for source in sources:
            if self.loaded.mapping.file[source.number].event:
                self._read(source, on_progress)
        if self._staging.read == before:
            message = "there are no rows below the header: nothing to import"
            raise wrong(sources[0].path.name, 1, message)

    def take(self, number: int, row: Row, identity: str | None = None) -> None:
        """Keep one row: with its facts, or with the reason why it is set aside.

        *identity* is what it was the same by before; a row of which one part was mended keeps it.
        """
        meaning = self.meanings[number]
        self._notes.clear()
        name = meaning.file.name
        own, digest = identity or "", row.digest()
        try:
            sound(row)
            row = replace(row, values={**row.values, **self._partners(number, row)})
            own = identity or self._told_apart(name, meaning.identity(Cells(row.values)), digest)
            drafts = list(meaning.drafts(Cells.of(row.values, typed=row.typed), own))
        except SetAside as aside:
            own = own or self._nth(name, digest)
            self._staging.keep(Kept(row, name, own, digest, ()), [], aside.fault)
            return
        self._staging.keep(Kept(row, name, own, digest, tuple(self._notes)), drafts)

    # --- one file ----------------------------------------------------------------------------

    def _read(self, source: Source, on_progress: Progress) -> None:
        with closing(source.table(self.loaded.mapping.file[source.number])) as table:
            self._read_table(source, table, on_progress)

    def _read_table(self, source: Source, table: Table, on_progress: Progress) -> None:
        file, meaning = self.loaded.mapping.file[source.number], self.meanings[source.number]
        seen: dict[str, None] = dict.fromkeys(table.columns or ())
        if table.columns is not None:
            self._check_columns(source, file, meaning, list(seen))
        for rows in _pages(table):
            at = table.position()
            for row in rows:
                if table.columns is None:
                    seen.update(dict.fromkeys(row.values))
                self.take(source.number, row)
            on_progress(at, len(rows))
        if table.columns is None:
            self._check_columns(source, file, meaning, list(seen))
        used = meaning.columns | set(file.unused)
        over = [column for column in seen if column not in used]
        if over:
            self.unused[source.path.name] = over

    def _check_columns(
        self, source: Source, file: File, meaning: Meaning, there: list[str]
    ) -> None:
        joined = tuple(f"{name}." for name in file.join)
        for column in sorted(meaning.columns):
            if column in there or (joined and column.startswith(joined)):
                continue
            raise _no_column(source, column, there)

    # --- joins -------------------------------------------------------------------------------

    def _keep_joined(self, source: Source) -> None:
        name = self.loaded.mapping.file[source.number].name
        keys = {
            join.key
            for file in self.loaded.mapping.file
            for join in file.join.values()
            if join.file == name
        }
        if not keys:
            return
        with closing(source.table(self.loaded.mapping.file[source.number])) as table:
            self._keep(source, table, name, keys)

    def _keep(self, source: Source, table: Table, name: str, keys: set[str]) -> None:
        for key in keys - set(table.columns or keys):
            raise _no_column(source, key, list(table.columns or ()))
        for row in table.rows:
            for key in keys:
                if row.fault is None and (cell := row.values.get(key, "").strip()):
                    self._staging.join(f"{name}\n{key}", cell, row.values)

    def _partners(self, number: int, row: Row) -> dict[str, str]:
        """Return the cells of the rows it is joined with, as far as the mapping uses them."""
        found: dict[str, str] = {}
        for name, join in self.meanings[number].file.join.items():
            if any(column.startswith(f"{name}.") for column in row.values):
                continue  # it was joined before it was set aside
            key = found.get(join.column, row.values.get(join.column, "")).strip()
            partner = self._staging.joined(f"{join.file}\n{join.key}", key)
            if partner is None and not join.optional:
                message = "no row of {file} has this {column}"
                raise SetAside("no-partner", message, file=join.file, column=join.column)
            cells = {f"{name}.{column}": cell for column, cell in (partner or {}).items()}
            found |= {
                column: cell for column, cell in cells.items() if column in self._used[number]
            }
        return found

    # --- identity ----------------------------------------------------------------------------

    def _told_apart(self, name: str, identity: str | None, digest: str) -> str:
        if identity is None:
            return self._nth(name, digest)
        before = self._staging.first_of(name, identity, digest)
        if before is None:
            return identity
        fault = _SAME if before == digest else _ALIKE
        raise SetAside(fault.reason, fault.message)

    def _nth(self, name: str, digest: str) -> str:
        """Return what a row without an id is the same by: its content, and which one it is."""
        return f"{digest}-{self._staging.nth(name, digest)}"


def _no_column(source: Source, column: str, there: list[str]) -> Unreadable:
    message = "the mapping names the column {column}, which is not there; there are: {there}"
    return wrong(source.path.name, 1, message, column=column, there=", ".join(there))


def sound(row: Row) -> None:
    """Raise what keeps a row from being taken, whatever it says."""
    if row.fault is not None:
        raise SetAside(row.fault.reason, row.fault.message, **row.fault.details)


def _pages(table: Table) -> Iterator[list[Row]]:
    page: list[Row] = []
    for row in table.rows:
        page.append(row)
        if len(page) >= _STEP:
            yield page
            page = []
    if page:
        yield page

"""Views in the store's own file: the rows of answers that the runner keeps up to date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from sqlite3 import Cursor
from typing import Any

from pydantic_core import from_json, to_json

from journeys.store.connection import Datastore
from projections.ports import Head, Parked, Row

_DROP = (
    "DELETE FROM view_rows WHERE view = ?",
    "DELETE FROM view_heads WHERE view = ?",
    "DELETE FROM view_parked WHERE view = ?",
)
_RENAME = (
    "UPDATE view_rows SET view = ? WHERE view = ?",
    "UPDATE view_heads SET view = ? WHERE view = ?",
    "UPDATE view_parked SET view = ? WHERE view = ?",
)
_ROWS = "SELECT relationship, key, data FROM view_rows WHERE view = ? ORDER BY relationship, key"
_ROWS_OF = (
    "SELECT relationship, key, data FROM view_rows WHERE view = ? AND relationship = ? ORDER BY key"
)


class SqliteWriting:
    """One transaction on the views; see `projections.ports.Writing`."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def replace(self, view: str, relationship: str, rows: Iterable[tuple[str, Row]]) -> None:
        """Put *rows* (key, document) in the place of all that *view* holds of *relationship*."""
        # Documents are written out before anything is deleted: one that cannot be written, and a
        # rows generator that raises, leave the old rows alone even if the caller goes on.
        new = [(view, relationship, key, to_json(document).decode()) for key, document in rows]
        self._cursor.execute(
            "DELETE FROM view_rows WHERE view = ? AND relationship = ?", (view, relationship)
        )
        self._cursor.executemany("INSERT INTO view_rows VALUES (?, ?, ?, ?)", new)

    def advance(self, view: str, version: int, position: int) -> None:
        """Set the head of *view*."""
        self._cursor.execute(
            "INSERT OR REPLACE INTO view_heads VALUES (?, ?, ?)", (view, version, position)
        )

    def park(self, parked: Parked) -> None:
        """Set a relationship aside."""
        self._cursor.execute(
            "INSERT OR REPLACE INTO view_parked VALUES (?, ?, ?, ?)",
            (parked.view, parked.relationship, parked.position, parked.error),
        )

    def unpark(self, view: str, relationship: str) -> None:
        """Take a relationship out of the parked ones."""
        self._cursor.execute(
            "DELETE FROM view_parked WHERE view = ? AND relationship = ?", (view, relationship)
        )

    def rename(self, built: str, live: str) -> None:
        """Put all of *built* in the place of *live*."""
        if built == live:
            return
        self.drop(live)
        for statement in _RENAME:
            self._cursor.execute(statement, (live, built))

    def drop(self, view: str) -> None:
        """Forget the rows, head and parked ones of *view*."""
        for statement in _DROP:
            self._cursor.execute(statement, (view,))


class SqliteViews:
    """The views of a store; see `projections.ports.Views`."""

    def __init__(self, datastore: Datastore) -> None:
        self._datastore = datastore

    def heads(self) -> Mapping[str, Head]:
        """Return every view's head by name."""
        rows = self._all("SELECT view, version, position FROM view_heads ORDER BY view")
        return {row[0]: Head(*row) for row in rows}

    def parked(self, view: str) -> Mapping[str, Parked]:
        """Return the parked relationships of a view."""
        rows = self._all("SELECT * FROM view_parked WHERE view = ? ORDER BY relationship", view)
        return {row[1]: Parked(*row) for row in rows}

    def rows(self, view: str, relationship: str | None = None) -> Iterator[tuple[str, str, Row]]:
        """Yield (relationship, key, document) of a view, by relationship and key.

        All the rows are of one moment. They are fetched at once and decoded one by one, so that a
        reader who takes his time holds no transaction open.
        """
        if relationship is None:
            found = self._all(_ROWS, view)
        else:
            found = self._all(_ROWS_OF, view, relationship)
        return ((name, key, from_json(data)) for name, key, data in found)

    @contextmanager
    def writing(self) -> Iterator[SqliteWriting]:
        """Open a transaction: kept at the end of the block, undone when the block raises."""
        with self._datastore.transaction(commit=True) as cursor:
            yield SqliteWriting(cursor.sqlite_cursor)

    def _all(self, statement: str, *parameters: str) -> list[tuple[Any, ...]]:
        with self._datastore.transaction(commit=False) as cursor:
            cursor.sqlite_cursor.row_factory = None
            return cursor.sqlite_cursor.execute(statement, parameters).fetchall()

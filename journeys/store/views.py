"""Views in the store itself: the rows of answers that the runner keeps up to date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from pydantic_core import from_json, to_json

from journeys.store.database import Database, Session
from projections.ports import Head, Parked, Row

_TABLES = ("view_rows", "view_heads", "view_parked")
_ROWS = "SELECT relationship, key, data FROM view_rows WHERE view = ? ORDER BY relationship, key"
_ROWS_OF = (
    "SELECT relationship, key, data FROM view_rows WHERE view = ? AND relationship = ? ORDER BY key"
)
_HEADS = "SELECT view, version, position FROM view_heads ORDER BY view"
_PARKED = (
    "SELECT view, relationship, position, error FROM view_parked WHERE view = ? "
    "ORDER BY relationship"
)


class ViewsWriting:
    """One transaction on the views; see `projections.ports.Writing`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def replace(self, view: str, relationship: str, rows: Iterable[tuple[str, Row]]) -> None:
        """Put *rows* (key, document) in the place of all that *view* holds of *relationship*."""
        # Documents are written out before anything is deleted: one that cannot be written, and a
        # rows generator that raises, leave the old rows alone even if the caller goes on.
        new = [(view, relationship, key, to_json(document).decode()) for key, document in rows]
        self._session.run(
            "DELETE FROM view_rows WHERE view = ? AND relationship = ?", view, relationship
        )
        self._session.add("view_rows", new)

    def add(self, view: str, rows: Iterable[tuple[str, str, str]]) -> None:
        """Add rows (relationship, key, document as JSON) that *view* does not hold yet."""
        self._session.add("view_rows", [(view, *row) for row in rows])

    def advance(self, view: str, version: int, position: int) -> None:
        """Set the head of *view*."""
        self._session.put("view_heads", [(view, version, position)])

    def park(self, parked: Parked) -> None:
        """Set a relationship aside."""
        row = (parked.view, parked.relationship, parked.position, parked.error)
        self._session.put("view_parked", [row])

    def unpark(self, view: str, relationship: str) -> None:
        """Take a relationship out of the parked ones."""
        self._session.run(
            "DELETE FROM view_parked WHERE view = ? AND relationship = ?", view, relationship
        )

    def rename(self, built: str, live: str) -> None:
        """Put all of *built* in the place of *live*."""
        if built == live:
            return
        self.drop(live)
        for table in _TABLES:
            statement = f"UPDATE {table} SET view = ? WHERE view = ?"  # noqa: S608 - our own names
            self._session.run(statement, live, built)

    def drop(self, view: str) -> None:
        """Forget the rows, head and parked ones of *view*."""
        for table in _TABLES:
            self._session.run(f"DELETE FROM {table} WHERE view = ?", view)  # noqa: S608 - our own names


class StoredViews:
    """The views of a store; see `projections.ports.Views`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def heads(self) -> Mapping[str, Head]:
        """Return every view's head by name."""
        return {row[0]: Head(*row) for row in self._database.all(_HEADS)}

    def parked(self, view: str) -> Mapping[str, Parked]:
        """Return the parked relationships of a view."""
        return {row[1]: Parked(*row) for row in self._database.all(_PARKED, view)}

    def rows(self, view: str, relationship: str | None = None) -> Iterator[tuple[str, str, Row]]:
        """Yield (relationship, key, document) of a view, by relationship and key.

        All the rows are of one moment. They are fetched at once and decoded one by one, so that a
        reader who takes his time holds no transaction open.
        """
        if relationship is None:
            found = self._database.all(_ROWS, view)
        else:
            found = self._database.all(_ROWS_OF, view, relationship)
        return ((name, key, from_json(data)) for name, key, data in found)

    @contextmanager
    def writing(self) -> Iterator[ViewsWriting]:
        """Open a transaction: kept at the end of the block, undone when the block raises."""
        with self._database.writing("views") as session:
            yield ViewsWriting(session)

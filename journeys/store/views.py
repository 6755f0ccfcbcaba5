"""Views in the store itself: the rows of answers that the runner keeps up to date."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from pydantic_core import from_json

from journeys.store.database import Database, Session
from projections.ports import Head, Parked, Place, Placed, Row, Told

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

_ASIDE = "SELECT view, relationship FROM view_parked"
_FORGET = "DELETE FROM view_rows WHERE view = ? AND relationship = ? AND key = ?"


class ViewsWriting:
    """One transaction on the views; see `projections.ports.Writing`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def replace(self, view: str, relationship: str, rows: Iterable[tuple[str, str]]) -> None:
        """Put *rows* (key, document as JSON) in the place of all that *view* holds of one.

        What is there as it shall be is left alone: reading it costs a fraction of writing it.
        """
        new = dict(rows)
        there = {key: data for _, key, data in self._session.all(_ROWS_OF, view, relationship)}
        gone = [(view, relationship, key) for key in there if key not in new]
        other = [(key, data) for key, data in new.items() if there.get(key) != data]
        self.change([(view, relationship, *row) for row in other], gone)

    def change(self, put: Sequence[Placed], gone: Sequence[Place]) -> None:
        """Put rows of any views in their places, and forget those that are *gone*."""
        for place in gone:
            self._session.run(_FORGET, *place)
        if put:
            self._session.put("view_rows", put)

    def add(self, view: str, rows: Iterable[Told]) -> None:
        """Add rows that *view* does not hold yet."""
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

    def set_aside(self, views: Sequence[str]) -> Mapping[str, Collection[str]]:
        """Return who is parked, by the view that parked it."""
        found: dict[str, set[str]] = {}
        for view, relationship in self._database.all(_ASIDE):
            if view in views:
                found.setdefault(view, set()).add(relationship)
        return found

    def rows(self, view: str, relationship: str | None = None) -> Iterator[tuple[str, str, Row]]:
        """Yield (relationship, key, document) of a view, by relationship and key.

        All the rows are of one moment. They are fetched at once and decoded one by one, so that a
        reader who takes his time holds no transaction open.
        """
        if relationship is None:
            found = self.documents(view)
        else:
            found = iter(self._database.all(_ROWS_OF, view, relationship))
        return ((name, key, from_json(data)) for name, key, data in found)

    def documents(self, view: str) -> Iterator[Told]:
        """Yield the rows of a view as they are written, all of one moment."""
        return iter(self._database.all(_ROWS, view))

    @contextmanager
    def writing(self) -> Iterator[ViewsWriting]:
        """Open a transaction: kept at the end of the block, undone when the block raises."""
        with self._database.writing("views") as session:
            yield ViewsWriting(session)

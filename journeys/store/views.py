"""Views in the store itself: the rows of answers that the runner keeps up to date.

The rows of a view have two places. One is in force, and in the other one the view is built anew:
what was built takes the other's turn by a word in ``view_heads``, and no row is written twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from pydantic_core import from_json

from journeys.store.database import Database, Session
from projections.ports import BUILDING, Head, Parked, Place, Placed, Row, Told

SECOND = "second:"
"""What stands before the name of a view where its rows lie in the second of its places. A head of
this name says that they are in force; without one those in the first place are."""
_AT = "view = CASE WHEN EXISTS (SELECT 1 FROM view_heads WHERE view = ?) THEN ? ELSE ? END"
"""Where the rows of a view are. Who reads them asks in one statement: nobody moves them between."""
_OF = f"FROM view_rows WHERE {_AT}"
_ROWS = f"SELECT relationship, key, data {_OF} ORDER BY relationship, key"
_ROWS_OF = f"SELECT relationship, key, data {_OF} AND relationship = ? ORDER BY key"
_LETTERS = "length(view) + length(relationship) + length(key) + length(data)"
_WEIGHT = f"SELECT coalesce(sum({_LETTERS}), 0) {_OF}"
_COUNTS = (
    "SELECT view, count(*) FROM view_rows GROUP BY view "
    "UNION ALL SELECT view, 0 FROM view_heads ORDER BY 1"
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
        self._heads: set[str] | None = None
        self._places: dict[str, str] = {}

    def replace(self, view: str, relationship: str, rows: Iterable[tuple[str, str]]) -> None:
        """Put *rows* (key, document as JSON) in the place of all that *view* holds of one.

        What is there as it shall be is left alone: reading it costs a fraction of writing it.
        """
        new = dict(rows)
        there = {
            key: data for _, key, data in self._session.all(_ROWS_OF, *_at(view), relationship)
        }
        gone = [(view, relationship, key) for key in there if key not in new]
        other = [(key, data) for key, data in new.items() if there.get(key) != data]
        self.change([(view, relationship, *row) for row in other], gone)

    def change(self, put: Sequence[Placed], gone: Sequence[Place]) -> None:
        """Put rows of any views in their places, and forget those that are *gone*."""
        for view, *place in gone:
            self._session.run(_FORGET, self._place(view), *place)
        if put:
            self._session.put("view_rows", [(self._place(view), *row) for view, *row in put])

    def add(self, view: str, rows: Iterable[Told]) -> None:
        """Add rows that *view* does not hold yet."""
        if told := list(zip(*rows, strict=True)):
            self._session.fill("view_rows", [[self._place(view)] * len(told[0]), *told])

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

    def put_in_place(self, view: str) -> None:
        """Put the rows, head and parked ones that were built of *view* in the place of its own."""
        was_second = self._place(view) != view
        self.drop(view)
        if was_second:
            self._session.run("DELETE FROM view_heads WHERE view = ?", SECOND + view)
        else:
            self.advance(SECOND + view, 0, 0)
        for table in ("view_heads", "view_parked"):
            statement = f"UPDATE {table} SET view = ? WHERE view = ?"  # noqa: S608 - our own names
            self._session.run(statement, view, BUILDING + view)
        self._heads, self._places = None, {}

    def drop(self, view: str) -> None:
        """Forget the rows, head and parked ones of *view*."""
        places = [self._place(view)]
        if view.startswith(BUILDING):
            places.append(view)  # where an earlier version built it, and nobody looks any more
        for place in places:
            self._session.run("DELETE FROM view_rows WHERE view = ?", place)
        for table in ("view_heads", "view_parked"):
            self._session.run(f"DELETE FROM {table} WHERE view = ?", view)  # noqa: S608 - our own names

    def _place(self, view: str) -> str:
        """Return where the rows of a view are: nobody else moves them meanwhile."""
        place = self._places.get(view)
        if place is None:
            if self._heads is None:
                self._heads = {name for name, *_ in self._session.all(_HEADS)}
            head, then, otherwise = _at(view)
            place = self._places[view] = then if head in self._heads else otherwise
        return place


class StoredViews:
    """The views of a store; see `projections.ports.Views`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def heads(self) -> Mapping[str, Head]:
        """Return every view's head by name."""
        return {
            row[0]: Head(*row)
            for row in self._database.all(_HEADS)
            if not row[0].startswith(SECOND)
        }

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
            found = iter(self._database.all(_ROWS_OF, *_at(view), relationship))
        return ((name, key, from_json(data)) for name, key, data in found)

    def documents(self, view: str) -> Iterator[Told]:
        """Yield the rows of a view as they are written, all of one moment."""
        return iter(self._database.all(_ROWS, *_at(view)))

    def counts(self) -> dict[str, int]:
        """Return how many rows every view has, by name; what is being built included."""
        found = self._database.all(_COUNTS)
        heads = {name for name, number in found if not number}
        counts: Counter[str] = Counter()
        for place, number in found:
            name = place.removeprefix(SECOND)
            in_force = (place != name) == (SECOND + name in heads)
            counts[name if in_force else BUILDING + name] += number
        return dict(+counts)

    def weight(self, view: str) -> int:
        """Return how many letters the rows of a view have."""
        return int(self._database.all(_WEIGHT, *_at(view))[0][0])

    @contextmanager
    def writing(self) -> Iterator[ViewsWriting]:
        """Open a transaction: kept at the end of the block, undone when the block raises."""
        with self._database.writing("views") as session:
            yield ViewsWriting(session)


def _at(view: str) -> tuple[str, str, str]:
    """Return the head that says which place is in force, and a view's place with it and without."""
    name = view.removeprefix(BUILDING)
    places = (SECOND + name, name) if name == view else (name, SECOND + name)
    return (SECOND + name, *places)

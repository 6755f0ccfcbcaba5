"""News: who has any on a page of the log, and what the views are to write because of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from projections.held import Held, Memory
from projections.ports import LogRow, Parked, Place, Placed, Writing
from projections.views import View

MANY = 20_000
"""So many rows at most wait to be written together, about."""


class News:
    """One page of the log, and every relationship on it grown by it.

    Parameters
    ----------
    memory
        What is held of relationships.
    page
        Rows of the log, in order.
    """

    def __init__(self, memory: Memory, page: Sequence[LogRow]) -> None:
        rows: dict[str, list[LogRow]] = {}
        for row in page:
            rows.setdefault(row.relationship, []).append(row)
        self._held = {one: memory.after(one, told) for one, told in rows.items()}
        self._last = {one: told[-1].position for one, told in rows.items()}
        self._put: list[Placed] = []
        self._gone: list[Place] = []
        self._begun = {one for one, told in rows.items() if told[0].version == 1}

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Forget who tells the rows when the block raises: what was told is not written."""
        try:
            yield
        except BaseException:
            self.forget()
            raise

    def forget(self) -> None:
        """Tell all rows as a whole next time."""
        for held in self._held.values():
            if isinstance(held, Held):
                held.forget_telling()

    def write(
        self, writing: Writing, view: View, stored: str, seen: int, parked: Collection[str]
    ) -> None:
        """Write what the page changes in one view; what can wait, with `write_the_rest`.

        Parameters
        ----------
        writing
            The transaction.
        view, stored
            Whose rows, and the name under which they are written.
        seen
            The last position that is in them.
        parked
            Whom the view has set aside.
        """
        for one, held in self._held.items():
            if one in parked or self._last[one] <= seen:
                if isinstance(held, Held):  # others wrote it, or nobody will
                    held.forget_telling(stored)
                continue
            changes = held if isinstance(held, str) else held.changes(view, stored)
            if isinstance(changes, str):
                writing.park(Parked(stored, one, self._last[one], changes))
            elif changes.whole and one not in self._begun:
                writing.replace(stored, one, changes.put)
            else:
                self._put += [(stored, one, key, document) for key, document in changes.put]
                self._gone += [(stored, one, key) for key in changes.gone]
        if len(self._put) >= MANY:
            self.write_the_rest(writing)

    def write_the_rest(self, writing: Writing) -> None:
        """Write what waited: in one go, whichever view it belongs to."""
        writing.change(self._put, self._gone)
        self._put, self._gone = [], []

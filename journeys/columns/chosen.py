"""What a question is about: a copy, cut down to some relationships and to a moment."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import UTC, datetime, timedelta
from functools import cached_property

import numpy as np

from domain.moments import Moment
from journeys import clock
from journeys.columns.arrays import Array, Groups
from journeys.columns.copy import Copy
from journeys.columns.evidence import Evidence
from journeys.columns.held import Held
from projections.answers import Row
from projections.ports import LogRow

_BEGIN = datetime(1970, 1, 1, tzinfo=UTC)


class Columns:
    """The facts that a question is about, by relationship and in order of happening.

    Parameters
    ----------
    copy
        Where they are from.
    relationships
        Ids; None for all of them.
    at, as_known
        Cut as in a replay.
    now
        The moment of the question; where it is not told, that of the cut, or the clock's.

    Attributes
    ----------
    now
        That moment.
    """

    def __init__(
        self,
        copy: Copy,
        relationships: Collection[str] | None = None,
        at: Moment | None = None,
        as_known: Moment | None = None,
        now: Moment | None = None,
    ) -> None:
        self.now = now or at or as_known or clock.now()
        self._copy, self._relationships = copy, relationships
        self._cuts = {"at": at, "recorded": as_known}

    @cached_property
    def _held(self) -> Held:
        return self._copy.held()

    @cached_property
    def _places(self) -> Array | None:
        """Where the facts are among all that are held; None where all of them are meant."""
        kept: list[Array] = []
        if self._relationships is not None:
            ids = self._held.texts["relationship"]
            chosen = np.array([False, *(one in self._relationships for one in ids)])
            kept.append(chosen[self._held.arrays("relationship")[0]])
        for name, cut in self._cuts.items():
            if cut is not None:
                kept.append(_reached(self._held.arrays(name)[0], cut))
        return np.flatnonzero(np.logical_and.reduce(kept)) if kept else None

    def arrays(self, *names: str) -> list[Array]:
        """Return columns of the facts that are meant; see `Held.arrays`."""
        places, found = self._places, self._held.arrays(*names)
        return found if places is None else [one[places] for one in found]

    def code(self, column: str, text: str) -> int:
        """Return the number of a text in an array, −1 where nothing has it."""
        texts = self._held.texts[column]
        return 1 + texts.index(text) if text in texts else -1

    def texts(self, column: str) -> list[str]:
        """Return the texts of an array by their numbers; number 0 was not told."""
        return ["", *self._held.texts[column]]

    def strings(self, column: str, rows: Array) -> list[str | None]:
        """Return the texts in these rows of a column whose texts are not coded."""
        places = self._places
        return self._held.strings(column, rows if places is None else places[rows])

    def evidence(self, count: int, rows: Callable[[], Array]) -> Evidence:
        """Return the ids of the events in these rows of the arrays."""
        places = self._places
        within = rows if places is None else lambda: places[rows()]
        return Evidence(self._held.ids, count, within)

    def logged(self, rows: Array) -> list[LogRow]:
        """Return the events in these rows of the arrays, as the log has them."""
        places = self._places
        meant = rows if places is None else places[rows]
        return self._copy.rows(self._held.order[meant].astype(np.int64))

    def about(self, groups: Groups, whose: Array, rows: Array | None = None) -> Iterator[Row]:
        """Yield of each group how many there are, of how many relationships, and which events.

        Parameters
        ----------
        groups
            Of rows of the arrays.
        whose
            Their relationships.
        rows
            Where the grouped rows are in the arrays; everywhere unless told.
        """
        told = zip(groups.sizes.tolist(), groups.distinct(whose).tolist(), strict=True)
        for group, (times, relationships) in enumerate(told):
            events = self.behind(groups, group, rows)
            yield {"times": times, "relationships": relationships, "events": events}

    def behind(self, groups: Groups, group: int, rows: Array | None = None) -> Evidence:
        """Return the ids of the events in a group of these rows; of all of them unless told."""

        def within() -> Array:
            return groups.of(group) if rows is None else rows[groups.of(group)]

        return self.evidence(int(groups.sizes[group]), within)

    def concerned(self, topics: Collection[str]) -> frozenset[str]:
        """Return the relationships of which any of these kinds of facts is told."""
        topic, whose = self.arrays("topic", "relationship")
        meant = np.array([one in topics for one in self.texts("topic")])
        ids = self.texts("relationship")
        told = np.flatnonzero(np.bincount(whose[meant[topic]], minlength=len(ids)))
        return frozenset(ids[one] for one in told)

    def reached(self) -> tuple[list[str], list[str]]:
        """Return the relationships of which all facts are meant here, and those of which some are.

        Of those that were left out, and of those that had not begun by the moment, none are.
        """
        (every,), (meant,) = self._held.arrays("relationship"), self.arrays("relationship")
        ids = self.texts("relationship")
        of_all, of_meant = (np.bincount(one, minlength=len(ids)) for one in (every, meant))
        whole = np.flatnonzero((of_meant == of_all) & (of_all > 0))
        part = np.flatnonzero((of_meant < of_all) & (of_meant > 0))
        return [ids[one] for one in whole.tolist()], [ids[one] for one in part.tolist()]

    def items(self) -> dict[str, str]:
        """Return under which name people know an event, by the event's id."""
        (story,) = self.arrays("story")
        told, names = np.flatnonzero(story), self.texts("story")
        ids = self.evidence(len(told), lambda: told)
        return dict(zip(ids, (names[one] for one in story[told]), strict=True))


def _reached(column: Array, cut: Moment) -> Array:
    """Return where a moment is not after the cut; one that is no instant lasts until its end."""
    if cut.precision == "instant":
        return np.less_equal(column, microseconds(cut.start))
    return np.less(column, microseconds(cut.end))


def microseconds(instant: datetime) -> int:
    """Return the microseconds from 1970 to an instant."""
    return (instant - _BEGIN) // timedelta(microseconds=1)

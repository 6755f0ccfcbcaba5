"""The log in memory: as columns, and as the events and objects that they tell of."""

from __future__ import annotations

from collections.abc import Iterable

from journeys.io.ocel import columns
from journeys.io.ocel.columns import Columns
from journeys.io.ocel.parts import Event, Kind, Object


class Log:
    """A whole log.

    It holds what it was made of, things or columns, and makes the other when it is asked for.

    Parameters
    ----------
    object_types, event_types
        The types, each with the attributes it declares.
    objects, events
        In their order; as things, or in columns.
    """

    __slots__ = ("_event_columns", "_events", "_object_columns", "_objects", "_types")

    def __init__(
        self,
        object_types: tuple[Kind, ...] = (),
        event_types: tuple[Kind, ...] = (),
        objects: tuple[Object, ...] | Columns = (),
        events: tuple[Event, ...] | Columns = (),
    ) -> None:
        self._types = object_types, event_types
        self._objects = None if isinstance(objects, Columns) else objects
        self._events = None if isinstance(events, Columns) else events
        self._object_columns = objects if isinstance(objects, Columns) else None
        self._event_columns = events if isinstance(events, Columns) else None

    @property
    def object_types(self) -> tuple[Kind, ...]:
        """The types of objects."""
        return self._types[0]

    @property
    def event_types(self) -> tuple[Kind, ...]:
        """The types of events."""
        return self._types[1]

    @property
    def objects(self) -> tuple[Object, ...]:
        """The objects, in the order in which they were written."""
        if self._objects is None:
            self._objects = columns.objects(self.object_columns)
        return self._objects

    @property
    def events(self) -> tuple[Event, ...]:
        """The events, in the order in which they were written."""
        if self._events is None:
            self._events = columns.events(self.event_columns)
        return self._events

    @property
    def object_columns(self) -> Columns:
        """What is told of the objects, in columns; they are not to be changed."""
        if self._object_columns is None:
            self._object_columns = columns.of_objects(self.objects)
        return self._object_columns

    @property
    def event_columns(self) -> Columns:
        """What is told of the events, in columns; they are not to be changed."""
        if self._event_columns is None:
            self._event_columns = columns.of_events(self.events)
        return self._event_columns

    def ids(self) -> tuple[list[str], list[str]]:
        """Return the ids of the events and of the objects; nothing else is made for it."""
        told, known = self._event_columns, self._object_columns
        return (
            told.ids if told is not None else [event.id for event in self.events],
            known.ids if known is not None else [one.id for one in self.objects],
        )

    def _parts(self) -> tuple[object, ...]:
        return (*self._types, self.objects, self.events)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Log):
            return NotImplemented
        return self._parts() == other._parts()

    def __hash__(self) -> int:
        return hash(self._parts())

    def __repr__(self) -> str:
        names = ("object_types", "event_types", "objects", "events")
        said = (f"{name}={part!r}" for name, part in zip(names, self._parts(), strict=True))
        return f"Log({', '.join(said)})"


def twice(ids: Iterable[str]) -> str | None:
    """Return the first id that stands twice, if one does.

    Examples
    --------
    >>> twice(["a", "b", "a"]), twice(["a"])
    ('a', None)
    """
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            return one
        seen.add(one)
    return None

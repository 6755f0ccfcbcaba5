"""What the runner holds of relationships it has seen lately: their readings, and who tells them.

A relationship that has news grows by it, and the views write what that changes. One that nothing is
held of, or for which something turned up for an earlier moment, is told as a whole; what is written
already is left alone then as well (`projections.ports.Writing.replace`).
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from pydantic_core import to_json

from domain._kernel import AnyEvent
from domain._kernel import read as read_event
from projections.alarms.bounds import Bounds
from projections.calendar import Calendar
from projections.growth import Growing
from projections.ports import Log, LogRow
from projections.reading import Reading, read
from projections.views import View

AT_MOST = 2000
"""So many relationships are held, the ones that had news last."""
T = TypeVar("T")


class Changes(NamedTuple):
    """What is to be written: rows (key, document as JSON), and keys whose rows are no more.

    ``whole`` where the rows are all there are.
    """

    put: list[tuple[str, str]]
    gone: list[str]
    whole: bool


class Held:
    """One relationship: its reading up to a version, and who tells its rows to which view."""

    def __init__(self, version: int, reading: Reading) -> None:
        self.version, self.reading = version, reading
        self._telling: dict[str, tuple[int, Growing]] = {}
        self._turned = reading.turned

    def forget_telling(self, stored: str | None = None) -> None:
        """Tell a stored view (or all) as a whole next time: what it holds may be something else."""
        if stored is None:
            self._telling.clear()
        else:
            self._telling.pop(stored, None)

    def changes(self, view: View, stored: str) -> Changes | str:
        """Return what is to be written, or the name of what the view raised.

        Parameters
        ----------
        view
            Whose rows are told.
        stored
            The name under which it is written.
        """
        if self.reading.turned != self._turned:
            self._turned = self.reading.turned
            self._telling.clear()
        if self.reading.state.opened is None:  # an organisation or a map, and no relationship
            return Changes([], [], whole=True)
        try:
            return self._grown(view, stored)
        except Exception as error:  # noqa: BLE001 - a view that raises parks this relationship alone
            self.forget_telling(stored)
            return type(error).__name__

    def _grown(self, view: View, stored: str) -> Changes:
        if view.growing is None:
            return Changes([(k, _json(row)) for k, row in view.rows(self.reading)], [], whole=True)
        begin, growing = (
            self._telling.pop(stored) if stored in self._telling else (0, view.growing())
        )
        told = dict(growing.news(self.reading, begin))
        put = [(key, _json(row)) for key, row in told.items() if row is not None]
        gone = [key for key, row in told.items() if row is None]
        self._telling[stored] = len(self.reading.events), growing
        return Changes(put, gone, whole=not begin)


def _json(row: object) -> str:
    return to_json(row).decode()


class Memory:
    """The relationships that had news last.

    Parameters
    ----------
    log
        What to read from when one is not held.
    calendar, bounds
        As `projections.reading.Reading` takes them.
    """

    def __init__(self, log: Log, calendar: Calendar, bounds: Bounds) -> None:
        self._log, self._calendar, self._bounds = log, calendar, bounds
        self._held: OrderedDict[str, Held] = OrderedDict()

    def clear(self) -> None:
        """Forget everybody."""
        self._held.clear()

    def after(self, relationship: str, rows: Sequence[LogRow]) -> Held | str:
        """Return a relationship after these events, or the name of what went wrong in a fold.

        What goes wrong in reading the log is no fold's fault, and parks nobody.
        """
        learnt = self._tried(relationship, lambda: self._learn(relationship, rows))
        if learnt is not None:
            return learnt
        stream = self._log.stream(relationship)
        known = [row for row in stream if row.version <= rows[-1].version]
        return self._tried(relationship, lambda: self._read_anew(relationship, known))

    def _tried(self, relationship: str, fold: Callable[[], T]) -> T | str:
        try:
            return fold()
        except Exception as error:  # noqa: BLE001 - whatever a fold raises parks its relationship alone
            self._held.pop(relationship, None)
            return type(error).__name__

    def _learn(self, relationship: str, rows: Sequence[LogRow]) -> Held | None:
        """Let the reading that is held learn what is new; None when it has to be read anew."""
        held = self._held.pop(relationship, None)
        if held is None:
            held = Held(0, Reading(relationship, self._calendar, self._bounds))
        new = [row for row in rows if row.version > held.version]
        events = [event_of(row) for row in new]
        follows_on = not new or new[0].version == held.version + 1
        if not follows_on or not _learnable(held.reading, events):
            return None
        if len(new) < len(rows):  # the views stand before it: somebody put them back
            held.forget_telling()
        held.reading.learn(*events)
        held.version = new[-1].version if new else held.version
        return self._keep(relationship, held)

    def _read_anew(self, relationship: str, rows: Sequence[LogRow]) -> Held:
        reading = read(relationship, map(event_of, rows), self._calendar, self._bounds)
        return self._keep(relationship, Held(rows[-1].version, reading))

    def _keep(self, relationship: str, held: Held) -> Held:
        self._held[relationship] = held
        while len(self._held) > AT_MOST:
            self._held.popitem(last=False)
        return held


def event_of(row: LogRow) -> AnyEvent:
    """Return the event that a row of the log holds."""
    return read_event(row.topic, row.payload)


def _learnable(reading: Reading, events: Sequence[AnyEvent]) -> bool:
    latest = reading.learnt
    for event in events:
        if latest is not None and not latest <= event.recorded_at:
            return False
        latest = event.recorded_at
    return True

"""What must be remembered of a relationship in order to ask the rules.

Most facts are asked general things alone: is the record open, is the thing known, since when. For
those a note of each name is enough. The first fact that is asked more makes the relationship fold
as always, and from then on it is judged as always; and so is whatever the notes would refuse.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable

from domain._kernel import AnyEvent, read
from domain.relationship import Relationship, evolve, fold
from domain.rules import HYPOTHETICAL, check
from domain.state import area_of
from journeys.io.bulk.facts import Thing
from journeys.io.bulk.lines import Line

STATES_KEPT = 2000
"""So many folded states stay in memory; the others are folded again when they are needed."""


class _Note:
    """A relationship without its facts: which names were given, and when."""

    __slots__ = ("area", "begun", "named")

    def __init__(self, area: str) -> None:
        self.area, self.begun = area, False
        self.named: dict[Thing, int] | None = None
        """None as long as there is none: most of the memory of a long import is in these."""


_NEW = _Note("")


class Pasts:
    """Every relationship of the file, as far as the rules need it.

    Parameters
    ----------
    stored
        Returns the events of a relationship that came before the line at hand.
    known
        Whether a relationship was in the store before.
    """

    def __init__(
        self, stored: Callable[[str], Iterable[AnyEvent]], known: Callable[[str], bool]
    ) -> None:
        self._stored, self._known = stored, known
        self._notes: dict[str, _Note | None] = {}
        self._states: OrderedDict[str, Relationship] = OrderedDict()

    def admit(self, line: Line) -> None:
        """Take the next event in.

        Raises
        ------
        Refused
            With the rule that forbids it.
        """
        name = line.bytes[0]
        note = self._notes.get(name, _NEW)
        if note is _NEW:
            note = None if self._known(name) else _Note(area_of(name))
            self._notes[name] = note
        if note is not None:
            if _noted(note, line):
                return
            self._notes[name] = None
        state = self._state(name)
        event = line.event or read(line.bytes[2], line.bytes[3])
        check(state, event)
        self._states[name] = evolve(state, event)
        if len(self._states) > STATES_KEPT:
            self._states.popitem(last=False)

    def _state(self, name: str) -> Relationship:
        found = self._states.pop(name, None)
        return found or fold(None, self._stored(name)) or Relationship(name)


def _noted(note: _Note, line: Line) -> bool:
    """Whether the event is plainly allowed; if so it is noted, and otherwise nothing is."""
    area, asked_more, opens, new, old, _ = line.known
    if (
        asked_more
        or note.begun == opens
        or area != note.area
        or not line.in_order
        or line.bytes[-1].startswith(HYPOTHETICAL)
    ):
        return False
    if new or old:
        named, at = note.named or {}, line.at
        if (
            any(thing not in named or at < named[thing] for thing in old)
            or any(thing in named for thing in new)
            or len(set(new)) != len(new)
        ):
            return False
        if new:
            named.update(dict.fromkeys(new, at))
            note.named = named
    note.begun = True
    return True

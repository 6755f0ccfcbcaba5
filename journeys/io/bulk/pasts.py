"""What must be remembered of a relationship in order to ask the rules.

Most facts are asked general things alone: is the record open, is the thing known, since when. For
those a note of each name is enough. The first fact that is asked more makes the relationship fold
as always, and from then on it is judged as always; and so is whatever the notes would refuse.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator

from domain._kernel import AnyEvent, read
from domain.relationship import Relationship, evolve, fold
from domain.rules import check
from domain.state import area_of
from journeys.io.bulk.facts import Known, Thing
from journeys.io.bulk.lines import Lines
from journeys.store.numbering import Numbering

Row = tuple[int, int, int, Known, bool]
"""What is asked of an event first: its place among the lines, the number of its relationship, its
version, what is known of its fact, and whether it is plain."""
STATES_KEPT = 2000
"""So many folded states stay in memory; the others are folded again when they are needed."""

_NEVER = 2**63
"""Later than any instant, in microseconds."""


class _Note:
    """A relationship without its facts: how far it has come, which names were given, and when."""

    __slots__ = ("area", "before", "folded", "last", "named", "open")

    def __init__(self, area: str, before: int) -> None:
        self.area = area
        self.before = self.last = before
        """Its last version in the store before, and now."""
        self.folded = bool(before)
        """Whether notes are not enough."""
        self.open: str | None = None
        """Its area, once the record is open and as long as notes are enough."""
        self.named: dict[Thing, int] | None = None
        """None as long as there is none: most of the memory of a long import is in these."""


class Pasts:
    """Every relationship of the file, as far as the rules need it.

    Parameters
    ----------
    stored
        Returns the events of a relationship that came before the line at hand.
    last
        Returns the last version of a relationship in the store before, 0 when it had none.
    numbers
        Of the relationships that the lines are about.
    """

    def __init__(
        self,
        stored: Callable[[str], Iterable[AnyEvent]],
        last: Callable[[str], int],
        numbers: Numbering[str],
    ) -> None:
        self._stored, self._last, self._numbers = stored, last, numbers
        self._notes: list[_Note] = []
        """Each at the number of its relationship."""
        self._states: OrderedDict[str, Relationship] = OrderedDict()

    def __getstate__(self) -> dict[str, object]:
        """Leave the states behind, in another process: they are folded again."""
        return {**self.__dict__, "_states": OrderedDict()}

    def last(self, relationship: str) -> int:
        """Return the last version of a relationship so far."""
        return self._note(relationship).last

    def before(self, relationship: str) -> int:
        """Return its last version in the store before."""
        return self._note(relationship).before

    def follow(self, lines: Lines, rows: Iterator[Row]) -> int:
        """Take in the events of *rows* that are plainly allowed, up to one that is not.

        Return the place of that one among the lines; after the last, how many there are.
        """
        self._meet()
        notes = self._notes
        for place, who, version, fact, sound in rows:
            note = notes[who]
            if version != note.last + 1 or not sound:
                return place
            easily = fact.easy is not None and fact.easy == note.open
            if not easily and (note.folded or not _noted(note, lines, place)):
                return place
            note.last = version
        return len(lines)

    def judge(self, lines: Lines, place: int) -> None:
        """Take the event at a place in, as always.

        Raises
        ------
        Refused
            With the rule that forbids it.
        """
        name = lines.relationship[place]
        note = self._note(name)
        note.folded, note.open, note.named = True, None, None
        state = self._states.pop(name, None) or fold(None, self._stored(name)) or Relationship(name)
        event = lines.built[place] or read(lines.topic[place], lines.payload[place].encode())
        check(state, event)
        self._states[name] = evolve(state, event)
        note.last = event.version
        if len(self._states) > STATES_KEPT:
            self._states.popitem(last=False)

    def _note(self, name: str) -> _Note:
        number = self._numbers[name]
        self._meet()
        return self._notes[number]

    def _meet(self) -> None:
        """Begin a note of every relationship that has a number by now."""
        for name in self._numbers.names[len(self._notes) :]:
            self._notes.append(_Note(area_of(name), self._last(name)))


def _noted(note: _Note, lines: Lines, place: int) -> bool:
    """Whether the event is plainly allowed; if so it is noted, and otherwise nothing is."""
    fact = lines.known[place]
    begun = note.open is not None
    if fact.asked_more or begun == fact.opens or fact.area != note.area:
        return False
    if fact.new or fact.old:
        named, at = {} if note.named is None else note.named, lines.at[place].item()
        for thing in fact.old:
            if named.get(thing, _NEVER) > at:
                return False
        for thing in fact.new:
            if thing in named:
                return False
        for thing in fact.new:
            named[thing] = at
            note.named = named
    note.open = note.area
    return True

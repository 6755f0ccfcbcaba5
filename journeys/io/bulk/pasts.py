"""What must be remembered of a relationship in order to ask the rules.

Most facts are asked general things alone: is the record open, is the thing known, since when. For
those a note of each name is enough. The first fact that is asked more makes the relationship fold
as always, and from then on it is judged as always; and so is whatever the notes would refuse.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from domain._kernel import AnyEvent, Fact, read
from domain.moments import Moment
from domain.promises import PromiseMade, PromiseSettled
from domain.relationship import Relationship, evolve, fold
from domain.rules import HYPOTHETICAL, RULES, check
from domain.state import area_of
from journeys.io.bulk.lines import Line

STATES_KEPT = 2000
"""So many folded states stay in memory; the others are folded again when they are needed."""
_GENERAL = {
    "opened-first", "keeps-to-its-subject", "only-what-happened", "not-before-it-happened",
    "refers-to-what-is-known", "happens-after-what-it-refers-to", "named-once",
}  # fmt: skip
"""The rules that a note can answer, of those that every fact is asked."""


@dataclass(slots=True)
class _Note:
    """A relationship without its facts: which names were given, and when."""

    area: str
    begun: bool = False
    named: dict[tuple[str, str], datetime] = field(default_factory=dict)
    settled: set[str] = field(default_factory=set)


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
        name = line.bytes.relationship
        if name not in self._notes:
            self._notes[name] = None if self._known(name) else _Note(area_of(name))
        note = self._notes[name]
        if note is not None:
            if _noted(note, line):
                return
            self._notes[name] = None
        state = self._state(name)
        event = line.event or read(line.bytes.topic, line.bytes.payload)
        check(state, event)
        self._states[name] = evolve(state, event)
        if len(self._states) > STATES_KEPT:
            self._states.popitem(last=False)

    def _state(self, name: str) -> Relationship:
        found = self._states.pop(name, None)
        return found or fold(None, self._stored(name)) or Relationship(name)


def _noted(note: _Note, line: Line) -> bool:
    """Whether the event is plainly allowed; if so it is noted, and otherwise nothing is."""
    fact = line.fact
    area, asked_more, names_things = _kind(type(fact))
    if (
        asked_more
        or note.begun == fact.opens
        or area != note.area
        or line.bytes.note.command_id.startswith(HYPOTHETICAL)
        or not line.in_order
    ):
        return False
    if not names_things:
        note.begun = True
        return True
    named, at = note.named, _start(line.occurred)
    new = list(fact.defined())
    if (
        any(thing not in named or at < named[thing] for thing in fact.referred())
        or any(thing in named for thing in new)
        or len(set(new)) != len(new)
        or not _promised(note, fact)
    ):
        return False
    note.begun = True
    for thing in new:
        named[thing] = at
    return True


def _promised(note: _Note, fact: Fact) -> bool:
    """Whether a promise is plainly allowed, or something else; a settled one is noted."""
    if isinstance(fact, PromiseMade):
        return fact.due is None
    if isinstance(fact, PromiseSettled):
        if fact.promise in note.settled or (fact.outcome == "reagreed" and fact.due is None):
            return False
        note.settled.add(fact.promise)
    return True


def _start(at: Moment | datetime) -> datetime:
    return at.start if isinstance(at, Moment) else at


@cache
def _kind(kind: type[Fact]) -> tuple[str, bool, bool]:
    """Return a kind's area, whether a rule asks more than a note can answer, and if it names."""
    ours = {PromiseMade: {"runs-forward"}, PromiseSettled: {"settled-once"}}
    answered = _GENERAL | ours.get(kind, set())
    more = any(issubclass(kind, rule.on) and rule.name not in answered for rule in RULES)
    return kind.area(), more, kind.names_things()

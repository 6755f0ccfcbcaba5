"""A branch: a journey as it would stand had something been otherwise. It is never recorded."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from domain._kernel import AnyEvent
from domain.errors import Unreadable
from domain.moments import Moment
from journeys.journey import Journey
from projections.difference import Difference, difference
from projections.whatif import Change, Fate, alter


@dataclass(frozen=True)
class Branch:
    """What happened beside what did not.

    Parameters
    ----------
    actual
        The journey as recorded.
    changes
        What is otherwise, in the order in which it was changed.
    hypothetical
        The journey of the branch; every answer can be asked of it as well.
    fates
        What became of every event that differs, in order of happening.
    """

    actual: Journey
    changes: tuple[Change, ...]
    hypothetical: Journey
    fates: tuple[Fate, ...]

    def __repr__(self) -> str:
        """Say what it is a branch of, and nothing personal."""
        return (
            f"<Branch of {self.actual.id}: {len(self.changes)} changes, {len(self.fates)} events>"
        )

    @cached_property
    def mark(self) -> str:
        """What tells the history that it was made on: a hash of what was recorded by then."""
        return history_mark(self.actual.all_events)

    def difference(self, at: Moment | None = None, as_known: Moment | None = None) -> Difference:
        """Return what sets the branch apart from what happened, at the same moment in both."""
        now = at or (None if as_known else self.actual.clock())
        return difference(self.actual.at(now, as_known), self.hypothetical.at(now, as_known))


def branch(journey: Journey, changes: Iterable[Change]) -> Branch:
    """Return the branch of a journey; see `Journey.what_if`."""
    wanted = tuple(changes)
    if journey.hypothetical:
        raise Unreadable("a what-if branches off what happened, not off another what-if")
    if not journey.all_events:
        raise Unreadable("nothing is recorded of {relationship}", relationship=journey.id)
    if not wanted:
        raise Unreadable("a what-if changes something: name at least one change")
    place = journey.reading().docket.place
    altered = alter(journey.all_events, wanted, place)
    made_up = replace(journey, all_events=altered.events, hypothetical=True)
    return Branch(journey, wanted, made_up, altered.fates)


def history_mark(events: Iterable[AnyEvent]) -> str:
    """Return a hash of a history, the same wherever it is kept."""
    found = hashlib.sha256()
    for event in sorted(events, key=lambda event: event.version):
        found.update(event.payload())
    return found.hexdigest()[:16]

"""States: each relationship as it stands, folded from what its events decide.

Most of a long history is contacts and feelings, on which nothing that may be recorded hangs
(`domain.relationship.weightless`): they are passed over, unread.
"""

from __future__ import annotations

from collections import OrderedDict

from domain._kernel import Record
from domain.deciding import beside_the_point
from domain.relationship import Relationship, fold, standing_at, weightless
from journeys.store import Store

KEPT = 256
"""States kept in memory."""


class States:
    """The states of a store's relationships; those asked for of late are kept in memory.

    A state never changes, so only the events that came after it have to be read.

    Parameters
    ----------
    store
        Where the events are.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: OrderedDict[str, Relationship] = OrderedDict()
        self._came: set[str] = set()

    def of(self, relationship: str, version: int | None = None) -> Relationship | None:
        """Return a relationship as it stands; None when nothing is recorded of it.

        Parameters
        ----------
        relationship
            Its id.
        version
            As it stood at that version, no earlier than one that was kept; by default the last.
        """
        # First the version, then the events up to it: whatever others add meanwhile comes after.
        last = self._store.version(relationship) if version is None else version
        if not last:
            return None
        state = self._kept.get(relationship) or Relationship(relationship)
        if state.version < last:
            deciding = self._store.events(
                relationship, after=state.version, until=last, without=weightless()
            )
            state = fold(state, deciding) or state
        return standing_at(state, last)

    def to_decide(self, command: Record, version: int) -> tuple[Relationship | None, bool]:
        """Return what is needed to decide on a command at that version, and whether it is all.

        Of a relationship that is not in memory only that is read which the command hangs on: for a
        promise the promises, for a contact nothing. Who comes again is read whole, to be kept.
        """
        name = command.relationship
        known = name in self._kept or name in self._came
        left = () if known else beside_the_point(command.facts)
        if not left or not version:
            return self.of(name, version), True
        state = Relationship(name)
        if any(fact.names_things() for fact in command.facts):
            state = fold(state, self._store.events(name, until=version, without=left)) or state
            if len(self._came) >= KEPT:
                self._came.clear()
            self._came.add(name)
        return standing_at(state, version), False

    def keep(self, state: Relationship) -> None:
        """Keep a whole state in memory."""
        self._kept[state.id] = state
        self._kept.move_to_end(state.id)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)

    def forget(self, relationship: str) -> None:
        """Forget what is kept in memory of a relationship."""
        self._kept.pop(relationship, None)

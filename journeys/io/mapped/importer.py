"""The importer: what was read is decided over and written, a batch of relationships at a time.

Every row that was read is either accepted or in quarantine. Ids come from the mapping and the row,
so a second import finds everything recorded already; one that was interrupted goes on where it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from domain.errors import Busy
from domain.moments import Moment
from journeys.io.mapped.deciding import Decided, Judge
from journeys.io.mapped.loading import Loaded
from journeys.io.mapped.profile import Profile
from journeys.io.mapped.quarantine import Quarantine, Status, id_of
from journeys.io.mapped.staging import Kept, Staged, Staging
from journeys.io.rows.row import Fault
from journeys.store import CannotWrite, CommandRepeated, EventIdTaken, OutOfTurn, Store
from journeys.telemetry import around
from projections.finding import Say

BATCH = 2000
"""Events in a transaction, at least: a relationship is never torn apart."""
ATTEMPTS = 20
DROPPED = Fault("dropped", "somebody dropped it from quarantine")


class HalfTaken(Busy):
    """Some relationships are recorded, and then the store took no more.

    Importing the same again goes on with the others, and changes nothing twice.
    """


@dataclass(slots=True)
class Outcome:
    """What an import came to. ``read`` is ``accepted`` and ``quarantined`` together.

    ``new`` counts the accepted rows of which something was recorded now, ``events`` what that was.
    ``reasons`` counts the quarantined rows; ``first`` has the first of each. ``notes`` counts what
    the mapping left out of accepted rows on purpose.
    """

    read: int = 0
    accepted: int = 0
    quarantined: int = 0
    new: int = 0
    events: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    first: dict[str, tuple[str, int, Fault]] = field(default_factory=dict)
    notes: Counter[str] = field(default_factory=Counter)
    profile: Profile = field(default_factory=Profile)

    def add(self, other: Outcome) -> None:
        """Count another outcome with this one."""
        for name in ("read", "accepted", "quarantined", "new", "events"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.reasons.update(other.reasons)
        self.notes.update(other.notes)
        self.first = {**other.first, **self.first}

    def document(self) -> dict[str, Any]:
        """Return the outcome as one JSON object."""
        said: dict[str, Any] = {
            "read": self.read,
            "accepted": self.accepted,
            "quarantined": self.quarantined,
            "new": self.new,
            "events": self.events,
            "reasons": dict(self.reasons.most_common()),
        }
        return said | ({"notes": dict(self.notes.most_common())} if self.notes else {})


class Importer:
    """Writes what waits in a staging.

    Parameters
    ----------
    loaded, staging
        The mapping, and the rows that were read by it.
    store
        Where to write, and what is on record; None where there is no store yet (a dry run).
    quarantine
        Where rows go that are not taken; None keeps them nowhere.
    now
        What lies after it has not happened yet.
    write
        Whether to write events, and to the quarantine; a dry run does not.
    """

    def __init__(
        self,
        loaded: Loaded,
        staging: Staging,
        store: Store | None,
        quarantine: Quarantine | None,
        now: Moment,
        *,
        write: bool = True,
    ) -> None:
        self._loaded, self._staging, self._store = loaded, staging, store
        self._quarantine, self._write = quarantine, write
        self._judge = Judge(loaded.mapping.before_start, now)
        self._settled: dict[str, tuple[str, Status]] = {}
        if quarantine is not None:
            self._settled = quarantine.settled(loaded.mapping.mapping)

    def run(self, on_progress: Callable[[int], object] = lambda _rows: None) -> Outcome:
        """Decide over every relationship, write, and count.

        Parameters
        ----------
        on_progress
            Is told how many facts have been gone through since the last time.

        Raises
        ------
        Busy, CannotWrite
            When others keep writing first, or the store does not take it; nothing was written.
        HalfTaken
            The same, after something was written. It stays, whole.
        """
        outcome = Outcome()
        new: set[int] = set()
        try:
            with around("import") as work:
                for batch in self._batches():
                    for decided in self._written(batch, outcome):
                        new |= decided.new
                        self._staging.set_aside(decided.faults)
                    on_progress(sum(len(facts) for _, facts in batch))
                work.note(recorded=outcome.events)
            self._count(outcome, new)
        except (Busy, CannotWrite) as error:
            if not outcome.events:
                raise
            message = "events recorded so far, which stay: {n}; and then: {why}"
            why = Say(error.message, error.details)  # to be said in the reader's language
            raise HalfTaken(message, n=outcome.events, why=why) from error
        return outcome

    # --- writing -----------------------------------------------------------------------------

    def _batches(self) -> Iterator[list[tuple[str, list[Staged]]]]:
        batch: list[tuple[str, list[Staged]]] = []
        size = 0
        for relationship, facts in self._staging.relationships():
            batch.append((relationship, facts))
            size += len(facts)
            if size >= BATCH:
                yield batch
                batch, size = [], 0
        if batch:
            yield batch

    def _written(self, batch: list[tuple[str, list[Staged]]], outcome: Outcome) -> list[Decided]:
        for _ in range(ATTEMPTS):
            found = [self._decided(relationship, facts) for relationship, facts in batch]
            events = [event for one in found for event in one.events]
            marks = {key: mark for one in found for key, mark in one.fingerprints.items()}
            try:
                if self._write and self._store is not None:
                    self._store.append(events, fingerprints=marks)
            except (CommandRepeated, EventIdTaken, OutOfTurn):
                continue
            outcome.events += len(events)
            for one in found:
                outcome.profile.learn(one.events)
            return found
        raise Busy("others keep writing first: try again")

    def _decided(self, relationship: str, facts: list[Staged]) -> Decided:
        if self._store is None:
            return self._judge.decide(relationship, facts, (), {})
        answers = self._store.answers([one.command for one in facts])
        known = {key: answer.fingerprint for key, answer in answers.items()}
        stored = self._store.events(relationship) if self._store.version(relationship) else ()
        return self._judge.decide(relationship, facts, stored, known)

    # --- counting, and the quarantine --------------------------------------------------------

    def _count(self, outcome: Outcome, new: set[int]) -> None:
        page: list[tuple[Kept, Fault | None]] = []
        for n, kept, fault in self._staging.rows():
            settled = self._settled.get(id_of(self._loaded.mapping.mapping, kept))
            if settled is not None and settled[0] == kept.digest and fault is not None:
                fault = None if settled[1] == "mended" else DROPPED  # noqa: PLW2901 - what counts
            else:
                page.append((kept, fault))
            outcome.read += 1
            if fault is None:
                outcome.accepted += 1
                outcome.new += n in new
                outcome.notes.update(kept.notes)
            else:
                outcome.quarantined += 1
                outcome.reasons[fault.reason] += 1
                place = (kept.row.file, kept.row.line, fault)
                outcome.first.setdefault(fault.reason, place)
            if len(page) >= BATCH:
                self._keep(page)
                page = []
        self._keep(page)

    def _keep(self, page: list[tuple[Kept, Fault | None]]) -> None:
        if self._write and self._quarantine is not None and page:
            mapping = self._loaded.mapping.mapping
            self._quarantine.update(mapping, self._loaded.text, page)

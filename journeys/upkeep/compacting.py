"""Compacting: giving back room that holds nothing any more. Facts are never touched."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from domain.errors import Damaged
from journeys.store import Report, Store
from journeys.telemetry import around
from projections.ports import BUILDING
from projections.runner import Runner

Progress = Callable[[int], object]
_SNAPSHOTS = "SELECT relationship, length(data) FROM snapshots ORDER BY relationship"


@dataclass(frozen=True, slots=True)
class Waste:
    """What is in a store that nobody needs, in bytes; by far most of it can be given back.

    ``views`` are rows of views that no longer exist or were left half built, by view; ``snapshots``
    states that an earlier version kept, by relationship; ``room`` is what the database holds free.
    """

    views: Mapping[str, int]
    snapshots: Mapping[str, int]
    room: int
    size: int

    @property
    def total(self) -> int:
        """All of it, in bytes."""
        return sum(self.views.values()) + sum(self.snapshots.values()) + self.room


def waste(store: Store, runner: Runner) -> Waste:
    """Return what compacting would give back. Nothing is changed."""
    known = {view.name for view in runner.kept}
    named = set(store.row_counts()) | set(store.heads())
    strange = sorted(name for name in named if name.removeprefix(BUILDING) not in known)
    half = sorted(name for name in named - set(strange) if name.startswith(BUILDING))
    views = {name: store.view_weight(name) for name in [*strange, *half]}
    found = store.database.all(_SNAPSHOTS)
    snapshots = {name: int(size) for name, size in found}
    total, free = store.database.size()
    return Waste(views, snapshots, free, total)


def compact(store: Store, runner: Runner, on_progress: Progress | None = None) -> tuple[int, int]:
    """Throw away what nobody needs and give the room back; return the size before and after.

    Every event is held against its evidence before and after. A rebuild that is under way begins
    anew.

    Raises
    ------
    Damaged
        When the store is not sound. Before it nothing is changed; see `journeys verify`.
    Busy
        When others are using the store.
    """
    with around("compact") as work:
        before = _sound(store, on_progress)
        found = waste(store, runner)
        with store.writing() as writing:
            for name in found.views:
                writing.drop(name)
        with store.database.writing("snapshots") as session:
            session.run("DELETE FROM snapshots")
        store.database.vacuum()
        after = _sound(store, on_progress)
        size = store.database.size().total
        work.note(before=found.size, bytes=size)
    if (after.events, after.relationships) < (before.events, before.relationships):
        raise Damaged("events are gone that were here before: restore a backup")
    return found.size, size


def _sound(store: Store, on_progress: Progress | None) -> Report:
    report = store.verify(on_progress)
    if not report.clean:
        raise Damaged("the store is not sound, so it is left as it is: run 'journeys verify'")
    return report

"""What is done with one partition, in whichever process: the folds that are done everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from domain._kernel import read as read_event
from journeys.partitions.layout import Partition, rows_in
from projections.alarms.bounds import Bounds
from projections.backtest.asked import Asked
from projections.backtest.replaying import Replayed
from projections.calendar import Calendar
from projections.rebuilding import Folded, folded
from projections.sweeping import unswept
from projections.views import VIEWS, judged_by


@dataclass(frozen=True, slots=True)
class Replaying:
    """Back-test the wanted relationships of a partition."""

    folder: Path
    asked: Asked
    wanted: frozenset[str]

    def __call__(self, partition: Partition) -> list[tuple[str, tuple[Replayed, ...]]]:
        """Return each under the policies, by id."""
        return [
            (one, self.asked.of(one, [read_event(row.topic, row.payload) for row in rows]))
            for one, rows in rows_in(self.folder, partition)
            if one in self.wanted
        ]


@dataclass(frozen=True, slots=True)
class Folding:
    """Fold every relationship of a partition into the rows of views.

    Views are named, as their functions cannot be sent to another process.
    """

    folder: Path
    views: tuple[str, ...]
    calendar: Calendar
    bounds: Bounds

    def __call__(self, partition: Partition) -> list[Folded]:
        """Return the rows of each, by id."""
        views = [judged_by(view, self.bounds) for view in VIEWS if view.name in self.views]
        with unswept():
            return [
                folded(one, rows, views, self.calendar, self.bounds)
                for one, rows in rows_in(self.folder, partition)
            ]

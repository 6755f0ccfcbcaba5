"""The views of all shards, as one runner sees its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from projections.alarms.bounds import Bounds
from projections.runner import Progress, Runner
from projections.views import View

if TYPE_CHECKING:
    from journeys.engine import Engine

T = TypeVar("T")
Tell = Callable[[Progress], None]


class Runners(Runner):
    """The runners of the shards: what is asked of one is asked of each.

    Parameters
    ----------
    parts
        The engines of the shards. Which runner each has may change with the budget.
    """

    def __init__(self, parts: Sequence[Engine]) -> None:
        self._parts = parts

    @property
    def bounds(self) -> Bounds:  # type: ignore[override] # the same in every shard
        """The limits of drift in use."""
        return self._parts[0].runner.bounds

    @property
    def kept(self) -> tuple[View, ...]:
        """The views, each in the version that is kept now."""
        return self._parts[0].runner.kept

    def lag(self) -> int:
        """Return how many positions are still to go, in all shards."""
        return sum(part.runner.lag() for part in self._parts)

    def fits(self) -> bool:
        """Whether every view of every shard was written by the version that is kept now."""
        return all(part.runner.fits() for part in self._parts)

    def set_aside(self, name: str) -> frozenset[str] | None:
        """Return whom a view could not fold; None while one shard is not at the end of its log."""
        found: set[str] = set()
        for part in self._parts:
            aside = part.runner.set_aside(name)
            if aside is None:
                return None
            found |= aside
        return frozenset(found)

    def catch_up(self, on_progress: Tell | None = None) -> int:
        """Bring every view of every shard up to the end of its log; return the pages written."""
        return sum(part.runner.catch_up(tell) for part, tell in stretches(self._parts, on_progress))

    def rebuild(self, *names: str, on_progress: Tell | None = None) -> None:
        """Build these views (or all) anew, shard after shard."""
        for part, tell in stretches(self._parts, on_progress):
            part.runner.rebuild(*names, on_progress=tell)


def stretches(
    parts: Sequence[Engine], on_progress: Tell | None
) -> Iterator[tuple[Engine, Tell | None]]:
    """Yield each part with what tells its progress as a stretch of the whole."""
    ends = [part.store.end() for part in parts]
    for number, part in enumerate(parts):
        yield part, _stretch(on_progress, sum(ends[:number]), sum(ends)) if on_progress else None


def of_each(parts: Sequence[Engine], ask: Callable[[Engine], T | None]) -> list[T]:
    """Return what every shard has that holds anything; nothing where one of them has none."""
    found = [ask(part) for part in parts if part.store.end()]
    there = [one for one in found if one is not None]
    return there if len(there) == len(found) else []


def _stretch(on_progress: Tell, before: int, end: int) -> Tell:
    return lambda done: on_progress(Progress(before + done.position, end))

"""The views of a store: how far they are, and building them anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, Protocol

from domain.errors import NotFound
from journeys.columns.keeping import LEAST, SETTING
from journeys.shards.runners import stretches
from journeys.telemetry import around
from projections.ports import Parked
from projections.runner import Progress

if TYPE_CHECKING:
    from journeys.engine import Engine
    from journeys.partitions.spread import Spread

State = Literal["current", "behind", "outdated", "missing"]


class Copy(Protocol):
    """A copy of the facts that is kept outside the store, and may be made anew as a view is."""

    @property
    def versions(self) -> tuple[int | None, int]:
        """The version that is kept (None where nothing is), and the one that is expected."""
        ...

    def end(self) -> int:
        """Return the last position that it holds."""
        ...

    def torn(self) -> bool:
        """Whether a file is not what was written. All are read; nothing is changed."""
        ...

    def rebuild(self, on_progress: Callable[[Progress], None] | None = None) -> object:
        """Make it anew; what is not in it yet is answered from elsewhere, with the same rows."""
        ...


COPIES: dict[str, Callable[[Engine], Copy | None]] = {
    "columns": lambda engine: engine.kept_columns.to_look_after(),
    "columns-of-lives": lambda engine: engine.kept_lives.to_look_after(),
}
"""Makers of copies by name; one that answers None has nothing to do with that store."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far one view is.

    ``kept`` is the version of the fold that wrote it, None where nothing is kept; ``expected`` is
    the one that this program has. ``rows`` is None for a copy outside the store.
    """

    name: str
    kept: int | None
    expected: int
    position: int
    end: int
    rows: int | None
    parked: tuple[Parked, ...] = ()
    shard: int | None = None
    """Which of several shards, from 1: each has its own."""

    @property
    def lag(self) -> int:
        """How many events it has still to take in."""
        return max(0, self.end - self.position)

    @property
    def state(self) -> State:
        """What there is to say of it in a word."""
        if self.kept is None:
            return "missing"
        if self.kept != self.expected:
            return "outdated"
        return "behind" if self.lag else "current"


def standings(engine: Engine) -> list[Standing]:
    """Return how far every view and copy is, shard after shard. Nothing is written or caught up."""
    if len(engine.parts) == 1:
        return _standings(engine)
    return [
        replace(one, shard=number)
        for number, part in enumerate(engine.parts, start=1)
        for one in _standings(part)
    ]


def _standings(engine: Engine) -> list[Standing]:
    store, end = engine.store, engine.store.end()
    heads, counts = store.heads(), store.row_counts()
    found = []
    for view in engine.runner.kept:
        head = heads.get(view.name)
        parked = tuple(store.parked(view.name).values())
        kept, position = (head.version, head.position) if head else (None, 0)
        rows = counts.get(view.name, 0)
        found.append(Standing(view.name, kept, view.version, position, end, rows, parked))
    for name, copy in _copies(engine).items():
        kept, expected = copy.versions
        found.append(Standing(name, kept, expected, copy.end(), end, None))
    return found


def rebuild(
    engine: Engine,
    names: Sequence[str] = (),
    on_progress: Callable[[Progress], None] | None = None,
    spread: Spread | None = None,
) -> tuple[str, ...]:
    """Build views anew, without any name all of them, and return their names.

    The old rows answer until the new ones are whole. Relationships that were set aside are tried
    again. A *spread* says over which processes they are folded; the rows are the same.

    Raises
    ------
    NotFound
        When there is no view of that name, or this store has no such copy. Nothing was built.
    """
    views = [view.name for view in engine.runner.kept]
    copies = {name for part in engine.parts for name in _copies(part)}
    for name in names:
        if name in COPIES and name not in copies:
            message = (
                "this store has no {view} yet: they are begun at {least} events, and beside a"
                " database where {setting} names a folder"
            )
            raise NotFound(message, view=name, least=LEAST, setting=SETTING)
        if name not in views and name not in copies:
            message = "there is no view {view}; there are {views}"
            raise NotFound(message, view=name, views=", ".join([*views, *sorted(copies)]))
    chosen = tuple(name for name in [*views, *sorted(copies)] if not names or name in names)
    with around("rebuild", views=len(chosen)):
        for number, (part, tell) in enumerate(stretches(engine.parts, on_progress), start=1):
            own = spread.within(number, len(engine.parts)) if spread else None
            _rebuild(part, chosen, tell, own)
    return chosen


def _rebuild(
    engine: Engine,
    chosen: Sequence[str],
    on_progress: Callable[[Progress], None] | None,
    spread: Spread | None,
) -> None:
    inside = [view.name for view in engine.runner.kept if view.name in chosen]
    if inside and spread is not None:
        from journeys.partitions.spread import rebuilt

        rebuilt(engine, inside, spread, on_progress)
    elif inside:
        engine.runner.rebuild(*inside, on_progress=on_progress)
    for name, copy in _copies(engine).items():
        if name in chosen:
            copy.rebuild(on_progress)


def _copies(engine: Engine) -> Mapping[str, Copy]:
    made = {name: make(engine) for name, make in COPIES.items()}
    return {name: copy for name, copy in made.items() if copy is not None}

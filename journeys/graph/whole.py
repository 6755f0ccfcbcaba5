"""The graph of everybody: from the columns of what was lived where there are any, else folded."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Protocol

from domain.moments import Moment
from journeys.graph import living
from journeys.graph.living import Graph, Maps

if TYPE_CHECKING:
    from journeys.graph.columned import ColumnGraph
    from journeys.lived.lives import Lives
    from journeys.lived.visits import Visits


class Histories(living.Histories, Protocol):
    """What a graph is made of: the engine, as far as it is needed here."""

    def lives(self) -> Lives | None:
        """Return what was lived by everybody as columns; None where there are none to ask."""
        ...


def graph(
    engine: Histories,
    relationships: Iterable[str] | None = None,
    at: Moment | None = None,
    as_known: Moment | None = None,
    on_progress: Callable[[int], object] | None = None,
) -> Graph:
    """Return the lived graph of these relationships, or of all; see `Engine.graph`."""
    if relationships is None and at is None and as_known is None:
        found = of_everybody(engine, engine.clock())
        if found is not None:
            return found
    return living.graph(engine, relationships, at, as_known, on_progress)


def of_everybody(engine: Histories, now: Moment) -> ColumnGraph | None:
    """Return the graph of everybody over columns; None where there are none to ask."""
    visits = visited(engine)
    if visits is None:
        return None
    from journeys.graph.columned import ColumnGraph
    from journeys.lived.endings import endings

    return ColumnGraph(visits, endings(visits.lives, now))


def visited(engine: Histories) -> Visits | None:
    """Return all visits as columns; None where there are none."""
    lives = engine.lives()
    if lives is None:
        return None
    from journeys.lived.visits import Visits

    return Visits(lives, Maps(engine.store).adopted)

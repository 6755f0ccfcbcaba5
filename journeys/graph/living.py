"""From a store to the lived graph: readings, the maps that were adopted, and how it ended."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Protocol

from domain.maps import PREFIX, MapBody, edition, latest, publications
from domain.moments import Moment
from domain.process import ProcessAdopted
from domain.relationship import fold
from journeys.graph import network
from journeys.language import Language, speak
from journeys.store import Store
from journeys.sweeping import unswept
from projections.calendar import Calendar
from projections.farewell import Overall, farewell
from projections.farewell.scope import started
from projections.reading import up_to
from projections.touchpoints import visits
from projections.touchpoints.course import course, place_of
from projections.touchpoints.life import Life
from projections.touchpoints.lived import LivedGraph, Node

if TYPE_CHECKING:
    import networkx as nx

    from domain.state import Relationship


class Histories(Protocol):
    """What a graph is made of: the engine, as far as it is needed here."""

    store: Store
    calendar: Calendar
    clock: Callable[[], Moment]

    def find(self, prefix: str) -> str:
        """Return the one relationship whose id is *prefix*, or begins with it."""
        ...


class Graph(LivedGraph):
    """The lived graph with the forms in which it leaves the house.

    Everything of `projections.touchpoints.lived.LivedGraph` is there too: nodes, edges, figures,
    variants, `only`, `around`, `at_least`, `add` and `merge`. `docs/graph.md` explains them.
    """

    def to_networkx(self, words: Language | None = None) -> nx.MultiDiGraph[str]:
        """Return it for networkx; see `journeys.graph.network.to_networkx`."""
        return network.to_networkx(self, words)

    def graphml(self, words: Language | None = None) -> str:
        """Return it as GraphML; see `journeys.graph.network.graphml`."""
        return network.graphml(self, words)

    def mermaid(self, words: Language | None = None) -> str:
        """Return its touchpoints and steps as a Mermaid flowchart."""
        return network.mermaid(self, words)

    def dot(self, words: Language | None = None) -> str:
        """Return its touchpoints and steps in Graphviz's DOT."""
        return network.dot(self, words)

    def svg(
        self,
        words: Language | None = None,
        *,
        title: str = "",
        focus: Node | None = None,
        width: int | None = None,
    ) -> str:
        """Return it as a picture; see `journeys.render.network.svg`."""
        from journeys.graph.picture import picture
        from journeys.render.network import svg

        return svg(picture(self, words or speak("en"), title=title, focus=focus), width=width)


def graph(
    engine: Histories,
    relationships: Iterable[str] | None = None,
    at: Moment | None = None,
    as_known: Moment | None = None,
    on_progress: Callable[[int], object] | None = None,
) -> Graph:
    """Return the lived graph of these relationships, or of all; see `Engine.graph`."""
    made = Graph()
    with unswept():
        for number, one in enumerate(each(engine, relationships, at, as_known), start=1):
            made.add(one.visits, {one.relationship: one.ending})
            if on_progress:
                on_progress(number)
    return made


def each(
    engine: Histories,
    relationships: Iterable[str] | None,
    at: Moment | None,
    as_known: Moment | None,
) -> Iterable[Life]:
    """Yield what these relationships lived, or all; those of which nothing had happened are not."""
    if relationships is None:
        wanted = [known for known in engine.store.relationships() if ":" not in known]
    else:
        wanted = list(dict.fromkeys(engine.find(prefix) for prefix in relationships))
    books = Maps(engine.store)
    for relationship in wanted:
        lived = live(engine, relationship, at, as_known, books)
        if lived is not None:
            yield lived


def live(
    engine: Histories,
    relationship: str,
    at: Moment | None = None,
    as_known: Moment | None = None,
    maps: Maps | None = None,
) -> Life | None:
    """Return what one relationship lived, by its id; None where nothing had happened by then."""
    events = up_to(engine.store.events(relationship), at, as_known)
    if not events:
        return None
    told = course(relationship, events)
    now = at or as_known or engine.clock()
    body = (maps or Maps(engine.store)).adopted(told.state)
    verdict: Overall = "none"
    if started(told.state):
        place = place_of(told.state, engine.calendar)
        verdict = farewell(told.state, now, place, told.events).verdict
    return Life(relationship, told, visits(told, body), verdict, body)


class Maps:
    """The maps that relationships adopted, each looked up once.

    An edition that is in the store counts. A map that is not there at all may be one that comes
    with the product: it is taken where its gates are those that were adopted, word for word.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self._states: dict[str, Relationship | None] = {}

    def adopted(self, state: Relationship) -> MapBody | None:
        """Return the map that a relationship goes by; None where it adopted none that is known."""
        adopted = state.last(ProcessAdopted)
        if adopted is None:
            return None
        fact = adopted.fact
        known = self._state(fact.process)
        if known is not None:
            return edition(known, fact.edition)
        own = shipped_map(fact.process)
        return own if own is not None and own.gates == fact.gates else None

    def last(self, key: str) -> MapBody | None:
        """Return the last edition of a map in the store; its draft where none is published."""
        known = self._state(key)
        if known is None:
            return None
        number = max(publications(known), default=None)
        return latest(known) if number is None else edition(known, number)

    def _state(self, key: str) -> Relationship | None:
        if key not in self._states:
            self._states[key] = fold(None, self.store.events(PREFIX + key))
        return self._states[key]


def shipped_map(key: str) -> MapBody | None:
    """Return a map that comes with the product; None where none is called that."""
    from journeys.io.map_yaml import load, shipped

    path = shipped().get(key)
    return load(path).body if path else None

"""From a store to the lived graph: readings, the maps that were adopted, and how it ended."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Protocol

from domain.maps import PREFIX, MapBody, edition, latest, publications
from domain.moments import Moment
from domain.process import ProcessAdopted
from domain.relationship import fold
from journeys.graph import network
from journeys.kept import KeptRows
from journeys.language import Language, speak, t
from journeys.pictures.picture import Picture, reader
from journeys.store import Store
from projections.calendar import Calendar
from projections.course import course
from projections.reading import up_to
from projections.sweeping import unswept
from projections.touchpoints import keeping
from projections.touchpoints.life import Kept, Life, kept, life
from projections.touchpoints.lived import LivedGraph, Node

if TYPE_CHECKING:
    import networkx as nx

    from domain.state import Relationship
    from journeys.graph.query.found import Found
    from journeys.graph.query.ground import Ground


class Histories(Protocol):
    """What a graph is made of: the engine, as far as it is needed here."""

    store: Store
    calendar: Calendar
    clock: Callable[[], Moment]

    def find(self, prefix: str) -> str:
        """Return the one relationship whose id is *prefix*, or begins with it."""
        ...

    def kept(self, view: str, *, whole: bool = True) -> KeptRows:
        """Return the rows of a view, as long as they can be relied on."""
        ...


class Graph(LivedGraph):
    """The lived graph with the forms in which it leaves the house.

    Everything of `projections.touchpoints.lived.LivedGraph` is there too: nodes, edges, figures,
    variants, `only`, `around`, `at_least`, `add` and `merge`. `docs/graph.md` explains them.
    """

    _ground: Ground | None = None

    def query(self, text: str, words: Language | None = None) -> Found:
        """Return the answer to a question about this graph, such as ``touchpoint -> friction``.

        Parameters
        ----------
        text
            In the language of `docs/query.md`.
        words
            The language of the titles; English unless told.

        Raises
        ------
        Unreadable
            When it cannot be taken as it stands, with the place; or when it comes to too much.

        Examples
        --------
        >>> Graph().query("touchpoint where count > 5 -> friction").rows
        []
        """
        from journeys.graph.query.found import query
        from journeys.graph.query.ground import Ground

        if self._ground is None or not self._ground.is_of(self):
            self._ground = Ground(self)
        return query(self._ground, text, words)

    def names(self) -> Mapping[str, str] | None:
        """Return under which name of a story people know an event; None where it is not at hand."""
        return None

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

    def picture(
        self, words: Language | None = None, *, title: str = "", focus: Node | None = None
    ) -> Picture:
        """Return it as a picture with its table: a column for each phase.

        Parameters
        ----------
        words
            The reader's language; that of the surroundings unless told.
        title
            What stands above it; that it was lived, unless told.
        focus
            The node that it is about.
        """
        from journeys.graph.picture import picture
        from journeys.render import network, network_table

        words = words or reader()
        named = title or words.say(t("What was lived"))
        shown = picture(self, words, title=named, focus=focus)
        return Picture(shown, network.svg, network_table.html, network_table.table_twin)

    def svg(
        self,
        words: Language | None = None,
        *,
        title: str = "",
        focus: Node | None = None,
        width: int | None = None,
    ) -> str:
        """Return it as a picture; see `journeys.render.network.svg`."""
        return self.picture(words or speak("en"), title=title, focus=focus).svg(width)

    def _repr_html_(self) -> str:
        return self.picture().html()


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
    """Yield what these relationships lived, or all; those of which nothing had happened are not.

    What the runner keeps is taken where it stands at the end of the log; of a replay, and of a
    relationship whose view was not kept, the same is made of the events.
    """
    if relationships is None:
        wanted = engine.store.everybody()
    else:
        wanted = list(dict.fromkeys(engine.find(prefix) for prefix in relationships))
    now, maps = at or as_known or engine.clock(), Maps(engine.store)
    replay = at is not None or as_known is not None
    rows = None if replay else engine.kept(keeping.VIEW, whole=relationships is None)
    for relationship in wanted:
        row = rows.of(relationship) if rows else None
        if row:
            told: Kept | None = keeping.of_rows(relationship, row)
        else:
            told = _of_events(engine, relationship, at, as_known)
        if told is not None:
            yield life(told, now, maps.adopted(told.adopted.fact if told.adopted else None))


def _of_events(
    engine: Histories, relationship: str, at: Moment | None, as_known: Moment | None
) -> Kept | None:
    events = up_to(engine.store.events(relationship), at, as_known)
    return kept(course(relationship, events, engine.calendar)) if events else None


class Maps:
    """The maps that relationships adopted, each looked up once.

    An edition that is in the store counts. A map that is not there at all may be one that comes
    with the product: it is taken where its gates are those that were adopted, word for word.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self._states: dict[str, Relationship | None] = {}
        self._shipped: dict[str, MapBody | None] = {}

    def adopted(self, fact: ProcessAdopted | None) -> MapBody | None:
        """Return the map that was adopted; None where none was, or none that is known."""
        if fact is None:
            return None
        known = self._state(fact.process)
        if known is not None:
            return edition(known, fact.edition)
        if fact.process not in self._shipped:
            self._shipped[fact.process] = shipped_map(fact.process)
        own = self._shipped[fact.process]
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

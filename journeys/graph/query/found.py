"""The answer to a question: rows, what they rest on, how it was found, and its picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from domain.errors import Unreadable
from journeys.graph.network import title_of
from journeys.graph.query.checking import Checked, check
from journeys.graph.query.ground import Column, Ground
from journeys.graph.query.parsing import parse
from journeys.graph.query.rows import grouped
from journeys.graph.query.running import match, path_of, shared
from journeys.graph.query.scope import Ref
from journeys.graph.query.stepping import Walks
from journeys.graph.query.telling import tell
from journeys.graph.query.words import MOST_EVENTS, WHOLE
from journeys.language import Language, speak
from journeys.pictures.picture import Picture

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """A column of an answer: its name, and what it shows."""

    name: str
    ref: Ref
    kind: str
    """``node``, ``way``, ``walk`` or ``row``: of what it is."""


class Found:
    """The answer to a question about the lived graph.

    Iterating gives its rows: for each column its name and its value, with None where nobody told.

    Attributes
    ----------
    query
        The question in the form in which it reads best.
    columns
        The columns, in order.
    plan
        What was done, step by step, with how many were left.
    unknown
        How many nodes, ways and matches were left out because nobody told.
    """

    def __init__(self, ground: Ground, checked: Checked, words: Language | None = None) -> None:
        self.ground, self._checked, self._words = ground, checked, words or speak("en")
        self.query = tell(checked.query)
        self.columns = tuple(_columns(checked))
        self._matches = match(ground, checked)
        refs = [one.ref for one in self.columns]
        self._rows, steps = grouped(ground, checked, self._matches, refs)
        self.plan = (*self._matches.plan, *steps)
        self.unknown = sum(step.unknown for step in self.plan)

    def __repr__(self) -> str:
        """Say how many rows there are; nothing personal."""
        return f"<Found: {len(self)} rows of {', '.join(one.name for one in self.columns)}>"

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self._rows)

    def __iter__(self) -> Iterator[Row]:
        """Yield the rows."""
        names = [one.name for one in self.columns]
        for values in zip(*(self._values(one.ref) for one in self.columns), strict=True):
            yield dict(zip(names, values, strict=True))

    @property
    def rows(self) -> list[Row]:
        """All rows at once."""
        return list(self)

    def events(self, number: int) -> tuple[str, ...]:
        """Return the events behind a row, by its number from 0: those of its nodes and its ways."""
        events: dict[str, None] = {}
        for row in self._rows.matches(number):
            nodes, ways = path_of(self._matches, row)
            for things, way in ((ways, True), (nodes, False)):
                for thing in things:
                    events.update(dict.fromkeys(self.ground.bag(thing, way=way).events()))
        return tuple(events)

    def cited(self) -> list[tuple[str, ...]]:
        """Return the events behind each row.

        Raises
        ------
        Unreadable
            When these are more than `words.MOST_EVENTS`.
        """
        return _counted(self.events(number) for number in range(len(self)))

    def places(self, number: int) -> set[str]:
        """Return the touchpoints of a row, by key; of other nodes those that belong to them."""
        places: set[str] = set()
        for row in self._rows.matches(number):
            nodes = [self.ground.nodes[node] for node in path_of(self._matches, row)[0]]
            own = {node.key for node in nodes if node.kind == "touchpoint"}
            others = (self.ground.graph.places_of(node) for node in nodes if not own)
            places |= own.union(*others)
        return places

    def picture(self, words: Language | None = None, *, title: str = "") -> Picture:
        """Return the graph with its table, on which the touchpoints of the answer stand out.

        Parameters
        ----------
        words
            The reader's language; without it that of the answer.
        title
            Of the picture; the question unless told.
        """
        from journeys.graph.answered import pictured, standing_out

        notes: dict[str, list[str]] = {}
        for number in range(len(self)):
            for place in self.places(number):
                notes.setdefault(place, [])
        graph = self.ground.graph
        return pictured(standing_out(graph, notes, words or self._words, title=title or self.query))

    def svg(self, words: Language | None = None, *, width: int | None = None) -> str:
        """Return the drawing of its `picture`."""
        return self.picture(words).svg(width)

    def _repr_html_(self) -> str:
        return self.picture().html()

    # --- values ------------------------------------------------------------------------------

    def _values(self, ref: Ref) -> Iterable[Any]:
        """Return what a column says, row by row."""
        if ref.number is None:
            return self.cited() if ref.attribute == "events" else self._of_rows(ref)
        numbers = self._matches.numbers[ref.number][self._rows.first]
        walks = self._matches.walks.get(ref.number)
        if walks is not None:
            if ref.attribute == "steps":
                return list(walks.length(numbers).tolist())
            return [self._through(walks, number) for number in numbers.tolist()]
        if ref.type == "said":
            nodes = (self.ground.nodes[number] for number in numbers.tolist())
            return [title_of(self.ground.graph, node, self._words) for node in nodes]
        column = self.ground.column(ref.attribute, way=ref.number % 2 == 1).take(numbers)
        values = _plain(column, whole=ref.attribute in WHOLE)
        return _counted(values) if ref.type == "ids" else values

    def _through(self, walks: Walks, number: int) -> tuple[str, ...]:
        return tuple(self.ground.nodes[node].id for node in walks.walk(number)[1][1:-1])

    def _of_rows(self, ref: Ref) -> list[int]:
        rows = self._rows.first.tolist()
        if ref.attribute == "shared":
            return [shared(self.ground, self._matches, row) for row in rows]
        return [len(path_of(self._matches, row)[1]) for row in rows]


def _columns(checked: Checked) -> Iterator[Shown]:
    """Yield the columns that were asked for; without any, the path and what was asked about it."""
    elements = checked.scope.elements
    if checked.columns:
        for name, ref in checked.columns:
            yield Shown(name, ref, _kind(checked, ref))
        return
    for element in elements:
        default = "through" if element.steps else "kind" if element.way else "id"
        ref = Ref(element.number, default, "ids" if element.steps else "text")
        yield Shown(element.name, ref, _kind(checked, ref))
        named = [ref for ref in checked.asked if ref.number == element.number]
        if len(elements) == 1:
            named.append(Ref(0, "count", "number"))
        for ref in dict.fromkeys(named):
            if not element.steps and ref.attribute not in (default, "events"):
                yield Shown(f"{element.name}.{ref.attribute}", ref, _kind(checked, ref))


def _kind(checked: Checked, ref: Ref) -> str:
    if ref.number is None:
        return "row"
    element = checked.scope.elements[ref.number]
    return "walk" if element.steps else "way" if element.way else "node"


def _counted(every: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return lists of events that are together no more than anybody can use."""
    found, total = [], 0
    for events in every:
        found.append(events)
        total += len(events)
        if total > MOST_EVENTS:
            message = "more than {most} events stand behind this: ask for less with where or limit"
            raise Unreadable(message, most=MOST_EVENTS)
    return found


def _plain(column: Column, *, whole: bool) -> list[Any]:
    """Return the values of a column as they are handed out; None where nobody told."""
    if column.objects is not None:
        return list(column.objects)
    assert column.numbers is not None  # noqa: S101 - a column has figures or words
    kind = bool if column.type == "flag" else int if whole else float
    return [None if value != value else kind(value) for value in column.numbers.tolist()]  # noqa: PLR0124 - NaN is not itself


def query(ground: Ground, text: str, words: Language | None = None) -> Found:
    """Return the answer to a question, asked in the language of `docs/query.md`.

    Parameters
    ----------
    ground
        What it is asked of.
    text
        The question.
    words
        The language of titles; English unless told.

    Raises
    ------
    Unreadable
        When it cannot be taken as it stands, with the place (`misread.Misread`); when it comes to
        more than `words.MOST_ROWS` rows, or to too much on the way.
    """
    return Found(ground, check(parse(text), text), words)

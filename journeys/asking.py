"""Asking: questions by name, answered from the histories in the store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Protocol

from domain._kernel import AnyEvent
from domain.errors import NotFound, Unreadable
from domain.moments import Moment
from domain.relationship import Relationship, fold, in_order_of_happening
from domain.state import area_of
from journeys.budget import bounds_in
from journeys.store import Store
from projections.answers import ANSWERS, Answer, Asked, Parameter, Row
from projections.calendar import Calendar
from projections.reading import Reading, read, up_to
from projections.touchpoints.course import place_of

if TYPE_CHECKING:
    from journeys.graph.living import Graph
    from journeys.language import Language
    from projections.touchpoints.lived import LivedGraph

ELSEWHERE: dict[int, str] = {
    90: "journeys curve",
    111: "journeys farewell",
    153: "journeys replay",
}
"""Requirement rows that ask for an answer which has a command of its own."""


class Histories(Protocol):
    """What a question is asked of: the engine, as far as it is needed here."""

    store: Store
    calendar: Calendar
    clock: Callable[[], Moment]

    def find(self, prefix: str) -> str:
        """Return the one relationship whose id is *prefix*, or begins with it."""
        ...


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer: its rows at a moment, the parameters it was given, and the items of a story.

    ``items`` tells under which name people know an event (its story id), by the event's id. Of a
    question about what was lived ``graph`` is what it was asked of.
    """

    answer: Answer
    rows: tuple[Row, ...]
    now: Moment
    parameters: dict[str, Parameter]
    items: dict[str, str]
    graph: Graph | None = None

    def __repr__(self) -> str:
        """Say which question, and how many rows; nothing personal."""
        return f"<Answered {self.answer.name}: {len(self.rows)} rows>"

    def svg(
        self,
        words: Language | None = None,
        graph: LivedGraph | None = None,
        *,
        width: int | None = None,
    ) -> str:
        """Return the answer as a picture: the touchpoints that it rests on stand out.

        Parameters
        ----------
        words
            The reader's language; English unless told.
        graph
            What was lived (`Engine.graph`); not needed for a question about what was lived.
        width
            Pixels.

        Raises
        ------
        ValueError
            When there is no graph to draw it on.
        """
        from journeys.graph.answered import answered
        from journeys.language import speak
        from journeys.render.network import svg

        drawn = graph if graph is not None else self.graph
        if drawn is None:
            msg = "this answer is not about the graph: hand one along"
            raise ValueError(msg)
        return svg(answered(self.answer, self.rows, drawn, words or speak("en")), width=width)


def questions() -> tuple[Answer, ...]:
    """Return every question that can be asked, by name."""
    return tuple(ANSWERS[name] for name in sorted(ANSWERS))


def ask(
    engine: Histories,
    name: str,
    relationships: Iterable[str] | None = None,
    at: Moment | None = None,
    as_known: Moment | None = None,
    **parameters: Parameter,
) -> Answered:
    """Return the answer to a question.

    Parameters
    ----------
    engine
        Whose store holds the histories.
    name
        Of the question, such as ``tenure``; `questions` lists them.
    relationships
        Ids or unique prefixes; without any, all of them.
    at, as_known
        What had happened, or had been recorded, by then.
    **parameters
        In place of the answer's defaults; a text is read as the default's kind.

    Raises
    ------
    NotFound
        When no question has that name, or no relationship that id.
    Unreadable
        When a parameter is not one of this question's, or has the wrong kind of value.

    Examples
    --------
    >>> import journeys
    >>> with journeys.open(":memory:") as engine:
    ...     ask(engine, "tenure")
    <Answered tenure: 0 rows>
    """
    return reply(engine, name, parameters, relationships, at, as_known)


def reply(
    engine: Histories,
    name: str,
    parameters: Mapping[str, Parameter],
    relationships: Iterable[str] | None = None,
    at: Moment | None = None,
    as_known: Moment | None = None,
) -> Answered:
    """Return the answer to a question; the parameters may have any name. See `ask`."""
    answer = _question(name)
    given = {key: _read(answer, key, value) for key, value in parameters.items()}
    if answer.lived:
        return _lived(engine, answer, given, relationships, at, as_known)
    known = engine.store.relationships()
    wanted = set(known if relationships is None else map(engine.find, relationships))
    now = at or as_known or engine.clock()
    bounds = bounds_in(engine.store)
    readings: list[Reading] = []
    organisations: list[Relationship] = []
    items: dict[str, str] = {}
    for subject in known:
        area = area_of(subject)
        if area == "map" or (area == "relationship" and subject not in wanted):
            continue
        events = up_to(engine.store.events(subject), at, as_known)
        items.update((event.id, event.story_id) for event in events if event.story_id)
        if area == "organisation":
            organisations += _organisation(events)
        elif events:
            readings.append(read(subject, events, engine.calendar, bounds))
    rows = answer.of(Asked(tuple(readings), tuple(organisations), now), **given)
    return Answered(answer, tuple(rows), now, {**answer.parameters, **given}, items)


def _lived(
    engine: Histories,
    answer: Answer,
    given: Mapping[str, Parameter],
    relationships: Iterable[str] | None,
    at: Moment | None,
    as_known: Moment | None,
) -> Answered:
    """Return the answer to a question about what was lived: one graph is made, and no findings."""
    from journeys.graph.living import Graph, each
    from journeys.sweeping import unswept

    now, graph, lives = at or as_known or engine.clock(), Graph(), []
    with unswept():
        for life in each(engine, relationships, at, as_known):
            lives.append(life)
            graph.add(life.visits, {life.relationship: life.ending})
        places = {one.relationship: place_of(one.course.state, engine.calendar) for one in lives}
        rows = answer.of(Asked((), (), now, lives, graph, places), **given)
    told = (event for life in lives for event in life.course.events)
    items = {event.id: event.story_id for event in told if event.story_id}
    return Answered(answer, tuple(rows), now, {**answer.parameters, **given}, items, graph)


def _organisation(events: list[AnyEvent]) -> list[Relationship]:
    state = fold(None, in_order_of_happening(events))
    return [state] if state is not None else []


def _question(name: str) -> Answer:
    if name in ANSWERS:
        return ANSWERS[name]
    near = get_close_matches(name, ANSWERS, n=3, cutoff=0.5)
    near += [known for known in sorted(ANSWERS) if name and name in known and known not in near]
    if near:
        message = "no question is called {name}; near it are {near}"
        raise NotFound(message, name=name[:80], near=", ".join(near[:5]))
    message = "no question is called {name}; 'journeys ask --list' shows them all"
    raise NotFound(message, name=name[:80])


def _read(answer: Answer, key: str, value: Parameter) -> Parameter:
    """Return a parameter's value as its default's kind; without a default it is a number."""
    if key not in answer.parameters:
        if not answer.parameters:
            message = "the question {name} has no parameters"
            raise Unreadable(message, name=answer.name)
        message = "the question {name} has no parameter {key}; it has {known}"
        known = ", ".join(answer.parameters)
        raise Unreadable(message, name=answer.name, key=key[:80], known=known)
    default = answer.parameters[key]
    try:
        return _as_kind_of(default, value)
    except ValueError:
        message = "the parameter {key} of {name} is not read from {value}: write it like {example}"
        example = str(default if default is not None else 1.5).lower()
        raise Unreadable(
            message, key=key, name=answer.name, value=repr(str(value)[:40]), example=example
        ) from None


_YES_OR_NO = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def _as_kind_of(default: Parameter, value: Parameter) -> Parameter:
    if isinstance(default, str):
        return str(value)
    text = str(value).strip().lower()
    if isinstance(default, bool):
        if text not in _YES_OR_NO:
            raise ValueError
        return _YES_OR_NO[text]
    if isinstance(value, bool) or "_" in text:
        raise ValueError
    number = int(text) if isinstance(default, int) else float(text)
    if not abs(number) < float("inf"):
        raise ValueError
    return number

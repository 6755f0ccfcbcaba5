"""Asking: questions by name, answered from the histories in the store."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple, Protocol

from domain._kernel import AnyEvent
from domain.moments import Moment
from domain.relationship import Relationship, fold, in_order_of_happening
from domain.state import area_of
from journeys.budget import bounds_in
from journeys.kept import KeptRows
from journeys.questions import question, value_of
from journeys.store import Store
from journeys.telemetry import around
from projections.alarms.bounds import Bounds
from projections.answers import ANSWERS, Answer, Asked, Once, Parameter, Row
from projections.calendar import Calendar
from projections.course import Course, course
from projections.finding import Finding, of_row
from projections.reading import read, up_to
from projections.sweeping import unswept

if TYPE_CHECKING:
    from journeys.columns.copy import Copy
    from journeys.graph.living import Graph
    from journeys.language import Language
    from journeys.lived.lives import Lives
    from journeys.pictures import Picture
    from projections.touchpoints.lived import LivedGraph

ELSEWHERE: dict[int, str] = {
    90: "journeys curve",
    111: "journeys farewell",
    153: "journeys replay",
}
"""Requirement rows that ask for an answer which has a command of its own."""


PORTFOLIO = frozenset(
    (
        "attention-by-age", "blueprint", "facts-over-time", "feelings-over-time", "frustration",
        "highlights", "intensity", "long-view", "one-clock", "outcomes-by-fit",
        "promises-over-time", "silences", "steps-without-feelings", "tenure", "what-follows",
    )
)  # fmt: skip
"""Questions that are answered from the columns, where the store has them."""


FEW = 20
"""Of fewer that are named the events are folded: quicker than reading the columns of everybody."""
FOUND = frozenset(("compare", "plug-review", "precision"))
"""Questions about findings: at the present moment answered from what is kept of everybody."""


class Histories(Protocol):
    """What a question is asked of: the engine, as far as it is needed here."""

    store: Store
    calendar: Calendar
    clock: Callable[[], Moment]

    def find(self, prefix: str) -> str:
        """Return the one relationship whose id is *prefix*, or begins with it."""
        ...

    def kept(self, view: str, *, whole: bool = True) -> KeptRows:
        """Return the rows of a view, as long as they can be relied on."""
        ...

    def columns(self) -> Copy | None:
        """Return the columns of the store, None where there are none to answer from."""
        ...

    def lives(self) -> Lives | None:
        """Return what was lived by everybody as columns; None where there are none to ask."""
        ...


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer: its rows at a moment, the parameters it was given, and the items of a story.

    What is behind a row, its ``events``, is a sequence of ids: a list, or for a question about a
    whole portfolio one that reads them when somebody looks (`journeys.columns.evidence`).

    ``items`` tells under which name people know an event (its story id), by the event's id. Of a
    question about what was lived ``graph`` is what it was asked of.
    """

    answer: Answer
    rows: tuple[Row, ...]
    now: Moment
    parameters: dict[str, Parameter]
    items: Mapping[str, str]
    graph: Graph | None = None

    def __repr__(self) -> str:
        """Say which question, and how many rows; nothing personal."""
        return f"<Answered {self.answer.name}: {len(self.rows)} rows>"

    @property
    def has_picture_of_its_own(self) -> bool:
        """Whether it is drawn as lines and bars, rather than on the touchpoint graph."""
        return self.answer.name in ("one-clock", "compare")

    def picture(self, words: Language | None = None, graph: LivedGraph | None = None) -> Picture:
        """Return the answer as a picture with its table.

        ``one-clock`` and ``compare`` are drawn as lines and bars, with how sure they are; every
        other answer as the touchpoints that it rests on.

        Parameters
        ----------
        words
            The reader's language; that of the surroundings unless told.
        graph
            What was lived (`Engine.graph`); not needed for a question about what was lived.

        Raises
        ------
        ValueError
            When there is no graph to draw it on.
        """
        from journeys.pictures import cohorts, reader

        words = words or reader()
        if self.has_picture_of_its_own:
            return cohorts.picture(self.answer, self.rows, self.parameters, words)
        drawn = graph if graph is not None else self.graph
        if drawn is None:
            msg = "this answer is not about the graph: hand one along"
            raise ValueError(msg)
        from journeys.graph.answered import drawing

        return drawing(self.answer, self.rows, drawn, words)

    def svg(
        self,
        words: Language | None = None,
        graph: LivedGraph | None = None,
        *,
        width: int | None = None,
    ) -> str:
        """Return the drawing of its `picture`; in English unless told."""
        from journeys.language import speak

        return self.picture(words or speak("en"), graph).svg(width)

    def _repr_html_(self) -> str:
        """Return the picture with its table; the table alone where there is no graph to draw on."""
        from journeys.pictures import cohorts, reader

        if self.graph is None and not self.has_picture_of_its_own:
            return cohorts.table(self.answer, self.rows, self.items, reader())
        return self.picture().html()


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
    with around("question") as work:
        answered = _replied(engine, name, parameters, relationships, at, as_known)
        work.note(question=answered.answer.name, rows=len(answered.rows))
    return answered


def _replied(
    engine: Histories,
    name: str,
    parameters: Mapping[str, Parameter],
    relationships: Iterable[str] | None,
    at: Moment | None,
    as_known: Moment | None,
) -> Answered:
    answer = question(name)
    given = {key: value_of(answer, key, value) for key, value in parameters.items()}
    with unswept():
        named = None if relationships is None else list(relationships)
        now = at or as_known or engine.clock()
        asked = _Question(answer, {**answer.parameters, **given}, named, at, as_known, now)
        few = named is not None and len(named) < FEW
        if name in PORTFOLIO and not few and (copy := engine.columns()) is not None:
            found = _from_columns(engine, copy, asked)
            if found is not None:
                return found
        if name in FOUND and named is None and not asked.replay:
            found = _found(engine, asked)
            if found is not None:
                return found
        if answer.counted and named is None and (copy := engine.columns()) is not None:
            found = _glimpsed(engine, copy, asked)
            if found is not None:
                return found
        return (_lived if answer.lived else _told)(engine, asked)


class _Question(NamedTuple):
    """What is asked: a question with its parameters, of whom, and as of which moment."""

    answer: Answer
    parameters: dict[str, Parameter]
    named: Sequence[str] | None
    at: Moment | None
    as_known: Moment | None
    now: Moment

    @property
    def replay(self) -> bool:
        """Whether it is asked of another moment than the present."""
        return self.at is not None or self.as_known is not None

    def answered(
        self, rows: Iterable[Row], items: Mapping[str, str], graph: Graph | None = None
    ) -> Answered:
        """Return the answer that has these rows."""
        return Answered(self.answer, tuple(rows), self.now, self.parameters, items, graph)


def _told(engine: Histories, asked: _Question) -> Answered:
    """Return the answer to a question about courses; findings are fetched where it needs them."""
    answer, now = asked.answer, asked.now
    known = engine.store.relationships()
    concerned = _concerned(engine, answer) if asked.named is None else None
    everybody = known if concerned is None else concerned
    wanted = set(everybody if asked.named is None else map(engine.find, asked.named))
    bounds = bounds_in(engine.store)
    whole = asked.named is None and concerned is None
    kept = cache(lambda: None if asked.replay else engine.kept("findings", whole=whole))
    organisations, items = _organisations(engine, asked.at, asked.as_known)

    def told() -> Iterator[Course]:
        for subject in known:
            if area_of(subject) == "relationship" and subject in wanted:
                events = up_to(engine.store.events(subject), asked.at, asked.as_known)
                items.update((event.id, event.story_id) for event in events if event.story_id)
                if events:
                    judged = partial(_judged, subject, events, engine.calendar, bounds, kept)
                    yield course(subject, events, engine.calendar, judged)

    readings = tuple(told()) if answer.again else Once(told())
    rows = answer.of(Asked(readings, organisations, now), **asked.parameters)
    return asked.answered(rows, items)


def _concerned(engine: Histories, answer: Answer) -> Collection[str] | None:
    """Return those who can add to an answer, by the columns; None where everybody may."""
    if not answer.about:
        return answer.about  # nobody, or everybody
    copy = engine.columns()
    if copy is None:
        return None
    from journeys.columns.chosen import Columns
    from journeys.columns.copy_folder import Torn

    try:
        return Columns(copy).concerned(answer.about)
    except Torn:
        return None


def _from_columns(engine: Histories, copy: Copy, asked: _Question) -> Answered | None:
    """Return the answer to a question about the portfolio; None when the copy turns out torn."""
    from journeys.columns.answering import ANSWERED
    from journeys.columns.chosen import Columns
    from journeys.columns.copy_folder import Torn

    answer, named = asked.answer, asked.named
    wanted = None if named is None else frozenset(map(engine.find, named))
    columns = Columns(copy, wanted, asked.at, asked.as_known, asked.now)
    try:
        rows = answer.shaped(ANSWERED[answer.name](columns, **asked.parameters))
        return asked.answered(rows, columns.items())
    except Torn:
        return None


def _glimpsed(engine: Histories, copy: Copy, asked: _Question) -> Answered | None:
    """Return the answer to a question that counts everybody; None when the copy is torn."""
    from journeys.columns.chosen import Columns
    from journeys.columns.copy_folder import Torn
    from journeys.columns.glimpses import glimpses

    answer, now = asked.answer, asked.now
    columns = Columns(copy, None, asked.at, asked.as_known, now)
    try:
        readings, others = glimpses(columns, answer, engine.calendar)
        items = columns.items()
    except Torn:
        return None
    organisations, also = _organisations(engine, asked.at, asked.as_known)
    about = Asked(readings, organisations, now, others=others)
    return asked.answered(answer.of(about, **asked.parameters), items | also)


def _found(engine: Histories, asked: _Question) -> Answered | None:
    """Return the answer to a question about everybody's findings, from what is kept of them.

    None where there are no columns or nothing is kept, or where the copy turns out torn.
    """
    kept, copy = engine.kept("findings"), engine.columns()
    if copy is None or not kept.reliable:
        return None
    from journeys.columns.chosen import Columns
    from journeys.columns.copy_folder import Torn
    from journeys.columns.found import Findings
    from journeys.columns.judged import JUDGED

    answer, bounds = asked.answer, bounds_in(engine.store)

    def judge(name: str) -> Iterable[Finding]:
        return read(name, engine.store.events(name), engine.calendar, bounds).findings()

    columns = Columns(copy, now=asked.now)
    try:
        found = JUDGED[answer.name](columns, Findings(kept, judge), **asked.parameters)
        return asked.answered(answer.shaped(found), columns.items())
    except Torn:
        return None


def _lived(engine: Histories, asked: _Question) -> Answered:
    """Return the answer to a question about what was lived: one graph is made, and no findings."""
    from journeys.graph.living import Graph, each

    if asked.named is None and not asked.replay:
        found = _of_everybody(engine, asked)
        if found is not None:
            return found
    graph, lives = Graph(), []
    for life in each(engine, asked.named, asked.at, asked.as_known):
        lives.append(life)
        graph.add(life.visits, {life.relationship: life.ending})
    rows = asked.answer.of(Asked((), (), asked.now, lives, graph), **asked.parameters)
    items = {event: name for life in lives for event, name in life.kept.items.items()}
    return asked.answered(rows, items, graph)


def _of_everybody(engine: Histories, asked: _Question) -> Answered | None:
    """Return the answer from the columns of what was lived; None where there are none."""
    from journeys.graph.whole import of_everybody
    from journeys.lived.answers.known import ANSWERED

    graph = of_everybody(engine, asked.now)
    if graph is None:
        return None
    answer = asked.answer
    rows = answer.shaped(ANSWERED[answer.name](graph.asked(asked.now), **asked.parameters))
    return asked.answered(rows, graph.names(), graph)


def _judged(
    subject: str,
    events: list[AnyEvent],
    calendar: Calendar,
    bounds: Bounds,
    rows: Callable[[], KeptRows | None],
) -> Iterable[Finding]:
    """Return a relationship's findings: those that are kept, else those of these events."""
    known = rows()
    kept = known.of(subject) if known else None
    if kept is None:
        return read(subject, events, calendar, bounds).findings()
    return [of_row(subject, row) for row in kept]


def _organisations(
    engine: Histories, at: Moment | None, as_known: Moment | None
) -> tuple[list[Relationship], dict[str, str]]:
    """Return the organisations, and the items of their stories."""
    found, items = list[Relationship](), dict[str, str]()
    for subject in engine.store.relationships():
        if area_of(subject) == "organisation":
            events = up_to(engine.store.events(subject), at, as_known)
            items.update((event.id, event.story_id) for event in events if event.story_id)
            state = fold(None, in_order_of_happening(events))
            found += [state] if state is not None else []
    return found, items

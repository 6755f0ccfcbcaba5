"""The engine: the one object people open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self, Unpack

from domain._kernel import AnyEvent, Record
from domain.errors import Busy, NotFound
from domain.moments import Moment
from domain.state import area_of
from domain.vocabulary import FindingReply
from journeys import clock
from journeys.board import board
from journeys.budget import bounds_in
from journeys.columns.keeping import folder_of
from journeys.columns.kept import KeptColumns
from journeys.held import Board
from journeys.journey import Journey
from journeys.kept import KeptRows, kept_findings
from journeys.listing import Summary, summaries
from journeys.lived.kept import KeptLives
from journeys.recording import ATTEMPTS, Recorded, Scribe
from journeys.store import (
    CannotWrite,
    CommandRepeated,
    EventIdTaken,
    OutOfTurn,
    Place,
    ReadOnly,
    Report,
    Store,
)
from journeys.telemetry import around
from journeys.working_days import PublicHolidays
from projections.calendar import Calendar
from projections.findings.organisation import told_of_the_organisation
from projections.runner import Progress, Runner
from projections.sweeping import unswept

if TYPE_CHECKING:
    from polars import DataFrame

    from journeys.answering import Said
    from journeys.asking import Answered
    from journeys.columns.copy import Copy
    from journeys.graph.living import Graph
    from journeys.graph.query.found import Found
    from journeys.io.importing import ImportPlan
    from journeys.lived.lives import Lives
    from projections.answers import Parameter
    from projections.conformance import Laid

STORIES = Path(__file__).parent / "stories"
CANDIDATES = 10
"""So many are named where a prefix may mean several."""


class Loaded(NamedTuple):
    """How many events a load recorded, and how many were there already."""

    recorded: int
    already: int


class Engine:
    """A store with everything that can be asked of it. Use it in a ``with`` block.

    Parameters
    ----------
    store
        Where events and views are kept.
    now
        Tells the time.
    calendar
        Tells working days.
    columns
        The folder for a copy of the facts as columns; without one there is none.
    organisation
        In which store the organisation's own history is, where that is another one.
    """

    def __init__(
        self,
        store: Store,
        now: Callable[[], Moment] = clock.now,
        calendar: Calendar | None = None,
        columns: Path | None = None,
        organisation: Store | None = None,
    ) -> None:
        self.store = store
        self._organisation = organisation or store
        self.clock = now
        self.calendar = calendar or PublicHolidays()
        self.runner = Runner(store, store, self.calendar, bounds=bounds_in(self._organisation))
        self.scribe = Scribe(store)
        self.kept_columns = KeptColumns(columns, store)
        self.kept_lives = KeptLives(columns, store)

    @property
    def parts(self) -> Sequence[Engine]:
        """The engines of the shards that its store is made of: itself alone."""
        return (self,)

    @classmethod
    def open(cls, where: Place | str, *, create: bool = True) -> Self:
        """Open a store that is one file or one schema; `journeys.open` opens every kind."""
        return cls(Store.open(where, create=create), columns=folder_of(where))

    def close(self) -> None:
        """Close the store. Closing twice does no harm."""
        self.store.close()

    def __enter__(self) -> Self:
        """Return the engine itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the store."""
        self.close()

    # --- recording ---------------------------------------------------------------------------

    def record(self, command: Record) -> Recorded:
        """Record a command's facts, once; see `journeys.recording.Scribe`."""
        recorded = self.scribe.record(command)
        self._catch_up_if_it_can()
        return recorded

    def answer(
        self,
        relationship: str,
        finding: str,
        answer: FindingReply,
        **said: Unpack[Said],
    ) -> Recorded:
        """Record what somebody answers to a finding; see `journeys.answering.command`."""
        from journeys.answering import command

        return self.record(command(self.journey(relationship), finding, answer, **said))

    def load(
        self, commands: Iterable[Record], on_progress: Callable[[int], None] | None = None
    ) -> Loaded:
        """Record many commands, in order; those recorded before are left as they are."""
        counts = {True: 0, False: 0}
        for number, command in enumerate(commands, start=1):
            recorded = self.scribe.record(command)
            counts[recorded.already] += recorded.last_version - recorded.first_version + 1
            if on_progress:
                on_progress(number)
        self._catch_up_if_it_can()
        return Loaded(counts[False], counts[True])

    def load_stories(self, *, invented: bool = False) -> Loaded:
        """Load the two true stories that come with the product, and those we *invented* as well."""
        from journeys.io import story, telling

        paths = sorted(STORIES.glob("**/*.yaml" if invented else "*.yaml"))
        told = [story.load(path) for path in paths]
        taken = [self.take(partial(telling.plan, one)) for one in told]
        return Loaded(sum(one.recorded for one in taken), sum(one.already for one in taken))

    def take(
        self,
        plan: Callable[[Store], ImportPlan],
        on_progress: Callable[[Progress], None] | None = None,
        *,
        look: bool = True,
    ) -> Loaded:
        """Store what an import comes to, all of it or nothing.

        Parameters
        ----------
        plan
            Works out what is to be stored; asked again when others wrote in the meantime.
        on_progress
            Told how far the views have come.
        look
            Whether the views are brought up to date at once.

        Raises
        ------
        Busy
            When others keep writing first.
        """
        from journeys.io.importing import apply

        for _ in range(ATTEMPTS):
            try:
                with around("import") as work:
                    planned = plan(self.store)
                    recorded = apply(planned, self.store)
                    work.note(recorded=recorded, already=planned.already)
            except (CommandRepeated, EventIdTaken, OutOfTurn):
                continue
            if look:
                self._catch_up_if_it_can(on_progress)
            return Loaded(recorded, planned.already)
        raise Busy("others keep writing first: try again")

    def take_file(
        self,
        path: Path,
        on_progress: Callable[[int, int], object] | None = None,
        *,
        write: bool = True,
    ) -> Loaded:
        """Store a native file in one pass, however large, together with its columns.

        All of it or nothing, and the same bytes as `take` stores. The views are left for
        `catch_up`.

        Parameters
        ----------
        path
            The file.
        on_progress
            Told how many bytes of how many have been read.
        write
            Whether to keep anything in the end.

        Raises
        ------
        Unreadable
            With the line and what to do.
        journeys.io.bulk.ordinary.OutOfTheOrdinary
            When only `take` can tell what it comes to; nothing was stored.
        """
        from journeys.io.bulk.taking import take

        return Loaded(
            *take(path, self.store, self.kept_columns.to_grow(), on_progress, write=write)
        )

    def catch_up(self, on_progress: Callable[[Progress], None] | None = None) -> int:
        """Bring the views up to the end of the log, by the budget that is set now.

        Where nothing is written they are taken as they are; `Runner.lag` says how far that is.

        Raises
        ------
        ReadOnly
            When nothing is written there, and the views are another version's.
        """
        bounds = bounds_in(self._organisation)
        if bounds != self.runner.bounds:
            folds = self.runner.folds
            self.runner = Runner(self.store, self.store, self.calendar, bounds=bounds, folds=folds)
        if self.store.read_only:
            if not self.runner.fits():
                message = (
                    "the views in this store are not of this version of journeys, and it was opened"
                    " for reading only: use the same version here as where it is kept"
                )
                raise ReadOnly(message)
            return 0
        with around("fold") as work:
            pages = self.runner.catch_up(on_progress)
            work.note(pages=pages)
        self.kept_columns.catch_up()
        self.kept_lives.catch_up()
        return pages

    def columns(self) -> Copy | None:
        """Return the columns of this store, None where there are none to answer from."""
        return self.kept_columns.to_answer()

    def lives(self) -> Lives | None:
        """Return what was lived by everybody as columns; None where there are none to ask."""
        with suppress(Busy, CannotWrite):  # whoever may only read still gets an answer
            self.catch_up()
        return self.kept_lives.to_answer()

    def to_polars(self) -> DataFrame:
        """Return every fact in the store as a tidy frame of polars, in the order of the log.

        One row is one event, times in UTC; `journeys.columns.tidy` says what the columns hold.

        Examples
        --------
        >>> import journeys
        >>> with journeys.open(":memory:") as engine:
        ...     _ = engine.load_stories()
        ...     engine.to_polars().shape
        (261, 20)
        """
        from journeys.columns.tidy import tidy

        return tidy(self.store, self.columns())

    def _catch_up_if_it_can(self, on_progress: Callable[[Progress], None] | None = None) -> None:
        # What was recorded is acknowledged, even if the views are kept by somebody else just now or
        # there is no room for them: whoever looks at them catches up first.
        with suppress(Busy, CannotWrite):
            self.catch_up(on_progress)

    # --- looking -----------------------------------------------------------------------------

    def relationships(self) -> list[Summary]:
        """Return every relationship, by id."""
        self.catch_up()
        return summaries(self.store, self.clock())

    def find(self, prefix: str) -> str:
        """Return the one relationship whose id is *prefix*, or begins with it.

        Organisations and maps are found by ids that say so (``organisation:us``).

        Raises
        ------
        NotFound
            When there is none, or more than one.
        """
        found: list[str] = []
        if prefix.isascii() and prefix.isprintable():  # as every id is, and any database takes
            if self.store.version(prefix):
                return prefix
            others = () if ":" in prefix else ("organisation:", "map:")
            found = self.store.relationships(prefix, without=others, limit=CANDIDATES)
        if len(found) == 1:
            return found[0]
        if not prefix:
            raise NotFound("an empty name means no relationship; 'journeys list' shows them all")
        if not found:
            message = "no relationship is called {prefix}; 'journeys list' shows them all"
            raise NotFound(message, prefix=prefix)
        message = "{prefix} may be any of {candidates}: type more of it"
        raise NotFound(message, prefix=prefix, candidates=", ".join(found))

    def journey(self, relationship: str) -> Journey:
        """Return one relationship's journey, by id or unique prefix."""
        known = self.find(relationship)
        told = self._told_of(known) if area_of(known) == "organisation" else ()
        events, bounds = tuple(self.store.events(known)), bounds_in(self._organisation)
        kept = partial(kept_findings, self.store, self.runner, known, len(events), bounds)
        return Journey(
            known, events, self.calendar, self.clock, bounds, told_elsewhere=told, kept=kept
        )

    def organisations(self) -> list[str]:
        """Return the ids of the organisations in this store, in order."""
        return self.store.relationships("organisation:")

    def _told_of(self, organisation: str) -> tuple[AnyEvent, ...]:
        """Return what the relationships tell of the organisation they belong to.

        Where the store holds several organisations nobody can tell whose they are: nothing.
        """
        if self.organisations() != [organisation]:
            return ()
        return told_of_the_organisation(self.store)

    def kept(self, view: str, *, whole: bool = True) -> KeptRows:
        """Return the rows of a view, brought up to the end of the log where that can be done.

        Parameters
        ----------
        view
            Such as ``findings``.
        whole
            Whether most relationships will be asked for.
        """
        with suppress(Busy, CannotWrite):  # whoever may only read still gets an answer
            self.catch_up()
        return KeptRows(self.store, view, self.runner.set_aside(view), whole=whole)

    def board(self, now: Moment | None = None) -> Board:
        """Return the board, the most pressing relationship first."""
        self.catch_up()
        with unswept():
            return Board(board(self.store, now or self.clock()))

    def ask(
        self,
        name: str,
        relationships: Iterable[str] | None = None,
        at: Moment | None = None,
        as_known: Moment | None = None,
        **parameters: Parameter,
    ) -> Answered:
        """Return the answer to a question by name; see `journeys.asking.ask`."""
        from journeys.asking import ask

        return ask(self, name, relationships, at, as_known, **parameters)

    def graph(
        self,
        relationships: Iterable[str] | None = None,
        at: Moment | None = None,
        as_known: Moment | None = None,
        on_progress: Callable[[int], object] | None = None,
    ) -> Graph:
        """Return what was lived as a graph of touchpoints; `docs/graph.md` explains it.

        Parameters
        ----------
        relationships
            Ids or unique prefixes; without any, all of them.
        at, as_known
            What had happened, or had been recorded, by then.
        on_progress
            Told the number of relationships so far.

        Raises
        ------
        NotFound
            When no relationship is called that.

        Examples
        --------
        >>> import journeys
        >>> with journeys.open(":memory:") as engine:
        ...     engine.graph()
        <Graph: 0 relationships, 0 nodes, 0 edges>
        """
        from journeys.graph.whole import graph

        return graph(self, relationships, at, as_known, on_progress)

    def query(
        self,
        text: str,
        relationships: Iterable[str] | None = None,
        at: Moment | None = None,
        as_known: Moment | None = None,
    ) -> Found:
        """Return the answer to an open question about what was lived; `docs/query.md` explains it.

        Who has more than one question asks them of one graph: ``engine.graph().query(text)``.

        Parameters
        ----------
        text
            In the question language, such as ``touchpoint where client.after < 0 -> friction``.
        relationships
            Ids or unique prefixes; without any, all of them.
        at, as_known
            What had happened, or had been recorded, by then.

        Raises
        ------
        Unreadable
            When the question cannot be taken as it stands, with the place; or comes to too much.
        NotFound
            When no relationship is called that.

        Examples
        --------
        >>> import journeys
        >>> with journeys.open(":memory:") as engine:
        ...     engine.query("touchpoint where count > 5")
        <Found: 0 rows of touchpoint, touchpoint.count>
        """
        return self.graph(relationships, at, as_known).query(text)

    def against_map(
        self,
        relationship: str,
        map_key: str | None = None,
        at: Moment | None = None,
        as_known: Moment | None = None,
    ) -> Laid:
        """Return what a relationship lived, laid over a map: where it is not what was designed.

        Parameters
        ----------
        relationship
            Its id or a unique prefix.
        map_key
            Over this map; without it, over the edition that the relationship adopted.
        at, as_known
            What had happened, or had been recorded, by then.

        Raises
        ------
        NotFound
            When there is no such relationship or map, or it goes by none.
        """
        from journeys.graph.laying import laid

        return laid(self, relationship, map_key, at, as_known)

    def verify(self, on_progress: Callable[[int], object] | None = None) -> Report:
        """Hold every event against its evidence."""
        return self.store.verify(on_progress)

"""The pull runner: page → fold → rows and heads, in one transaction.

It reads the log where the views left off, folds the relationships that have news, and writes their
rows together with how far it has come. A relationship whose fold raises is *parked*: its rows stay
as they were, everything else goes on, and it is tried again when the view is rebuilt.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from copy import copy
from dataclasses import dataclass

from domain.errors import Busy
from projections.alarms.bounds import Bounds
from projections.calendar import Calendar
from projections.held import Memory
from projections.news import News
from projections.ports import BUILDING, Head, Log, LogRow, Views
from projections.rebuilding import Folded, Folds, Some, disturbed, one_by_one
from projections.sweeping import unswept
from projections.views import VIEWS, View, judged_by

PAGE = 2000
LARGE_PAGE = 10_000
"""When so much is to be caught up with. Rows of a relationship are written whole, once a page: a
history of 200,000 events is written 20 times instead of 100."""
LONG = 10_000
"""From so many events on, views are built relationship by relationship, not page after page."""
PLACING = 0.1
"""The part of a rebuild that putting the rows in their place takes, about: it ends a bar."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the runner has come: a position of the last one in the log."""

    position: int
    end: int


class Runner:
    """Keeps the views up to date with the log.

    Parameters
    ----------
    log, views
        What to read from and where to write to.
    calendar
        Tells working days.
    kept
        The views to keep; by default all.
    bounds
        The limits of drift in use; findings are built anew when they change.
    folds
        How a long log is folded: by default here, one relationship after another.
    """

    def __init__(
        self,
        log: Log,
        views: Views,
        calendar: Calendar,
        kept: Sequence[View] = VIEWS,
        bounds: Bounds | None = None,
        folds: Folds = one_by_one,
    ) -> None:
        self._log, self._views, self._calendar = log, views, calendar
        self.folds = folds
        self.bounds = bounds or Bounds()
        self._kept = tuple(judged_by(view, self.bounds) for view in kept)
        self._memory = Memory(log, calendar, self.bounds)

    @property
    def kept(self) -> tuple[View, ...]:
        """The views, each in the version that is kept now."""
        return self._kept

    def lag(self) -> int:
        """Return how many positions the view furthest behind has still to go."""
        return self._log.end() - min(self._positions().values(), default=0)

    def fits(self) -> bool:
        """Whether every view was written by the version of its fold that is kept now."""
        heads = self._views.heads()
        return all(
            view.name in heads and heads[view.name].version == view.version for view in self._kept
        )

    def set_aside(self, name: str) -> frozenset[str] | None:
        """Return whom a view could not fold; None while it does not stand at the end of the log."""
        head = self._views.heads().get(name)
        version = next((view.version for view in self._kept if view.name == name), None)
        if head is None or head.version != version or head.position < self._log.end():
            return None
        return frozenset(self._views.parked(name))

    def catch_up(self, on_progress: Callable[[Progress], None] | None = None) -> int:
        """Bring every view up to the end of the log; return the number of pages written.

        Views that were written by another version of their fold are rebuilt, and so are those that
        have half of a long log or more to go.
        """
        heads = self._views.heads()
        other = [
            view.name
            for view in self._kept
            if view.name in heads and heads[view.name].version != view.version
        ]
        if other:  # together: what is dear is folding the log, once for all of them
            self.rebuild(*other, on_progress=on_progress)
            heads = self._views.heads()
        written = 0
        end, positions = self._log.end(), _positions(heads, self._kept, "")
        # Sooner told from the beginning than from where it stands.
        far = [name for name, at in positions.items() if end - at >= max(LONG, end / 2)]
        if far:
            with suppress(Busy):  # somebody else does it; page after page we do not meet
                written = self._rebuild_whole(far, on_progress)
            heads = self._views.heads()
        pages = self._pages(self._kept, "", on_progress, (heads, end))
        return written + sum(1 for _ in pages)

    def follow(self, wait: Callable[[], bool]) -> Iterator[int]:
        """Catch up again and again; *wait* sleeps between turns and says whether to go on.

        When the store is busy or out of reach, that turn writes nothing and the next one tries
        again.
        """
        while True:
            pages = 0
            with suppress(Busy):
                pages = self.catch_up()
            yield pages
            if not wait():
                return

    def rebuild(self, *names: str, on_progress: Callable[[Progress], None] | None = None) -> None:
        """Build these views (or all) anew beside the old ones, then put them in their place.

        The old rows answer until the new ones are whole; a crash leaves the old ones.
        """
        if self._log.end() >= LONG:
            self._rebuild_whole(names, on_progress)
            return
        chosen = [view for view in self._kept if not names or view.name in names]
        self._memory.clear()
        with self._views.writing() as writing:
            for view in chosen:
                writing.drop(BUILDING + view.name)
        for _ in self._pages(chosen, BUILDING, on_progress):
            pass
        with self._views.writing() as writing:
            built = self._views.heads()
            for view in chosen:
                if BUILDING + view.name in built:  # else somebody else put it in place
                    writing.put_in_place(view.name)
        for _ in self._pages(chosen, "", on_progress):
            pass

    def _rebuild_whole(
        self, names: Sequence[str], on_progress: Callable[[Progress], None] | None
    ) -> int:
        """Build views anew, one relationship after another; return the number of transactions.

        Page after page, a relationship would be told as often as it has news on one, and read again
        whenever it was not held any more: the longer the log, the more often.
        """
        chosen = [view for view in self._kept if not names or view.name in names]
        end, done = self._log.end(), [0]

        def folds() -> Iterator[Sequence[Folded]]:
            for some in self.folds(self._log, end, chosen, self._calendar, self.bounds):
                done.append(done[-1] + some.events)
                yield some.folded

        def move(number: int) -> None:
            if on_progress:
                on_progress(Progress(round((1 - PLACING) * done[number]), end))

        mark = 1 + secrets.randbits(31)
        with unswept():
            self.rebuild_from(folds(), end, *names, mark=mark, on_progress=move)
        if on_progress:
            on_progress(Progress(end, end))
        return len(done) - 1

    def rebuild_from(
        self,
        folds: Iterable[Sequence[Folded]],
        end: int,
        *names: str,
        mark: int,
        on_progress: Callable[[int], object] | None = None,
    ) -> None:
        """Build these views (or all) anew from what others folded; as `rebuild` in all else.

        Parameters
        ----------
        folds
            Every relationship once, in as many transactions as there are items.
        end
            The last position that is in them; what came later is read from the log.
        mark
            A positive number that nobody else's rebuild has.
        on_progress
            Told how many items are written.

        Raises
        ------
        Busy
            When somebody else builds them anew at the same time. The old rows go on answering.
        """
        chosen = [view for view in self._kept if not names or view.name in names]
        self._memory.clear()
        with self._views.writing() as writing:
            for view in chosen:
                writing.drop(BUILDING + view.name)
                writing.advance(BUILDING + view.name, view.version, -mark)
        ours, aside = dict.fromkeys((view.name for view in chosen), -mark), []
        for number, some in enumerate(folds, start=1):
            with self._views.writing() as writing:
                self._still(ours, chosen)
                for view in chosen:
                    writing.add(BUILDING + view.name, _told(view, some))
            aside += [one.relationship for one in some if one.rows is None]
            if on_progress:
                on_progress(number)
        if aside:  # page after page, so that the rows from before the failure are kept
            careful = copy(self)
            careful._log = Some(self._log, aside, end)  # noqa: SLF001 - a runner like this one
            for _ in careful._pages(chosen, BUILDING, None):  # noqa: SLF001
                pass
            ours = self._positions(chosen, BUILDING)
        with self._views.writing() as writing:
            self._still(ours, chosen)
            for view in chosen:
                writing.advance(BUILDING + view.name, view.version, end)
                writing.put_in_place(view.name)
        for _ in self._pages(chosen, "", None):
            pass

    def _still(self, ours: dict[str, int], chosen: Sequence[View]) -> None:
        if self._positions(chosen, BUILDING) != ours:
            raise disturbed()

    def _positions(self, views: Iterable[View] | None = None, prefix: str = "") -> dict[str, int]:
        return _positions(self._views.heads(), views or self._kept, prefix)

    def _pages(
        self,
        views: Sequence[View],
        prefix: str,
        on_progress: Callable[[Progress], None] | None,
        seen: tuple[Mapping[str, Head], int] | None = None,
    ) -> Iterator[int]:
        while True:
            heads, last = seen or (self._views.heads(), self._log.end())
            before = _positions(heads, views, prefix)
            begin = max(0, min(before.values(), default=0))  # a rebuild in pieces marks below 0
            far = last - begin >= LARGE_PAGE
            page = self._log.page(begin, LARGE_PAGE if far else PAGE)
            # Heads say what was read, never where the log has got to meanwhile: an event that comes
            # in between would be passed over for ever.
            end = page[-1].position if page else max(before.values(), default=0)
            if not page and len(set(before.values())) <= 1:
                if not any(prefix + view.name in heads for view in views):
                    self._write(views, prefix, before, (), end)
                return
            if self._write(views, prefix, before, page, end):
                yield end
                if on_progress:
                    on_progress(Progress(end, self._log.end()))
                if page and end >= last:  # what came in meanwhile is for the next turn
                    return
            seen = None

    def _write(
        self,
        views: Sequence[View],
        prefix: str,
        before: dict[str, int],
        page: Sequence[LogRow],
        end: int,
    ) -> bool:
        """Write one page's rows and heads; return False when somebody else was first."""
        with unswept():
            news = News(self._memory, page)
            with news.kept(), self._views.writing() as writing:
                if _positions(self._views.heads(), views, prefix) != before:
                    news.forget()
                    return False
                aside = self._views.set_aside([prefix + view.name for view in views])
                for view in views:
                    stored, seen = prefix + view.name, before[view.name]
                    news.write(writing, view, stored, seen, aside.get(stored, frozenset()))
                    if seen < end or not page:
                        writing.advance(stored, view.version, end)
                news.write_the_rest(writing)
        return True


def _positions(heads: Mapping[str, Head], views: Iterable[View], prefix: str) -> dict[str, int]:
    nothing = Head("", 0, 0)
    return {view.name: heads.get(prefix + view.name, nothing).position for view in views}


def _told(view: View, some: Iterable[Folded]) -> Iterator[tuple[str, str, str]]:
    for one in some:
        for key, document in (one.rows or {}).get(view.name, ()):
            yield one.relationship, key, document

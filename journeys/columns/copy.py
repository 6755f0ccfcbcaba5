"""The copy: kept up to date with the log, or made anew from it."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from journeys.columns.arrays import Array
from journeys.columns.codes import Codes, joined
from journeys.columns.copy_folder import Torn
from journeys.columns.folder import Folder, Listed, Segment
from journeys.columns.growth import SEGMENT, Growth
from journeys.columns.held import Files, Held
from journeys.columns.keeping import FORMAT, WORTH
from journeys.columns.layout import SCHEMA
from journeys.columns.taking import frames
from projections.ports import LogRow, PagedLog
from projections.runner import Progress

_PRIVATE = 0o600
MERGED = 8
"""So many small segments of a size at the end become one with the next."""


class Copy:
    """The columns of a store.

    Parameters
    ----------
    folder
        Where its files are.
    log
        The store's events.

    Examples
    --------
    >>> import tempfile, journeys
    >>> with journeys.open(":memory:") as engine, tempfile.TemporaryDirectory() as made:
    ...     _ = engine.load_stories()
    ...     copy = Copy(Folder(Path(made) / "columns"), engine.store)
    ...     copy.catch_up(), copy.frame(["position"]).height
    (261, 261)
    """

    def __init__(self, folder: Folder, log: PagedLog) -> None:
        self._folder, self._log = folder, log
        self._listed = Listed()
        self._codes = Codes()
        self._files: Files | None = None
        self._held: tuple[int, Held] | None = None

    # --- writing -----------------------------------------------------------------------------

    def catch_up(self, on_progress: Callable[[Progress], None] | None = None) -> int:
        """Bring the copy up to the end of the log; return how many events were written.

        Where somebody else is doing that, nothing is done. A copy that is torn, of another format
        or of another store is made anew.
        """
        with self._folder.alone() as alone:
            if not alone:
                return 0
            if not self._stand():
                self._begin_anew()
            return self._append(self._frames(), on_progress)

    def rebuild(self, on_progress: Callable[[Progress], None] | None = None) -> int:
        """Make the copy anew; return how many events it holds."""
        with self._folder.alone() as alone:
            if not alone:
                return 0
            self._begin_anew()
            return self._append(self._frames(), on_progress)

    @contextmanager
    def growing(self) -> Iterator[Growth | None]:
        """Add pages of the log while they are being stored; None where that cannot be done.

        The copy has to hold all that is in the log so far, and nobody else may be writing it.
        """
        with self._folder.alone() as alone:
            end = self._log.end()
            if not alone or not (self._stand() or end == 0) or self._listed.end != end:
                yield None
                return
            growth = self._growth()
            try:
                yield growth
                if growth.whole and growth.segments:
                    self._list((*self._listed.segments, *growth.segments))
                    self._merge()
            finally:
                if not growth.whole:  # codes were given out that nobody will know
                    self._forget()

    def _append(
        self,
        coming: Iterable[pl.DataFrame],
        on_progress: Callable[[Progress], None] | None,
    ) -> int:
        begun = self._listed
        growth = self._growth()
        for frame in coming:
            if growth.add(frame):
                self._list((*begun.segments, *growth.segments))
            if on_progress:
                on_progress(Progress(frame["position"][-1], self._log.end()))
        if growth.write():
            self._list((*begun.segments, *growth.segments))
        self._merge()
        return sum(one.rows for one in growth.segments)

    def _growth(self) -> Growth:
        return Growth(self._folder, self._codes, self._listed)

    def _frames(self) -> Iterator[pl.DataFrame]:
        """Yield what the log has and the list does not."""
        return frames(self._log, self._listed.end, self._codes)

    def _list(self, segments: tuple[Segment, ...]) -> None:
        self._listed = Listed(segments, self._mark(segments[-1].last))
        self._folder.publish(self._listed)
        self._files = self._held = None

    def _merge(self) -> None:
        """Make one of many small segments, and one of many such: all is written anew but rarely."""
        while together := _alike(self._listed.segments):
            try:
                facts = pl.concat([self._folder.facts(one, list(SCHEMA)) for one in together])
                codes = joined(self._folder.codes(one) for one in together)
            except Torn:  # what is new is in the log: all is made anew the next time
                self._begin_anew()
                return
            before = self._listed.segments[: -len(together)]
            number = int(together[-1].name) + 1
            self._list((*before, self._folder.add(number, facts, codes)))

    def _mark(self, position: int) -> int:
        """Return what tells the event at a position from another store's."""
        found = self._log.page(position - 1, 1)
        row = found[0] if found else None
        return zlib.crc32(f"{row.relationship} {row.version}".encode() + row.payload) if row else 0

    def _begin_anew(self) -> None:
        self._forget()
        self._folder.publish(self._listed)

    def _forget(self) -> None:
        self._listed, self._codes = Listed(), Codes()
        self._files = self._held = None

    # --- reading -----------------------------------------------------------------------------

    @property
    def versions(self) -> tuple[int | None, int]:
        """The format that is kept, None where none can be read, and the one that is expected."""
        return (FORMAT if self._folder.listed() else None, FORMAT)

    def end(self) -> int:
        """Return the last position that the files hold, 0 without any."""
        found = self._folder.listed()
        return found.end if found else 0

    def torn(self) -> bool:
        """Whether a file is not what was written. All are read; nothing is changed."""
        listed = self._folder.listed()
        try:
            for one in listed.segments if listed else ():
                self._folder.codes(one)
                self._folder.data(one)
        except (Torn, ValueError):
            return listed == self._folder.listed()  # or somebody made one of several just now
        return False

    def ready(self) -> bool:
        """Whether there is a copy of this store to answer from; one that is torn is given up."""
        if self._stand():
            return bool(self._listed.segments)
        self._folder.forget(lambda: not self._stand())
        return False

    def _stand(self) -> bool:
        """Read the list and the codes anew where they changed; whether they are this store's."""
        found = self._folder.listed()
        if found is None or (found.end and found.mark != self._mark(found.end)):
            return False
        if found == self._listed:
            return True
        codes = Codes()
        try:
            for segment in found.segments:
                codes.learn(self._folder.codes(segment))
        except (Torn, ValueError, KeyError, pl.exceptions.PolarsError):
            return False
        self._listed, self._codes = found, codes
        self._files = self._held = None
        return True

    def held(self) -> Held:
        """Return the facts in memory, up to the end of the log.

        What the files do not hold yet is read from the log. What was read is kept until it grows.

        Raises
        ------
        Torn
            When the files are not what they were; they are then made anew when it is due.
        """
        if not self._stand():
            raise Torn("the copy is not this store's")
        end = self._log.end()
        if self._held is None or self._held[0] != end:
            if self._files is None:
                self._files = self._read()
            tail = pl.concat([pl.DataFrame(schema=SCHEMA), *self._frames()])
            self._held = (end, Held(self._files, tail, self._codes.texts))
        return self._held[1]

    def _read(self) -> Files:
        listed = self._listed
        try:
            return Files([self._folder.data(one) for one in listed.segments])
        except Torn:
            self._folder.forget(lambda: self._folder.listed() == listed)
            raise

    def rows(self, numbers: Array) -> list[LogRow]:
        """Return the events in these rows of the `frame`, as the log has them.

        Raises
        ------
        Torn
            When the log lacks one of them: the copy is another store's.
        """
        positions = self.held().positions[numbers].tolist()
        found = {row.position: row for row in self._log.at(positions)}
        try:
            return [found[position] for position in positions]
        except KeyError:
            raise Torn("an event of the copy is not in the log") from None

    def frame(self, columns: Sequence[str]) -> pl.DataFrame:
        """Return these columns of every event in the log, in its order; see `held`."""
        return self.held().frame(columns)


def _alike(segments: Sequence[Segment]) -> Sequence[Segment]:
    """Return the last segments where so many of a size follow each other that they become one."""
    last = segments[-1].rows if segments else SEGMENT
    size = WORTH
    while size <= last:
        size *= MERGED
    small = len(segments)
    while small and segments[small - 1].rows < min(size, SEGMENT):
        small -= 1
    return segments[small:] if len(segments) - small > MERGED else ()


def copy_at(folder: Path, log: PagedLog) -> Copy:
    """Return the copy at that place, as open or as closed to others as the store's file."""
    store = folder.with_suffix("")
    mode = store.stat().st_mode if store.is_file() else _PRIVATE
    return Copy(Folder(folder, mode), log)

"""The copy: kept up with the view, or made anew from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

import polars as pl

from domain.state import area_of
from journeys.columns.copy_folder import Torn
from journeys.lived.folder import Listed, Shelf
from journeys.lived.keeping import VERSION, due, mark
from journeys.lived.lives import Lives
from journeys.lived.taking import Piece, Taking
from projections.ports import Log, Views
from projections.runner import Progress
from projections.sweeping import unswept
from projections.touchpoints.keeping import VIEW

MERGED = 8
"""So many pieces become one with the next."""
_PAGE, _PRIVATE = 20_000, 0o600
_TOGETHER = 200_000
"""So many occasions are written at once."""


class Kept(Log, Views, Protocol):
    """The store: its log, and the views in it."""

    def everybody(self) -> list[str]:
        """Return the relationships by id, without the organisations and maps."""
        ...


class Copy:
    """What was lived, as columns.

    Parameters
    ----------
    shelf
        Where its files are.
    store
        Whose view it is a copy of.
    """

    def __init__(self, shelf: Shelf, store: Kept) -> None:
        self._shelf, self._store = shelf, store
        self._held: tuple[tuple[Listed, int], Lives] | None = None

    # --- writing -----------------------------------------------------------------------------

    def catch_up(self) -> int:
        """Bring the copy up to the view; return how many occasions were written.

        Where somebody else is doing that, the view is not up to date itself, or too little is new,
        nothing is done. What is torn, of another format, version or store is made anew.
        """
        if not due(self._shelf.path, self._store):
            return 0
        with self._shelf.alone() as alone:
            end = self._store.end()
            if not alone or not self._view_stands(end):
                return 0
            return self._write(self._stand(), end)

    def rebuild(self, on_progress: Callable[[Progress], None] | None = None) -> int:
        """Make the copy anew; return how many occasions it holds. `catch_up` says when not."""
        with self._shelf.alone() as alone:
            end = self._store.end()
            if not alone or not self._view_stands(end):
                return 0
            return self._write(None, end, on_progress)

    def _write(
        self,
        found: Listed | None,
        end: int,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> int:
        if found is not None and len(found.pieces) - found.whole >= MERGED:
            found = None
        pieces = list(found.pieces) if found else []
        number = 1 + max(map(_number, self._shelf.path.glob("*.lives")), default=0)
        whose = self._changed(found.end, end) if found else self._store.everybody()
        written, told = 0, 0
        with unswept():  # rows are lists of lists, and none of them holds itself
            for new in self._taken(whose):
                pieces.append(self._shelf.file(number + written, new))
                written, told = written + 1, told + new["lives"].height
                if on_progress:
                    on_progress(Progress(end * told // max(1, len(whose)), end))
        whole = found.whole if found else written
        self._shelf.list(Listed(VERSION, end, mark(self._store, end), whole, tuple(pieces)))
        return sum(one.rows for one in pieces[-written:])

    def _taken(self, whose: Iterable[str]) -> Iterator[Piece]:
        taking = Taking()
        for relationship in whose:
            rows = [row for _, _, row in self._store.rows(VIEW, relationship)]
            if rows:
                taking.add(relationship, rows)
            if len(taking) >= _TOGETHER:
                yield taking.piece()
                taking = Taking()
        yield taking.piece()

    def _changed(self, after: int, end: int) -> list[str]:
        """Return who has events in this stretch of the log, sorted."""
        found: set[str] = set()
        while after < end and (page := self._store.page(after, _PAGE)):
            found.update(row.relationship for row in page)
            after = page[-1].position
        return sorted(one for one in found if area_of(one) == "relationship")

    def _view_stands(self, end: int) -> bool:
        """Whether the view holds everybody, by this version of its fold, up to *end*."""
        head = self._store.heads().get(VIEW)
        if head is None or head.version != VERSION or head.position < end:
            return False
        return not self._store.parked(VIEW)

    def _stand(self) -> Listed | None:
        """Return the list, where it is this store's and of this version."""
        found = self._shelf.standing()
        if found is None or found.version != VERSION or found.end > self._store.end():
            return None
        return found if found.mark == mark(self._store, found.end) else None

    # --- reading -----------------------------------------------------------------------------

    @property
    def versions(self) -> tuple[int | None, int]:
        """The version of the view that is kept, None where none can be read, and that expected."""
        found = self._shelf.standing()
        return (found.version if found else None), VERSION

    def end(self) -> int:
        """Return the last position of the log that is in it, 0 without any."""
        found = self._shelf.standing()
        return found.end if found else 0

    def torn(self) -> bool:
        """Whether a file is not what was written. All are read; nothing is changed."""
        found = self._shelf.standing()
        try:
            for one in found.pieces if found else ():
                self._shelf.open(one)
        except Torn:
            return found == self._shelf.standing()  # or somebody made it anew just now
        return False

    def lives(self) -> Lives | None:
        """Return what was lived by everybody, up to the end of the log.

        None where there is no copy, where a view is not up to date, or a relationship is set aside.
        What the files do not hold yet is read from the view.

        Raises
        ------
        Torn
            When the files are not what they were; they are then made anew when it is due.
        """
        end, found = self._store.end(), self._stand()
        if found is None or not self._view_stands(end):
            return None
        if self._held is None or self._held[0] != (found, end):
            new = self._taken(self._changed(found.end, end)) if found.end < end else ()
            try:
                pieces = [self._shelf.open(one).read for one in found.pieces]
            except Torn:
                self._shelf.forget(found)
                raise
            lives = Lives([*pieces, *(partial(_part, one) for one in new)])
            self._held = (found, end), lives
        return self._held[1]


def _part(piece: Piece, part: str, columns: Sequence[str]) -> pl.DataFrame:
    return piece[part].select(columns)


def _number(file: Path) -> int:
    return int(file.name.partition(".")[0])


def copy_at(folder: Path, store: Kept) -> Copy:
    """Return the copy in a folder of columns, open to whom the store's file is."""
    file = folder.parent.with_suffix("")
    mode = file.stat().st_mode if file.is_file() else _PRIVATE
    return Copy(Shelf(folder, mode), store)

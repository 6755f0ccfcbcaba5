"""The columns that belong to a store: whether there are any, and when they are written.

They can be made again at any time: what keeps them from being written, a full disk or a folder that
is another user's, keeps nobody from an answer.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from domain.errors import Damaged, NotFound
from journeys.columns.keeping import SETTING, due
from journeys.store import Store
from projections.runner import Progress

if TYPE_CHECKING:
    from journeys.columns.copy import Copy


class KeptColumns:
    """The columns of one store.

    Parameters
    ----------
    at
        The folder; None where the store keeps none.
    store
        Whose events they hold.
    """

    def __init__(self, at: Path | None, store: Store) -> None:
        self._at, self._store = at, store

    def to_answer(self) -> Copy | None:
        """Return the columns if there are any to answer from."""
        if self._at is None or not self._at.exists():
            return None
        with suppress(OSError):
            return self._copy if self._copy.ready() else None
        return None

    def to_look_after(self) -> Copy | None:
        """Return the columns if they are kept, or due."""
        if self._at is None or not (self._at.exists() or due(self._at, self._store.end())):
            return None
        return self._copy

    def to_grow(self) -> Copy | None:
        """Return the columns if a bulk import can write them and somebody may ask them."""
        at = self._at
        return self._copy if at is not None and (at.parent.exists() or at.exists()) else None

    def catch_up(self, *, begin: bool = False) -> None:
        """Bring them up to the end of the log, where they are kept and enough has come since.

        Where there are none yet they are begun at once if asked to *begin*.
        """
        with suppress(OSError, Damaged):
            if self._at is None:
                return
            if due(self._at, self._store.end()) or (begin and not self._at.exists()):
                self._copy.catch_up()

    def rebuild(self, on_progress: Callable[[Progress], None] | None = None) -> int:
        """Make them anew from the events; return how many events they hold.

        Raises
        ------
        NotFound
            When this store keeps none: it is in memory, or no folder was named for a database.
        """
        if self._at is None:
            message = "this store keeps no columns: name a folder for them with {setting}"
            raise NotFound(message, setting=SETTING)
        return self._copy.rebuild(on_progress)

    @cached_property
    def _copy(self) -> Copy:
        from journeys.columns.copy import copy_at

        return copy_at(self._at or Path(), self._store)

"""The lives that belong to a store: whether there is a copy of them, and when it is written.

It can be made again at any time: what keeps it from being written keeps nobody from an answer.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from domain.errors import Busy, Damaged
from journeys.lived.keeping import begun, due
from journeys.store import Store

if TYPE_CHECKING:
    from journeys.lived.copy import Copy
    from journeys.lived.lives import Lives


class KeptLives:
    """What was lived, as columns beside one store.

    Parameters
    ----------
    columns
        The folder of the columns, in which this copy has its own; None where none is kept.
    store
        Whose lives they are.
    """

    def __init__(self, columns: Path | None, store: Store) -> None:
        self._at = columns / "lived" if columns is not None else None
        self._store = store

    def to_answer(self) -> Lives | None:
        """Return what was lived by everybody, where there are columns to answer from.

        None as well where the view is not up to date, or could not fold somebody.
        """
        if self._at is None or not self._at.exists():
            return None
        from journeys.columns.copy_folder import Torn

        for _ in range(2):  # somebody may be making one piece of several just now
            with suppress(OSError, Torn):
                return self._copy.lives()
        return None

    def to_look_after(self) -> Copy | None:
        """Return the copy if it is kept, or due."""
        if self._at is None or not (self._at.exists() or begun(self._store.end())):
            return None
        return self._copy

    def catch_up(self) -> None:
        """Bring them up to the view, where they are kept or due and enough has come since."""
        with suppress(OSError, Damaged, Busy):
            if self._at is not None and due(self._at, self._store):
                self._copy.catch_up()

    def rebuild(self) -> int:
        """Make them anew from the view; return how many occasions they hold, 0 without a folder."""
        return self._copy.rebuild() if self._at is not None else 0

    @cached_property
    def _copy(self) -> Copy:
        from journeys.lived.copy import copy_at

        return copy_at(self._at or Path(), self._store)

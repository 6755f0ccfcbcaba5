"""What the runner keeps, for whoever asks: the rows of a view, as long as they can be relied on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import cached_property

from domain.state import area_of
from journeys.store import Store
from projections.alarms.bounds import Bounds
from projections.finding import Finding, of_row
from projections.ports import Row, Views
from projections.runner import Runner


class KeptRows:
    """The rows of one view, by relationship, as of the end of the log.

    Parameters
    ----------
    views
        Where they are kept.
    name
        The view.
    parked
        Whose rows are not up to date; None where nobody's are.
    whole
        Whether most relationships will be asked for: then all are read at once.
    """

    def __init__(
        self, views: Views, name: str, parked: Collection[str] | None, *, whole: bool
    ) -> None:
        self._views, self._name, self._parked, self._whole = views, name, parked, whole

    def of(self, relationship: str) -> list[Row] | None:
        """Return a relationship's rows, by key; None where they cannot be relied on."""
        if self._parked is None or relationship in self._parked:
            return None
        if self._whole:
            return self._all.get(relationship, [])
        return [row for _, _, row in self._views.rows(self._name, relationship)]

    def each(self) -> Iterator[tuple[str, Row]]:
        """Yield every row that can be relied on with its relationship; nothing is kept of them."""
        if self._parked is not None:
            for relationship, _, row in self._views.rows(self._name):
                if relationship not in self._parked:
                    yield relationship, row

    def written(self) -> Iterator[tuple[str, str]]:
        """Yield them as they are written: whoever wants a little of each decodes no more."""
        if self._parked is not None:
            for relationship, _, row in self._views.documents(self._name):
                if relationship not in self._parked:
                    yield relationship, row

    @property
    def reliable(self) -> bool:
        """Whether any of them can be relied on."""
        return self._parked is not None

    def left_out(self, relationships: Iterable[str]) -> list[str]:
        """Return those relationships whose rows cannot be relied on."""
        parked = self._parked
        return [one for one in relationships if parked is None or one in parked]

    @cached_property
    def _all(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for relationship, _, row in self._views.rows(self._name):
            found.setdefault(relationship, []).append(row)
        return found


def kept_findings(
    store: Store, runner: Runner, relationship: str, version: int, bounds: Bounds
) -> tuple[Finding, ...] | None:
    """Return the findings that are kept of a relationship; None where they are not of just that.

    Parameters
    ----------
    store, runner
        Where they are kept, and by whom. Nothing is brought up to date for it.
    relationship, version
        Whose, and up to which of its events.
    bounds
        The limits of drift they are judged by.
    """
    if area_of(relationship) != "relationship" or bounds != runner.bounds:
        return None
    rows = KeptRows(store, "findings", runner.set_aside("findings"), whole=False)
    kept = rows.of(relationship)
    if kept is None or store.version(relationship) != version:
        return None
    return tuple(of_row(relationship, row) for row in kept)

"""The views: rows of answers, each a pure function of the reading of one relationship."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from zlib import crc32

from projections.alarms.bounds import Bounds
from projections.farewell.duties import DUTIES
from projections.findings.families import RULES
from projections.growth import Growing
from projections.growth.judged import Farewell, Findings
from projections.growth.life import Lived
from projections.growth.lines import Moods, Timeline
from projections.growth.named import Process, Promises
from projections.growth.overview import Portfolio
from projections.ports import Row
from projections.reading import Reading
from projections.touchpoints.keeping import VIEW as LIVED


@dataclass(frozen=True, slots=True)
class View:
    """A named table of answers. Raise ``version`` when the meaning of its rows changes.

    ``growing`` makes what tells its rows as a reading grows; a view without it is told as a whole
    whenever there is news.
    """

    name: str
    version: int
    rows: Callable[[Reading], Iterable[tuple[str, Row]]]
    growing: Callable[[], Growing] | None = None


def grown(name: str, version: int, growing: Callable[[], Growing]) -> View:
    """Return a view whose rows grow: as a whole they are what is told from the first event on."""

    def rows(reading: Reading) -> Iterable[tuple[str, Row]]:
        told = dict(growing().news(reading, 0))
        return [(key, row) for key, row in told.items() if row is not None]

    return View(name, version, rows, growing)


def edition(base: int, *made_of: object) -> int:
    """Return a view's version: its own, and that of the rules whose words its rows carry."""
    return crc32(f"{base} {made_of!r}".encode())


_RULES_AS_DATA = [
    (r.code, r.severity, r.rows, r.sentence, r.action, r.parameters, r.lapses, r.outlasts)
    for r in RULES.values()
]

VIEWS: tuple[View, ...] = (
    grown("timeline", 3, Timeline),
    grown("moods", 3, Moods),
    grown("promises", 2, Promises),
    grown("process", 2, Process),
    grown("findings", edition(5, _RULES_AS_DATA), Findings),
    grown("farewell", edition(3, DUTIES), Farewell),
    grown("portfolio", 3, Portfolio),
    grown(LIVED, edition(3, DUTIES), Lived),
)
"""Every view the runner keeps up to date."""


def judged_by(view: View, bounds: Bounds) -> View:
    """Return a view as these bounds make it: the findings have a version of their own for each."""
    if view.name != "findings":
        return view
    return replace(view, version=edition(view.version, bounds.mark))

"""Glimpses: everybody at once, but of each only what a question looks at.

The columns tell who has any of the facts that it is about. Of these the few facts that it looks at
are read back from the log and folded; the others are there, and nothing of them is read.
"""

from __future__ import annotations

import numpy as np

from domain._kernel import AnyEvent
from journeys.columns.chosen import Columns
from journeys.columns.lives import Lives
from journeys.columns.reading import events
from projections.answers import Answer, Other
from projections.calendar import Calendar
from projections.course import Course, course


def glimpses(
    columns: Columns, answer: Answer, calendar: Calendar
) -> tuple[list[Course], list[Other]]:
    """Return whom an answer reads, as far as it does, and the others, by relationship."""
    lives, about = Lives(columns), answer.about or frozenset()
    meant = np.zeros(len(lives), dtype=bool)
    meant[lives.turn[lives.of(about)]] = True
    rows = np.union1d(lives.first, lives.of(about | answer.reads))
    rows = rows[meant[lives.turn[rows]]]
    told: dict[int, list[AnyEvent]] = {}
    for who, event in zip(lives.turn[rows].tolist(), events(columns, rows), strict=True):
        told.setdefault(who, []).append(event)
    names = lives.names
    readings = [course(names[who], own, calendar) for who, own in told.items()]
    rest = np.flatnonzero(~meant)
    firsts = columns.evidence(len(rest), lambda: lives.first[rest])
    others = [Other(names[who], first) for who, first in zip(rest.tolist(), firsts, strict=True)]
    return readings, others

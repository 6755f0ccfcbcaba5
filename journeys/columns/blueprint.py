"""The journey as lived, front stage and back stage: answered from the columns.

It is an answer of `projections.answers.moments` as well, and comes to the same rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec
import numpy as np

from domain.friction import IncidentOccurred
from domain.process import WorkStarted
from journeys.columns.arrays import Groups
from journeys.columns.chosen import Columns
from journeys.columns.lines import Lines, told
from journeys.columns.lives import Lives
from journeys.columns.reading import facts
from journeys.columns.titles import titles
from projections.answers import Row
from projections.answers.moments import stage_of
from projections.answers.sums import mean


class _Tools(msgspec.Struct, gc=False):
    uses: tuple[str, ...] = ()
    tool: str | None = None


def blueprint(columns: Columns) -> Iterator[Row]:
    """Tell what the client could see, and what not; see `projections.answers.moments.blueprint`."""
    lives = Lives(columns)
    lines = Lines(columns, lives)
    rows, names = lines.rows, titles(columns)
    topic, channel, touchpoint = (
        one[rows] for one in columns.arrays("topic", "channel", "touchpoint")
    )
    groups = Groups(lives.turn[rows], topic, channel, touchpoint)
    systems = _systems(columns, lives)
    client, staff = (list(groups.ordered(lines.felt(whose)[rows])) for whose in ("client", "staff"))
    channels, touchpoints = columns.texts("channel"), columns.texts("touchpoint")
    keys = [one.tolist() for one in groups.keys]
    for group in np.argsort(groups.first).tolist():
        who, what, over, at = (key[group] for key in keys)
        events = rows[groups.of(group)]
        heard = channels[over] if over else None
        yield {
            "relationship": lives.names[who],
            "stage": stage_of(heard),
            "what": names[what],
            "channel": heard,
            "touchpoint": touchpoints[at] if at else None,
            "times": len(events),
            "systems": sorted({one for row in events.tolist() for one in systems.get(row, ())}),
            "client": mean(told(client[group])),
            "staff": mean(told(staff[group])),
            "events": columns.behind(groups, group, rows),
        }


def _systems(columns: Columns, lives: Lives) -> Mapping[int, tuple[str, ...]]:
    """Return which systems were at work, by row."""
    rows = lives.rows(WorkStarted, IncidentOccurred)
    used = ((*one.uses, *([one.tool] if one.tool else ())) for one in facts(columns, rows, _Tools))
    return {row: tools for row, tools in zip(rows.tolist(), used, strict=True) if tools}

"""The finest moments, and what the client brought: answered from the columns.

It is an answer of `projections.answers.moments` as well, and comes to the same rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from domain._kernel import AnyEvent
from domain.relationship import fold
from journeys.columns.chosen import Columns
from journeys.columns.lines import Lines, told
from journeys.columns.lives import Lives
from journeys.columns.reading import dated, events
from journeys.columns.steps import Steps
from journeys.columns.titles import titles
from projections.answers import Row
from projections.answers.moments import brought_rows
from projections.answers.sums import mean
from projections.highlights import BROUGHT, Felt, finest


def highlights(columns: Columns, *, most: int, least: float) -> Iterator[Row]:
    """Tell the moments both sides felt best; see `projections.answers.moments.highlights`."""
    lives = Lives(columns)
    moments, given = _moments(columns, lives, most, least), _given(columns, lives)
    for who, name in enumerate(lives.names):
        for rank, moment in enumerate(moments.get(who, ()), start=1):
            yield {"relationship": name, "highlight": "moment", "rank": rank, **moment}
        state = fold(None, given.get(who, ()))
        for row in () if state is None else brought_rows(state):
            yield {"relationship": name, **row}


def _moments(columns: Columns, lives: Lives, most: int, least: float) -> Mapping[int, list[Row]]:
    """Return the finest moments of each, best first; of these alone it is read when they were."""
    lines = Lines(columns, lives)
    asked = np.isin(lives.turn[lines.rows], lives.turn[lines.about.line])
    steps = Steps(columns, lives, lines.rows[asked])  # of those alone who told a feeling about any
    felt = _felt(columns, lines, steps)
    of_each: dict[int, list[tuple[int, Felt]]] = defaultdict(list)
    for step, mood in felt.items():
        of_each[int(steps.whose[step])].append((step, mood))
    best = {who: finest(those, most, least) for who, those in of_each.items()}
    chosen = [step for those in best.values() for step in those]
    when = dict(zip(chosen, dated(columns, steps.first[chosen]), strict=True))
    about: dict[int, list[int]] = defaultdict(list)
    for feeling, line in zip(lines.about.feeling.tolist(), lines.about.line.tolist(), strict=True):
        about[line].append(feeling)
    names = titles(columns)

    def row(step: int) -> Row:
        facts = steps.facts.of(step).tolist()
        behind = np.array([one for fact in facts for one in (fact, *about.get(fact, ()))])
        return {
            "at": when[step],
            "what": names[steps.topic[step]],
            "client": felt[step][0],
            "staff": felt[step][1],
            "events": columns.evidence(len(behind), behind.view),
        }

    return {who: [row(step) for step in those] for who, those in best.items()}


def _felt(columns: Columns, lines: Lines, steps: Steps) -> Mapping[int, Felt]:
    """Return how both sides felt at steps that both were at, and of which any feeling is told."""
    client, staff = lines.felt("client"), lines.felt("staff")
    (channel,) = columns.arrays("channel")
    shared = channel[steps.first] != columns.code("channel", "internal")
    some = np.flatnonzero(shared & (steps.told(client) | steps.told(staff)))
    cut = ((step, steps.facts.of(step)) for step in some.tolist())
    return {step: (mean(told(client[rows])), mean(told(staff[rows]))) for step, rows in cut}


def _given(columns: Columns, lives: Lives) -> Mapping[int, Sequence[AnyEvent]]:
    """Return the facts that tell what the client brought, by whose they are."""
    rows = lives.rows(*BROUGHT)
    found: dict[int, list[AnyEvent]] = defaultdict(list)
    for who, event in zip(lives.turn[rows].tolist(), events(columns, rows), strict=True):
        found[who].append(event)
    return found

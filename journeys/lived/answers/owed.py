"""What was promised and owed, over columns; see `projections.answers.lived.owed`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np

from journeys.lived.asked import Asked
from journeys.lived.evidence import behind
from journeys.lived.lives import ranges
from journeys.lived.rows import relationships, same
from projections.answers import Asked as Folded
from projections.answers import Row
from projections.answers.lived import owed
from projections.farewell import Overall
from projections.touchpoints.keeping import goodbye_of, promised_of
from projections.touchpoints.life import Goodbye, Kept, Life, Promised
from projections.touchpoints.visit import Visit


def promises_untouched(asked: Asked) -> Iterator[Row]:
    """Ask the fold of one life after another, with nothing in it but its promises."""
    lives = asked.visits.lives
    told = zip(lives.relationships, lives.document("promises").to_list(), strict=True)
    for name, said in told:
        if said is not None:
            promises = tuple(promised_of(*one) for one in json.loads(said))
            yield from owed.promises_untouched(_alone(asked, name, promises=promises))


def goodbye_timeliness(asked: Asked) -> Iterator[Row]:
    """Ask the fold of one life after another, with nothing in it but how it ended."""
    visits, lives = asked.visits, asked.visits.lives
    names, told = lives.relationships, lives.document("goodbye").to_list()
    over = asked.web.over()
    last = np.cumsum(np.bincount(visits.who, minlength=len(names)))[visits.who[over]]
    kept = [told[who] is not None for who in visits.who[over].tolist()]
    over, last = over[kept], last[kept]
    made = visits.visits(ranges(over, last - over))
    for who, many in zip(visits.who[over].tolist(), (last - over).tolist(), strict=True):
        ended = tuple(next(made) for _ in range(many))
        goodbye = goodbye_of(*json.loads(told[who]))
        alone = _alone(asked, names[who], ended, asked.endings[who], goodbye=goodbye)
        yield from owed.goodbye_timeliness(alone)


def _alone(
    asked: Asked,
    relationship: str,
    visits: tuple[Visit, ...] = (),
    ending: Overall = "none",
    *,
    promises: tuple[Promised, ...] = (),
    goodbye: Goodbye | None = None,
) -> Folded:
    """Return what the fold is asked of: one life, as far as the question looks at it."""
    kept = Kept(relationship, (), {}, None, promises, goodbye, {})
    return Folded((), (), asked.now, (Life(relationship, visits, ending, None, kept),))


def planned_and_lived(asked: Asked) -> Iterator[Row]:
    """Hold the maps that were adopted against what was lived."""
    visits, bodies = asked.visits, asked.visits.bodies
    known = np.array([body is not None for body in bodies], dtype=bool)
    planned = known[visits.body]
    mapped = planned[visits.who]
    used = np.unique(visits.place[mapped & visits.designed]).tolist()
    lived = {visits.places[one] for one in used}
    adopters: dict[str, list[int]] = {}
    _, first = np.unique(visits.body, return_index=True)
    for number in visits.body[np.sort(first)].tolist():
        body = bodies[number]
        for point in body.touchpoints if body else ():
            adopters.setdefault(point.touchpoint, []).append(number)
    adopted = visits.lives.document("adopted")
    for place, numbers in adopters.items():
        if place not in lived:
            events = adopted.filter(np.isin(visits.body, numbers)).to_list()
            yield owed.never_lived(place, events)
    yield from _unplanned(asked, np.flatnonzero(mapped & ~visits.designed))


def _unplanned(asked: Asked, rows: Any) -> Iterator[Row]:  # noqa: ANN401 - an array
    visits, (keys, bundle) = asked.visits, asked.web.bundle("touchpoint")
    places, first = np.unique(visits.place[rows], return_index=True)
    order = np.argsort(first)
    found = [rows[visits.place[rows] == place] for place in places[order].tolist()]
    for those in sorted(found, key=lambda one: -len(one)):
        key = visits.places[visits.place[those[0]]]
        figures = bundle.figures(keys.index(key))
        row = owed.never_planned(key, relationships(visits, those), len(those), figures)
        yield row | {"events": behind(visits, partial(same, those))}

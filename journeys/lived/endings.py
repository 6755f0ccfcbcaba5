"""How the goodbye of each life goes, from the documents that are kept of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, cast

from domain.moments import Moment
from journeys.lived.lives import Lives
from projections.farewell import Overall


def endings(lives: Lives, now: Moment) -> list[Overall]:
    """Return how each goodbye goes at *now*; see `projections.touchpoints.life.Goodbye`."""

    @lru_cache(maxsize=65_536)
    def reached(since: str) -> bool:
        return Moment(since).reached_by(now)

    return [_overall(turns, reached) for turns in _turns(lives)]


def _turns(lives: Lives) -> Iterator[list[Any]]:
    for told in lives.document("goodbye").to_list():
        yield json.loads(told)[-1] if told is not None else _NONE


_NONE = [[None, "none"]]


def _overall(turns: list[Any], reached: Any) -> Overall:  # noqa: ANN401 - a cached function
    last = next(how for since, how in reversed(turns) if since is None or reached(since))
    return cast("Overall", last)

"""Facts become columns: those of feelings, promises and contacts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from domain._kernel import Fact
from domain.care import CareGiven, ContactHeld
from domain.feelings import FeelingObserved
from domain.promises import PromiseMade, PromiseSettled
from journeys.columns.codes import Codes
from journeys.columns.layout import SCHEMA
from journeys.columns.moments import Numbers
from projections.moods import counts, is_their_own_word


def told(
    kept: Sequence[Any], topic: npt.NDArray[np.uint32], precision: Numbers, codes: Codes
) -> list[pl.Series]:
    """Return the columns that belong to feelings, promises and contacts.

    Parameters
    ----------
    kept
        Of every fact what was read of it.
    topic
        The code of its topic.
    precision
        How sharply it is known when each happened.
    codes
        The dictionaries.
    """

    def among(*kinds: type[Fact]) -> tuple[npt.NDArray[np.intp], list[Any]]:
        numbers = [codes["topic"].get(one.topic, -1) for one in kinds]
        places = np.flatnonzero(np.logical_or.reduce([topic == one for one in numbers]))
        return places, [kept[i] for i in places.tolist()]

    felt, feelings = among(FeelingObserved)
    promised, promises = among(PromiseMade, PromiseSettled)
    ended, ends = among(PromiseSettled)
    begun, beginnings = among(PromiseMade, ContactHeld, CareGiven)
    counted = map(_counted, [one.source for one in feelings], [one.towards for one in feelings])
    own = map(
        _own,
        [one.whose for one in feelings],
        [one.source for one in feelings],
        [one.said_by for one in feelings],
    )
    # In one instant all is one contact: what it is about is asked only where a date alone is known.
    dated = precision[felt].tolist()
    about = [one.about if date else None for one, date in zip(feelings, dated, strict=True)]
    there = {
        "valence": (felt, pl.Series([one.valence for one in feelings], dtype=pl.Float64)),
        "counted": (felt, pl.Series(list(counted), dtype=pl.Boolean)),
        "own": (felt, pl.Series(list(own), dtype=pl.Boolean)),
        "about": (felt, pl.Series(about, dtype=pl.String)),
        "whose": (felt, codes.coded("whose", [one.whose for one in feelings])),
        "promise": (promised, codes.coded("promise", [one.promise for one in promises])),
        "outcome": (ended, codes.coded("outcome", [one.outcome for one in ends])),
        "by": (begun, codes.coded("by", [one.by for one in beginnings])),
    }
    return [_spread(name, len(kept), *values) for name, values in there.items()]


def _spread(name: str, rows: int, places: npt.NDArray[np.intp], values: pl.Series) -> pl.Series:
    """Return a column of so many rows, in which there is something in these places alone."""
    none = pl.Series(name, [None], SCHEMA[name]).new_from_index(0, rows)
    return none.scatter(places, values) if len(places) else none


@cache
def _counted(source: str, towards: str | None) -> bool:
    """Whether a feeling is judged by; `projections.moods.counts` is asked once for each kind."""
    said = {"whose": "client", "valence": 0, "source": source, "towards": towards}
    return counts(FeelingObserved.model_validate(said))


@cache
def _own(whose: str, source: str, said_by: str | None) -> bool:
    """Whether a feeling is that side's own word; asked once for each kind, as above."""
    said = {"whose": whose, "valence": 0, "source": source, "said_by": said_by}
    return is_their_own_word(FeelingObserved.model_validate(said))

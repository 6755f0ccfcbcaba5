"""Facts become columns: of few things that a fact says is there one, and few facts say them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Literal

import msgspec
import numpy as np
import numpy.typing as npt
import polars as pl

from domain.feelings import FeelingObserved
from journeys.columns.codes import Codes
from journeys.columns.layout import SCHEMA
from projections.moods import counts


class Kept(msgspec.Struct, gc=False):
    """What a copy may keep of a fact, as it is stored; what is kept of it, its topic says."""

    whose: str | None = None
    valence: float | None = None
    source: str = "self-report"
    towards: str | None = None
    promise: str | None = None
    outcome: str | None = None
    by: str | None = None
    initiated_by: str = "unknown"


_FELT = "relationship.feeling-observed.v1"
_PROMISED = ("relationship.promise-made.v1", "relationship.promise-settled.v1")
_MET = "relationship.contact-held.v1"
_TOLD = {_FELT, *_PROMISED, _MET}
_NOTHING = Kept()
_read = msgspec.json.Decoder(Kept).decode


def kept_of(topic: str, fact: bytes) -> Kept:
    """Return what a copy keeps of a fact of today's topic, by its stored bytes."""
    return _read(fact) if topic in _TOLD else _NOTHING


def told(kept: Sequence[Kept], topic: npt.NDArray[np.uint32], codes: Codes) -> list[pl.Series]:
    """Return the columns that belong to feelings, promises and contacts.

    Parameters
    ----------
    kept
        Of every fact.
    topic
        The code of its topic.
    codes
        The dictionaries.

    Raises
    ------
    ValueError
        When a fact does not say what every one of its topic does.
    """
    known = codes["topic"]

    def among(*topics: str) -> npt.NDArray[np.intp]:
        codes_ = [code for one in topics if (code := known.get(one)) is not None]
        return np.flatnonzero(np.isin(topic, codes_))

    felt, promised, begun = among(_FELT), among(*_PROMISED), among(*_PROMISED, _MET)
    feelings = [kept[i] for i in felt.tolist()]
    promises = [kept[i] for i in promised.tolist()]
    who = zip([kept[i] for i in begun.tolist()], topic[begun].tolist(), strict=True)
    met = known.get(_MET)
    valence = pl.Series([one.valence for one in feelings], dtype=pl.Float64)
    whose, promise = [one.whose for one in feelings], [one.promise for one in promises]
    if valence.null_count() or None in whose or None in promise:
        raise ValueError
    counted = map(_counted, [one.source for one in feelings], [one.towards for one in feelings])
    texts = {
        "whose": (felt, whose),
        "promise": (promised, promise),
        "outcome": (promised, [one.outcome for one in promises]),
        "by": (begun, [one.initiated_by if code == met else one.by for one, code in who]),
    }
    there = {
        "valence": (felt, valence),
        "counted": (felt, pl.Series(list(counted), dtype=pl.Boolean)),
        **{name: (places, codes.coded(name, said)) for name, (places, said) in texts.items()},
    }
    return [_spread(name, len(kept), *values) for name, values in there.items()]


def _spread(name: str, rows: int, places: npt.NDArray[np.intp], values: pl.Series) -> pl.Series:
    """Return a column of so many rows, in which there is something in these places alone."""
    none = pl.Series(name, [None], SCHEMA[name]).new_from_index(0, rows)
    return none.scatter(places, values) if len(places) else none


@cache
def _counted(source: str, towards: str | None) -> bool:
    """Whether a feeling is judged by; `projections.moods.counts` is asked once for each kind."""
    whose: Literal["client"] = "client"
    said = {"whose": whose, "valence": 0, "source": source, "towards": towards}
    return counts(FeelingObserved.model_validate(said))

"""Facts become columns: a few things that a few kinds of them say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import msgspec
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

Kept = msgspec.Struct | None
"""What is read of a fact; nothing of most."""

_FELT = ("whose", "valence", "source", "towards", "said_by", "about")
_KEPT: Mapping[type[Fact], Mapping[str, str]] = {
    FeelingObserved: {one: one for one in _FELT},
    PromiseMade: {one: one for one in ("promise", "by")},
    PromiseSettled: {one: one for one in ("promise", "outcome")},
    ContactHeld: {"by": "initiated_by"},
    CareGiven: {"by": "by"},
}
"""Of every kind of which anything is read: what, and as which field of it."""


def _form(kind: type[Fact], kept: Mapping[str, str]) -> type[msgspec.Struct]:
    """Return the form of what is read; words of the kind's own vocabulary are made but once."""
    fields: list[Any] = []
    for name, said in kept.items():
        field = kind.model_fields[said]
        default = () if field.is_required() else (field.default,)
        fields.append((name, field.annotation, *default))
    return msgspec.defstruct(kind.__name__, fields, gc=False, rename=kept)


FORMS = {kind.topic: _form(kind, kept) for kind, kept in _KEPT.items()}
"""The form of what is read, by topic."""
_TOPICS = {form: topic for topic, form in FORMS.items()}
_READ: Mapping[str, Callable[[bytes], Any]] = {
    topic: msgspec.json.Decoder(form).decode for topic, form in FORMS.items()
}


def kept_of(topic: str, fact: bytes) -> Kept:
    """Return what is read of a fact of today's topic, by its stored bytes."""
    read = _READ.get(topic)
    return read(fact) if read else None


def apart(kept: Kept) -> tuple[Any, ...]:
    """Return what was read of a fact as plain values, for another process; see `together`.

    Examples
    --------
    >>> kept = kept_of("relationship.contact-held.v1", b'{"initiated_by":"client"}')
    >>> apart(kept), together(apart(kept)) == kept, together(apart(None))
    (('relationship.contact-held.v1', 'client'), True, None)
    """
    return () if kept is None else (_TOPICS[type(kept)], *msgspec.structs.astuple(kept))


def together(said: tuple[Any, ...]) -> Kept:
    """Return what these values say was read of a fact."""
    return FORMS[said[0]](*said[1:]) if said else None


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
    numbers = {kind: codes["topic"].get(kind.topic, -1) for kind in _KEPT}

    def among(*kinds: type[Fact]) -> tuple[npt.NDArray[np.intp], list[Any]]:
        places = np.flatnonzero(np.logical_or.reduce([topic == numbers[one] for one in kinds]))
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

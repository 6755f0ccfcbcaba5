"""What is kept of a life as rows of a view, and back.

Occasions are many: each is written as a list in the order of its fields, and an untold feeling as
null, which takes a third of the room and of the time that names would take. They lie in rows of 32,
so that a new one is written without those of years ago; promises and names in a story as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from domain.moments import Moment
from domain.process import ProcessAdopted
from projections.ports import Row
from projections.touchpoints.life import Adopted, Goodbye, Kept, Promised
from projections.touchpoints.occasion import UNTOLD, Occasion
from projections.touchpoints.visit import Felt

VIEW = "lived"
TOGETHER = 32
"""So many occasions, promises or names lie in one row."""
HEAD = ""
"""The key of the row with what there is one of; the rows of the many are told by their contents."""


def as_rows(life: Kept) -> Iterator[tuple[str, Row]]:
    """Yield what is kept of a life as rows of plain data."""
    yield HEAD, head_row(life.traits, life.adopted, life.goodbye)
    items = list(life.items.items())
    for what, kept in ("occasions", life.occasions), ("promises", life.promises), ("items", items):
        yield from (row_of(what, kept, n) for n in range(-(-len(kept) // TOGETHER)))


def head_row(traits: Mapping[str, str], adopted: Adopted | None, goodbye: Goodbye | None) -> Row:
    """Return the row of what there is one of."""
    return {
        "traits": traits,
        "adopted": [adopted.event, adopted.fact.model_dump(mode="json"), adopted.shut]
        if adopted
        else None,
        "goodbye": list(goodbye) if goodbye else None,
    }


def row_of(what: str, kept: Sequence[Any], number: int) -> tuple[str, Row]:
    """Return the key and the row of the *number*-th 32 occasions, promises or items."""
    some = kept[number * TOGETHER : (number + 1) * TOGETHER]
    rows = map(_occasion_row, some) if what == "occasions" else map(list, some)
    return f"{what}-{number:06d}", {what: list(rows)}


def of_rows(relationship: str, rows: Iterable[Row]) -> Kept:
    """Return what `as_rows` wrote; the rows in the order of their keys."""
    told: dict[str, Any] = {"occasions": [], "promises": [], "items": []}
    for row in rows:
        for what, kept in row.items():
            told[what] = [*told[what], *kept] if what in _MANY else kept
    return Kept(
        relationship=relationship,
        occasions=tuple(map(_occasion, told["occasions"])),
        traits=told["traits"],
        adopted=_adopted(*told["adopted"]) if told["adopted"] else None,
        promises=tuple(promised_of(*one) for one in told["promises"]),
        goodbye=goodbye_of(*told["goodbye"]) if told["goodbye"] else None,
        items=dict(told["items"]),
    )


_MANY = ("occasions", "promises", "items")


def _occasion_row(one: Occasion) -> list[Any]:
    return [*one[:-2], _felt(one.client), _felt(one.staff)]


def _felt(felt: Felt) -> list[Any] | None:
    if felt is UNTOLD:
        return None
    return [felt.before, felt.after, felt.attributed, felt.events, felt.earlier]


def _occasion(told: list[Any]) -> Occasion:
    told[-3:] = tuple(told[-3]), _felt_of(told[-2]), _felt_of(told[-1])
    return Occasion._make(told)


def _felt_of(told: list[Any] | None) -> Felt:
    if told is None:
        return UNTOLD
    before, after, attributed, events, earlier = told
    return Felt(before, after, attributed, tuple(events), earlier)


def _adopted(event: str, fact: dict[str, Any], shut: dict[str, str]) -> Adopted:
    return Adopted(event, ProcessAdopted.model_validate(fact), shut)


def promised_of(
    key: str,
    made: str,
    due: str | None,
    outcome: str | None,
    settled: str | None,
    events: list[str],
) -> Promised:
    """Return a promise as it is kept, from what was written of it."""
    return Promised(key, Moment(made), _moment(due), outcome, _moment(settled), tuple(events))


def goodbye_of(
    at: str, events: list[str], last_act: str | None, duties: list[Any], turns: list[Any]
) -> Goodbye:
    """Return a goodbye as it is kept, from what was written of it."""
    return Goodbye(
        Moment(at),
        tuple(events),
        _moment(last_act),
        tuple((verdict, _moment(since)) for verdict, since in duties),
        tuple((_moment(since), overall) for since, overall in turns),
    )


def _moment(text: str | None) -> Moment | None:
    return Moment(text) if text is not None else None

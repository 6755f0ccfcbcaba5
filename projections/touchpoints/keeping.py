"""What is kept of a life as a row of a view, and back.

Occasions are many: each is written as a list in the order of its fields, and an untold feeling as
null, which takes a third of the room and of the time that names would take.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from domain.moments import Moment
from domain.process import ProcessAdopted
from projections.course import Told
from projections.ports import Row
from projections.touchpoints.life import Adopted, Goodbye, Kept, Promised, kept
from projections.touchpoints.occasion import UNTOLD, Occasion
from projections.touchpoints.visit import Felt

VIEW = "lived"


def rows(told: Told) -> Iterator[tuple[str, Row]]:
    """Yield the one row of a relationship in the view ``lived``."""
    yield "", as_row(kept(told))


def as_row(life: Kept) -> Row:
    """Return what is kept of a life as plain data."""
    return {
        "occasions": [[*one[:-2], _felt(one.client), _felt(one.staff)] for one in life.occasions],
        "traits": life.traits,
        "adopted": [
            life.adopted.event,
            life.adopted.fact.model_dump(mode="json"),
            life.adopted.shut,
        ]
        if life.adopted
        else None,
        "promises": [list(one) for one in life.promises],
        "goodbye": list(life.goodbye) if life.goodbye else None,
        "items": life.items,
    }


def of_row(relationship: str, row: Row) -> Kept:
    """Return what `as_row` wrote."""
    return Kept(
        relationship=relationship,
        occasions=tuple(_occasion(told) for told in row["occasions"]),
        traits=row["traits"],
        adopted=_adopted(*row["adopted"]) if row["adopted"] else None,
        promises=tuple(_promised(*told) for told in row["promises"]),
        goodbye=_goodbye(*row["goodbye"]) if row["goodbye"] else None,
        items=row["items"],
    )


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


def _promised(
    key: str,
    made: str,
    due: str | None,
    outcome: str | None,
    settled: str | None,
    events: list[str],
) -> Promised:
    return Promised(key, Moment(made), _moment(due), outcome, _moment(settled), tuple(events))


def _goodbye(
    at: str, events: list[str], last_act: str | None, duties: list[Any], turns: list[Any]
) -> Goodbye:
    return Goodbye(
        Moment(at),
        tuple(events),
        _moment(last_act),
        tuple((verdict, _moment(since)) for verdict, since in duties),
        tuple((_moment(since), overall) for since, overall in turns),
    )


def _moment(text: str | None) -> Moment | None:
    return Moment(text) if text is not None else None

"""Facts of every kind: at random, for hypothesis, and one full sample of each."""

from __future__ import annotations

import types
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import annotated_types
from hypothesis import strategies as st
from pydantic import BaseModel
from pydantic.types import StringConstraints

from domain._kernel import AnyEvent, Fact, Frozen, event_of
from domain.feelings import _RANGES, Rating
from domain.moments import Moment

KEYS = ("a", "b", "c")
WORDS = "Zoë zei: “voilà” – 𝄞"
WHEN = "2025-08-25T10:06:00.250000+02:00"

texts = st.text(
    st.characters(blacklist_characters="\x00", blacklist_categories=["Cs"]),
    min_size=1,
    max_size=20,
)
days = st.dates(
    min_value=date(1900, 1, 1),
    max_value=date(2200, 1, 1),
).map(Moment.of)
moments = st.one_of(
    days,
    days.map(lambda day: Moment(day[:7] + "~")),
    days.map(lambda day: Moment(day[:4])),
    days.map(lambda day: Moment(f"{day}T10:15:30+02:00")),
)


def at_random(kind: type[BaseModel], keys: tuple[str, ...] = KEYS) -> st.SearchStrategy[Any]:
    """Return facts (or parts of facts) of one kind; names of things are drawn from *keys*."""
    if kind is Rating:
        return st.sampled_from(sorted(_RANGES)).flatmap(
            lambda scale: st.builds(
                Rating, scale=st.just(scale), answer=st.floats(*_RANGES[scale], width=16)
            )
        )
    hints = get_type_hints(kind, include_extras=True)
    return st.builds(kind, **{name: _drawn(hints[name], keys) for name in kind.model_fields})


def _drawn(  # noqa: PLR0911
    hint: Any,  # noqa: ANN401
    keys: tuple[str, ...],
    marks: tuple[object, ...] = (),
) -> Any:  # noqa: ANN401
    origin = get_origin(hint)
    if origin is Annotated:
        base, *more = get_args(hint)
        return _drawn(base, keys, (*marks, *more))
    if origin in (Union, types.UnionType):
        return st.one_of(*(_drawn(part, keys, marks) for part in get_args(hint)))
    if origin is tuple:
        parts = get_args(hint)
        if parts[-1] is not Ellipsis:
            return st.tuples(*(_drawn(part, keys) for part in parts))
        return st.lists(_drawn(parts[0], keys), max_size=2).map(tuple)
    if origin is Literal:
        return st.sampled_from(get_args(hint))
    if isinstance(hint, type) and issubclass(hint, Frozen):
        return at_random(hint, keys)
    plain: dict[Any, Callable[[], Any]] = {
        type(None): st.none,
        bool: st.booleans,
        int: lambda: st.integers(int(_range(marks)[0] or 0), 400),
        float: lambda: st.floats(*_range(marks), allow_nan=False, allow_infinity=False).filter(
            lambda number: not any(number <= low for low in _above(marks))
        ),
        Moment: lambda: moments,
        str: lambda: _words(marks, keys),
    }
    return plain[hint]()


def _range(marks: tuple[object, ...]) -> tuple[float | None, float | None]:
    low: float | None = None
    high: float | None = None
    for mark in marks:
        for part in getattr(mark, "metadata", [mark]):
            low = float(str(part.ge)) if isinstance(part, annotated_types.Ge) else low
            high = float(str(part.le)) if isinstance(part, annotated_types.Le) else high
    return low, high


def _above(marks: tuple[object, ...]) -> list[float]:
    parts = [part for mark in marks for part in getattr(mark, "metadata", [mark])]
    return [float(str(part.gt)) for part in parts if isinstance(part, annotated_types.Gt)]


def _words(marks: tuple[object, ...], keys: tuple[str, ...]) -> st.SearchStrategy[str]:
    pattern = next((m.pattern for m in marks if isinstance(m, StringConstraints)), None)
    for sign, words in (
        ("[^\\x00]*", texts),
        ("A-Z]{2}", ("NL", "BE")),
        ("_+/-", ("Europe/Brussels",)),
    ):
        if sign in str(pattern):
            return st.sampled_from(words) if isinstance(words, tuple) else words
    return st.sampled_from(keys)


@cache
def fully(kind: type[BaseModel]) -> Any:  # noqa: ANN401
    """Return a fact of that kind with every field filled in."""
    if kind is Rating:
        return Rating(scale="nps", answer=7)
    hints = get_type_hints(kind, include_extras=True)
    return kind(**{name: _full(hints[name], name) for name in kind.model_fields})


def _full(hint: Any, name: str, marks: tuple[object, ...] = ()) -> Any:  # noqa: ANN401, PLR0911
    origin = get_origin(hint)
    if origin is Annotated:
        base, *more = get_args(hint)
        return _full(base, name, (*marks, *more))
    if origin in (Union, types.UnionType):
        return _full(next(p for p in get_args(hint) if p is not type(None)), name, marks)
    if origin is tuple:
        parts = [part for part in get_args(hint) if part is not Ellipsis]
        return tuple(_full(part, name) for part in parts)
    if origin is Literal:
        return get_args(hint)[-1]
    if isinstance(hint, type) and issubclass(hint, Frozen):
        return fully(hint)
    plain: dict[Any, Any] = {bool: True, int: 2, float: 0.625, Moment: Moment(WHEN)}
    if hint is not str:
        return plain[hint]
    pattern = str(next((m.pattern for m in marks if isinstance(m, StringConstraints)), ""))
    words = {"jurisdiction": "BE", "zone": "Europe/Brussels"}
    return words.get(name) or (WORDS if "[^\\x00]*" in pattern else name.replace("_", "-"))


def event_with(fact: Fact, **testimony: Any) -> AnyEvent:  # noqa: ANN401
    """Return an event with this fact; unless told otherwise with every field filled in."""
    everything = {
        "occurred_at": "2025-08-25~",
        "recorded_at": WHEN,
        "actor": "ada",
        "command_id": "c-1",
        "on_whose_word": "client",
        "cause": "e-0",
        "correlation": "case-1",
        "source": "letter of 25 August",
        "channel": "in-person",
        "touchpoint": "intake",
        "basis": "told",
        "date_basis": "assumed",
        "story_id": "E01",
        "id": "e-1",
        "relationship": "client-1",
        "version": 3,
    }
    return event_of(fact, **{**everything, **testimony})

"""Values that a fold makes by the million: never changed once they are made.

`dataclass(frozen=True)` watches over that at run time, and pays for it with every field of every
value that is made: a fold of twenty events an instant spends more on it than on reading the events.
Here the type checker watches instead.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar, dataclass_transform, overload

T = TypeVar("T")


@overload
def unchanging(kind: type[T], /) -> type[T]: ...


@overload
def unchanging(*, eq: bool) -> Callable[[type[T]], type[T]]: ...


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def unchanging(kind: type[Any] | None = None, /, *, eq: bool = True) -> Any:
    """Make a class one of values with slots, equal by their fields, that nobody may change.

    Examples
    --------
    >>> @unchanging
    ... class Place:
    ...     town: str
    ...     zone: str = "Europe/Amsterdam"
    >>> Place("Utrecht") == Place("Utrecht"), hash(Place("Utrecht")) == hash(Place("Utrecht"))
    (True, True)
    """
    made = dataclass(slots=True, eq=eq, unsafe_hash=eq)
    return made if kind is None else made(kind)

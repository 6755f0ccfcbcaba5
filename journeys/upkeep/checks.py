"""What the doctor looks at, and what it says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

Verdict = Literal["ok", "warn", "fail"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with the values for its places."""

    template: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    ``name`` is a stable word; ``todo`` says what to do about it, None where nothing has to be done.
    """

    name: str
    verdict: Verdict
    said: Sentence
    todo: Sentence | None = None
    shards: tuple[int, ...] = ()
    """In which of several shards it is so, from 1."""


Checks = Iterator[Check]


def of_shards(found: Sequence[Iterable[Check]]) -> Checks:
    """Yield the checks of several shards by name; what is the same in several is said once."""
    every = [(number, one) for number, some in enumerate(found, start=1) for one in some]
    for name in dict.fromkeys(one.name for _, one in every):
        same: list[tuple[Check, list[int]]] = []
        for number, one in every:
            if one.name != name:
                continue
            numbers = next((numbers for other, numbers in same if other == one), None)
            if numbers is None:
                same.append((one, [number]))
            else:
                numbers.append(number)
        yield from (replace(one, shards=tuple(numbers)) for one, numbers in same)


def ok(name: str, template: str, /, **values: object) -> Check:
    """Return a check that found nothing wrong."""
    return Check(name, "ok", Sentence(template, values))


def warn(name: str, said: str, todo: str, /, **values: object) -> Check:
    """Return a check that found something to look after."""
    return Check(name, "warn", Sentence(said, values), Sentence(todo, values))


def fail(name: str, said: str, todo: str, /, **values: object) -> Check:
    """Return a check that found something wrong."""
    return Check(name, "fail", Sentence(said, values), Sentence(todo, values))

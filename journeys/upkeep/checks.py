"""What the doctor looks at, and what it says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
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


Checks = Iterator[Check]


def ok(name: str, template: str, /, **values: object) -> Check:
    """Return a check that found nothing wrong."""
    return Check(name, "ok", Sentence(template, values))


def warn(name: str, said: str, todo: str, /, **values: object) -> Check:
    """Return a check that found something to look after."""
    return Check(name, "warn", Sentence(said, values), Sentence(todo, values))


def fail(name: str, said: str, todo: str, /, **values: object) -> Check:
    """Return a check that found something wrong."""
    return Check(name, "fail", Sentence(said, values), Sentence(todo, values))

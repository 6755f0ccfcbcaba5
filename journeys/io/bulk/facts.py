"""What is known of a fact by its bytes alone; it is worked out once for each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from pydantic import ValidationError

from domain._kernel import Fact
from domain.promises import PromiseMade, PromiseSettled
from domain.rules import RULES
from journeys.columns.facts import Kept, apart, kept_of

Thing = tuple[str, str]
_GENERAL = {
    "opened-first", "keeps-to-its-subject", "only-what-happened", "not-before-it-happened",
    "refers-to-what-is-known", "happens-after-what-it-refers-to", "named-once",
}  # fmt: skip
"""The rules that a note can answer, of those that every fact is asked."""
_SETTLED = "settled"


@dataclass(slots=True, eq=False)
class Known:
    """A fact, with what the rules and the columns ask of it; one object for the same bytes."""

    text: str
    """As it is stored."""
    area: str
    easy: str | None
    """Its area, where nothing is asked of it but an open record of that area; None otherwise."""
    asked_more: bool
    """Whether a rule asks more than a note of names and moments can answer."""
    opens: bool
    new: tuple[Thing, ...]
    """The things it brings into being, and a promise's end, which comes but once."""
    old: tuple[Thing, ...]
    """The things it relies on."""
    kept: Kept
    apart: tuple[Any, ...]
    """What is kept of it as plain values."""


@lru_cache(maxsize=16_384)
def written(kind: type[Fact], data: bytes) -> Known | None:
    """Return what these bytes say, when they are what would be stored of it."""
    try:
        fact = kind.model_validate_json(data, strict=True)
    except ValidationError:
        return None
    return _known(fact, data) if _bytes(fact) == data else None


def known(fact: Fact) -> Known:
    """Return what is known of a fact.

    Examples
    --------
    >>> from domain.promises import PromiseSettled
    >>> known(PromiseSettled(promise="draft", outcome="kept")).new
    (('settled', 'draft'),)
    """
    return _known(fact, _bytes(fact))


def _known(fact: Fact, data: bytes) -> Known:
    more, ends, area = _asked_more(type(fact)), tuple[Thing, ...](), fact.area()
    if isinstance(fact, PromiseMade):
        more |= fact.due is not None
    elif isinstance(fact, PromiseSettled):
        more |= fact.outcome == "reagreed" and fact.due is None
        ends = ((_SETTLED, fact.promise),)
    new, old = (*fact.defined(), *ends), tuple(fact.referred())
    more |= len(set(new)) < len(new)
    easy = None if more or fact.opens or new or old else area
    kept = kept_of(fact.topic, data)
    return Known(data.decode(), area, easy, more, fact.opens, new, old, kept, apart(kept))


def _bytes(fact: Fact) -> bytes:
    return fact.__pydantic_serializer__.to_json(fact, exclude_none=True)


@cache
def _asked_more(kind: type[Fact]) -> bool:
    ours = {PromiseMade: {"runs-forward"}, PromiseSettled: {"settled-once"}}
    answered = _GENERAL | ours.get(kind, set())
    return any(issubclass(kind, rule.on) and rule.name not in answered for rule in RULES)

"""What is known of a fact by its bytes alone; it is worked out once for each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from operator import getitem

from pydantic import ValidationError

from domain._kernel import Fact, topics
from domain.promises import PromiseMade, PromiseSettled
from domain.rules import RULES
from journeys.columns.facts import Kept, kept_of

Thing = str
"""What a fact brings into being or relies on: what it is and its name, a line end between them."""
_GENERAL = {
    "opened-first", "keeps-to-its-subject", "only-what-happened", "not-before-it-happened",
    "refers-to-what-is-known", "happens-after-what-it-refers-to", "named-once",
}  # fmt: skip
"""The rules that a note can answer, of those that every fact is asked."""
_SETTLED = "settled"
_REMEMBERED = 4096
"""So many facts of a kind."""


@dataclass(slots=True, eq=False)
class Known:
    """A fact, with what the rules and the columns ask of it; one object for the same bytes."""

    topic: str
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


def written(topic: Sequence[str], data: Sequence[bytes]) -> list[Known | None]:
    """Return what bytes say as facts of these topics; None where they are not what is stored.

    Raises
    ------
    KeyError
        When there is no such topic.
    """
    return list(map(getitem, map(_facts().__getitem__, topic), data))


class _Facts(dict[bytes, Known | None]):
    """What bytes say as facts of a kind, for as many as may be remembered."""

    def __init__(self, kind: type[Fact]) -> None:
        super().__init__()
        self._kind = kind

    def __missing__(self, data: bytes) -> Known | None:
        """Read them."""
        if len(self) >= _REMEMBERED:
            self.clear()
        try:
            fact = self._kind.model_validate_json(data, strict=True)
        except ValidationError:
            return None
        found = self[data] = _known(fact, data) if _bytes(fact) == data else None
        return found


@cache
def _facts() -> dict[str, _Facts]:
    return {topic: _Facts(kind) for topic, kind in topics().items()}


def known(fact: Fact) -> Known:
    r"""Return what is known of a fact.

    Examples
    --------
    >>> from domain.promises import PromiseSettled
    >>> known(PromiseSettled(promise="draft", outcome="kept")).new
    ('settled\ndraft',)
    """
    return _known(fact, _bytes(fact))


def _known(fact: Fact, data: bytes) -> Known:
    more, ends, area = _asked_more(type(fact)), list[tuple[str, str]](), fact.area()
    if isinstance(fact, PromiseMade):
        more |= fact.due is not None
    elif isinstance(fact, PromiseSettled):
        more |= fact.outcome == "reagreed" and fact.due is None
        ends = [(_SETTLED, fact.promise)]
    new, old = _things([*fact.defined(), *ends]), _things(fact.referred())
    more |= len(set(new)) < len(new)
    easy = None if more or fact.opens or new or old else area
    kept = kept_of(fact.topic, data)
    return Known(fact.topic, data.decode(), area, easy, more, fact.opens, new, old, kept)


def _things(pairs: Iterable[tuple[str, str]]) -> tuple[Thing, ...]:
    """Return things as texts, which know their hash: they are asked for time and again."""
    return tuple(map("\n".join, pairs))


def _bytes(fact: Fact) -> bytes:
    return fact.__pydantic_serializer__.to_json(fact, exclude_none=True)


@cache
def _asked_more(kind: type[Fact]) -> bool:
    ours = {PromiseMade: {"runs-forward"}, PromiseSettled: {"settled-once"}}
    answered = _GENERAL | ours.get(kind, set())
    return any(issubclass(kind, rule.on) and rule.name not in answered for rule in RULES)

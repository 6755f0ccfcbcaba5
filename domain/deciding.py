"""What a decision hangs on, so that nothing else has to be read for it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import domain.chapters  # noqa: F401 - all rules are known once these are
from domain._kernel import Fact, topics
from domain.rules import RULES, asked


def beside_the_point(facts: Iterable[Fact]) -> tuple[str, ...]:
    """Return the topics that change nothing in what is decided on *facts*: they need not be read.

    The rules look at whether the history has begun and, unless they say otherwise, at the things
    that the facts name. A topic that nobody knows today is never among them.

    Examples
    --------
    >>> from domain.promises import PromiseSettled
    >>> left = beside_the_point([PromiseSettled(promise="a-draft", outcome="kept")])
    >>> "relationship.promise-made.v1" in left, "relationship.goal-set.v1" in left
    (False, True)
    """
    return _beside(frozenset(type(fact) for fact in facts), len(RULES))


@cache
def _beside(kinds: frozenset[type[Fact]], _rules: int) -> tuple[str, ...]:
    if not all(entry.looks_no_further for kind in kinds for entry in asked(kind)):
        return ()
    things = {thing for kind in kinds for thing in kind.things()}
    return tuple(topic for topic, kind in topics().items() if not things & kind.things())

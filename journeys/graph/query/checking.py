"""From a question to rules that can be asked of columns: what its names mean, and their types."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import reduce
from typing import assert_never

from domain.moments import Moment
from journeys.graph.query import logic
from journeys.graph.query.ground import Column
from journeys.graph.query.logic import Truth
from journeys.graph.query.misread import Misread
from journeys.graph.query.scope import Element, Ref, Scope
from journeys.graph.query.telling import condition as told
from journeys.graph.query.telling import tell
from journeys.graph.query.tree import (
    Among,
    And,
    Compare,
    Condition,
    Flag,
    Like,
    Name,
    Not,
    Or,
    Query,
    Span,
    Told,
    Value,
    Within,
)  # fmt: skip
from journeys.graph.query.words import NODE_KINDS, UNITS, WAY_KINDS, nearest
from projections.touchpoints.attributes import PHASES

Fetch = Callable[[Ref], Column]
Test = Callable[[Fetch], Truth]
_YEARS = range(1000, 10_000)
_SENTENCES = {
    "number": "{word} is a number: hold it against one, such as -0.3",
    "days": "{word} is a duration: hold it against one, such as 14 days",
    "moment": "{word} is a date: hold it against one, such as 2025-08-19",
    "text": "{word} is a text: hold it against one in quotes, with =, !=, in or like",
    "flag": "{word} is true or false: hold it against one of these, with = or !=",
    "ids": "{word} are ids of events: write {example}",
    "said": "{word} is in the reader's language: it can be returned and nothing else",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that has to be so: the test, what it asks about, and how it was written."""

    test: Test
    about: frozenset[int]
    written: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A question whose every name means something.

    Attributes
    ----------
    own
        The rules that ask about one node or way only, by its number.
    across
        The rules that ask about several.
    asked
        What each ``where`` names, in the order in which it is named.
    columns, order
        What is returned, with the name that was written; by what it is ordered, and whether down.
    """

    query: Query
    scope: Scope
    own: dict[int, list[Rule]]
    across: list[Rule]
    asked: tuple[Ref, ...]
    columns: tuple[tuple[str, Ref], ...]
    order: tuple[tuple[Ref, bool], ...]


def check(query: Query, text: str | None = None) -> Checked:
    """Return a question with its names understood and its types checked.

    Parameters
    ----------
    query
        As `parsing.parse` returns it.
    text
        In which the places of errors are shown; without it the question is told anew.

    Raises
    ------
    Misread
        When a name means nothing here, or two things cannot be held against each other.
    """
    scope = Scope(query, tell(query) if text is None else text)
    own: dict[int, list[Rule]] = {}
    across: list[Rule] = []
    asked: dict[Ref, None] = {}
    for element in scope.elements:
        for part in _conjuncts(element.pattern.where):
            making = _Making(scope, element)
            test = making.test(part)
            about = frozenset(ref.number for ref in making.refs if ref.number is not None)
            rule = Rule(test, about, told(part))
            asked.update(dict.fromkeys(making.refs))
            if element.steps and about != {element.number}:
                message = "{way} repeats: its where cannot ask about anything else"
                raise Misread(message, text=scope.text, place=element.pattern.at, way=element.name)
            if len(about) == 1:
                own.setdefault(next(iter(about)), []).append(rule)
            else:
                across.append(rule)
    columns = tuple((name.word, scope.returned(name)) for name in query.columns)
    order = tuple((_ordered(scope, key.name), key.down) for key in query.order)
    return Checked(query, scope, own, across, tuple(asked), columns, order)


def _conjuncts(where: Condition | None) -> Iterator[Condition]:
    if isinstance(where, And):
        for part in where.parts:
            yield from _conjuncts(part)
    elif where is not None:
        yield where


def _ordered(scope: Scope, name: Name) -> Ref:
    ref = scope.returned(name)
    if ref.type in ("said", "ids"):
        raise scope.wrong("nothing can be ordered by {word}", name, word=name.word)
    return ref


class _Making:
    """Makes tests of one ``where``, and keeps what they ask about."""

    def __init__(self, scope: Scope, element: Element) -> None:
        self.scope, self.element = scope, element
        self.refs: dict[Ref, None] = {}

    def test(self, what: Condition) -> Test:
        """Return the test of a condition."""
        match what:
            case Not(part):
                test = self.test(part)
                return lambda fetch: ~test(fetch)
            case And(parts):
                tests = [self.test(part) for part in parts]
                return lambda fetch: reduce(Truth.__and__, (test(fetch) for test in tests))
            case Or(parts):
                tests = [self.test(part) for part in parts]
                return lambda fetch: reduce(Truth.__or__, (test(fetch) for test in tests))
            case _:
                return self._test(what)

    def _test(self, what: Compare | Among | Within | Like | Told | Flag) -> Test:
        match what:
            case Compare():
                return self._compare(what)
            case Among(name, values):
                ref = self._ref(name)
                known = [self._constant(name, ref, value) for value in values]
                return lambda fetch: logic.among(fetch(ref), known)
            case Within(value, name):
                return self._within(value, name)
            case Like(name, shape):
                ref = self._ref(name)
                if ref.type != "text":
                    raise self._unfit(name, ref, shape.at)
                alike = logic.alike(str(shape.value))
                return lambda fetch: logic.each(fetch(ref), alike)
            case Told(name, known_):
                ref = self._ref(name)
                return lambda fetch: logic.told(fetch(ref)) if known_ else ~logic.told(fetch(ref))
            case Flag(name):
                ref = self._ref(name)
                if ref.type != "flag":
                    message = "{word} is not true or false by itself: what should it be?"
                    raise self.scope.wrong(message, name, word=name.word)
                return lambda fetch: logic.flag(fetch(ref))
            case _:
                assert_never(what)

    def _ref(self, name: Name) -> Ref:
        ref = self.scope.within(name, self.element)
        if ref.type == "said":
            raise self._unfit(name, ref, name.at)
        self.refs[ref] = None
        return ref

    def _compare(self, what: Compare) -> Test:
        left, sign, right = what.left, what.sign, what.right
        if isinstance(left, Name):
            one = self._ref(left)
            if one.type == "ids" or (one.type in ("text", "flag") and sign not in ("=", "!=")):
                raise self._unfit(left, one, left.at)
            if isinstance(right, Name):
                other = self._ref(right)
                if one.type != other.type:
                    raise self._unfit(left, one, right.at)
                return lambda fetch: logic.compare(fetch(one), sign, fetch(other))
            fixed = self._constant(left, one, right)
            return lambda fetch: logic.compare(fetch(one), sign, fixed)
        if isinstance(right, Name):
            turned = logic.TURNED[sign]
            return self._compare(Compare(right, turned, left))
        message = "two values are held against each other: name an attribute"
        raise Misread(message, text=self.scope.text, place=left.at)

    def _within(self, value: Value, name: Name) -> Test:
        ref = self._ref(name)
        if ref.type != "ids" or value.type != "text":
            if ref.type == "ids":
                raise self._unfit(name, ref, value.at)
            message = "{word} is no list of events: write {example}"
            raise self.scope.wrong(message, name, word=name.word, example=f'{name.word} in ("…")')
        return lambda fetch: logic.each(
            fetch(ref), lambda ids: value.value in ids if isinstance(ids, tuple) else False
        )

    def _constant(self, name: Name, ref: Ref, value: Value) -> Column:
        meant: object = value.value
        if isinstance(meant, Span):
            meant = float(meant.amount) * UNITS[meant.unit]
        if ref.type == "moment" and value.type == "number" and meant in _YEARS:
            return logic.constant(Moment(str(int(meant))), "moment")  # type: ignore[call-overload]
        if ref.type != value.type:
            raise self._unfit(name, ref, value.at)
        if ref.type == "text" and isinstance(meant, str):
            self._known_word(ref, meant, value)
        return logic.constant(meant, ref.type)  # type: ignore[arg-type]

    def _known_word(self, ref: Ref, meant: str, value: Value) -> None:
        """Refuse a word that the vocabulary of an attribute does not have."""
        element = self.scope.elements[ref.number or 0]
        kinds = WAY_KINDS if element.way else NODE_KINDS
        known = {"phase": PHASES, "kind": kinds}.get(ref.attribute)
        if known and meant not in known:
            message = "{attribute} is one of {names}, never {word}"
            raise Misread(
                message,
                text=self.scope.text,
                place=value.at,
                near=nearest(meant, known),
                attribute=ref.attribute,
                names=", ".join(known),
                word=meant[:40],
            )

    def _unfit(self, name: Name, ref: Ref, at: int) -> Misread:
        return Misread(
            _SENTENCES[ref.type],
            text=self.scope.text,
            place=at,
            word=name.word,
            example=f'"e-3d78" in {name.word}',
        )

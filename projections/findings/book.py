"""The book of rules in force: which are asked, in which order, with which numbers.

What the engine runs is `USUAL`. Another book judges the same history by other rules or numbers;
nothing is shared between the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import groupby
from typing import Any

from domain.state import Area
from projections.findings.families import RULES
from projections.findings.registry import Rule, Scene, Where

_Alike = tuple[Where | None, tuple[Rule, ...]]
"""Rules in a row that are asked where the same is so."""


class Book:
    """Rules by the code of their findings.

    Parameters
    ----------
    rules
        In the order in which they are asked.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules: Mapping[str, Rule] = {entry.code: entry for entry in rules}
        self._by_fact: dict[tuple[Area, type[Any]], tuple[_Alike, ...]] = {}

    def __repr__(self) -> str:
        """Say how many rules it holds."""
        return f"<Book of {len(self.rules)} rules>"

    def concerned(self, scene: Scene) -> list[Rule]:
        """Return the rules that look at such a fact, and may have something to say of it here."""
        found: list[Rule] = []
        for where, rules in self._looking(type(scene.event.fact), scene.before.area):
            if where is None or where(scene):
                found += rules
        return found

    def _looking(self, kind: type[Any], about: Area) -> tuple[_Alike, ...]:
        looking = self._by_fact.get((about, kind))
        if looking is None:
            ours = (entry for entry in self.rules.values() if entry.about == about)
            asked = (entry for entry in ours if not entry.on or issubclass(kind, entry.on))
            alike = groupby(asked, key=lambda entry: entry.where)
            looking = tuple((where, tuple(rules)) for where, rules in alike)
            self._by_fact[about, kind] = looking
        return looking


USUAL = Book(RULES.values())
"""Every rule, with the numbers it was entered with."""


def altered(off: Iterable[str], numbers: Mapping[str, Mapping[str, float]]) -> Book:
    """Return the usual book without some rules, and with other numbers in others.

    Parameters
    ----------
    off
        Codes of rules that are not asked.
    numbers
        For the code of a rule, the parameters that differ.

    Examples
    --------
    >>> book = altered(["silence"], {"mood-drop": {"limit": 4.0}})
    >>> (
    ...     "silence" in book.rules,
    ...     book.rules["mood-drop"].parameters["limit"],
    ...     USUAL.rules["mood-drop"].parameters["limit"],
    ... )
    (False, 4.0, 6.0)
    """
    without = set(off)
    return Book(
        replace(entry, parameters={**entry.parameters, **numbers.get(code, {})})
        for code, entry in RULES.items()
        if code not in without
    )

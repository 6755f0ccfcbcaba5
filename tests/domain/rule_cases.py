"""Cases of the rules of recording: which rule, in which case, after what, on which command."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from domain._kernel import Record
from domain.rules import RULES

Case = tuple[str, str, tuple[Record, ...], Record]


def by_rule(cases: Iterable[Case]) -> list[object]:
    """Return each case under its name, marked with the requirement rows of its rule."""
    return [
        pytest.param(*case, id=f"{case[0]}: {case[1]}", marks=[pytest.mark.row(n) for n in rows])
        for case in cases
        for rows in [next(rule.rows for rule in RULES if rule.name == case[0])]
    ]

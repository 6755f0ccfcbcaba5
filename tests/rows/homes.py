"""Where each row is at home: the event, the finding and the answer that serve it."""

from __future__ import annotations

from domain._kernel import Fact, topics
from projections.answers import ANSWERS
from projections.findings.families import RULES
from tests.rows.claims import claims

SHOWN = {153: "timeline"}
"""Rows that are answered by a view, not by a question that is asked by name."""


def facts(row: int) -> list[type[Fact]]:
    """Return the facts that serve a row."""
    return [kind for kind in topics().values() if row in kind.rows]


def fields(row: int, kind: type[Fact]) -> list[str]:
    """Return which fields of a fact the tests of a row look at."""
    looked_at = {
        word
        for claim in claims()
        if claim.row == row and kind.__name__ in claim.words
        for word in claim.words
    }
    return [name for name in kind.model_fields if name in looked_at]


def findings(row: int) -> list[str]:
    """Return the codes of the findings that serve a row."""
    return [code for code, rule in RULES.items() if row in rule.rows]


def answers(row: int) -> list[str]:
    """Return the names of the answers and views that serve a row."""
    shown = [SHOWN[row]] if row in SHOWN else []
    return shown + [name for name, answer in ANSWERS.items() if row in answer.rows]


def tests(row: int) -> list[str]:
    """Return the tests that claim a row, as ``file::name``."""
    return list(dict.fromkeys(f"{c.file}::{c.test}" for c in claims() if c.row == row))

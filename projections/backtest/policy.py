"""Policies: which rules are asked, with which numbers, under which limits, and what alarms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from domain.vocabulary import SEVERITIES, Severity
from projections.alarms.bounds import Bounds
from projections.findings.book import USUAL, Book, altered
from projections.findings.registry import Rule

LEAST: Severity = "info"
"""What is said in praise is no alarm."""


def rules() -> dict[str, Rule]:
    """Return the rules that a policy is about: those that look at a relationship, by code."""
    return {code: rule for code, rule in USUAL.rules.items() if rule.about == "relationship"}


def numbers_of(rule: Rule) -> dict[str, float]:
    """Return the numbers of a rule that a policy may set otherwise.

    Examples
    --------
    >>> numbers_of(rules()["mood-drop"]), numbers_of(rules()["farewell-thanks"])
    ({'limit': 6.0, 'within_days': 365}, {})
    """
    return {
        name: value for name, value in rule.parameters.items() if isinstance(value, int | float)
    }


@dataclass(frozen=True)
class Policy:
    """How it is judged, as a whole. Without arguments it is what the engine runs.

    Parameters
    ----------
    bounds
        The budget of false alarms, and the limits of drift.
    off
        Codes of rules that are not asked.
    numbers
        For the code of a rule, the parameters that differ from the usual ones.
    severity
        A finding of at least this severity is an alarm.
    """

    bounds: Bounds = field(default_factory=Bounds)
    off: frozenset[str] = frozenset()
    numbers: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    severity: Severity = LEAST

    @cached_property
    def book(self) -> Book:
        """The rules in force."""
        return altered(self.off, self.numbers) if self.off or self.numbers else USUAL

    def alarms_at(self, severity: Severity) -> bool:
        """Whether a finding of that severity is an alarm.

        Examples
        --------
        >>> Policy(severity="medium").alarms_at("low"), Policy().alarms_at("positive")
        (False, False)
        """
        return SEVERITIES.index(severity) >= SEVERITIES.index(self.severity)

"""All families of rules, in the order in which they are asked."""

from projections.findings import (
    bargain,
    care,
    goodbye,
    mood,
    numbers,
    process,
    strain,
)
from projections.findings.registry import RULES

__all__ = ["RULES", "bargain", "care", "goodbye", "mood", "numbers", "process", "strain"]

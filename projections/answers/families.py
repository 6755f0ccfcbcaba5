"""All families of answers."""

from projections.answers import (
    care,
    cohorts,
    fit,
    ledger,
    lived,
    moments,
    money,
    portfolio,
    precision,
    process,
    rhythm,
    stopping,
    strain,
    team,
    value,
    values,
    yielding,
)
from projections.answers.registry import ANSWERS

__all__ = [
    "ANSWERS",
    "care",
    "cohorts",
    "fit",
    "ledger",
    "lived",
    "moments",
    "money",
    "portfolio",
    "precision",
    "process",
    "rhythm",
    "stopping",
    "strain",
    "team",
    "value",
    "values",
    "yielding",
]

"""Every chapter of the language: importing this makes all facts and rules known."""

from domain import (
    breakup,
    care,
    contract,
    courtship,
    expectation,
    feelings,
    friction,
    judgement,
    map_rules,
    maps,
    numbers,
    organisation,
    process,
    promises,
    values,
)

__all__ = [
    "breakup",
    "care",
    "contract",
    "courtship",
    "expectation",
    "feelings",
    "friction",
    "judgement",
    "map_rules",
    "maps",
    "numbers",
    "organisation",
    "process",
    "promises",
    "values",
]

"""Ground floor: what happened in a relationship, and what may happen. Pure."""

from domain import (
    breakup,
    care,
    contract,
    courtship,
    expectation,
    feelings,
    friction,
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
    "map_rules",
    "maps",
    "numbers",
    "organisation",
    "process",
    "promises",
    "values",
]

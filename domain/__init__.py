"""Ground floor: what happened in a relationship, and what may happen. Pure."""

from domain import (
    breakup,
    care,
    contract,
    courtship,
    feelings,
    friction,
    numbers,
    process,
    promises,
    values,
)

__all__ = [
    "breakup",
    "care",
    "contract",
    "courtship",
    "feelings",
    "friction",
    "numbers",
    "process",
    "promises",
    "values",
]

"""Relationships that nobody had: generated from a seed, with the facts of a real population.

For calibrating detectors, for measuring them, and for trying the engine at size.
"""

from journeys.population.generate import Population, generate
from journeys.population.goodbye import QUALITIES, Quality, Truth
from journeys.population.kinds import KINDS, Drift, Strength
from journeys.population.parting import Goodbye, goodbye
from journeys.population.portfolio import Member, portfolio
from journeys.population.world import OTHER_WORLDS, World

__all__ = [
    "KINDS",
    "OTHER_WORLDS",
    "QUALITIES",
    "Drift",
    "Goodbye",
    "Member",
    "Population",
    "Quality",
    "Strength",
    "Truth",
    "World",
    "generate",
    "goodbye",
    "portfolio",
]

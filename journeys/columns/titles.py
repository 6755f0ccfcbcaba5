"""Titles: what kinds of facts are called in words, by their numbers in an array."""

from __future__ import annotations

from domain._kernel import topics
from journeys.columns.chosen import Columns
from projections.timeline import title


def titles(columns: Columns) -> list[str]:
    """Return the names of kinds of facts by the numbers of their topics."""
    facts = topics()
    return [topic and title(facts[topic]) for topic in columns.texts("topic")]

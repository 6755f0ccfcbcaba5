"""Suggestions: a valence that a model takes from somebody's words. Never a person's rating.

A suggestion says by which method and version it was made, and how often such a one was right. It
can be recorded as what it is, with source ``text-model``: then no figure and no finding counts it.
"""

from journeys.suggesting.model import installed
from journeys.suggesting.valence import Encoder, Suggester, Suggestion
from journeys.suggesting.words import Said, feeling, unrated

__all__ = ["Encoder", "Said", "Suggester", "Suggestion", "feeling", "installed", "unrated"]

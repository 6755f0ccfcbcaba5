"""Answers about what was lived: questions asked of the touchpoint graph."""

from projections.answers.lived import endings, moods, owed, systems, ways

__all__ = ["endings", "moods", "owed", "systems", "ways"]

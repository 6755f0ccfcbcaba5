"""How much there is, in words that fit one of it as well."""

from __future__ import annotations

from journeys.language import Language, t


def amount(words: Language, events: int, relationships: int) -> str:
    """Return how many events of how many relationships, both in the form that fits.

    Examples
    --------
    >>> from journeys.language import speak
    >>> amount(speak("en"), 5, 1), amount(speak("nl"), 1, 2)
    ('5 events of 1 relationship', '1 gebeurtenis van 2 relaties')
    """
    whose = words.plural(t("{n} relationship"), t("{n} relationships"), relationships)
    one, many = t("{n} event of {relationships}"), t("{n} events of {relationships}")
    return words.plural(one, many, events, relationships=whose)

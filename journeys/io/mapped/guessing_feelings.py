"""On which scale a column seems to tell of a feeling, and whose it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from journeys.io.mapped.guessing import MOST, Column
from journeys.io.mapped.values import slug

_SCALES = (
    (re.compile(r"\bnps\b|promoter|recommend|aanbevel"), "nps", 0, 10),
    (re.compile(r"\bces\b|effort|moeite"), "ces", 1, 7),
    (re.compile(r"csat|satisf|tevreden"), "csat", 1, 5),
    (re.compile(r"star|sterren|rating|review|beoordeling|waardering"), "stars", 1, 5),
    (re.compile(r"sentiment|valence|mood|feeling|gevoel|stemming|humeur|sfeer"), "valence", -1, 1),
)
_MARKS = re.compile(r"cijfer|grade|\bmark\b|score")
"""Names of marks of anything: of a feeling where the scale stands beside it, as in *score (1-10)*,
or where it is a Dutch report mark."""
_OF_OTHERS = re.compile(r"lead|credit|krediet|risi[ck]|priorit|kans|chance|health")
"""Marks of something else than how anybody felt."""
_REPORT = re.compile(r"(rapport|klant|eind)?cijfer$")
_BETWEEN = re.compile(r"(\d+)\s*(?:-|–|—|/|\bto\b|\btot\b|t/m)\s*(\d+)")
_THUMBS = re.compile(r"thumb|duim|helpful")
_UP = {"up", "yes", "true", "1", "ja", "positive", "👍"}
_WORDS = {
    **dict.fromkeys(("very-good", "excellent", "great", "zeer-goed", "uitstekend", "geweldig",
                     "very-satisfied", "zeer-tevreden", "very-happy", "heel-blij"), 0.9),
    **dict.fromkeys(("good", "goed", "positive", "positief", "happy", "blij", "satisfied",
                     "tevreden", "fijn", "prettig"), 0.6),
    **dict.fromkeys(("neutral", "neutraal", "ok", "okay", "oke", "average", "gemiddeld",
                     "mixed", "gemengd"), 0.0),
    **dict.fromkeys(("poor", "matig", "worried", "bezorgd", "tense", "gespannen"), -0.3),
    **dict.fromkeys(("bad", "slecht", "negative", "negatief", "unhappy", "ontevreden",
                     "dissatisfied", "angry", "boos", "annoyed", "geirriteerd"), -0.6),
    **dict.fromkeys(("very-bad", "terrible", "zeer-slecht", "very-dissatisfied",
                     "zeer-ontevreden", "furious", "woedend"), -0.9),
}  # fmt: skip
_STAFF = re.compile(
    r"\b(staff|agent|medewerkers?|collegas?|team|employees?|adviseur|advisor|consultant|intern"
    r"|internal)\b"
)
_CLIENT = re.compile(
    r"\b(client|customer|klant|klanten|csat|nps|ces|recommend|aanbevelen|u|uw|you|your)\b"
)
_WE = re.compile(r"\b(wij|ons|onze|we|us|our)\b")
"""Us: where a client is asked about it, the feeling is the client's."""
_TEN, _HUNDRED = 10, 100

Side = Literal["client", "staff"]


@dataclass(frozen=True, slots=True)
class Guess:
    """A scale that a column seems to be on."""

    scale: str
    low: float | None = None
    high: float | None = None
    words: dict[str, float] | None = None
    missed: int = 0
    """Cells that are not on it."""


def scale_of(column: Column) -> Guess | None:
    """Return the scale on which a column seems to tell of a feeling, None when it does not.

    Examples
    --------
    >>> from journeys.io.mapped.guessing import look_at
    >>> scale_of(look_at("Stemming klant (1-10)", ["7", "8,5", "6"]))
    Guess(scale='valence', low=1.0, high=10.0, words=None, missed=0)
    >>> scale_of(look_at("stemming", ["goed", "slecht"])).words
    {'goed': 0.6, 'slecht': -0.6}
    """
    if _THUMBS.search(column.plain) and 0 < len(column.words) <= 2:  # noqa: PLR2004 - up and down
        return Guess("thumbs", words={w: float(w.lower() in _UP) for w in column.words})
    known = next((one for one in _SCALES if one[0].search(column.plain)), None)
    told = _told(column.name)
    report = _REPORT.search(column.plain) is not None
    if known is None and _OF_OTHERS.search(column.plain):
        return None
    if known is None and not (told and _MARKS.search(column.plain)) and not report:
        return None
    figures = column.figures
    if column.cells and len(figures) >= MOST * len(column.cells):
        found = _of_figures(known, told, figures, report=report)
        return found and replace(found, missed=len(column.cells) - len(figures))
    return _of_words(column) if known else None


def whose(column: Column) -> Side | None:
    """Return whose feeling a column tells of by its name; None where that does not say so."""
    sides: tuple[tuple[re.Pattern[str], Side], ...] = (
        (_STAFF, "staff"), (_CLIENT, "client"), (_WE, "staff"),
    )  # fmt: skip
    return next((side for name, side in sides if name.search(column.plain)), None)


def _told(name: str) -> tuple[float, float] | None:
    """Return the ends of a scale that stand in a name."""
    found = _BETWEEN.search(name.lower())
    low, high = (float(found[1]), float(found[2])) if found else (0.0, 0.0)
    return (low, high) if low < high <= _HUNDRED else None


def _of_figures(
    known: tuple[re.Pattern[str], str, int, int] | None,
    told: tuple[float, float] | None,
    figures: list[float],
    *,
    report: bool,
) -> Guess | None:
    least, most = min(figures), max(figures)
    if told and told[0] <= least and most <= told[1]:
        same = known is not None and told == known[2:]
        return Guess(known[1]) if known and same else Guess("valence", *told)
    if known and known[2] <= least and most <= known[3]:
        return Guess(known[1])
    low = 1 if report and least >= 1 else 0
    top = _TEN if most <= _TEN else _HUNDRED
    return Guess("valence", low, top) if least >= 0 and most <= top else None


def _of_words(column: Column) -> Guess | None:
    known = {word: _WORDS[slug(word)] for word in column.words if slug(word) in _WORDS}
    missed = sum(cell not in known for cell in column.cells)
    enough = known and missed <= (1 - MOST) * len(column.cells)
    return Guess("valence", words=known, missed=missed) if enough else None

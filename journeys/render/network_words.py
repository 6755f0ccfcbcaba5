"""Every word on a touchpoint graph, in English and in Dutch."""

from collections.abc import Mapping
from dataclasses import dataclass

from journeys.render import words as _words

__all__ = ["DUTCH", "ENGLISH", "NetworkWords"]


@dataclass(frozen=True, slots=True, eq=False)
class NetworkWords:
    """The words of one language.

    Attributes
    ----------
    base
        The words that all pictures share: the two sides, figures, dates.
    more
        A group of places that are not shown one by one; ``{}`` takes how many.
    marks, signs
        Name and short sign of each mark on a place.

    Examples
    --------
    >>> ENGLISH.marks["skipped"], DUTCH.marks["skipped"]
    ('gate skipped', 'poort overgeslagen')
    """

    base: _words.Words
    nothing: str
    place: str
    part: str
    times: str
    leads_to: str
    good: str
    neutral: str
    bad: str
    untold: str
    often: str
    only_designed: str
    off_the_map: str
    more: str
    rarer: str
    summary: str
    marks: Mapping[str, str]
    signs: Mapping[str, str]


_SIGNS = {
    "void": "✗", "skipped": "⊘", "bypassed": "↷", "late": "◷", "waived": "≈", "never": "○",
    "unplanned": "✎", "truth": "◆",
}  # fmt: skip

ENGLISH = NetworkWords(
    base=_words.ENGLISH,
    nothing="nothing was lived here yet",
    place="Touchpoint",
    part="Phase or stage",
    times="Times",
    leads_to="Leads to",
    good="felt good",
    neutral="neutral",
    bad="felt bad",
    untold="not told",
    often="the wider, the more often",
    only_designed="designed, never lived",
    off_the_map="lived, not on the map",
    more="and {} more",
    rarer="Rarer ways, not drawn: {}.",
    summary="{} touchpoints and {} ways between them.",
    marks={
        "void": "waiver void",
        "skipped": "gate skipped",
        "bypassed": "passed by",
        "late": "limit missed",
        "waived": "waiver",
        "never": "never happened",
        "unplanned": "never planned",
        "truth": "moment of truth",
    },
    signs=_SIGNS,
)

DUTCH = NetworkWords(
    base=_words.DUTCH,
    nothing="hier is nog niets beleefd",
    place="Contactmoment",
    part="Fase of etappe",
    times="Keer",
    leads_to="Leidt naar",
    good="voelde goed",
    neutral="neutraal",
    bad="voelde slecht",
    untold="niet verteld",
    often="hoe breder, hoe vaker",
    only_designed="ontworpen, nooit beleefd",
    off_the_map="beleefd, niet op de kaart",
    more="en nog {}",
    rarer="Zeldzamere wegen, niet getekend: {}.",
    summary="{} contactmomenten en {} wegen ertussen.",
    marks={
        "void": "ontheffing vervallen",
        "skipped": "poort overgeslagen",
        "bypassed": "overgeslagen",
        "late": "limiet gemist",
        "waived": "ontheffing",
        "never": "nooit gebeurd",
        "unplanned": "nooit bedacht",
        "truth": "moment van de waarheid",
    },
    signs=_SIGNS,
)

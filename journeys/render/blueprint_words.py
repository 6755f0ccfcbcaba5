"""Every word on a blueprint, in English and in Dutch."""

from collections.abc import Mapping
from dataclasses import dataclass

from journeys.render import network_words as _words

__all__ = ["DUTCH", "ENGLISH", "BlueprintWords"]


@dataclass(frozen=True, slots=True, eq=False)
class BlueprintWords:
    """The words of one language.

    Attributes
    ----------
    base
        The words that it shares with the touchpoint graph.
    lanes
        Name of each lane, the client's first.
    lines
        What stands between two lanes, by the lane below the line.
    meant
        A feeling as it was designed; ``{}`` takes its figure.

    Examples
    --------
    >>> ENGLISH.lines["back"], DUTCH.lines["back"]
    ('line of visibility', 'zichtlijn')
    """

    base: _words.NetworkWords
    lane: str
    lanes: Mapping[str, str]
    lines: Mapping[str, str]
    channel: str
    meant: str
    summary: str


ENGLISH = BlueprintWords(
    base=_words.ENGLISH,
    lane="Lane",
    lanes={
        "client": "Client actions",
        "front": "Front stage",
        "back": "Back stage",
        "system": "Systems",
        "unknown": "Nobody told who",
    },
    lines={
        "front": "line of interaction",
        "back": "line of visibility",
        "system": "line of internal interaction",
    },
    channel="Channel",
    meant="meant: {}",
    summary="{} touchpoints, {} of them lived.",
)

DUTCH = BlueprintWords(
    base=_words.DUTCH,
    lane="Baan",
    lanes={
        "client": "Wat de klant doet",
        "front": "Voor de schermen",
        "back": "Achter de schermen",
        "system": "Systemen",
        "unknown": "Niet verteld wie",
    },
    lines={
        "front": "interactielijn",
        "back": "zichtlijn",
        "system": "interne interactielijn",
    },
    channel="Kanaal",
    meant="bedoeld: {}",
    summary="{} contactmomenten, waarvan {} beleefd.",
)

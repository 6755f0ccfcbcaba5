"""What a blueprint is drawn from: the touchpoint graph's values, each place in its lane."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from journeys.render.blueprint_words import ENGLISH, BlueprintWords
from journeys.render.network_values import Network

__all__ = ["LANES", "Backing", "Blueprint", "Lane"]

Lane = Literal["client", "front", "back", "unknown"]
LANES: Final[tuple[Lane, ...]] = ("client", "front", "back", "unknown")
"""The lanes as they are drawn, the client's first; the systems stand under them."""


@dataclass(frozen=True, slots=True)
class Backing:
    """What stands around a place on a blueprint.

    Attributes
    ----------
    lane
        Whose action it is: the client's, ours in the client's sight, or ours out of it.
    channel
        Over what it goes, in words.
    systems
        What it rests on.
    client, staff
        The feelings it was designed for, −1…1; None where nothing was designed.
    """

    lane: Lane = "front"
    channel: str = ""
    systems: tuple[str, ...] = ()
    client: float | None = None
    staff: float | None = None


@dataclass(frozen=True, slots=True)
class Blueprint:
    """A designed map with what was lived of it, in lanes.

    Raises
    ------
    ValueError
        For a backing of a place that is not there.

    Examples
    --------
    >>> Blueprint(Network("Nothing yet")).of("call").lane
    'front'
    """

    network: Network
    backing: Mapping[str, Backing] = field(default_factory=dict)
    words: BlueprintWords = ENGLISH

    def __post_init__(self) -> None:
        """Refuse what cannot be drawn truthfully."""
        strange = self.backing.keys() - {place.id for place in self.network.places}
        if strange:
            message = f"no place is called {', '.join(sorted(strange))}"
            raise ValueError(message)

    def of(self, place: str) -> Backing:
        """Return what stands around a place."""
        return self.backing.get(place, Backing())

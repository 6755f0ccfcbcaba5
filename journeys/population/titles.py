"""Names for relationships that nobody had."""

from __future__ import annotations

from random import Random

_TRADES = (
    "Bakery", "Boatyard", "Brewery", "Cinema", "Clinic", "Dairy", "Dance school", "Garage",
    "Garden centre", "Glassworks", "Guesthouse", "Harbour office", "Library", "Lighthouse",
    "Mill", "Museum", "Nursery", "Orchard", "Pharmacy", "Pottery", "Printer", "Quarry",
    "Roastery", "Sawmill", "School", "Shipping office", "Theatre", "Tile factory", "Vineyard",
    "Wool mill",
)  # fmt: skip
_NAMES = (
    "Aalbes", "Bergamot", "Duindoorn", "Elzenhof", "Fluitenkruid", "Gele Lis", "Hazelaar",
    "Ijsvogel", "Jeneverbes", "Kievit", "Lijsterbes", "Morgenster", "Noorderlicht", "Oeverzwaluw",
    "Pimpernel", "Quendel", "Roerdomp", "Sleedoorn", "Tureluur", "Uiverhoek", "Vlierbos",
    "Wederik", "Zeewolde Noord", "Zilverreiger",
)  # fmt: skip


def title(rng: Random) -> str:
    """Return an invented name for a client.

    Examples
    --------
    >>> title(Random(1)).count(" ") >= 1
    True
    """
    return f"{rng.choice(_TRADES)} {rng.choice(_NAMES)}"

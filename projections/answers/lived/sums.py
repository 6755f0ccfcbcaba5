"""What several answers about what was lived need: who felt what, and the events behind visits."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from domain.errors import NotFound, Unreadable
from projections.touchpoints.lived import JUDGED, LivedGraph
from projections.touchpoints.visit import Felt, Visit

GOOD = ("good", "mended")
SIDES = ("client", "staff")


def felt(visit: Visit, side: str) -> Felt:
    """Return a side's feelings around a visit."""
    return visit.client if side == "client" else visit.staff


def cited(*visits: Visit | None, feelings: bool = True, before: bool = False) -> list[str]:
    """Return the ids of the events behind visits, with the feelings told of them, each once.

    With *before* the last feelings told of earlier moments are among them, where any were.
    """
    found: dict[str | None, None] = {}
    for visit in visits:
        if visit is not None:
            found.update(dict.fromkeys(visit.events))
            if feelings:
                found.update(dict.fromkeys((*visit.client.events, *visit.staff.events)))
            if before:
                found.update(dict.fromkeys((visit.client.earlier, visit.staff.earlier)))
    return [event for event in found if event is not None]


def short(value: float | None) -> float | None:
    """Return a figure to four places; None stays None."""
    return None if value is None else round(value, 4)


def kind_of(visit: Visit) -> str:
    """Return the kind of a moment: its touchpoint of the map, else its kind of fact."""
    return visit.place if visit.designed else visit.activity.partition(":")[0]


def good_and_others(graph: LivedGraph) -> tuple[list[str], list[str]]:
    """Return whose goodbye was good, and whose was judged otherwise."""
    good = [who for who, ending in graph.endings.items() if ending in GOOD]
    others = [w for w, ending in graph.endings.items() if ending in JUDGED and ending not in GOOD]
    return good, others


def parting(run: Iterable[Visit]) -> int | None:
    """Return the place of the first visit at which it was over for good; None while it goes on."""
    found = None
    for number, visit in enumerate(run):
        apart = visit.phase in ("breakup", "ended")
        if not apart:
            found = None
        elif found is None:
            found = number
    return found


def from_one(**given: int) -> None:
    """Refuse a parameter below 1.

    Raises
    ------
    Unreadable
        With the name of the first that is.
    """
    for name, value in given.items():
        if value < 1:
            message = "{name} is a whole number from 1, not {value}"
            raise Unreadable(message, name=name, value=value)


def known(name: str, lived: Iterable[str]) -> str:
    """Return a key that was lived, or the empty text where none was asked for.

    Raises
    ------
    NotFound
        When nothing that was lived is called that; the nearest are named.
    """
    keys = list(lived)
    if not name or name in keys:
        return name
    near = get_close_matches(name, keys, n=3, cutoff=0.4)
    if near:
        message = "nothing that was lived is called {name}; near it are {near}"
        raise NotFound(message, name=name[:80], near=", ".join(near))
    message = "nothing that was lived is called {name}; 'journeys graph' shows what was"
    raise NotFound(message, name=name[:80])

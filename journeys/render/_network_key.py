"""The key of a touchpoint graph: only what this picture shows."""

from collections.abc import Callable
from typing import Final

from journeys.render._boxes import GRAVE, MILD, Feeling, face, feeling
from journeys.render._frame import TEXT
from journeys.render._legend import ROW
from journeys.render._xml import num, tag, text, width
from journeys.render.network_values import MARKS, Network

_SPACE: Final = 20.0
_Sign = Callable[[float, float], str]


def key(network: Network, left: float, right: float, y: float) -> tuple[list[str], float]:
    """Return the key drawn between left and right from the line *y* on, and where it ends."""
    drawn, x = [], left
    for sign, room, said in _entries(network):
        needed = room + width(said, TEXT)
        if x > left and x + needed > right:
            x, y = left, y + ROW
        drawn += [sign(x, y - 4), text(said, x + room, y, "")]
        x += needed + _SPACE
    return drawn, y + ROW / 2


def _entries(network: Network) -> list[tuple[_Sign, float, str]]:
    words = network.words
    found: list[tuple[_Sign, float, str]] = [
        (_face("client", "neutral"), 20.0, words.base.client),
        (_face("staff", "neutral"), 20.0, words.base.staff),
    ]
    lived = [place for place in network.places if place.count]
    felt = {feeling(value) for place in lived for value in (place.client, place.staff)}
    names: list[tuple[Feeling, str]] = [
        ("good", words.good), ("neutral", words.neutral), ("bad", words.bad),
        ("untold", words.untold),
    ]  # fmt: skip
    found += [(_faces(name), 36.0, said) for name, said in names if name in felt]
    kinds = {way.kind for way in network.ways}
    if any(way.count > 1 for way in network.ways):
        found.append((_wider, 40.0, words.often))
    if "designed" in kinds:
        found.append((_line("designed"), 38.0, words.only_designed))
    if "unplanned" in kinds:
        found.append((_line("unplanned"), 38.0, words.off_the_map))
    shown = {mark for place in network.places for mark in place.marks}
    for mark in MARKS:
        if mark in shown:
            weight = " grave" if mark in GRAVE else " mild" if mark in MILD else ""
            found.append((_letter(words.signs[mark], weight), 18.0, words.marks[mark]))
    return found


def _face(side: str, felt: Feeling) -> _Sign:
    return lambda x, y: face(side, felt, x + 8, y)


def _faces(felt: Feeling) -> _Sign:
    return lambda x, y: face("client", felt, x + 8, y) + face("staff", felt, x + 24, y)


def _line(kind: str) -> _Sign:
    return lambda x, y: tag(
        "path", d=f"M{num(x)},{num(y)}h30", class_=f"way {kind}", stroke_width=2.0
    )


def _wider(x: float, y: float) -> str:
    return tag("polygon", points=f"{num(x)},{num(y - 1)} {num(x + 32)},{num(y - 4)} "
               f"{num(x + 32)},{num(y + 4)} {num(x)},{num(y + 1)}", class_="tip")  # fmt: skip


def _letter(sign: str, weight: str) -> _Sign:
    return lambda x, y: text(sign, x, y + 4, f"mark{weight}")

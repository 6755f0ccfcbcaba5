"""Parts of a blueprint: the lines between lanes, their names, and the systems."""

from collections.abc import Sequence
from typing import Final

from journeys.render._frame import SMALL, TEXT
from journeys.render._xml import clean, escape, fit, num, tag, text, width, wrap
from journeys.render.blueprint_words import BlueprintWords

_CHIP: Final = 20.0
_GAP: Final = 6.0


def rule(
    below: str, words: BlueprintWords, across: tuple[float, float], y: float, room: float = 0.0
) -> list[str]:
    """Return the line above a lane: bold and broken where sight ends.

    Its name stands over its left end in so much room; without room it is said when pointed at.
    """
    left, right = across
    kind = "sight" if below == "back" else "zero" if below == "front" else "pole"
    name = words.lines.get(below, "")
    line = tag("path", d=f"M{num(left)},{num(y)}H{num(right)}", class_=kind)
    if not room or not name:
        return [tag("g", tag("title", escape(name)), line) if name else line]
    lines = wrap(name, room, SMALL, 2)
    return [
        line,
        *(
            text(part, left + 4, y - 5 - 12 * (len(lines) - 1 - number), "small muted")
            for number, part in enumerate(lines)
        ),
    ]


def label(name: str, x: float, y: float, room: float) -> list[str]:
    """Return a lane's name, in lines of that room."""
    lines = wrap(name, room, TEXT, 3)
    return [text(line, x, y + 15 * number, "strong") for number, line in enumerate(lines)]


def chips(systems: Sequence[str], x: float, y: float, room: float) -> list[str]:
    """Return systems side by side, row under row."""
    drawn = []
    for name, left, row in _placed(systems, room):
        wide = min(room, width(name, SMALL) + 14)
        top = y + row * (_CHIP + _GAP)
        drawn += [
            tag("rect", x=x + left, y=top, width=wide, height=_CHIP, rx=10, class_="pill"),
            text(name, x + left + 7, top + 14, "small"),
        ]
    return drawn


def chips_height(systems: Sequence[str], room: float) -> float:
    """Return the room that they take, px.

    >>> chips_height([], 100), chips_height(["crm"], 100)
    (0.0, 20.0)
    """
    rows = max((row + 1 for _, _, row in _placed(systems, room)), default=0)
    return rows * (_CHIP + _GAP) - _GAP if rows else 0.0


def _placed(systems: Sequence[str], room: float) -> list[tuple[str, float, int]]:
    placed, x, row = [], 0.0, 0
    for system in systems:
        name = fit(clean(system), room - 14, SMALL)
        wide = width(name, SMALL) + 14
        if x and x + wide > room:
            x, row = 0.0, row + 1
        placed.append((name, x, row))
        x += wide + _GAP
    return placed

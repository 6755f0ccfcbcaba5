"""The box of a place: its title, how often it was lived, both sides' feelings, and its marks."""

from collections.abc import Iterator
from typing import Final, Literal

from journeys.render._frame import SMALL, TEXT
from journeys.render._xml import balance, clean, escape, num, tag, text, width
from journeys.render.network_values import MARKS, Mark, Network, Place

GRAVE: Final[tuple[Mark, ...]] = ("void", "skipped")
MILD: Final[tuple[Mark, ...]] = ("truth", "never", "waived")
_PAD: Final = 8.0
_LINE: Final = 15.0
_SIGNS: Final = 20.0
NEUTRAL: Final = 0.1
"""A mean feeling this near to zero is called neutral."""

Feeling = Literal["good", "neutral", "bad", "untold"]


def height(place: Place, wide: float) -> float:
    """Return how high a box of that width has to be, px."""
    marks = _LINE * len(_mark_lines(place))
    signs = _SIGNS if place.count else 0.0
    return _PAD + _LINE * len(_title(place, wide)) + marks + signs + 4


def box(place: Place, x: float, y: float, wide: float, network: Network) -> str:
    """Return the box of a place with its upper left corner at (x, y)."""
    high = height(place, wide)
    frame = tag("rect", x=x, y=y, width=wide, height=high, rx=6, class_=_classes(place))
    return tag(
        "g",
        tag("title", escape(says(place, network))),
        frame,
        *_inside(place, x, y, wide, network),
    )


def says(place: Place, network: Network) -> str:
    """Return everything that a box shows, in words, a line each."""
    words = network.words
    lines = [clean(place.title), f"{words.times}: {place.count}"]
    for name, felt in ((words.base.client, place.client), (words.base.staff, place.staff)):
        lines.append(f"{name}: {words.untold if felt is None else words.base.number(felt)}")
    lines += [words.marks[mark] for mark in MARKS if mark in place.marks]
    lines += [clean(line) for line in place.note.splitlines()]
    return "\n".join(lines)


def feeling(felt: float | None) -> Feeling:
    """Return a feeling in a word.

    >>> feeling(0.05), feeling(-0.4), feeling(None)
    ('neutral', 'bad', 'untold')
    """
    if felt is None:
        return "untold"
    return "neutral" if abs(felt) < NEUTRAL else "good" if felt > 0 else "bad"


def face(side: str, felt: Feeling, x: float, y: float, radius: float = 7.0) -> str:
    """Return a side's feeling: its shape says whose, its sign and its colour how it was."""
    class_ = f"felt {felt}"
    if side == "client":
        shape = tag("circle", cx=x, cy=y, r=radius, class_=class_)
    else:
        half = radius * 0.92
        shape = tag("rect", x=x - half, y=y - half, width=2 * half, height=2 * half, rx=1.5,
                    class_=class_)  # fmt: skip
    arm = radius * 0.5
    across, upright = (
        f"M{num(x - arm)},{num(y)}h{num(2 * arm)}",
        f"M{num(x)},{num(y - arm)}v{num(2 * arm)}",
    )
    sign = {"good": across + upright, "bad": across, "neutral": "", "untold": ""}[felt]
    if felt == "neutral":
        return shape + tag("circle", cx=x, cy=y, r=1.6, class_="sign")
    return shape + (tag("path", d=sign, class_="sign") if sign else "")


def _classes(place: Place) -> str:
    kind = ""
    if any(mark in GRAVE for mark in place.marks):
        kind = " grave"
    elif "unplanned" in place.marks:
        kind = " unplanned"
    elif not place.count:
        kind = " designed"
    return f"box{kind}{' focus' if place.focus else ''}"


def _title(place: Place, wide: float) -> list[str]:
    room = wide - 2 * _PAD - (12.0 if "truth" in place.marks else 0.0)
    return balance(clean(place.title) or place.id, room, TEXT, 2)


def _mark_lines(place: Place) -> list[Mark]:
    return [mark for mark in MARKS if mark in place.marks and mark != "truth"]


def _inside(place: Place, x: float, y: float, wide: float, network: Network) -> Iterator[str]:
    words = network.words
    line = y + _PAD + 10
    for part in _title(place, wide):
        yield text(part, x + _PAD, line, "strong" if place.focus else "")
        line += _LINE
    for mark in _mark_lines(place):
        weight = " grave" if mark in GRAVE else " mild" if mark in MILD else ""
        said = f"{words.signs[mark]} {words.marks[mark]}"
        yield text(said, x + _PAD, line, f"small mark{weight}")
        line += _LINE
    if "truth" in place.marks:
        yield text(words.signs["truth"], x + wide - _PAD, y + _PAD + 10, "small end")
    if not place.count:
        return
    line += 4
    left = x + _PAD + 7
    for side, felt in (("client", place.client), ("staff", place.staff)):
        yield face(side, feeling(felt), left, line - 4)
        said = "?" if felt is None else words.base.number(felt)
        yield text(said, left + 11, line, "small")
        left += 26 + width(said, SMALL)
    yield text(f"{place.count}×", x + wide - _PAD, line, "small muted end")

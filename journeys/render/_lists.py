"""Lists under a picture: in as many columns as fit, each item whole as far as there is room."""

from collections.abc import Sequence
from typing import Final

from journeys.render._frame import SMALL, TEXT
from journeys.render._shapes import severity
from journeys.render._xml import clean, escape, tag, text, wrap
from journeys.render.beside_values import Item, Listing
from journeys.render.picture_words import PictureWords

_COLUMN: Final = 290.0
_GAP: Final = 28.0
_LINE: Final = 14.0
_LINES: Final = 4
_MOST: Final = 14


def lists(
    found: Sequence[Listing], left: float, right: float, top: float, words: PictureWords
) -> tuple[list[str], float]:
    """Return the lists drawn between left and right, and where they end.

    Each goes into the column that is shortest so far; of a long list the first items are drawn.
    """
    room = right - left
    count = max(1, min(len(found), int((room + _GAP) // (_COLUMN + _GAP))))
    wide = (room - (count - 1) * _GAP) / count
    ends = [top] * count
    drawn: list[str] = []
    for one in found:
        column = ends.index(min(ends))
        x = left + column * (wide + _GAP)
        part, ends[column] = _list(one, x, wide, ends[column], words)
        drawn += part
    return drawn, max(ends)


def _list(
    one: Listing, x: float, wide: float, y: float, words: PictureWords
) -> tuple[list[str], float]:
    y += 20
    drawn = [text(clean(one.heading), x, y, "strong")]
    y += 4
    for item in one.items[:_MOST]:
        part, y = _item(item, x, wide, y, words)
        drawn.append(part)
    if len(one.items) > _MOST:
        y += _LINE + 2
        drawn.append(text(words.more.format(len(one.items) - _MOST), x + 18, y, "small muted"))
    return drawn, y + 12


def detail(item: Item, words: PictureWords) -> str:
    """Return what stands small under an item: its severity in a word, and what else is said.

    >>> from journeys.render.picture_words import ENGLISH
    >>> detail(Item("A gate was skipped.", severity="high", detail="gate-skipped"), ENGLISH)
    'high · gate-skipped'
    """
    severe = words.base.severities.get(item.severity, "")
    return " · ".join(part for part in (severe, clean(item.detail)) if part)


def _item(item: Item, x: float, wide: float, y: float, words: PictureWords) -> tuple[str, float]:
    lines = wrap(clean(item.text), wide - 18, TEXT, _LINES)
    said = detail(item, words)
    details = wrap(said, wide - 18, SMALL, 2)
    drawn = [tag("title", escape(f"{clean(item.text)} {said}".strip()))]
    y += 3
    for number, line in enumerate(lines):
        y += _LINE
        if not number and item.severity:
            drawn.append(severity(item.severity, x + 6, y - 4, 5))
        elif not number and item.sign:
            drawn.append(text(clean(item.sign), x + 2, y, "strong"))
        drawn.append(text(line, x + 18, y, ""))
    for line in details:
        y += _LINE
        drawn.append(text(line, x + 18, y, "small muted"))
    return tag("g", *drawn), y

"""The touchpoint graph as one SVG picture: a column per phase, both sides on each place."""

from collections import Counter
from typing import Final

from journeys.render._boxes import box, height
from journeys.render._document import document, header
from journeys.render._figure import wide_enough
from journeys.render._frame import MARGIN, TEXT
from journeys.render._grouping import grouped, rarer
from journeys.render._layers import File, files, rows_of
from journeys.render._network_key import key
from journeys.render._spot import Spot
from journeys.render._ways import draw
from journeys.render._xml import clean, fit, tag, text
from journeys.render.network_style import network_stylesheet
from journeys.render.network_values import Network
from journeys.render.style import Scheme

__all__ = ["Scheme", "network_stylesheet", "svg"]

MOST: Final = 40
_BOX: Final = 172.0
_WIDEST_BOX: Final = 230.0
_LEAST_GUTTER: Final = 46.0
_WIDE_GUTTER: Final = 84.0
_FEW: Final = 3  # ways beside a column that need no more room
_SIDE: Final = 46.0  # px beside a list, for the ways
_ROW: Final = 22.0  # px between two boxes
_STRIP: Final = 24.0


def svg(
    network: Network,
    *,
    width: int | None = None,
    most: int = MOST,
    scheme: Scheme = "auto",
    styled: bool = True,
) -> str:
    """Draw a touchpoint graph.

    The client's feeling is a circle, our people's a square; a plus is good, a minus bad, a dot
    neutral, and a broken outline was not told. A way is the wider the more often it was gone. Where
    the columns do not fit the width they stand under each other, and the ways run beside them.

    Parameters
    ----------
    network
        What to draw; nothing and one place can be drawn too.
    width
        px, at least 280; None for as much as the columns need.
    most
        So many places are shown one by one; the rarest of each column stand together.
    scheme
        `auto` follows the reader's preference for light or dark.
    styled
        Whether the picture carries its stylesheet.

    Raises
    ------
    ValueError
        When the width is below 280 px.

    Notes
    -----
    Linear in places and ways, but for the ordering of columns, quadratic in the largest at worst.

    Examples
    --------
    >>> "nothing was lived here yet" in svg(Network("Nothing yet"))
    True
    """
    if width is not None:
        wide_enough(width, "a touchpoint graph is")
    shown = grouped(network, most)
    found = files(shown)
    least = _gutter(shown, found)
    needed = 2 * MARGIN + len(found) * _BOX + (len(found) + 1) * least
    full = float(width or max(needed, 480.0))
    narrow = needed > full  # with less between the columns, ways would lie on each other
    drawn, top = header(network.title, network.description, full)
    if not found:
        nothing = text(network.words.nothing, full / 2, top + 50, "middle muted")
        body, bottom = [nothing], top + 90
    elif narrow:
        body, bottom = _listed(shown, full, top)
    else:
        body, bottom = _columns(shown, found, full, top)
    legend, bottom = key(shown, MARGIN, full - MARGIN, bottom + 22) if found else ([], bottom)
    if hidden := rarer(network, shown):
        legend.append(text(network.words.rarer.format(hidden), MARGIN, bottom + 10, "small muted"))
        bottom += 18
    words = network.words
    about = (network.description, words.summary.format(len(network.places), len(network.ways)))
    style = network_stylesheet(scheme) if styled else None
    return document(
        "jn",
        clean(network.title) or words.place,
        about,
        (full, bottom + 6),
        words.base.language,
        style,
        [*drawn, *body, *legend],
    )


def _gutter(network: Network, found: list[File]) -> float:
    """Return the least room between two columns: more where many ways stay within one."""
    at = rows_of(found)
    beside = Counter(
        (at[way.source][0], at[way.target][1] > at[way.source][1])
        for way in network.ways
        if at[way.source][0] == at[way.target][0]
        and at[way.target][1] not in (at[way.source][1], at[way.source][1] + 1)
    )
    return _LEAST_GUTTER if max(beside.values(), default=0) <= _FEW else _WIDE_GUTTER


def _columns(
    network: Network, found: list[File], full: float, top: float
) -> tuple[list[str], float]:
    count = len(found)
    room = full - 2 * MARGIN
    wide = min(_WIDEST_BOX, (room - (count + 1) * _gutter(network, found)) / count)
    gutter = (room - count * wide) / (count + 1)
    spots: dict[str, Spot] = {}
    bottom = top
    for number, one in enumerate(found):
        x, y = MARGIN + gutter + number * (wide + gutter), top + _STRIP + 16
        for row, place in enumerate(one.places):
            high = height(place, wide)
            spots[place.id] = Spot(number, row, x, y, wide, high)
            y += high + _ROW
        bottom = max(bottom, y - _ROW + 14)
    drawn = []
    for column in network.columns:
        own = [number for number, one in enumerate(found) if one.column == column.key]
        if not own:
            continue
        left = MARGIN + own[0] * (wide + gutter) + gutter / 2 + (0 if own[0] else -gutter / 2)
        last = own[-1] == count - 1
        right = MARGIN + (own[-1] + 1) * (wide + gutter) + (gutter if last else gutter / 2)
        drawn += _band(column.key, column.title, (left, right), (top, bottom))
    ways, counts, _ = draw(network, spots, gutter, room=gutter / 2)
    boxes = (box(place, spots[place.id].x, spots[place.id].y, wide, network)
             for place in network.places)  # fmt: skip
    return [*drawn, *ways, *boxes, *counts], bottom


def _listed(network: Network, full: float, top: float) -> tuple[list[str], float]:
    """Draw the columns under each other, all places in one file."""
    wide = full - 2 * MARGIN - 2 * _SIDE
    spots: dict[str, Spot] = {}
    drawn: list[str] = []
    y, row = top, 0
    titles = {column.key: column.title for column in network.columns}
    for one in files(network, len(network.places)):
        begin = y
        y += _STRIP + 12
        for place in one.places:
            high = height(place, wide)
            spots[place.id] = Spot(0, row, MARGIN + _SIDE, y, wide, high)
            y, row = y + high + _ROW, row + 1
        y -= _ROW - 12
        drawn += _band(one.column, titles[one.column], (MARGIN, full - MARGIN), (begin, y), _SIDE)
        y += 12
        row += 1  # a way into the next band is drawn beside, not through its title
    ways, counts, left_out = draw(network, spots, _SIDE, room=_SIDE + MARGIN, list_=True)
    drawn += ways
    for place in network.places:
        spot = spots[place.id]
        drawn.append(box(place, spot.x, spot.y, wide, network))
    drawn += counts
    if left_out:
        drawn.append(text(network.words.rarer.format(left_out), MARGIN, y + 4, "small muted"))
    return drawn, y - 12 + (18 if left_out else 0)


def _band(
    name: str,
    title: str,
    across: tuple[float, float],
    along: tuple[float, float],
    inset: float = 10.0,
) -> list[str]:
    """Return a column; its title stands *inset* px in, where no way runs over it."""
    left, right = across
    top, bottom = along
    tint, strip = (f"tint {name}", f"strip {name}") if _is_phase(name) else ("lane", "strip ended")
    return [
        tag("rect", x=left + 2, y=top, width=right - left - 4, height=bottom - top, rx=6,
            class_=tint),
        tag("rect", x=left + 2, y=top, width=right - left - 4, height=_STRIP, rx=6, class_=strip),
        text(fit(title, right - left - 2 * inset, TEXT), left + inset, top + 16, "strong"),
    ]  # fmt: skip


def _is_phase(name: str) -> bool:
    return name in ("courtship", "contract", "friction", "breakup", "ended")

"""The blueprint: a column for each stage, a lane for each who, the line of visibility between."""

from typing import Final

from journeys.render._blueprint_parts import chips, chips_height, label, rule
from journeys.render._boxes import box, height
from journeys.render._document import document, header
from journeys.render._figure import wide_enough
from journeys.render._frame import MARGIN, TEXT
from journeys.render._grouping import gathered
from journeys.render._network_key import key
from journeys.render._spot import Spot
from journeys.render._ways import draw
from journeys.render._xml import clean, fit, tag, text
from journeys.render.blueprint_values import LANES, Blueprint, Lane
from journeys.render.network_style import network_stylesheet
from journeys.render.network_values import Column, Place
from journeys.render.style import Scheme

__all__ = ["Scheme", "svg"]

MOST: Final = 80
_NAMES: Final = 104.0  # px for the names of the lanes
_BOX: Final = 168.0
_GUTTER: Final = 46.0
_SIDE: Final = 46.0  # px beside a list, for the ways
_ROW: Final = 20.0  # px between two boxes
_STRIP: Final = 24.0
_AIR: Final = 14.0  # px between a line and the boxes beside it

_Cells = dict[tuple[str, Lane], list[Place]]


def svg(
    blueprint: Blueprint,
    *,
    width: int | None = None,
    most: int = MOST,
    scheme: Scheme = "auto",
    styled: bool = True,
) -> str:
    """Draw a blueprint.

    A column is a stage of the map. In it stand, from above: what the client does, what our people
    do in the client's sight, under the line of visibility what they do out of it, and the systems
    that it all rests on. What was lived is drawn whole with both sides' feelings, what was only
    designed with a broken outline. Where the columns do not fit they stand under each other.

    Parameters
    ----------
    blueprint
        What to draw; nothing and one place can be drawn too.
    width
        px, at least 280; None for as much as the columns need.
    most
        So many places are shown one by one; the rarest of each stage and lane stand together.
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
    Linear in places and ways.

    Examples
    --------
    >>> from journeys.render.network_values import Network
    >>> "nothing was lived here yet" in svg(Blueprint(Network("Nothing yet")))
    True
    """
    if width is not None:
        wide_enough(width, "a blueprint is")
    whole, blueprint = blueprint.network, gathered(blueprint, most)
    network, words = blueprint.network, blueprint.words
    cells = _cells(blueprint)
    columns = [one for one in network.columns if any(stage == one.key for stage, _ in cells)]
    needed = 2 * MARGIN + _NAMES + len(columns) * (_BOX + _GUTTER) + _GUTTER
    full = float(width or max(needed, 480.0))
    drawn, top = header(network.title, network.description, full)
    if not columns:
        drawn.append(text(words.base.nothing, full / 2, top + 50, "middle muted"))
        bottom = top + 90
    else:
        draw_ = _listed if needed > full else _laid_out
        body, bottom = draw_(blueprint, columns, cells, full, top)
        legend, bottom = key(network, MARGIN, full - MARGIN, bottom + 24)
        drawn += [*body, *legend]
    lived = sum(1 for place in whole.places if place.count)
    about = (network.description, words.summary.format(len(whole.places), lived))
    style = network_stylesheet(scheme) if styled else None
    named = network.title or words.lane
    return document("jb", named, about, (full, bottom + 6), words.base.base.language, style, drawn)


def _cells(blueprint: Blueprint) -> _Cells:
    """Return the places by stage and lane, each in the order that it asks for."""
    cells: _Cells = {}
    for place in sorted(blueprint.network.places, key=lambda place: (place.rank, place.id)):
        cells.setdefault((place.column, blueprint.of(place.id).lane), []).append(place)
    return cells


def _systems(blueprint: Blueprint, column: Column) -> list[str]:
    own = (place for place in blueprint.network.places if place.column == column.key)
    return list(dict.fromkeys(one for place in own for one in blueprint.of(place.id).systems))


def _laid_out(
    blueprint: Blueprint, columns: list[Column], cells: _Cells, full: float, top: float
) -> tuple[list[str], float]:
    """Draw the lanes across all stages."""
    network = blueprint.network
    begin = MARGIN + _NAMES
    wide = min(230.0, (full - MARGIN - begin - _GUTTER) / len(columns) - _GUTTER)
    gutter = (full - MARGIN - begin - len(columns) * wide) / (len(columns) + 1)
    lefts = [begin + gutter + number * (wide + gutter) for number in range(len(columns))]
    spots: dict[str, Spot] = {}
    rows = [0] * len(columns)
    lines: list[str] = []
    y, across = top + _STRIP, (MARGIN, full - MARGIN)
    used = [lane for lane in LANES if any((one.key, lane) in cells for one in columns)]
    for lane in used:
        if lane != used[0]:
            lines += rule(lane, blueprint.words, across, y, _NAMES - 8)
        begins = low = y + _AIR + 4
        for number, column in enumerate(columns):
            place_y = begins
            for place in cells.get((column.key, lane), ()):
                high = height(place, wide)
                spots[place.id] = Spot(number, rows[number], lefts[number], place_y, wide, high)
                rows[number] += 1
                place_y += high + _ROW
                low = max(low, place_y - _ROW)
        lines += label(blueprint.words.lanes[lane], MARGIN + 4, begins + 12, _NAMES - 8)
        y = max(low, begins + 54) + _AIR
    systems = [_systems(blueprint, column) for column in columns]
    high = max((chips_height(own, wide + gutter - 12) for own in systems), default=0.0)
    if high:
        lines += rule("system", blueprint.words, across, y, _NAMES - 8)
        lines += label(blueprint.words.lanes["system"], MARGIN + 4, y + 30, _NAMES - 8)
        for left, own in zip(lefts, systems, strict=True):
            lines += chips(own, left - gutter / 2 + 6, y + 16, wide + gutter - 12)
        y += high + 22
    bands: list[str] = []
    for left, column in zip(lefts, columns, strict=True):
        bands += _band(column, (left - gutter / 2, left + wide + gutter / 2), (top, y))
    boxes = [box(p, spots[p.id].x, spots[p.id].y, wide, network) for p in network.places]
    ways, counts, _ = draw(network, spots, gutter, room=gutter / 2)
    return [*bands, *ways, *boxes, *lines, *counts], y


def _listed(
    blueprint: Blueprint, columns: list[Column], cells: _Cells, full: float, top: float
) -> tuple[list[str], float]:
    """Draw the stages under each other, the lanes of each within it."""
    network, words = blueprint.network, blueprint.words
    left, wide = MARGIN + _SIDE, full - 2 * MARGIN - 2 * _SIDE
    spots: dict[str, Spot] = {}
    bands: list[str] = []
    lines: list[str] = []
    y, row = top, 0
    across = (MARGIN + 2, full - MARGIN - 2)
    for column in columns:
        begin = y
        y += _STRIP
        first = True
        for lane in LANES:
            own = cells.get((column.key, lane))
            if not own:
                continue
            if not first:
                lines += rule(lane, words, across, y)
            lines.append(text(words.lanes[lane], left, y + 17, "small muted halo"))
            y, first = y + 26, False
            for place in own:
                high = height(place, wide)
                spots[place.id] = Spot(0, row, left, y, wide, high)
                y, row = y + high + _ROW, row + 1
            y += _AIR - _ROW + 2
        systems = _systems(blueprint, column)
        if systems:
            lines += rule("system", words, across, y)
            lines.append(text(blueprint.words.lanes["system"], left, y + 17, "small muted halo"))
            lines += chips(systems, left, y + 24, wide)
            y += 24 + chips_height(systems, wide) + 6
        bands += _band(column, (MARGIN, full - MARGIN), (begin, y), _SIDE)
        y += 12
        row += 1  # a way into the next band is drawn beside, not through its title
    boxes = [box(p, spots[p.id].x, spots[p.id].y, wide, network) for p in network.places]
    ways, counts, left_out = draw(network, spots, _SIDE, room=_SIDE + MARGIN, list_=True)
    rarer = words.base.rarer.format(left_out)
    said = [text(rarer, MARGIN, y + 4, "small muted")] if left_out else []
    return [*bands, *ways, *boxes, *lines, *counts, *said], y - 12 + (18 if left_out else 0)


def _band(
    column: Column, across: tuple[float, float], along: tuple[float, float], inset: float = 10.0
) -> list[str]:
    """Return a stage; its title stands *inset* px in, where no way runs over it."""
    (left, right), (top, bottom) = across, along
    whole = {"x": left + 2, "y": top, "width": right - left - 4, "rx": 6.0}
    title = fit(clean(column.title), right - left - 2 * inset, TEXT)
    return [
        tag("rect", **whole, height=bottom - top, class_="lane"),
        tag("rect", **whole, height=_STRIP, class_="strip ended"),
        text(title, left + inset, top + 16, "strong"),
    ]

"""Two groups held side by side: each figure of both, and whether the difference is chance."""

from collections.abc import Iterator
from typing import Final

from journeys.render._document import document, header
from journeys.render._figure import NARROW, figure, wide_enough
from journeys.render._frame import MARGIN, TEXT
from journeys.render._round import rounds
from journeys.render._shapes import point
from journeys.render._xml import clean, escape, fit, num, tag, text, width
from journeys.render.groups_values import Figure, Groups
from journeys.render.picture_style import picture_stylesheet
from journeys.render.style import Scheme

__all__ = ["html", "svg", "table_twin"]

_WIDE: Final = 640.0  # px; in less, the difference stands under the figures
_HIGH: Final = 50.0
_INSET: Final = 10.0
_SIGNS: Final = {"higher": "▲", "lower": "▼", "cannot tell": "≈", "too few": "?"}


def svg(
    groups: Groups, *, width: int | None = None, scheme: Scheme = "auto", styled: bool = True
) -> str:
    """Draw two groups held side by side.

    Each figure has a scale of its own: the first group is a round point, the second a square.
    Beside it stands the difference with the bounds that hold 95 times in 100, on a line that
    crosses zero where chance may be all there is; the word for that stands there too.

    Parameters
    ----------
    groups
        What to draw; nothing can be drawn too.
    width
        px, at least 280; 760 unless told.
    scheme
        `auto` follows the reader's preference for light or dark.
    styled
        Whether the picture carries its stylesheet.

    Raises
    ------
    ValueError
        When the width is below 280 px.

    Examples
    --------
    >>> svg(Groups("Nothing yet", ("a", "b"))).startswith("<svg")
    True
    """
    full = float(760 if width is None else width)
    wide_enough(full, "a comparison is")
    drawn, y = header(groups.title, "", full)
    drawn += _names(groups, full, y)
    y += 40 if full < _WIDE else 24
    for one in groups.figures:
        part, y = _row(groups, one, full, y)
        drawn += part
    if not groups.figures:
        drawn.append(text(groups.words.base.nothing, full / 2, y + 30, "middle muted"))
        y += 60
    else:
        first, second = map(clean, groups.names)
        said = f"{groups.words.change}: {second} − {first}, {groups.words.bounds}"
        drawn.append(text(said, MARGIN, y + 18, "small muted"))
        y += 26
    style = picture_stylesheet(scheme) if styled else None
    about = (f"{groups.names[0]}, {groups.names[1]}", groups.words.bounds)
    named = clean(groups.title) or groups.words.figure
    return document("jg", named, about, (full, y + 6), groups.words.base.language, style, drawn)


def table_twin(groups: Groups) -> list[tuple[str, ...]]:
    """Return every figure as a row of text, the headings first.

    Examples
    --------
    >>> one = Figure("Ended", 0.1, 9, 0.4, 8, 0.3, 0.1, 0.5, "higher")
    >>> table_twin(Groups("G", ("b2b", "b2c"), (one,)))[1]
    ('Ended', '0.1 (9)', '0.4 (8)', '+0.3 (+0.1 … +0.5)', '▲ higher')
    """
    words = groups.words
    rows: list[tuple[str, ...]] = [
        (words.figure, *map(clean, groups.names), words.change, words.verdict)
    ]
    rows += [
        (
            clean(one.name),
            _mean(one.a, one.of_a, groups),
            _mean(one.b, one.of_b, groups),
            _change(one, groups),
            _verdict(one, groups),
        )
        for one in groups.figures
    ]
    return rows


def html(groups: Groups, *, scheme: Scheme = "auto", styled: bool = True) -> str:
    """Return a figure: the picture for wide and for narrow places, and its table twin.

    Examples
    --------
    >>> html(Groups("Nothing yet", ("a", "b"))).startswith('<figure class="journey-figure"')
    True
    """
    return figure(
        svg(groups, scheme=scheme, styled=styled),
        svg(groups, width=NARROW, scheme=scheme, styled=styled),
        groups.title,
        (groups.title, table_twin(groups)),
        groups.words.base,
        styled=styled,
    )


def _number(value: float, groups: Groups) -> str:
    return groups.words.base.number(value).removeprefix("+")


def _mean(value: float | None, of: int, groups: Groups) -> str:
    return groups.words.untold if value is None else f"{_number(value, groups)} ({of})"


def _change(one: Figure, groups: Groups) -> str:
    number = groups.words.base.number
    if one.change is None:
        return "–"
    if one.low is None or one.high is None:
        return f"{number(one.change)} ({groups.words.few})"
    return f"{number(one.change)} ({number(one.low)} … {number(one.high)})"


def _verdict(one: Figure, groups: Groups) -> str:
    return f"{_SIGNS[one.verdict]} {groups.words.verdicts[one.verdict]}"


def _names(groups: Groups, full: float, y: float) -> Iterator[str]:
    """Yield who is the round point and who the square one."""
    room = full / 2 - 2 * MARGIN if full < _WIDE else full / 4
    x = MARGIN
    for side, name in zip(("client", "staff"), groups.names, strict=True):
        said = fit(clean(name), room - 16, TEXT)
        yield point(side, x + 5, y + 6, 4.5)
        yield text(said, x + 16, y + 10, "")
        x += 16 + width(said, TEXT) + 24


def _row(groups: Groups, one: Figure, full: float, y: float) -> tuple[list[str], float]:
    narrow = full < _WIDE
    right = full - MARGIN
    split = right if narrow else MARGIN + (right - MARGIN) * 0.52
    drawn = [
        tag("path", d=f"M{num(MARGIN)},{num(y + 4)}H{num(right)}", class_="grid"),
        text(fit(clean(one.name), split - MARGIN, TEXT), MARGIN, y + 20, "strong"),
    ]
    told = [value for value in (one.a, one.b) if value is not None]
    if told:
        drawn += _means(groups, one, (MARGIN, split - (0 if narrow else 24)), y + 26)
    y2 = y + _HIGH + 4 if narrow else y
    begin = MARGIN if narrow else split
    drawn.append(text(_verdict(one, groups), right, y2 + 20, "small strong end"))
    drawn.append(text(_change(one, groups), begin, y2 + 20, "small muted"))
    if one.change is not None:
        drawn += _interval(one, one.change, (begin, right), y2 + 38)
    return drawn, y2 + _HIGH + 6


def _means(groups: Groups, one: Figure, across: tuple[float, float], y: float) -> Iterator[str]:
    """Yield both means on a scale of their own, from zero or below to beyond the larger."""
    left, right = across[0] + _INSET, across[1] - _INSET
    told = [value for value in (one.a, one.b) if value is not None]
    low, high = min(0.0, *told) if len(told) > 1 else min(0.0, told[0]), max(0.0, *told)
    if high == low:
        high = low + 1
    pad = (high - low) * 0.08
    low, high = low - (pad if low < 0 else 0), high + pad

    def at(value: float) -> float:
        return left + (value - low) / (high - low) * (right - left)

    yield tag("path", d=f"M{num(left)},{num(y + 10)}H{num(right)}", class_="zero")
    for mark in rounds(low, high, 4):
        yield tag("path", d=f"M{num(at(mark))},{num(y + 10)}v4", class_="zero")
        yield text(_number(mark, groups), at(mark), y + 27, "small muted middle")
    for side, name, value, of in (
        ("staff", groups.names[1], one.b, one.of_b), ("client", groups.names[0], one.a, one.of_a),
    ):  # fmt: skip
        if value is not None:
            said = f"{clean(name)} · {clean(one.name)} · {_mean(value, of, groups)}"
            shape = point(side, at(value), y + 10 + (-4 if side == "client" else 4), 5)
            yield tag("g", tag("title", escape(said)), shape)


def _interval(one: Figure, change: float, across: tuple[float, float], y: float) -> Iterator[str]:
    """Yield the difference on a line whose middle is zero."""
    left, right = across[0] + _INSET, across[1] - _INSET
    middle = (left + right) / 2
    known = [abs(v) for v in (one.low, change, one.high) if v is not None]
    reach = max(known) * 1.1 or 1.0

    def at(value: float) -> float:
        return middle + value / reach * (right - left) / 2

    yield tag("path", d=f"M{num(left)},{num(y)}H{num(right)}", class_="grid")
    yield tag("path", d=f"M{num(middle)},{num(y - 9)}v18", class_="zero")
    yield text("0", middle + 4, y + 15, "small muted")
    x = at(change)
    if one.low is not None and one.high is not None:
        a, b = num(at(one.low)), num(at(one.high))
        yield tag("path", d=f"M{a},{num(y)}H{b}M{a},{num(y - 5)}v10M{b},{num(y - 5)}v10",
                  class_="reach")  # fmt: skip
        yield tag("circle", cx=x, cy=y, r=4, class_="info")
    else:
        yield tag("circle", cx=x, cy=y, r=4, class_="felt untold")

"""The emotion curve: what both sides felt over time, as one SVG picture."""

from typing import Final

from journeys.render import _flags, _legend, _plot
from journeys.render._dates import dates
from journeys.render._document import document
from journeys.render._figure import wide_enough
from journeys.render._frame import GAP, MARGIN, SMALL, Frame
from journeys.render._scale import Focus, TimeScale, time_scale
from journeys.render._xml import balance, clean, text, width
from journeys.render.style import Scheme, stylesheet
from journeys.render.values import Curve

__all__ = ["Focus", "Scheme", "stylesheet", "svg"]

_TITLE: Final = 18.0
_LOWEST_PLOT: Final = 150.0
_INSET: Final = 12.0  # px between the plot's edge and the first and last moment


def svg(
    curve: Curve,
    *,
    width: int = 960,
    height: int = 420,
    focus: Focus = "auto",
    scheme: Scheme = "auto",
    styled: bool = True,
) -> str:
    """Draw the emotion curve of both sides.

    The line is monotone between two recorded feelings: it never overshoots one. The client
    is a solid line with round points, our people a dashed one with square points; a hollow
    point has an approximate date. Findings are numbered flags, phases tinted bands. The two
    figures beside a name are the mean over time and peak-end. Linear in samples and marks.

    Parameters
    ----------
    curve
        What to draw; nothing, one sample and any label can be drawn.
    width, height
        px, the width at least 280. Text keeps its size: draw at 390 for a telephone instead
        of shrinking. The picture grows higher when its keys leave the plot less than 150 px.
    focus
        `auto` breaks the time axis when a tenth of the samples live in the last 3 % of the
        time, `none` never does, a moment breaks it there.
    scheme
        `auto` follows the reader's preference for light or dark.
    styled
        Whether the picture carries its stylesheet (see `stylesheet`).

    Raises
    ------
    ValueError
        When the width is below 280 px.

    Examples
    --------
    >>> svg(Curve("Nothing yet")) == svg(Curve("Nothing yet"))
    True
    >>> "no feelings recorded" in svg(Curve("Nothing yet"))
    True
    """
    wide_enough(width, "a curve is")
    right = width - MARGIN
    header, y = _header(curve, right)
    scale = time_scale(curve, _left(curve) + _INSET, right - _INSET, GAP, focus)
    if scale is None:
        body, total = _empty(curve, right, y, height)
    else:
        body, total = _drawn(curve, scale, right, y, height)
    return _document(curve, width, total, scheme if styled else None, *header, *body)


def _left(curve: Curve) -> float:
    words = curve.words
    scale = (words.very_good, words.neutral, words.very_bad)
    return MARGIN + 8 + max(width(word, SMALL) for word in scale)


def _header(curve: Curve, right: float) -> tuple[list[str], float]:
    drawn, y = [], 8.0
    for line in balance(clean(curve.title), right - MARGIN, _TITLE, 2):
        y += 23
        drawn.append(text(line, MARGIN, y, "title"))
    y += 8 if drawn else 0
    rows = _legend.flow(_legend.sides(curve), MARGIN, right)
    return [*drawn, *_legend.draw(rows, y)], y + len(rows) * _legend.ROW


def _drawn(
    curve: Curve, scale: TimeScale, right: float, y: float, height: float
) -> tuple[list[str], float]:
    left = _left(curve)
    flags = _flags.flags(curve, scale, right)
    top = y + 14 + max((flag.lane + 1 for flag in flags), default=0) * _flags.LANE
    strip = _plot.STRIP if curve.bands else 0.0
    wide = Frame(curve, scale, left, right, top, top)
    names = _plot.names(wide)
    told = {name.phase for name in names if name.whole}
    letters = dict.fromkeys(name.phase for name in names if name.phase not in told)
    key = _legend.flow(_legend.signs(curve, tuple(letters)), MARGIN, right)
    broken = len(scale.stretches) > 1
    below = strip + 40 + (18 if broken else 0) + len(key) * _legend.ROW + 8
    bottom = max(top + _LOWEST_PLOT, height - below)
    frame = Frame(curve, scale, left, right, top, bottom)
    sides = (("staff", curve.staff), ("client", curve.client))
    drawn = [
        *_plot.bands(frame),
        *_plot.grid(frame),
        *_plot.strip(frame),
        *(_plot.line(frame, *side) for side in sides),
        *_plot.tear(frame, GAP),
        *_flags.draw(flags, frame),
        *(mark for side in sides for mark in _plot.points(frame, *side)),
        *dates(frame, bottom + strip, _INSET - 3),
        *_legend.draw(key, bottom + below - 8 - len(key) * _legend.ROW),
    ]
    if not (curve.client or curve.staff):
        drawn.append(_plot.nothing(frame))
    return drawn, bottom + below


def _empty(curve: Curve, right: float, y: float, height: float) -> tuple[list[str], float]:
    total = max(y + 80, min(height, y + 160))
    x = (MARGIN + right) / 2
    return [text(curve.words.nothing, x, (y + total) / 2, "middle muted")], total


def _document(curve: Curve, width_: float, height: float, scheme: Scheme | None, *body: str) -> str:
    words = curve.words
    said = [f"{name}: {figures}." for _, name, figures in _legend.figures(curve) if figures]
    about = [part for part in (clean(curve.description), *said) if part] or [words.nothing]
    title = clean(curve.title) or words.feeling
    style = stylesheet(scheme) if scheme is not None else None
    return document("jc", title, about, (width_, height), words.language, style, body, "")

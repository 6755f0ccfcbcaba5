"""Many relationships on one clock: both sides' mean feelings, and how sure these are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from journeys.render import _legend
from journeys.render._document import document, header
from journeys.render._figure import NARROW, figure, wide_enough
from journeys.render._frame import MARGIN, SMALL, TEXT
from journeys.render._round import rounds
from journeys.render._shapes import point
from journeys.render._xml import clean, escape, num, tag, text, width
from journeys.render.clock_values import Clock, Step, Told
from journeys.render.picture_style import picture_stylesheet
from journeys.render.style import Scheme

__all__ = ["html", "svg", "table_twin"]

_PLOT: Final = 230.0
_BARS: Final = 46.0
_SIDES: Final = ("staff", "client")
Run = Sequence[tuple[Step, Told]]


def svg(
    clock: Clock, *, width: int | None = None, scheme: Scheme = "auto", styled: bool = True
) -> str:
    """Draw many relationships on one clock.

    A line is the mean of the relationships in which that side told something; the tinted band
    around it holds 95 times in 100, and its edge is whole for the client and dotted for our people.
    Where there are too few for bounds the point is hollow and stands alone. The bars under it say
    how many relationships were watched at all.

    Parameters
    ----------
    clock
        What to draw; nothing and one step can be drawn too.
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
    >>> "no feelings recorded" in svg(Clock("Nothing yet"))
    True
    """
    full = float(760 if width is None else width)
    wide_enough(full, "a clock is")
    drawn, y = header(clock.title, clock.start, full)
    if not clock.steps:
        drawn.append(text(clock.words.base.nothing, full / 2, y + 40, "middle muted"))
        y += 80
    else:
        rows = _legend.flow(_entries(clock), MARGIN, full - MARGIN)
        drawn += _legend.draw(rows, y)
        body, y = _plot(clock, full, y + len(rows) * _legend.ROW + 14)
        drawn += body
    named = clean(clock.title) or clock.words.days
    style = picture_stylesheet(scheme) if styled else None
    about = (clock.start, clock.words.bounds if clock.steps else clock.words.base.nothing)
    return document("jk", named, about, (full, y + 8), clock.words.base.language, style, drawn)


def table_twin(clock: Clock) -> list[tuple[str, ...]]:
    """Return every step as a row of text, the headings first.

    Examples
    --------
    >>> table_twin(Clock("C", "", (Step(0, 30, 9, Told(0.3, 0.1, 0.5, 4)),)))[1]
    ('0 – 30', '9', '+0.3 (+0.1 … +0.5, 4 told)', 'not told')
    """
    words = clock.words
    rows: list[tuple[str, ...]] = [
        (words.days, words.relationships, words.base.client, words.base.staff)
    ]
    for step in clock.steps:
        felt = (_said(step.client, clock), _said(step.staff, clock))
        rows.append((f"{_day(step.begin)} – {_day(step.end)}", str(step.count), *felt))
    return rows


def html(clock: Clock, *, scheme: Scheme = "auto", styled: bool = True) -> str:
    """Return a figure: the picture for wide and for narrow places, and its table twin.

    Examples
    --------
    >>> html(Clock("Nothing yet")).startswith('<figure class="journey-figure" lang="en">')
    True
    """
    return figure(
        svg(clock, scheme=scheme, styled=styled),
        svg(clock, width=NARROW, scheme=scheme, styled=styled),
        clock.start or clock.title,
        (clock.title, table_twin(clock)),
        clock.words.base,
        styled=styled,
    )


def _said(told: Told | None, clock: Clock) -> str:
    words, number = clock.words, clock.words.base.number
    if told is None:
        return words.untold
    bounds = words.few
    if told.low is not None and told.high is not None:
        bounds = f"{number(told.low)} … {number(told.high)}"
    return f"{number(told.mean)} ({bounds}, {told.of} {words.told})"


def _day(day: float) -> str:
    return num(day).replace("-", "−")


def _entries(clock: Clock) -> list[_legend.Entry]:
    words = clock.words
    sides = [("client", words.base.client), ("staff", words.base.staff)]
    told = {side: [one for run in clock.runs(side) for _, one in run] for side, _ in sides}
    found = [_legend.Entry("line", side, name) for side, name in sides if told[side]]
    every = [one for side in told.values() for one in side]
    if any(one.low is not None for one in every):
        found.append(_legend.Entry("within", "client", words.bounds))
    bare = [side for side, _ in sides if any(one.low is None for one in told[side])]
    if bare:
        found.append(_legend.Entry("hollow", bare[0], words.few))
    return found


@dataclass(frozen=True, slots=True)
class _Plot:
    """From days and feelings to places on the picture, px."""

    left: float
    right: float
    top: float
    first: float
    last: float

    @property
    def bottom(self) -> float:
        return self.top + _PLOT

    def x(self, day: float) -> float:
        return self.left + (day - self.first) / (self.last - self.first) * (self.right - self.left)

    def y(self, felt: float) -> float:
        return self.top + 8 + (1 - max(-1.0, min(1.0, felt))) / 2 * (_PLOT - 16)


def _plot(clock: Clock, full: float, top: float) -> tuple[list[str], float]:
    words = clock.words.base
    names = (words.very_good, words.neutral, words.very_bad)
    left = MARGIN + 8 + max(width(name, SMALL) for name in names)
    plot = _Plot(left, full - MARGIN - 6, top, clock.steps[0].begin, clock.steps[-1].end)
    drawn = [*_grid(plot, clock)]
    for side in _SIDES:
        for run in clock.runs(side):
            drawn += _band(plot, side, run)
    for side in _SIDES:
        for run in clock.runs(side):
            drawn += _line(plot, side, run, clock)
    drawn += _bars(plot, clock, plot.bottom + 44)
    return drawn, plot.bottom + 44 + _BARS + 16


def _grid(plot: _Plot, clock: Clock) -> Iterator[str]:
    """Yield the scale of feelings and the scale of days."""
    words = clock.words.base
    for felt in (1.0, 0.5, 0.0, -0.5, -1.0):
        line = f"M{num(plot.left)},{num(plot.y(felt))}H{num(plot.right)}"
        yield tag("path", d=line, class_="grid" if felt else "zero")
    for felt, name in ((1, words.very_good), (0, words.neutral), (-1, words.very_bad)):
        x, y = plot.left - 8, plot.y(felt)
        yield text(words.number(felt), x, y - 1, "small strong end")
        yield text(name, x, y + 12, "small muted end")
    if plot.first < 0 < plot.last:
        zero = f"M{num(plot.x(0))},{num(plot.top)}V{num(plot.bottom)}"
        yield tag("path", d=zero, class_="pole")
    for day in rounds(plot.first, plot.last, max(2, int((plot.right - plot.left) // 70))):
        yield tag("path", d=f"M{num(plot.x(day))},{num(plot.bottom)}v5", class_="zero")
        yield text(_day(day), plot.x(day), plot.bottom + 18, "middle")
    yield text(clock.words.days, plot.right, plot.bottom + 33, "small muted end")


def _band(plot: _Plot, side: str, run: Run) -> Iterator[str]:
    """Yield the tint within the bounds, and its edges."""
    parts: list[list[tuple[float, float, float]]] = [[]]
    for step, told in run:
        if told.low is None or told.high is None:
            parts.append([])
        else:
            parts[-1].append((plot.x(step.middle), plot.y(told.low), plot.y(told.high)))
    for part in filter(None, parts):
        # A step by itself is a narrow band.
        wide = part if len(part) > 1 else [(part[0][0] + by, *part[0][1:]) for by in (-3, 3)]
        above = [f"{num(x)},{num(up)}" for x, _, up in wide]
        below = [f"{num(x)},{num(low)}" for x, low, _ in wide]
        yield tag("polygon", points=" ".join((*above, *reversed(below))), class_=f"within {side}")
        for edge in (above, below):
            yield tag("polyline", points=" ".join(edge), class_=f"edge {side}")


def _line(plot: _Plot, side: str, run: Run, clock: Clock) -> Iterator[str]:
    places = [f"{num(plot.x(s.middle))},{num(plot.y(t.mean))}" for s, t in run]
    if len(places) > 1:
        yield tag("path", d=f"M{'L'.join(places)}", class_=f"line {side}")
    for step, told in run:
        yield _point(clock, side, step, plot.x(step.middle), plot.y(told.mean))


def _point(clock: Clock, side: str, step: Step, x: float, y: float) -> str:
    told = step.of(side)
    name = clock.words.base.client if side == "client" else clock.words.base.staff
    days = f"{clock.words.days} {_day(step.begin)} – {_day(step.end)}"
    said = f"{name} · {days} · {_said(told, clock)}"
    radius = 4.5 if len(clock.steps) <= 40 else 2.6  # noqa: PLR2004 - as on the curve
    hollow = told is not None and told.low is None
    return tag("g", tag("title", escape(said)), point(side, x, y, radius, hollow=hollow))


def _bars(plot: _Plot, clock: Clock, top: float) -> Iterator[str]:
    """Yield how many relationships were watched, a bar a step, with a number where one fits."""
    most = max(step.count for step in clock.steps)
    floor = top + _BARS
    yield text(clock.words.relationships, plot.left, top + 4, "small muted")
    for step in clock.steps:
        begin, end = plot.x(step.begin), plot.x(step.end)
        tall = (_BARS - 20) * step.count / max(1, most)
        bar = {"x": begin + 0.5, "y": floor - tall, "width": max(0.5, end - begin - 1)}
        yield tag("rect", **bar, height=tall, class_="bar")
        said = str(step.count)
        if width(said, SMALL) + 2 <= end - begin:
            yield text(said, (begin + end) / 2, floor + TEXT, "small muted middle")

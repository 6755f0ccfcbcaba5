"""Two histories side by side: both curves on one clock, and what sets them apart."""

from dataclasses import replace
from typing import Final

from journeys.render import _flags, _legend, _plot
from journeys.render._dates import dates
from journeys.render._document import document, header
from journeys.render._figure import NARROW, figure, wide_enough
from journeys.render._frame import GAP, MARGIN, SMALL, TEXT, Frame
from journeys.render._lists import detail, lists
from journeys.render._scale import TimeScale, time_scale
from journeys.render._xml import clean, fit, num, tag, text, width, wrap
from journeys.render.beside_values import Beside
from journeys.render.picture_style import picture_stylesheet
from journeys.render.style import Scheme
from journeys.render.table import table_twin as curve_table
from journeys.render.values import Curve

__all__ = ["html", "svg", "table_twin"]

_PLOT: Final = 150.0
_INSET: Final = 12.0
_CHANGES: Final = 8


def svg(
    beside: Beside, *, width: int | None = None, scheme: Scheme = "auto", styled: bool = True
) -> str:
    """Draw two histories side by side.

    The curves stand above each other on one clock. Numbered flags are the findings that only that
    one has. What never happened says so in words, stands in a broken frame, and is hatched at its
    edge. Under them stands what else differs.

    Parameters
    ----------
    beside
        What to draw; two empty histories can be drawn too.
    width
        px, at least 280; 960 unless told.
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
    >>> from journeys.render.values import Curve
    >>> "no finding, duty or phase differs" in svg(Beside("T", Curve("Then"), Curve("Now")))
    True
    """
    full = float(960 if width is None else width)
    wide_enough(full, "two histories are")
    right = full - MARGIN
    drawn, y = header(beside.title, "", full)
    y += 6 if beside.changes else -6
    for said in beside.changes[:_CHANGES]:
        for number, line in enumerate(wrap(clean(said), right - MARGIN - 14, TEXT, 3)):
            drawn.append(text(line if number else f"→ {line}", MARGIN, y, ""))
            y += 17
    if len(beside.changes) > _CHANGES:
        more = beside.words.more.format(len(beside.changes) - _CHANGES)
        drawn.append(text(more, MARGIN, y, "small muted"))
        y += 17
    scale = _scale(beside, full)
    for one, made_up in ((beside.before, False), (beside.after, beside.hypothetical)):
        part, y = _panel(one, beside, scale, full, y, made_up=made_up)
        drawn += part
    rows = _legend.flow(_entries(beside), MARGIN, right)
    drawn += _legend.draw(rows, y)
    y += len(rows) * _legend.ROW + 4
    if beside.listings:
        part, y = lists(beside.listings, MARGIN, right, y, beside.words)
        drawn += part
    else:
        drawn.append(text(beside.words.nothing_differs, MARGIN, y + 20, "muted"))
        y += 30
    style = picture_stylesheet(scheme) if styled else None
    words = beside.words
    about = (words.hypothetical if beside.hypothetical else "", *beside.changes)
    named = clean(beside.title) or words.differs
    said_ = about if any(about) else (words.differs,)
    return document("jd", named, said_, (full, y + 4), words.base.language, style, drawn)


def table_twin(beside: Beside) -> list[tuple[str, ...]]:
    """Return everything that the picture shows as rows of text, the headings first.

    What differs comes first, then both curves. Of a branch the last
    column marks what never happened.

    Examples
    --------
    >>> from journeys.render.beside_values import Item, Listing
    >>> from journeys.render.values import Curve
    >>> gone = Listing("Findings that never arise", (Item("A gate was skipped."),))
    >>> table_twin(Beside("T", Curve("Then"), Curve("Now"), True, listings=(gone,)))[1]
    ('Findings that never arise', 'A gate was skipped.', '', 'hypothetical')
    """
    words = beside.words
    name = words.hypothetical.partition(":")[0]
    marked = name.lower() if beside.hypothetical else ""
    rows: list[tuple[str, ...]] = [(words.differs, words.happened, words.base.note, name)]
    for one in beside.listings:
        for item in one.items:
            said = f"{item.sign} {clean(item.text)}".strip()
            rows.append((clean(one.heading), said, detail(item, words), marked))
    for curve, mark in ((beside.before, ""), (beside.after, marked)):
        for when, who, *rest in curve_table(curve)[1:]:
            told = " · ".join(filter(None, rest))
            rows.append((clean(curve.title), f"{when} · {who}", told, mark))
    return rows if beside.hypothetical else [row[:-1] for row in rows]


def html(beside: Beside, *, scheme: Scheme = "auto", styled: bool = True) -> str:
    """Return a figure: the picture for wide and for narrow places, and its table twin.

    Examples
    --------
    >>> from journeys.render.values import Curve
    >>> html(Beside("T", Curve("Then"), Curve("Now"))).startswith("<figure")
    True
    """
    words = beside.words
    caption = [words.hypothetical] if beside.hypothetical else []
    return figure(
        svg(beside, scheme=scheme, styled=styled),
        svg(beside, width=NARROW, scheme=scheme, styled=styled),
        " · ".join((*caption, *beside.changes)) or beside.title,
        (beside.title, table_twin(beside)),
        words.base,
        styled=styled,
    )


def _scale(beside: Beside, full: float) -> TimeScale | None:
    """Return one clock for both: of all that either holds."""
    one, other = beside.before, beside.after
    both = replace(
        one,
        client=(*one.client, *other.client),
        staff=(*one.staff, *other.staff),
        bands=(*one.bands, *other.bands),
        marks=(*one.marks, *other.marks),
    )
    return time_scale(both, _left(one) + _INSET, full - MARGIN - _INSET - 8, GAP)


def _left(curve: Curve) -> float:
    words = curve.words
    scale = (words.very_good, words.neutral, words.very_bad)
    return MARGIN + 16 + max(width(word, SMALL) for word in scale)


def _panel(
    curve: Curve, beside: Beside, scale: TimeScale | None, full: float, y: float, *, made_up: bool
) -> tuple[list[str], float]:
    right = full - MARGIN - 8
    begin = y
    y += 20
    drawn = [text(fit(clean(curve.title), full - 3 * MARGIN, TEXT), MARGIN + 8, y, "strong")]
    if made_up:
        for line in wrap(f"◇ {beside.words.hypothetical}", full - 3 * MARGIN, TEXT, 2):
            y += 17
            drawn.append(text(line, MARGIN + 8, y, "mark"))
    for _, name, figures in _legend.figures(curve):
        if figures:
            y += 16
            drawn.append(text(f"{name}: {figures}", MARGIN + 8, y, "small muted"))
    if scale is None:
        drawn.append(text(curve.words.nothing, full / 2, y + 36, "middle muted"))
        bottom = y + 60
    else:
        flags = _flags.flags(curve, scale, right)
        top = y + 14 + max((flag.lane + 1 for flag in flags), default=0) * _flags.LANE
        frame = Frame(curve, scale, _left(curve), right, top, top + _PLOT)
        sides = (("staff", curve.staff), ("client", curve.client))
        drawn += [
            *_plot.bands(frame),
            *_plot.grid(frame),
            *_plot.strip(frame),
            *(_plot.line(frame, *side) for side in sides),
            *_plot.tear(frame, GAP),
            *_flags.draw(flags, frame),
            *(mark for side in sides for mark in _plot.points(frame, *side)),
            *dates(frame, frame.bottom + (_plot.STRIP if curve.bands else 0), _INSET - 3),
        ]
        if not (curve.client or curve.staff):
            drawn.append(_plot.nothing(frame))
        bottom = frame.bottom + _plot.STRIP + 40 + (18 if len(scale.stretches) > 1 else 0)
    if made_up:
        drawn += _hatched(MARGIN, full - MARGIN, (begin, bottom))
    return drawn, bottom + 14


def _hatched(left: float, right: float, along: tuple[float, float]) -> list[str]:
    """Return the frame of what never happened: broken, and hatched at its right edge."""
    top, bottom = along
    strokes = "".join(
        f"M{num(right - 7)},{num(y + 7)}l7,-7" for y in range(round(top), round(bottom - 7), 6)
    )
    return [
        tag("rect", x=left, y=top, width=right - left, height=bottom - top, rx=4, class_="madeup"),
        tag("path", d=strokes, class_="hatch"),
    ]


def _entries(beside: Beside) -> list[_legend.Entry]:
    both = (beside.before, beside.after)
    words = beside.words.base
    found = [
        _legend.Entry("line", side, name)
        for side, name in (("client", words.client), ("staff", words.staff))
        if any(getattr(curve, side) for curve in both)
    ]
    signs: dict[str, _legend.Entry] = {}
    phases = {band.phase: None for curve in both for band in curve.bands}
    for curve in both:
        for entry in _legend.signs(curve, tuple(phases)):
            signs.setdefault(entry.kind + entry.name, entry)
    return found + sorted(signs.values(), key=lambda entry: entry.kind == "phase")

"""Findings over time: each from when it was so until it was no longer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from journeys.render import _legend
from journeys.render._dates import dates
from journeys.render._document import document, header
from journeys.render._figure import NARROW, figure, wide_enough
from journeys.render._frame import GAP, MARGIN, TEXT, Frame
from journeys.render._scale import TimeScale, time_scale
from journeys.render._shapes import severity
from journeys.render._xml import clean, escape, num, tag, text, wrap
from journeys.render.picture_style import picture_stylesheet
from journeys.render.picture_words import ENGLISH, PictureWords
from journeys.render.style import Scheme
from journeys.render.values import SEVERITIES, Curve, Mark

__all__ = ["Span", "Spans", "html", "svg", "table_twin"]

MOST: Final = 60
_WIDE: Final = 640.0  # px; in less, the bar stands under its sentence
_LINE: Final = 14.5


@dataclass(frozen=True, slots=True)
class Span:
    """A finding: how grave, in words, and from when until when; open without an end."""

    severity: str
    label: str
    start: datetime
    end: datetime | None = None
    code: str = ""

    def __post_init__(self) -> None:
        """Refuse what cannot be drawn truthfully."""
        Mark(self.start, self.label, self.severity)
        if self.end is not None and self.end < self.start:
            message = f"a finding ends at or after its start, not {self.start} to {self.end}"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Spans:
    """Findings, in the order in which they are shown; ``now`` is where the open ones reach.

    Examples
    --------
    >>> Spans("Nothing yet").spans
    ()
    """

    title: str
    description: str = ""
    spans: tuple[Span, ...] = ()
    now: datetime | None = None
    words: PictureWords = ENGLISH


def svg(
    spans: Spans,
    *,
    width: int | None = None,
    most: int = MOST,
    scheme: Scheme = "auto",
    styled: bool = True,
) -> str:
    """Draw findings over time.

    A bar begins with the sign of the severity and ends with a stop where the finding was no longer
    so; one that still stands ends in a tip.

    Parameters
    ----------
    spans
        What to draw; nothing and one finding can be drawn too.
    width
        px, at least 280; 960 unless told.
    most
        So many are drawn; the table has them all.
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
    >>> "no findings" in svg(Spans("Nothing yet"))
    True
    """
    full = float(960 if width is None else width)
    wide_enough(full, "findings are")
    words = spans.words
    drawn, y = header(spans.title, spans.description, full)
    scale = _scale(spans, full)
    if scale is None:
        drawn.append(text(words.nothing_open, full / 2, y + 30, "middle muted"))
        y += 60
    else:
        begin = y
        for one in spans.spans[:most]:
            part, y = _row(one, spans, scale, full, y)
            drawn += part
        if len(spans.spans) > most:
            y += 16
            drawn.append(text(words.more.format(len(spans.spans) - most), MARGIN, y, "small muted"))
        frame = Frame(_curve(spans), scale, _left(full), full - MARGIN, begin, y)
        drawn += dates(frame, y + 6, 8)
        y += 46 + (16 if len(scale.stretches) > 1 else 0)
        drawn += _key(spans, full, y)
        y += len(_rows(spans, full)) * _legend.ROW
    named = clean(spans.title) or words.base.finding
    style = picture_stylesheet(scheme) if styled else None
    about = (spans.description, words.nothing_open if not spans.spans else words.base.finding)
    return document("jf", named, about, (full, y + 6), words.base.language, style, drawn)


def table_twin(spans: Spans) -> list[tuple[str, ...]]:
    """Return every finding as a row of text, the headings first.

    Examples
    --------
    >>> from datetime import UTC
    >>> one = Span("high", "Nobody answered.", datetime(2025, 8, 19, tzinfo=UTC))
    >>> table_twin(Spans("S", spans=(one,)))[1]
    ('high', 'Nobody answered.', '19 Aug 2025', '', '')
    """
    words = spans.words
    say = words.base.format_date
    rows: list[tuple[str, ...]] = [
        (words.severity, words.base.finding, words.since, words.until, words.base.note)
    ]
    rows += [
        (
            words.base.severities[one.severity],
            clean(one.label),
            say(one.start, "date"),
            say(one.end, "date") if one.end else "",
            clean(one.code),
        )
        for one in spans.spans
    ]
    return rows


def html(spans: Spans, *, scheme: Scheme = "auto", styled: bool = True) -> str:
    """Return a figure: the picture for wide and for narrow places, and its table twin.

    Examples
    --------
    >>> html(Spans("Nothing yet")).startswith('<figure class="journey-figure" lang="en">')
    True
    """
    return figure(
        svg(spans, scheme=scheme, styled=styled),
        svg(spans, width=NARROW, scheme=scheme, styled=styled),
        spans.description or (spans.title if spans.spans else spans.words.nothing_open),
        (spans.title, table_twin(spans)),
        spans.words.base,
        styled=styled,
    )


def _left(full: float) -> float:
    return MARGIN + 8 if full < _WIDE else MARGIN + full * 0.5


def _curve(spans: Spans) -> Curve:
    """Return the moments as the time scale takes them."""
    moments = [one.start for one in spans.spans] + [one.end for one in spans.spans if one.end]
    if spans.now is not None and any(one.end is None for one in spans.spans):
        moments.append(max(spans.now, *moments))
    marks = tuple(Mark(moment, "", "info") for moment in moments)
    return Curve("", marks=marks, words=spans.words.base)


def _scale(spans: Spans, full: float) -> TimeScale | None:
    return time_scale(_curve(spans), _left(full), full - MARGIN - 10, GAP, "none")


def _row(
    one: Span, spans: Spans, scale: TimeScale, full: float, y: float
) -> tuple[list[str], float]:
    narrow = full < _WIDE
    room = full - 2 * MARGIN - 20 if narrow else _left(full) - MARGIN - 40
    lines = wrap(clean(one.label), room, TEXT, 3)
    drawn = [tag("path", d=f"M{num(MARGIN)},{num(y)}H{num(full - MARGIN)}", class_="grid")]
    drawn.append(severity(one.severity, MARGIN + 6, y + 13, 5))
    for number, line in enumerate(lines):
        drawn.append(text(line, MARGIN + 18, y + 17 + _LINE * number, ""))
    low = y + 17 + _LINE * (len(lines) - 1)
    middle = low + 16 if narrow else (y + low + 6) / 2
    drawn += _bar(one, spans, scale, middle)
    return drawn, (middle + 10 if narrow else low + 8)


def _bar(one: Span, spans: Spans, scale: TimeScale, y: float) -> Iterator[str]:
    say = spans.words.base.format_date
    left = scale.x(one.start)
    right = scale.stretches[-1].right if one.end is None else scale.x(one.end)
    right = max(right, left + 3)
    told = [spans.words.base.severities[one.severity], clean(one.label), say(one.start, "date")]
    told += [f"– {say(one.end, 'date')}"] if one.end else []
    parts = [tag("title", escape(" · ".join(told)))]
    parts.append(
        tag("path", d=f"M{num(left)},{num(y)}H{num(right)}", class_=f"span {one.severity}")
    )
    if one.end is None:
        tip = f"{num(right)},{num(y - 5)} {num(right + 8)},{num(y)} {num(right)},{num(y + 5)}"
        parts.append(tag("polygon", points=tip, class_=one.severity))
    else:
        parts.append(tag("path", d=f"M{num(right)},{num(y - 6)}v12", class_="reach"))
    parts.append(severity(one.severity, left, y, 5))
    yield tag("g", *parts)


def _rows(spans: Spans, full: float) -> list[list[tuple[float, _legend.Entry]]]:
    present = {one.severity for one in spans.spans}
    entries = [
        _legend.Entry("severity", name, spans.words.base.severities[name])
        for name in reversed(SEVERITIES)
        if name in present
    ]
    return _legend.flow(entries, MARGIN, full - MARGIN)


def _key(spans: Spans, full: float, y: float) -> Iterator[str]:
    return _legend.draw(_rows(spans, full), y)

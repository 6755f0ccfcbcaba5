"""Many relationships under each other: phase, both sides' latest feelings, findings, what next."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from journeys.render import _legend
from journeys.render._document import document, header
from journeys.render._figure import NARROW, figure, wide_enough
from journeys.render._frame import MARGIN, SMALL, TEXT
from journeys.render._shapes import point, severity
from journeys.render._xml import clean, escape, fit, num, tag, text, width, wrap
from journeys.render.picture_style import picture_stylesheet
from journeys.render.picture_words import ENGLISH, PictureWords
from journeys.render.style import Scheme
from journeys.render.values import PHASES, SEVERITIES

__all__ = ["Overview", "Standing", "html", "svg", "table_twin"]

MOST: Final = 40
_WIDE: Final = 700.0  # px; in less, everything stands under the name
_SPARK: Final = 110.0


@dataclass(frozen=True, slots=True)
class Standing:
    """How one relationship stands; feelings −1…1, oldest first; findings counted by severity."""

    id: str
    title: str
    phase: str
    since: str = ""
    client: tuple[float, ...] = ()
    staff: tuple[float, ...] = ()
    findings: Mapping[str, int] = field(default_factory=dict)
    next: str = ""

    def __post_init__(self) -> None:
        """Refuse what cannot be drawn truthfully."""
        if self.phase not in PHASES:
            message = f"unknown phase {self.phase!r}: it is one of {', '.join(PHASES)}"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Overview:
    """Relationships in the order in which they are shown.

    Examples
    --------
    >>> Overview("Nothing yet").standings
    ()
    """

    title: str
    description: str = ""
    standings: tuple[Standing, ...] = ()
    words: PictureWords = ENGLISH
    empty: str = ""


def svg(
    overview: Overview,
    *,
    width: int | None = None,
    most: int = MOST,
    scheme: Scheme = "auto",
    styled: bool = True,
) -> str:
    """Draw relationships under each other.

    Parameters
    ----------
    overview
        What to draw; nothing and one relationship can be drawn too.
    width
        px, at least 280; 960 unless told.
    most
        So many are drawn, from the first; the table has them all.
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
    >>> svg(Overview("Nothing yet")).startswith("<svg")
    True
    """
    full = float(960 if width is None else width)
    wide_enough(full, "an overview is")
    words = overview.words
    drawn, y = header(overview.title, overview.description, full)
    for one in overview.standings[:most]:
        part, y = _row(one, words, full, y)
        drawn += part
    if len(overview.standings) > most:
        y += 16
        left = words.more.format(len(overview.standings) - most)
        drawn.append(text(left, MARGIN, y, "small muted"))
    if overview.standings:
        rows = _legend.flow(_entries(overview), MARGIN, full - MARGIN)
        drawn += _legend.draw(rows, y + 8)
        y += 8 + len(rows) * _legend.ROW
    else:
        drawn.append(text(overview.empty or words.nothing, full / 2, y + 30, "middle muted"))
        y += 60
    named = clean(overview.title) or words.relationships
    style = picture_stylesheet(scheme) if styled else None
    about = (overview.description, f"{words.relationships}: {len(overview.standings)}")
    return document("jo", named, about, (full, y + 8), words.base.language, style, drawn)


def table_twin(overview: Overview) -> list[tuple[str, ...]]:
    """Return every relationship as a row of text, the headings first.

    Examples
    --------
    >>> one = Standing("acme", "Acme", "friction", "19 Aug 2025", (0.5, -0.2), (), {"high": 2})
    >>> table_twin(Overview("O", standings=(one,)))[1]
    ('Acme', 'Friction, 19 Aug 2025', '+0.5 −0.2', 'not told', '2 high', '')
    """
    words, base = overview.words, overview.words.base
    rows: list[tuple[str, ...]] = [
        (words.relationship, words.stands, base.client, base.staff, base.finding, words.next)
    ]
    for one in overview.standings:
        felt = (
            " ".join(map(base.number, side)) or words.untold for side in (one.client, one.staff)
        )
        phase = ", ".join(part for part in (base.phases[one.phase], clean(one.since)) if part)
        counts = " · ".join(_counts(one, words))
        rows.append((clean(one.title or one.id), phase, *felt, counts, clean(one.next)))
    return rows


def html(overview: Overview, *, scheme: Scheme = "auto", styled: bool = True) -> str:
    """Return a figure: the picture for wide and for narrow places, and its table twin.

    Examples
    --------
    >>> html(Overview("Nothing yet")).startswith('<figure class="journey-figure" lang="en">')
    True
    """
    return figure(
        svg(overview, scheme=scheme, styled=styled),
        svg(overview, width=NARROW, scheme=scheme, styled=styled),
        overview.description or overview.title,
        (overview.title, table_twin(overview)),
        overview.words.base,
        styled=styled,
    )


def _counts(one: Standing, words: PictureWords) -> Iterator[str]:
    for name in reversed(SEVERITIES):
        if one.findings.get(name):
            yield f"{one.findings[name]} {words.base.severities[name]}"


def _entries(overview: Overview) -> list[_legend.Entry]:
    base = overview.words.base
    found = [
        _legend.Entry("line", side, name)
        for side, name in (("client", base.client), ("staff", base.staff))
        if any(getattr(one, side) for one in overview.standings)
    ]
    present = {name for one in overview.standings for name, count in one.findings.items() if count}
    return found + [
        _legend.Entry("severity", name, base.severities[name])
        for name in reversed(SEVERITIES)
        if name in present
    ]


def _row(one: Standing, words: PictureWords, full: float, y: float) -> tuple[list[str], float]:
    narrow = full < _WIDE
    right = full - MARGIN
    name_room = right - MARGIN if narrow else full * 0.27
    drawn = [tag("path", d=f"M{num(MARGIN)},{num(y + 2)}H{num(right)}", class_="grid")]
    line = y + 20
    for number, part in enumerate(wrap(clean(one.title or one.id), name_room, TEXT, 2)):
        line = y + 20 + 15 * number
        drawn.append(text(part, MARGIN, line, "strong"))
    drawn += _phase(one, words, MARGIN, line + 8, name_room)
    bottom = line + 8 + 20
    x, top = (MARGIN, bottom + 8) if narrow else (MARGIN + name_room + 20, y + 8)
    for side, felt in (("client", one.client), ("staff", one.staff)):
        drawn += _spark(side, felt, words, x, top)
        x += _SPARK + 44
    top += 36 if narrow else 0
    x = MARGIN if narrow else x + 6
    room = right - x
    drawn += _found(one, x, top + 12)
    top += 18 if any(one.findings.values()) else 0
    for number, part in enumerate(wrap(clean(one.next), room, SMALL, 3)):
        drawn.append(text(part, x, top + 12 + 13 * number, "small muted"))
        bottom = max(bottom, top + 12 + 13 * number)
    return drawn, max(bottom, top + 4) + 10


def _phase(one: Standing, words: PictureWords, x: float, y: float, room: float) -> Iterator[str]:
    said = ", ".join(part for part in (words.base.phases[one.phase], one.since) if part)
    said = fit(said, room - 12, SMALL)
    wide = width(said, SMALL) + 12
    yield tag("rect", x=x, y=y, width=wide, height=18, rx=3, class_=f"strip {one.phase}")
    yield text(said, x + 6, y + 13, "small")


def _spark(
    side: str, felt: Sequence[float], words: PictureWords, x: float, y: float
) -> Iterator[str]:
    """Yield a side's latest feelings as a small line with its last figure."""
    name = words.base.client if side == "client" else words.base.staff
    high = 28.0
    if not felt:
        yield point(side, x + 4, y + high / 2, 3)
        yield text(words.untold, x + 12, y + high / 2 + 4, "small muted")
        return
    step = _SPARK / max(1, len(felt) - 1)
    places = [
        (x + number * step, y + 4 + (1 - value) / 2 * (high - 8))
        for number, value in enumerate(felt)
    ]
    said = f"{name}: {' '.join(map(words.base.number, felt))}"
    path = "L".join(f"{num(a)},{num(b)}" for a, b in places)
    parts = [tag("title", escape(said))]
    parts.append(tag("path", d=f"M{num(x)},{num(y + high / 2)}h{num(_SPARK)}", class_="grid"))
    if len(felt) > 1:
        parts.append(tag("path", d=f"M{path}", class_=f"line {side}"))
    last = places[-1] if len(felt) > 1 else (x + 4, places[0][1])
    parts.append(point(side, *last, 3.5))
    parts.append(text(words.base.number(felt[-1]), x + _SPARK + 8, y + high / 2 + 4, "small"))
    yield tag("g", *parts)


def _found(one: Standing, x: float, y: float) -> Iterator[str]:
    for name in reversed(SEVERITIES):
        if one.findings.get(name):
            yield severity(name, x + 5, y - 4, 4.5)
            yield text(str(one.findings[name]), x + 14, y, "small strong")
            x += 22 + width(str(one.findings[name]), SMALL)

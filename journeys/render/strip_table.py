"""The table twin of a filmstrip, and a figure that holds both."""

from journeys.render._figure import NARROW, figure
from journeys.render._xml import clean
from journeys.render.strip import MOST, Scheme, says, svg
from journeys.render.strip_values import Strip

__all__ = ["html", "table_twin"]


def table_twin(strip: Strip) -> list[tuple[str, ...]]:
    """Return every moment as a row of text, the headings first, those too that are not drawn.

    Columns: when, what people call it, phase, what happened, both sides' feelings, and the findings
    that begin or are no longer so.

    Examples
    --------
    >>> from journeys.render.strip_values import Shot, Turn
    >>> one = Shot("8 Sep 2025", "ended", "A40", ("Loss concluded",), True, staff=-0.6)
    >>> table_twin(Strip("The agency", shots=(one,)))[1]
    ('8 Sep 2025', 'A40', 'begins: Ended', 'Loss concluded', 'not told', '−0.6', '')
    """
    words, base = strip.words, strip.words.base
    rows: list[tuple[str, ...]] = [
        (base.when, words.moment, base.phase, words.happened, base.client, base.staff, base.finding)
    ]
    for shot in strip.shots:
        phase = base.phases[shot.phase]
        felt = (words.untold if v is None else base.number(v) for v in (shot.client, shot.staff))
        rows.append((
            clean(shot.when),
            clean(shot.name),
            words.begins.format(phase) if shot.begins else phase,
            "; ".join(map(clean, shot.lines)),
            *felt,
            "; ".join(says(turn, strip) for turn in shot.turns),
        ))  # fmt: skip
    return rows


def html(strip: Strip, *, most: int = MOST, scheme: Scheme = "auto", styled: bool = True) -> str:
    """Return a figure: the picture for wide and for narrow places, and its table twin.

    Examples
    --------
    >>> html(Strip("Nothing yet")).startswith('<figure class="journey-figure" lang="en">')
    True
    """
    caption = strip.description or (strip.title if strip.shots else strip.words.nothing)
    return figure(
        svg(strip, most=most, scheme=scheme, styled=styled),
        svg(strip, width=NARROW, most=most, scheme=scheme, styled=styled),
        caption,
        (strip.title, table_twin(strip)),
        strip.words.base,
        styled=styled,
    )

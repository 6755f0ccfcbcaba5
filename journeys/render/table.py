"""The table twin of a curve, and a figure that holds both."""

from datetime import UTC, datetime

from journeys.render._figure import figure
from journeys.render._flags import numbered
from journeys.render._legend import figures
from journeys.render._xml import clean
from journeys.render.curve import Focus, Scheme, svg
from journeys.render.values import Band, Curve, Mark, Sample

__all__ = ["html", "table_twin"]

_WIDE = (960, 420)
_NARROW = (390, 520)


def table_twin(curve: Curve) -> list[tuple[str, ...]]:
    """Return everything that the picture shows as rows of text, the headings first.

    One row per phase, recorded feeling and finding, in order of time (of one moment: phases,
    the client, our people, findings). Columns: when, who or what, feeling or severity, the
    emotion in a word, note. Findings carry the number of their flag.

    Examples
    --------
    >>> from journeys.render.values import Sample
    >>> sad = Sample(datetime(2025, 9, 8, tzinfo=UTC), -0.6, "the end", "sad", approximate=True)
    >>> for row in table_twin(Curve("The agency", staff=(sad,))):
    ...     print(row)
    ('When', 'Who or what', 'Feeling', 'In a word', 'Note')
    ('about 8 Sep 2025', 'Our people', '−0.6', 'sad', 'the end')
    """
    words = curve.words
    rows = [(band.start, _band(band, curve)) for band in curve.bands]
    rows += [(sample.at, _sample(sample, words.client, curve)) for sample in curve.client]
    rows += [(sample.at, _sample(sample, words.staff, curve)) for sample in curve.staff]
    rows += [(mark.at, _mark(number, mark, curve)) for number, mark in numbered(curve)]
    rows.sort(key=_moment)
    head = (words.when, words.who, words.feeling, words.emotion, words.note)
    return [head, *(row for _, row in rows)]


def html(
    curve: Curve, *, focus: Focus = "auto", scheme: Scheme = "auto", styled: bool = True
) -> str:
    """Return a figure: the picture, its description and figures, and its table twin.

    The picture is there twice, drawn for wide and for narrow places; the width of the place
    chooses, without a script. The table stands in a disclosure that works by keyboard.

    Parameters
    ----------
    curve
        What to draw.
    focus, scheme, styled
        As for `journeys.render.curve.svg`; without style the page must also hide one of
        `.journey-figure > .wide` and `.narrow`.

    Examples
    --------
    >>> html(Curve("Nothing yet")).startswith('<figure class="journey-figure" lang="en">')
    True
    """
    wide, narrow = (
        svg(curve, width=w, height=h, focus=focus, scheme=scheme, styled=styled)
        for w, h in (_WIDE, _NARROW)
    )
    about = [clean(curve.description)]
    about += [f"{name}: {said}." for _, name, said in figures(curve) if said]
    caption = " ".join(part for part in about if part) or curve.words.nothing
    table = curve.title, table_twin(curve)
    return figure(wide, narrow, caption, table, curve.words, styled=styled)


def _moment(row: tuple[datetime, tuple[str, ...]]) -> datetime:
    return row[0].astimezone(UTC)


def _sample(sample: Sample, name: str, curve: Curve) -> tuple[str, ...]:
    date = curve.words.format_date(sample.at, "date")
    when = curve.words.about.format(date) if sample.approximate else date
    valence = curve.words.number(sample.valence)
    return (when, name, valence, clean(sample.category or ""), clean(sample.label))


def _mark(number: int, mark: Mark, curve: Curve) -> tuple[str, ...]:
    words = curve.words
    when = words.format_date(mark.at, "date")
    return (
        when,
        f"{words.finding} {number}",
        words.severities[mark.severity],
        "",
        clean(mark.label),
    )


def _band(band: Band, curve: Curve) -> tuple[str, ...]:
    words = curve.words
    when = words.format_date(band.start, "date")
    name = clean(band.label) or words.phases[band.phase]
    if band.end is not None:
        name += f", {words.until.format(words.format_date(band.end, 'date'))}"
    return (when, words.phase, "", "", name)

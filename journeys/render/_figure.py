"""A figure: a picture for wide and for narrow places, its caption, and its table twin."""

from collections.abc import Sequence

from journeys.render._xml import clean, escape, tag
from journeys.render.words import Words

NARROW, NARROWEST = 390, 280
"""px: of the picture for narrow places, and the least that any picture has."""
_STYLE = (
    ".journey-figure{margin:0;container-type:inline-size}"
    ".journey-figure>.narrow{display:none}"
    "@container (max-width:640px){.journey-figure>.wide{display:none}"
    ".journey-figure>.narrow{display:block}}"
    ".journey-figure .scroll{overflow-x:auto}"
    ".journey-figure table{border-collapse:collapse;font-variant-numeric:tabular-nums}"
    ".journey-figure td:first-child{white-space:nowrap}"
    ".journey-figure :is(th,td){padding:.25rem .75rem .25rem 0;text-align:start;"
    "vertical-align:top;border-block-end:1px solid color-mix(in srgb,currentColor 20%,transparent)}"
)
"""How a figure with a picture and its table twin is laid out."""


def wide_enough(width: float, what: str) -> None:
    """Refuse a picture that is too narrow to be read; *what* it is, with its verb.

    Raises
    ------
    ValueError
        When the width is below `NARROWEST`.
    """
    if width < NARROWEST:
        message = f"{what} at least {NARROWEST} px wide, not {width:g}"
        raise ValueError(message)


def figure(
    wide: str,
    narrow: str,
    caption: str,
    table: tuple[str, Sequence[tuple[str, ...]]],
    words: Words,
    *,
    styled: bool,
) -> str:
    """Return the figure; the width of the place chooses the picture, without a script.

    ``table`` is its title and its rows, the headings first; it opens by keyboard.
    """
    return tag(
        "figure",
        *([tag("style", _STYLE)] if styled else []),
        tag("div", wide, class_="wide"),
        tag("div", narrow, class_="narrow"),
        tag("figcaption", escape(clean(caption))),
        _disclosed(*table, words),
        class_="journey-figure",
        lang=words.language,
    )


def tabled(title: str, rows: Sequence[tuple[str, ...]], words: Words, *, empty: str) -> str:
    """Return a table by itself as a figure, its headings first; *empty* where it has no rows."""
    body = _table(title, rows, words) if len(rows) > 1 else tag("p", escape(clean(empty)))
    named = [] if len(rows) > 1 else [tag("figcaption", escape(clean(title)))]
    style = tag("style", _STYLE)
    return tag("figure", style, *named, body, class_="journey-figure", lang=words.language)


def _disclosed(title: str, rows: Sequence[tuple[str, ...]], words: Words) -> str:
    if len(rows) < 2:  # noqa: PLR2004 - the headings alone
        return ""
    return tag("details", tag("summary", escape(words.table)), _table(title, rows, words))


def _table(title: str, rows: Sequence[tuple[str, ...]], words: Words) -> str:
    head, *body = rows
    heads = "".join(tag("th", escape(cell), scope="col") for cell in head)
    cells = "".join(tag("tr", *(f"<td>{escape(clean(cell))}</td>" for cell in row)) for row in body)
    named = tag("caption", escape(clean(title) or words.table))
    table = tag("table", named, tag("thead", tag("tr", heads)), tag("tbody", cells))
    name = f"{words.table}: {clean(title)}".removesuffix(": ")
    return tag("div", table, class_="scroll", tabindex="0", role="region", aria_label=name)

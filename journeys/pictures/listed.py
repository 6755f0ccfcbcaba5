"""Findings over time, and the board, as pictures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from domain.moments import Moment
from journeys.language import Language, t
from journeys.pictures.picture import Picture

if TYPE_CHECKING:
    from journeys.board import BoardRow, Step
    from projections.finding import Finding


def findings(
    found: Iterable[Finding], now: Moment, words: Language, title: str = "", *, named: bool = False
) -> Picture:
    """Return findings over time, in the order given.

    Parameters
    ----------
    found
        The findings.
    now
        How far those that are open reach.
    words
        The reader's language.
    title
        What stands above them.
    named
        Whether each says of which relationship it is.
    """
    from journeys.render import spans
    from journeys.render.picture_words import DUTCH, ENGLISH

    rows = tuple(
        spans.Span(
            one.severity,
            f"{one.relationship}: {words.say(one.sentence)}" if named else words.say(one.sentence),
            one.since.start,
            one.until.start if one.until and not one.is_open(now) else None,
            one.code,
        )
        for one in found
    )
    over = title or words.say(t("Findings"))
    drawn = DUTCH if words.code == "nl" else ENGLISH
    values = spans.Spans(over, "", rows, now.start, drawn)
    return Picture(values, spans.svg, spans.html, spans.table_twin)


def board(rows: Iterable[BoardRow], words: Language) -> Picture:
    """Return the board, the most pressing relationship first.

    Parameters
    ----------
    rows
        The board; see `journeys.board`.
    words
        The reader's language.
    """
    from journeys.render import overview
    from journeys.render.picture_words import DUTCH, ENGLISH

    rows = tuple(rows)
    standings = tuple(
        overview.Standing(
            row.id,
            row.title,
            row.phase,
            _day(row.since, words) if row.since else "",
            tuple(row.client),
            tuple(row.staff),
            dict(row.findings.items()),
            _next(row.next, words) if row.next else "",
        )
        for row in rows
    )
    values = overview.Overview(
        words.say(t("What asks for attention")),
        _unheard(rows, words),
        standings,
        DUTCH if words.code == "nl" else ENGLISH,
        words.say(t("Nothing is recorded yet.")),
    )
    return Picture(values, overview.svg, overview.html, overview.table_twin)


def _unheard(rows: Iterable[BoardRow], words: Language) -> str:
    """Return since when nothing at all was told, where that is long ago."""
    from journeys.board import silent_since

    latest = silent_since(rows)
    if latest is None or latest.last is None:
        return ""
    said = t("Nothing at all was told since {last}, {days} days ago.")
    return words.say(said, last=latest.last, days=latest.silent)


def _day(moment: Moment, words: Language) -> str:
    """Return a moment by its day; the hour says nothing on a board."""
    exact = moment.precision == "instant" and not moment.approximate
    return words.moment(Moment.of(moment.day) if exact else moment, short=True)


def _next(step: Step, words: Language) -> str:
    said = words.say(step.action)
    if step.due is not None and step.due not in step.action.values.values():
        said = f"{said} {words.say(t('Due {due}.'), due=step.due)}"
    return f"→ {said}"

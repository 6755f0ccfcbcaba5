"""The picture of an answer: the touchpoint graph, on which the places it rests on stand out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from journeys.graph.picture import picture
from journeys.language import Language

if TYPE_CHECKING:
    from journeys.asking import Answered
    from journeys.render.network_values import Network
    from projections.touchpoints.lived import LivedGraph

_MANY = 40
"""The most places that the picture shows one by one; of more, only what the answer rests on."""


def answered(found: Answered, graph: LivedGraph, words: Language) -> Network:
    """Return an answer as a picture.

    A place stands out when an event of it is behind a row; the figures of the rows that name it
    are said when it is pointed at.

    Parameters
    ----------
    found
        The answer.
    graph
        What was lived by the relationships it was asked of.
    words
        The reader's language.
    """
    at = {event: visit.place for run in graph.runs() for visit in run for event in visit.events}
    notes: dict[str, list[str]] = {}
    for row in found.rows:
        for event in row["events"]:
            if event in at:
                notes.setdefault(at[event], [])
        if row.get("touchpoint") in notes:
            notes[row["touchpoint"]].append(_said(found, row, words))
    if len({visit.place for run in graph.runs() for visit in run}) > _MANY and notes:
        graph = graph.only(lambda visit: visit.place in notes)
    title = words.say(found.answer.question)
    said = {place: "\n".join(dict.fromkeys(lines)) for place, lines in notes.items()}
    return picture(graph, words, title=title, notes=said)


def _said(found: Answered, row: dict[str, Any], words: Language) -> str:
    """Return the figures of a row, each with its title."""
    figures = (
        f"{words.say(column.title)} {words.number(row[column.name])}"
        for column in found.answer.columns
        if isinstance(row[column.name], (int, float)) and not isinstance(row[column.name], bool)
    )
    return ", ".join(figures)

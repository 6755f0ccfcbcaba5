"""The picture of an answer: the touchpoint graph, on which the places it rests on stand out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from journeys.graph.picture import picture
from journeys.language import Language
from journeys.pictures.picture import Picture

if TYPE_CHECKING:
    from journeys.render.network_values import Network
    from projections.answers import Answer, Row
    from projections.touchpoints.lived import LivedGraph

_MANY = 40
"""The most places that the picture shows one by one; of more, only what the answer rests on."""


def drawing(answer: Answer, rows: Sequence[Row], graph: LivedGraph, words: Language) -> Picture:
    """Return an answer as a picture with its table; see `answered`."""
    return pictured(answered(answer, rows, graph, words))


def pictured(shown: Network) -> Picture:
    """Return a network as a picture with its table."""
    from journeys.render import network, network_table

    return Picture(shown, network.svg, network_table.html, network_table.table_twin)


def answered(answer: Answer, rows: Sequence[Row], graph: LivedGraph, words: Language) -> Network:
    """Return an answer as a picture.

    A place stands out when an event of it is behind a row; the figures of the rows that name it
    are said when it is pointed at.

    Parameters
    ----------
    answer, rows
        The question, and what it came to.
    graph
        What was lived by the relationships it was asked of.
    words
        The reader's language.
    """
    at = graph.places_of_events()
    notes: dict[str, list[str]] = {}
    for row in rows:
        for event in row["events"]:
            if event in at:
                notes.setdefault(at[event], [])
        if row.get("touchpoint") in notes:
            notes[row["touchpoint"]].append(_said(answer, row, words))
    return standing_out(graph, notes, words, title=words.say(answer.question))


def standing_out(
    graph: LivedGraph, notes: Mapping[str, Sequence[str]], words: Language, *, title: str
) -> Network:
    """Return the picture of a graph on which these places stand out.

    Parameters
    ----------
    graph
        What was lived.
    notes
        The places, by key, with what is said of each when it is pointed at.
    words
        The reader's language.
    title
        Of the picture.
    """
    if notes and sum(node.kind == "touchpoint" for node in graph.nodes) > _MANY:
        graph = graph.at_places(notes)
    said = {place: "\n".join(dict.fromkeys(lines)) for place, lines in notes.items()}
    return picture(graph, words, title=title, notes=said)


def _said(answer: Answer, row: Row, words: Language) -> str:
    """Return the figures of a row, each with its title."""
    figures = (
        f"{words.say(column.title)} {words.number(row[column.name])}"
        for column in answer.columns
        if isinstance(row[column.name], (int, float)) and not isinstance(row[column.name], bool)
    )
    return ", ".join(figures)

"""The lived graph as the picture that `journeys.render.network` draws."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from journeys.graph.network import title_of
from journeys.language import Language, t
from projections.touchpoints.attributes import PHASES, phase_of
from projections.touchpoints.figures import Bag, Figures
from projections.touchpoints.lived import LivedGraph, Node

if TYPE_CHECKING:
    from journeys.render.network_values import Network, Place, Way


def picture(
    graph: LivedGraph,
    words: Language,
    *,
    title: str = "",
    focus: Node | None = None,
    notes: Mapping[str, str] | None = None,
) -> Network:
    """Return the touchpoints and the steps between them, a column for each phase.

    Parameters
    ----------
    graph
        What was lived.
    words
        The reader's language.
    title
        Of the picture.
    focus
        The node that the picture is about: it, or its touchpoints, stand out.
    notes
        What else is said of touchpoints, by their key: they stand out as well.
    """
    from journeys.render.network_values import Column, Network
    from journeys.render.network_words import DUTCH, ENGLISH

    drawn = DUTCH if words.code == "nl" else ENGLISH
    places = tuple(_places(graph, words, focus, notes or {}))
    used = {place.column for place in places}
    columns = tuple(Column(p, drawn.base.phases[p]) for p in PHASES if p in used)
    return Network(
        title=title,
        columns=columns,
        places=places,
        ways=tuple(_ways(graph, words)),
        words=drawn,
    )


def _places(
    graph: LivedGraph, words: Language, focus: Node | None, notes: Mapping[str, str]
) -> Iterator[Place]:
    from journeys.render.network_values import Place

    meant = set(notes)
    if focus is not None and focus in graph:
        meant |= graph.places_of(focus)
    ranks = graph.ranks()
    for node, bag in graph.nodes.items():
        if node.kind != "touchpoint":
            continue
        figures = bag.figures()
        yield Place(
            id=node.key,
            column=phase_of(bag),
            title=title_of(graph, node, words),
            rank=ranks[node.key],
            count=figures.count,
            client=figures.client.after,
            staff=figures.staff.after,
            note="\n".join(
                line
                for line in (
                    notes.get(node.key, ""),
                    *_said(figures, words),
                    *_ended(graph, bag, words),
                )
                if line
            ),
            focus=node.key in meant,
        )


def _ways(graph: LivedGraph, words: Language) -> Iterator[Way]:
    from journeys.render.network_values import Way

    for edge, bag in graph.edges.items():
        if edge.kind == "next":
            note = "\n".join(_said(bag.figures(), words))
            yield Way(edge.source.key, edge.target.key, len(bag), "lived", note)


def _ended(graph: LivedGraph, bag: Bag, words: Language) -> Iterator[str]:
    good, judged = graph.share_of_good_endings(bag)
    if good is not None:
        said = t("good goodbyes among the {judged} judged: {good}")
        yield words.say(said, judged=judged, good=round(good * judged))


def _said(figures: Figures, words: Language) -> Iterator[str]:
    """Yield what else there is to say of a place or a way, a line each."""
    waits = figures.waits
    if waits.median is not None:
        said = t("days since the moment before, half of them no longer than: {days}")
        yield words.say(said, days=round(waits.median, 1))
        if waits.rough:
            rough = t("of these {n}, on a date that was guessed: {rough}")
            yield words.say(rough, n=waits.n, rough=waits.rough)
    if figures.relationships > 1:
        yield words.plural(t("{n} relationship"), t("{n} relationships"), figures.relationships)
    first, last = (words.moment(m, short=True) for m in (figures.first, figures.last))
    yield first if first == last else f"{first} – {last}"

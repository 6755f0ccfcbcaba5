"""The attributes of a node and of an edge: one flat row, the same in every form it is given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.vocabulary import Phase
from projections.touchpoints.figures import QUANTILES, Bag, Mood
from projections.touchpoints.lived import Edge, LivedGraph, Node

PHASES: tuple[Phase, ...] = ("courtship", "contract", "friction", "breakup", "ended")

MEANINGS: Mapping[str, tuple[str, str]] = {
    "kind": ("", "what it is: touchpoint, channel, … for a node; next, causes, … for an edge"),
    "key": ("", "its key: a touchpoint of the map, or a natural activity"),
    "source": ("", "the node an edge comes from"),
    "target": ("", "the node an edge leads to"),
    "count": ("visits", "how many visits"),
    "relationships": ("relationships", "of how many relationships"),
    "phase": ("", "the phase in which it was lived most; ties: the earlier"),
    "designed": ("", "whether the adopted map has this touchpoint"),
    "waited_known": ("visits", "of how many the wait is known"),
    "waited_rough": ("visits", "how many of those waits rest on a guessed date"),
    "waited_mean": ("days", "mean wait since the visit before; of an edge, from its source"),
    "waited_spread": ("days", "standard deviation of those waits"),
    "waited_q25": ("days", "a quarter waited no longer"),
    "waited_q50": ("days", "the median wait"),
    "waited_q75": ("days", "three quarters waited no longer"),
    "waited_q90": ("days", "nine in ten waited no longer"),
    "client_before": ("−1…1", "mean of the client's feelings as last told before"),
    "client_after": ("−1…1", "mean of the client's feelings told about these visits"),
    "client_change": ("−2…2", "mean change, where both were told"),
    "client_told": ("visits", "about how many visits the client's feeling was told"),
    "client_attributed": ("visits", "how many of those are somebody else's word"),
    "staff_before": ("−1…1", "the same for our people"),
    "staff_after": ("−1…1", "the same for our people"),
    "staff_change": ("−2…2", "the same for our people"),
    "staff_told": ("visits", "the same for our people"),
    "staff_attributed": ("visits", "the same for our people"),
    "gap": ("−2…2", "mean mood gap: the client's feeling less ours, where both were told"),
    "gap_told": ("visits", "of how many visits the mood gap is known"),
    "good_endings": ("0…1", "share of good goodbyes among the judged ones that passed here"),
    "judged_endings": ("relationships", "how many goodbyes could be judged good or not"),
    "first": ("moment", "when it was first lived"),
    "last": ("moment", "when it was last lived"),
    "events": ("ids", "the events behind every figure here"),
}
"""What each attribute says, with its unit; a figure that nobody told is None."""


def attributes(graph: LivedGraph, what: Node | Edge) -> dict[str, Any]:
    """Return the attributes of a node or an edge of *graph*, as `MEANINGS` has them.

    Raises
    ------
    KeyError
        When it was not lived.
    """
    if isinstance(what, Node):
        bag = graph.nodes[what]
        own: dict[str, Any] = {"kind": what.kind, "key": what.key}
        if what.kind == "touchpoint":
            own |= {"phase": phase_of(bag), "designed": bag.visits[0].designed}
    else:
        bag = graph.edges[what]
        own = {"kind": what.kind, "source": what.source.id, "target": what.target.id}
    return own | described(graph, bag)


def described(graph: LivedGraph, bag: Bag) -> dict[str, Any]:
    """Return the figures of a bag of visits of *graph* as attributes."""
    figures = bag.figures()
    good, judged = graph.share_of_good_endings(bag)
    waits = figures.waits
    named = zip(QUANTILES, waits.quantiles or (None,) * len(QUANTILES), strict=True)
    return {
        "count": figures.count,
        "relationships": figures.relationships,
        "waited_known": waits.n,
        "waited_rough": waits.rough,
        "waited_mean": waits.mean,
        "waited_spread": waits.spread,
        **{f"waited_q{round(100 * share)}": value for share, value in named},
        **_side("client", figures.client),
        **_side("staff", figures.staff),
        "gap": figures.gap,
        "gap_told": figures.told_gap,
        "good_endings": good,
        "judged_endings": judged,
        "first": figures.first,
        "last": figures.last,
        "events": figures.events,
    }


def _side(side: str, mood: Mood) -> dict[str, Any]:
    return {
        f"{side}_before": mood.before,
        f"{side}_after": mood.after,
        f"{side}_change": mood.change,
        f"{side}_told": mood.told_after,
        f"{side}_attributed": mood.attributed,
    }


def phase_of(bag: Bag) -> Phase:
    """Return the phase in which most of these visits were lived; of equals, the earlier one."""
    lived = bag.phases()
    return max(PHASES, key=lambda phase: (lived.get(phase, 0), -PHASES.index(phase)))

"""Findings about how things are told: bad news by link, a story that is passed on."""

from __future__ import annotations

from collections.abc import Iterator

from domain.breakup import BreakupAnnounced, EndDateSet, FarewellActDone, PartingStatementMade
from domain.friction import IssueHandled
from domain.vocabulary import RICHNESS
from projections.findings.registry import Raise, Scene, rule


def _bad_news(scene: Scene) -> str | None:
    """Return which bad news the supplier brings with what just happened, if any."""
    fact = scene.fact
    if isinstance(fact, FarewellActDone):
        told = fact.act == "complaint-decided" and fact.by == "supplier"
        return "complaint-decided" if told else None
    if isinstance(fact, IssueHandled):
        issue = scene.after.thing("issue", fact.issue)
        complaint = issue is not None and issue.opened.fact.kind == "complaint"
        return "complaint" if complaint and fact.outcome == "unsolved" else None
    announced = scene.after.last(BreakupAnnounced)
    return "breakup" if announced and announced.fact.by == "supplier" else None


@rule(
    "channel-too-poor",
    "medium",
    BreakupAnnounced,
    EndDateSet,
    FarewellActDone,
    IssueHandled,
    rows=(109,),
    outlasts=True,
    sentence="Bad news ({news}) came over a channel that carries little of a person: {channel}.",
    action="Call, and say it again in person.",
    cannot_know="whether somebody had told the client before",
    richness_at_most=2,
)
def channel_too_poor(scene: Scene, *, richness_at_most: int) -> Iterator[Raise]:
    """Bad news comes as a text, a form or a link."""
    said_over = (scene.event.channel, getattr(scene.fact, "form", None))
    poorest = min(
        (way for way in said_over if way in RICHNESS), key=RICHNESS.__getitem__, default=""
    )
    news = _bad_news(scene)
    if news and poorest and RICHNESS[poorest] <= richness_at_most:
        yield Raise(scene.event.id, (scene.event,), {"news": news, "channel": poorest})


@rule(
    "public-story-spreads",
    "medium",
    PartingStatementMade,
    rows=(190,),
    outlasts=True,
    sentence="What the client said in public is being passed on.",
    action="Answer it once, in person and openly, and own your share.",
    cannot_know="who reads it, and what they make of it",
)
def public_story_spreads(scene: Scene) -> Iterator[Raise]:
    """The story of a goodbye is passed on."""
    fact = scene.fact
    if fact.reach == "spreading" and fact.public and fact.by != "supplier":
        yield Raise(scene.event.id, (scene.event,))

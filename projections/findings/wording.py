"""Findings about our own words: not my job, and it is the client's fault."""

from __future__ import annotations

from collections.abc import Iterator

from domain.contract import AgreementBroken
from domain.friction import (
    ConcessionMade,
    EffortSpent,
    IncidentOccurred,
    IssueRaised,
    PlugReviewed,
    RequestAnswered,
    UneaseAnswered,
)
from domain.process import ProcessAdopted
from domain.values import BehaviourObserved
from projections.findings.phrases import says
from projections.findings.registry import Raise, Scene, rule


@rule(
    "not-my-job",
    "medium",
    RequestAnswered,
    BehaviourObserved,
    UneaseAnswered,
    rows=(75,),
    sentence="Somebody who asked heard that it is not our job. The process is: {strict}.",
    action="Let whoever is asked stay with it until somebody else has it.",
    cannot_know="whether anybody else took it up",
)
def not_my_job(scene: Scene) -> Iterator[Raise]:
    """Staff do what the protocol says, and nothing more."""
    fact = scene.fact
    if isinstance(fact, BehaviourObserved) and fact.supports:
        return
    if says(fact.verbatim if isinstance(fact, RequestAnswered) else fact.text, "not-my-job"):
        process = scene.before.last(ProcessAdopted)
        strict = process.fact.strictness if process else None
        evidence = (*((process,) if process and strict == "strict" else ()), scene.event)
        yield Raise(scene.event.id, evidence, {"strict": strict or "unknown"})


@rule(
    "blame-language",
    "low",
    IssueRaised,
    IncidentOccurred,
    ConcessionMade,
    EffortSpent,
    AgreementBroken,
    RequestAnswered,
    PlugReviewed,
    rows=(174,),
    sentence="Our own words put the blame on the client.",
    action="Write down what happened, and ask what made it hard for the client.",
    cannot_know="irony, and whom a word such as 'their' is about",
)
def blame_language(scene: Scene) -> Iterator[Raise]:
    """What our people write about a problem blames the client."""
    word, fact = scene.event.on_whose_word, scene.fact
    ours = word in ("staff", "supplier")
    if word is None:
        ours = not isinstance(fact, IssueRaised) or fact.by == "supplier"
    text = fact.verbatim if isinstance(fact, RequestAnswered) else fact.text
    if ours and says(text, "blame"):
        yield Raise(scene.event.id, (scene.event,))

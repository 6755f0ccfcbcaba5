"""Findings about answers that put the process, or somebody's desk, before the person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from domain._kernel import AnyEvent
from domain.friction import RequestAnswered, UneaseAnswered
from domain.process import AdviceAnswered, ProcessAdopted
from domain.vocabulary import Ground
from projections.findings.care import MET, answers
from projections.findings.phrases import ground_of
from projections.findings.registry import Raise, Scene, Settle, rule
from projections.findings.windows import lapse, passing


def _ground(fact: Any) -> Ground | None:  # noqa: ANN401 - one of three kinds of answers
    """Return what an answer leans on instead of on the person; told, or by its own words."""
    if isinstance(fact, RequestAnswered):
        turned_away = fact.answer in ("refused", "deflected", "unwilling")
        return (fact.ground or ground_of(fact.verbatim)) if turned_away else None
    if isinstance(fact, AdviceAnswered):
        turned_away = fact.answer == "rejected" and fact.by == "supplier"
        return ground_of(fact.verbatim) if turned_away else None
    return ground_of(fact.text)


def _leans(event: AnyEvent) -> bool:
    return _ground(event.fact) is not None


@rule(
    "process-before-person",
    "medium",
    RequestAnswered,
    AdviceAnswered,
    UneaseAnswered,
    rows=(177, 178),
    lapses=True,
    sentence=(
        "{times} times in {within_days} days somebody who asked was answered with our own ways: "
        "{grounds}."
    ),
    action="Answer the person first; then change the rule that stands in the way.",
    cannot_know="how an answer was meant, beyond its words",
    at_least=2,
    within_days=180,
)
def process_before_person(
    scene: Scene, *, at_least: int, within_days: int
) -> Iterator[Raise | Settle]:
    """Client, partner or colleague: time and again the answer is a custom, a system or a rule."""
    leaning: list[AnyEvent] = []
    for kind in (RequestAnswered, AdviceAnswered, UneaseAnswered):
        leaning += passing(scene.after.of(kind), _leans, scene.now, within_days)
    if len(leaning) >= at_least:
        leaning.sort(key=lambda event: event.order)
        grounds = sorted({str(_ground(event.fact)) for event in leaning})
        says = {"times": len(leaning), "grounds": grounds}
        yield Raise("pattern", tuple(leaning), says, until=lapse(leaning, at_least, within_days))
    else:
        yield Settle("pattern")


@rule(
    "rigid-where-free",
    "medium",
    RequestAnswered,
    rows=(187,),
    sentence="A request was refused because of a custom, where the work leaves us free.",
    action="Leave the custom aside this once, and see what it costs.",
    cannot_know="what else spoke against it",
)
def rigid_where_free(scene: Scene) -> Iterator[Raise | Settle]:
    """A custom is held against the client although the process is loose, or the work complex."""
    if scene.fact.answer in MET:
        for answer in answers(scene.before, scene.fact.request):
            yield Settle(answer.id)
        return
    process = scene.before.last(ProcessAdopted)
    if process is None or _ground(scene.fact) != "convention":
        return
    strictness, complexity = process.fact.strictness, process.fact.complexity
    if strictness == "loose" or (strictness is None and complexity == "complex"):
        yield Raise(scene.event.id, (process, scene.event))

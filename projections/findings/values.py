"""Findings about what the supplier stands for and gives: in word, and in what came of it."""

from __future__ import annotations

from collections.abc import Iterator

from domain._kernel import Event
from domain.expectation import OpinionVoiced
from domain.relationship import Relationship
from domain.values import BehaviourObserved
from domain.vocabulary import Severity
from projections.findings.registry import Raise, Scene, Settle, rule
from projections.findings.windows import lapse, lately

_HOW_MUCH = {"no": 0, "partly": 1, "yes": 2}


@rule(
    "behaviour-against-value",
    "medium",
    BehaviourObserved,
    rows=(132,),
    lapses=True,
    sentence=(
        "We say that we stand for {value}, and {times} times in {within_days} days somebody of "
        "ours was seen to do otherwise."
    ),
    action="Talk about what {value} asks of us here, and who shows it.",
    cannot_know="behaviour that nobody saw, or wrote down",
    within_days=365,
    mended_by=2,
)
def behaviour_against_value(
    scene: Scene, *, within_days: int, mended_by: int
) -> Iterator[Raise | Settle]:
    """What is done contradicts a core value; living up to it again and again mends that."""
    fact, declared = scene.fact, scene.after.thing("value", scene.fact.value)
    if declared is None:
        return
    seen = [e for e in declared.later if isinstance(e.fact, BehaviourObserved)]
    if fact.supports:
        since = seen[-mended_by:]
        if len(since) == mended_by and all(event.fact.supports for event in since):
            yield Settle(f"{fact.value}:client")
            yield Settle(f"{fact.value}:within")
        return
    against = [e for e in lately(seen, scene.now, within_days) if not e.fact.supports]
    towards_client = fact.where == "towards-client"
    severity: Severity | None = None if towards_client or len(against) > 1 else "low"
    key = "client" if towards_client else "within"
    says = {"value": fact.value, "times": len(against)}
    evidence = (declared.opened, *against)
    until = lapse(against, 1, within_days)
    yield Raise(
        f"{fact.value}:{key}", evidence, says, until=until, severity=severity, value=fact.value
    )


@rule(
    "value-gap",
    "medium",
    OpinionVoiced,
    rows=(158,),
    sentence=(
        "What we think we gave and what the client says it got differ on {item}: we say {given}, "
        "the client says {received}."
    ),
    action="Ask the client, in its own words, what it got and what it missed.",
    cannot_know="value that neither side has put into words",
)
def value_gap(scene: Scene) -> Iterator[Raise | Settle]:
    """The two views of a value are apart: less arrived than we think, or more."""
    item = scene.fact.item
    if item is None or scene.fact.topic_of not in ("value-offered", "value-received"):
        return
    ours, theirs = _view(scene.after, item, "supplier"), _view(scene.after, item, "client")
    if ours is None or theirs is None:
        return
    given, received = ours.fact.verdict or "yes", theirs.fact.verdict or "yes"
    short = _HOW_MUCH[given] - _HOW_MUCH[received]
    for way, apart in (("less", short), ("more", -short)):
        if apart <= 0:
            yield Settle(f"{item}:{way}")
            continue
        severity: Severity = "info" if way == "more" else "low" if apart == 1 else "medium"
        says = {"item": item, "given": given, "received": received}
        evidence = tuple(sorted((ours, theirs), key=lambda event: event.order))
        yield Raise(f"{item}:{way}", evidence, says, severity=severity)


def _view(state: Relationship, item: str, side: str) -> Event[OpinionVoiced] | None:
    """Return a side's last word on a value: ours on what we gave, the client's on what it got."""
    topics = ("value-received",) if side == "client" else ("value-offered", "value-received")
    said = (
        event
        for event in reversed(state.of(OpinionVoiced))
        if event.fact.item == item
        and event.fact.topic_of in topics
        and event.fact.by in (side, "both")
    )
    return next(said, None)

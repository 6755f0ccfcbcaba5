"""Findings about the organisation itself: whom it lets in, and how it tries to get better.

They are asked of the organisation's own facts, and of what its relationships tell of it: who was
accepted there, and who was not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from domain._kernel import AnyEvent, Event, read
from domain.courtship import IntakeDecided
from domain.organisation import ImprovementReviewed, ImprovementStarted, ProfileDeclared
from domain.vocabulary import Severity
from projections.findings.registry import RULES, Raise, Scene, Settle, rule
from projections.findings.windows import lapse, lately
from projections.ports import Log

_ON_THE_EDGE = ("edge", "outside")
_PAGE = 2000


def told_of_the_organisation(log: Log) -> tuple[AnyEvent, ...]:
    """Return the events in which relationships tell what the rules here look at.

    O(the log): a row is decoded only when its topic is one of these.
    """
    asked = {kind for rule in RULES.values() if rule.about == "organisation" for kind in rule.on}
    topics = {kind.topic for kind in asked if kind.area() == "relationship"}
    found: list[AnyEvent] = []
    position = 0
    while page := log.page(position, _PAGE):
        position = page[-1].position
        found += [read(row.topic, row.payload) for row in page if row.topic in topics]
    return tuple(found)


@rule(
    "nobody-declined",
    "medium",
    IntakeDecided,
    about="organisation",
    rows=(47,),
    lapses=True,
    sentence=(
        "Of {decided} prospects in {within_days} days {accepted} were accepted: hardly anybody "
        "ever hears 'thank you, but our service does not fit your question'."
    ),
    action="Ask those who sell which of these they would not take on again, and why they did.",
    cannot_know="prospects who were turned away before anybody wrote them down",
    decided_at_least=10,
    share_at_least=0.95,
    within_days=365,
)
def nobody_declined(
    scene: Scene, *, decided_at_least: int, share_at_least: float, within_days: int
) -> Iterator[Raise | Settle]:
    """Nearly everybody is accepted; a no is not an outcome here."""
    decided = lately(scene.after.of(IntakeDecided), scene.now, within_days)
    accepted = [event for event in decided if event.fact.outcome == "accepted"]
    if len(decided) < decided_at_least:
        return
    if len(accepted) >= share_at_least * len(decided):
        says = {"decided": len(decided), "accepted": len(accepted)}
        until = lapse(decided, decided_at_least, within_days)
        yield Raise("intake", tuple(accepted), says, until=until)
    else:
        yield Settle("intake")


@rule(
    "edge-share-rising",
    "medium",
    IntakeDecided,
    about="organisation",
    rows=(74,),
    sentence=(
        "Ever more clients are accepted on or over the edge of the profile: {share}% of the last "
        "{last}, {before}% of the {last} before."
    ),
    action="Hold the profile against the last of them, and decide who may say yes at the edge.",
    cannot_know="the fit of clients that nobody assessed",
    last=8,
    rise_at_least=0.25,
)
def edge_share_rising(scene: Scene, *, last: int, rise_at_least: float) -> Iterator[Raise | Settle]:
    """The share of clients at the edge rises from one handful of acceptances to the next."""
    assessed = [
        event
        for event in scene.after.of(IntakeDecided)[-4 * last :]
        if event.fact.outcome == "accepted" and event.fact.fit != "unknown"
    ]
    if len(assessed) < 2 * last:
        return
    before, now = assessed[-2 * last : -last], assessed[-last:]
    share, share_before = _edge(now), _edge(before)
    if share - share_before >= rise_at_least:
        edge = [event for event in now if event.fact.fit in _ON_THE_EDGE]
        says = {"share": round(100 * share), "before": round(100 * share_before)}
        yield Raise("edge", (*before, *edge), says)
    else:
        yield Settle("edge")


def _edge(accepted: Sequence[Event[IntakeDecided]]) -> float:
    return sum(event.fact.fit in _ON_THE_EDGE for event in accepted) / len(accepted)


@rule(
    "profile-too-vague",
    "medium",
    ProfileDeclared,
    IntakeDecided,
    about="organisation",
    rows=(73,),
    sentence=(
        "The profile of the ideal client turns nobody away (edition: {edition}). Accepted so far: "
        "{accepted}."
    ),
    action="Write down what a client must be, and what rules one out.",
    cannot_know="a profile that everybody knows and nobody recorded",
    accepted_at_least=5,
)
def profile_too_vague(scene: Scene, *, accepted_at_least: int) -> Iterator[Raise | Settle]:
    """There is no profile, or one that demands and excludes nothing."""
    profile = scene.after.last(ProfileDeclared)
    if profile and profile.fact.can_reject:
        yield Settle("profile")
        return
    accepted = [e for e in scene.after.of(IntakeDecided) if e.fact.outcome == "accepted"]
    evidence = (*((profile,) if profile else ()), *accepted[-accepted_at_least:])
    if profile or len(accepted) >= accepted_at_least:
        says = {"edition": profile.fact.edition if profile else "none", "accepted": len(accepted)}
        yield Raise("profile", evidence, says)


@rule(
    "programme-without-process",
    "medium",
    ImprovementStarted,
    ImprovementReviewed,
    about="organisation",
    rows=(193,),
    sentence="The improvement {improvement} is tied to no primary process: it hangs in the air.",
    action="Say which work for which client it should make better, and measure it there.",
    cannot_know="a tie to the work that everybody sees and nobody recorded",
)
def programme_without_process(scene: Scene) -> Iterator[Raise | Settle]:
    """A programme is a means; without a primary process it has nothing to serve."""
    fact = scene.fact
    if isinstance(fact, ImprovementReviewed):
        if fact.process:
            yield Settle(fact.improvement)
    elif fact.process is None and "process" not in fact.means:
        severity: Severity | None = "low" if fact.kind == "policy-experiment" else None
        says = {"improvement": fact.improvement}
        yield Raise(fact.improvement, (scene.event,), says, severity=severity)

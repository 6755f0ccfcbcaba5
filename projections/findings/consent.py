"""Findings about what is kept of the client: for whose good, and whether it may be."""

from __future__ import annotations

from collections.abc import Iterator

from domain._kernel import Event
from domain.care import ConsentGiven, PreferenceNoted
from domain.relationship import Relationship
from domain.vocabulary import Severity
from projections.findings.registry import Raise, Scene, Settle, rule

_A_SALES_YES = ("recognises-problem", "wants-solution")


def _permission(state: Relationship) -> Event[ConsentGiven] | None:
    """Return the client's last word on whether a profile may be kept."""
    asked = reversed(state.of(ConsentGiven))
    return next((e for e in asked if e.fact.answer == "may-keep-profile"), None)


@rule(
    "data-without-benefit",
    "medium",
    PreferenceNoted,
    ConsentGiven,
    rows=(142,),
    outlasts=True,
    sentence="{item} is kept about the client in our own interest, without its permission.",
    action="Throw it away, or tell the client what it is for and ask whether you may.",
    cannot_know="what the client was told when it was asked for",
)
def data_without_benefit(scene: Scene) -> Iterator[Raise | Settle]:
    """Something is kept about the client that serves the supplier alone, and nobody asked."""
    permission = _permission(scene.after)
    allowed = permission is not None and permission.fact.given
    fact = scene.fact
    if isinstance(fact, ConsentGiven):
        for event in scene.before.of(PreferenceNoted) if allowed else ():
            yield Settle(event.fact.item)
    elif fact.serves == "supplier" and not allowed:
        severity: Severity | None = "low" if fact.purpose else None
        yield Raise(fact.item, (scene.event,), {"item": fact.item}, severity=severity)
    elif fact.serves is not None:
        yield Settle(fact.item)


@rule(
    "consent-missing",
    "high",
    PreferenceNoted,
    ConsentGiven,
    rows=(143,),
    outlasts=True,
    sentence=(
        "{item} is kept for a purpose; what the client said yes to is: {answers}. That is no "
        "permission."
    ),
    action="Ask the third question: may we keep this, and for what? Until then, keep nothing.",
    cannot_know="a permission that was given without being recorded",
)
def consent_missing(scene: Scene) -> Iterator[Raise | Settle]:
    """A yes in a sales talk, or a no, is taken for permission to keep a profile."""
    permission = _permission(scene.after)
    if isinstance(scene.fact, ConsentGiven):
        if permission and permission.fact.given:
            for event in scene.before.of(PreferenceNoted):
                yield Settle(event.fact.item)
        return
    if (permission and permission.fact.given) or not scene.fact.purpose:
        return
    sales = [
        event
        for event in scene.before.of(ConsentGiven)
        if event.fact.answer in _A_SALES_YES and event.fact.given
    ]
    if sales or permission:
        said = (*sales, *((permission,) if permission else ()))
        answers = sorted({str(event.fact.answer) for event in sales}) or ["no"]
        says = {"item": scene.fact.item, "answers": answers}
        yield Raise(scene.fact.item, (*said, scene.event), says)

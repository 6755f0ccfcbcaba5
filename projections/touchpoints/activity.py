"""Natural activities: what to call a moment that no journey map has a name for.

An activity is called after the kind of fact, in the words of its topic, and after the word that
makes the fact this one: ``care-given:drift-named``, ``gate-decided:skipped``. That word is the
fact's first obligatory field with a closed vocabulary; `WORDS` names the few exceptions.
"""

from __future__ import annotations

from functools import cache
from typing import Literal, get_args, get_origin

from domain._kernel import AnyEvent, Fact
from domain.breakup import RecordDeclaredComplete
from domain.care import ContactHeld
from domain.contract import AgreementMade, GoalSet, MoneyBooked, ScopeSet
from domain.courtship import RelationshipOpened
from domain.feelings import FeelingObserved
from domain.friction import BoundaryGivenUp, UneaseVoiced
from domain.numbers import MetricObserved
from domain.process import ProcessAdopted
from domain.values import ValueDeclared
from projections.finding import Say

Activity = str
"""A kind of moment: ``topic-of-the-fact``, or ``topic-of-the-fact:word``."""

NO_MOMENT: tuple[type[Fact], ...] = (
    RelationshipOpened,
    ProcessAdopted,
    ValueDeclared,
    RecordDeclaredComplete,
    MoneyBooked,
    FeelingObserved,
)
"""Facts that are no moment of the two together: they keep the record, the books or the mood."""

WORDS: dict[type[Fact], str | None] = {
    ScopeSet: "reason",
    UneaseVoiced: "by",
    BoundaryGivenUp: "by",
    MetricObserved: None,
}
"""The field whose word counts, where it is not the first obligatory one of a closed vocabulary."""

CHANGED = "changed"
"""The word of a goal or an agreement that takes the place of an earlier one."""


def activity_of(event: AnyEvent) -> Activity | None:
    """Return the natural activity of an event; None where it is no moment of the two together.

    A contact is called after its channel. What replaces an earlier goal or agreement is *changed*.

    Examples
    --------
    >>> from domain._kernel import event_of
    >>> from domain.friction import IssueRaised
    >>> told = dict(id="e", relationship="r", version=1, actor="a", command_id="c")
    >>> when = dict(occurred_at="2026-07-28", recorded_at="2026-07-28")
    >>> activity_of(event_of(IssueRaised(issue="slow", kind="complaint"), **told, **when))
    'issue-raised:complaint'
    """
    fact: Fact = event.fact
    if isinstance(fact, NO_MOMENT):
        return None
    kind: type[Fact] = type(fact)
    name = kind_of(kind)
    word: str | None = None
    if isinstance(fact, ContactHeld):
        word = event.channel
    elif isinstance(fact, (GoalSet, AgreementMade)) and fact.replaces is not None:
        word = CHANGED
    else:
        field = _telling(kind)
        word = getattr(fact, field) if field else None
    return f"{name}:{word}" if word else name


@cache
def kind_of(kind: type[Fact]) -> str:
    """Return the name of a kind of fact as its topic has it.

    Examples
    --------
    >>> kind_of(BoundaryGivenUp)
    'boundary-given-up'
    """
    return kind.topic.split(".")[1]


@cache
def _telling(kind: type[Fact]) -> str | None:
    if kind in WORDS:
        return WORDS[kind]
    for name, field in kind.model_fields.items():
        if field.is_required() and _is_closed(field.annotation):
            return name
    return None


def _is_closed(annotation: object) -> bool:
    return get_origin(annotation) is Literal and bool(get_args(annotation))


@cache
def said(name: str, activity: Activity) -> Say:
    """Return an activity in words: the name of its kind of fact, and its word.

    Examples
    --------
    >>> str(said("Gate decided", "gate-decided:skipped"))
    'Gate decided: skipped'
    """
    word = activity.partition(":")[2]
    return Say("{name}: {details}", {"name": Say(name), "details": [word]}) if word else Say(name)

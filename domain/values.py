"""Core values: what the supplier stands for, and when that means to end it."""

from __future__ import annotations

from typing import Annotated, Literal

from domain._kernel import Defines, Fact, Key, PersonalText, Refers, StaffText, Text
from domain.vocabulary import Party


class ValueDeclared(Fact):
    """The supplier declared a core value; ``exit_when`` is the verdict at which to end it."""

    topic = "relationship.value-declared.v1"
    rows = (39, 129)

    value: Annotated[Key, Defines("value")]
    behaviour: tuple[Text, ...] = ()
    exit_when: Literal["strained", "lost"] | None = None


class ValueJudged(Fact):
    """Somebody said how a core value stands between the two."""

    topic = "relationship.value-judged.v1"
    rows = (38, 39, 132)

    value: Annotated[Key, Refers("value")]
    verdict: Literal["upheld", "strained", "lost"]
    by: Party
    verbatim: PersonalText | None = None


class BehaviourObserved(Fact):
    """Somebody of ours lived up to a core value, or did not; within, or towards the client."""

    topic = "relationship.behaviour-observed.v1"
    rows = (125, 131, 132)

    value: Annotated[Key, Refers("value")]
    supports: bool
    where: Literal["within", "towards-client"]
    text: StaffText | None = None

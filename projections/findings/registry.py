"""The registry of rules: what each looks at, what it says, and what it cannot know."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from domain._kernel import AnyEvent, Event, Fact
from domain.moments import Moment
from domain.relationship import Relationship
from domain.state import Area
from domain.unchanging import unchanging
from domain.vocabulary import Severity, Verdict
from projections.alarms.watching import Watching
from projections.calendar import Place
from projections.contacts import Contacts
from projections.moods import Moods


@unchanging
class Scene:
    """What a rule sees: an event, the state before and after it, and what else was read so far."""

    event: Event[Any]
    before: Relationship
    after: Relationship
    moods: Moods
    place: Place
    contacts: Contacts
    watching: Watching = field(default_factory=Watching)

    @property
    def fact(self) -> Any:  # noqa: ANN401 - a rule knows which facts it asked for
        """The fact that just happened."""
        return self.event.fact

    @property
    def now(self) -> Moment:
        """When it happened."""
        return self.event.occurred_at


@unchanging
class Raise:
    """A rule says: this is so, since *since* (by default now; a later moment is a deadline).

    ``says`` fills the rule's sentence; ``evidence`` are events, the one that started it first;
    ``until`` is when it is so no longer by itself, where too little of it is left by then (see
    `projections.findings.windows.lapse`); ``value`` is the core value that it touches; ``figures``
    stand beside the rule's own parameters.
    """

    key: str
    evidence: tuple[AnyEvent, ...]
    says: dict[str, Any] = field(default_factory=dict)
    since: Moment | None = None
    until: Moment | None = None
    due: Moment | None = None
    severity: Severity | None = None
    verdict: Verdict | None = None
    value: str | None = None
    figures: dict[str, Any] = field(default_factory=dict)


@unchanging
class Settle:
    """A rule says: what was raised under *key* is so no longer, or will not come to be."""

    key: str


@dataclass(frozen=True, slots=True)
class Renew:
    """A rule says: what was raised under *key*, and is so now, is so *until* then at least."""

    key: str
    until: Moment | None


Said = Raise | Settle | Renew
Where = Callable[[Scene], bool]
"""What must be so for a rule to have anything to say; rules that share one are asked it once."""
Look = Callable[..., Iterator[Said]]
"""A rule's own question: given a scene and its parameters by name, what does it raise or settle?"""


@dataclass(frozen=True, slots=True)
class Rule:
    """A named rule of judgement.

    ``sentence`` and ``action`` are templates (English message ids); ``parameters`` the numbers it
    works with; ``cannot_know`` what stays hidden from it. It is ``about`` a relationship, or about
    the organisation: then it is asked of the organisation's own facts, and of those that its
    relationships tell. It is asked only ``where`` that is so. What it raises ``lapses`` by itself
    where it is about some stretch of time, and ends with the relationship unless it ``outlasts``
    that: it is about the goodbye, or about what is owed all the same.
    """

    code: str
    severity: Severity
    rows: tuple[int, ...]
    on: tuple[type[Fact], ...]
    sentence: str
    action: str | None
    cannot_know: str
    look: Look
    parameters: dict[str, Any] = field(default_factory=dict)
    about: Area = "relationship"
    where: Where | None = None
    lapses: bool = False
    outlasts: bool = False

    @property
    def name(self) -> str:
        """The family and name of the rule, such as ``process.waiver_void``."""
        return f"{self.look.__module__.rsplit('.', 1)[-1]}.{self.look.__name__.strip('_')}"


RULES: dict[str, Rule] = {}


def rule(  # noqa: PLR0913 - each tells another thing of a rule
    code: str,
    severity: Severity,
    *on: type[Fact],
    rows: tuple[int, ...],
    sentence: str,
    action: str | None = None,
    cannot_know: str,
    about: Area = "relationship",
    where: Where | None = None,
    lapses: bool = False,
    outlasts: bool = False,
    **parameters: object,
) -> Callable[[Look], Look]:
    """Enter a rule under the code of its finding."""

    def enter(look: Look) -> Look:
        if code in RULES:
            msg = f"the code {code} is taken"
            raise TypeError(msg)
        RULES[code] = Rule(
            code=code,
            severity=severity,
            rows=rows,
            on=on,
            sentence=sentence,
            action=action,
            cannot_know=cannot_know,
            look=look,
            parameters=parameters,
            about=about,
            where=where,
            lapses=lapses,
            outlasts=outlasts,
        )
        return look

    return enter

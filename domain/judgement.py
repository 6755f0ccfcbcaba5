"""Judgement: what people made of what was found.

A finding is no fact: it is found anew from the facts whenever somebody looks. What a person
answers to it is one.
"""

from __future__ import annotations

from domain._kernel import ActorId, EventId, Fact, Key, StaffText, Text
from domain.moments import Moment
from domain.vocabulary import Dismissal, FindingReply, Severity


class FindingAnswered(Fact):
    """Somebody answered a finding: it is so, it is not, not now, or something was done about it.

    ``finding`` is its code and ``key`` tells it apart from others of that code. ``seen`` are the
    events it rested on when it was answered: a dismissed finding comes back only on others.
    ``done`` are the events in which something was done about it. ``by`` is who judged, where that
    is not who recorded it.
    """

    topic = "relationship.finding-answered.v1"
    rows = (21,)
    untold = frozenset({"key", "severity", "seen"})

    finding: Key
    answer: FindingReply
    key: Text | None = None
    reason: Dismissal | None = None
    until: Moment | None = None
    done: tuple[EventId, ...] = ()
    by: ActorId | None = None
    text: StaffText | None = None
    seen: tuple[EventId, ...] = ()
    severity: Severity | None = None

    @property
    def identity(self) -> tuple[str, str]:
        """Which finding of its relationship it answers."""
        return (self.finding, self.key or "")

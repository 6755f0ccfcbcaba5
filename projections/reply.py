"""Replies: what people answered to a finding, and how it stands because of it.

A finding is known again by its code and key, and an answer by the events that were seen with it.
So the same finding, found anew in a history that was added to, still has its answer; and what
nobody has seen yet brings it back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from domain._kernel import Event
from domain.judgement import FindingAnswered
from domain.moments import Moment
from domain.relationship import Relationship
from domain.vocabulary import SEVERITIES, Dismissal, FindingReply, Severity
from projections.evidence import Evidence

Standing = Literal["open", "acknowledged", "dismissed", "snoozed", "acted"]
"""How a finding stands with people; *open* is what nobody answered, and what has come back."""
QUIET: tuple[Standing, ...] = ("dismissed", "snoozed")
"""What asks for nobody's attention."""
Back = Literal["evidence", "severity", "date"]
"""What brings a finding back: events nobody had seen, a higher severity, or its date."""
_SETTLED_ON_NEWS = ("dismissed", "snoozed", "acted")
Answers = Mapping[tuple[str, str], tuple[Event[FindingAnswered], ...]]


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer that somebody gave to a finding last, unless it was taken back.

    ``by`` is who judged, ``event`` where it is on record, ``news`` the evidence that was not seen
    then, and ``lapsed`` why the answer no longer holds, whatever the date.
    """

    answer: FindingReply
    at: Moment
    by: str
    event: str
    reason: Dismissal | None = None
    until: Moment | None = None
    done: tuple[str, ...] = ()
    news: tuple[Evidence, ...] = ()
    lapsed: Back | None = None

    def back(self, now: Moment) -> Back | None:
        """Return what brought the finding back by *now*; ``None`` while the answer holds."""
        if self.lapsed is None and self.until is not None and self.until.reached_by(now):
            return "date"
        return self.lapsed

    def standing(self, now: Moment) -> Standing:
        """Return how the finding stands at *now*."""
        return "open" if self.back(now) or self.answer == "reopened" else self.answer


def answers(state: Relationship) -> Answers:
    """Return the answers on record by the finding they are given to, in order of happening."""
    found: dict[tuple[str, str], tuple[Event[FindingAnswered], ...]] = {}
    for event in state.of(FindingAnswered):
        found[event.fact.identity] = (*found.get(event.fact.identity, ()), event)
    return found


def reply(
    given: Iterable[Event[FindingAnswered]],
    severity: Severity,
    evidence: Iterable[Evidence],
    further: Iterable[Evidence],
) -> Reply | None:
    """Return the reply that stands to a finding of this severity and evidence.

    An acknowledged finding stays so while it gathers evidence, and is a new one where it was
    raised on events that nobody had seen. The other answers hold for what was seen alone.

    Parameters
    ----------
    given
        The answers to it, in order of happening.
    severity, evidence, further
        The finding as it is now: what it was raised on, and what it gathered since.
    """
    last = next(reversed(tuple(given)), None)
    if last is None or last.fact.answer == "reopened":
        return None
    fact, seen = last.fact, frozenset(last.fact.seen)
    raised = tuple(item for item in evidence if item.id not in seen)
    news = (*raised, *(item for item in further if item.id not in seen))
    lapsed: Back | None = None
    if raised or (news and fact.answer in _SETTLED_ON_NEWS):
        lapsed = "evidence"
    elif fact.answer == "snoozed" and fact.severity is not None and _graver(severity, fact):
        lapsed = "severity"
    return Reply(
        answer=fact.answer,
        at=last.occurred_at,
        by=fact.by or last.actor,
        event=last.id,
        reason=fact.reason,
        until=fact.until,
        done=fact.done,
        news=news,
        lapsed=lapsed,
    )


def _graver(severity: Severity, fact: FindingAnswered) -> bool:
    return SEVERITIES.index(severity) > SEVERITIES.index(fact.severity or severity)


def reply_row(given: Reply | None) -> dict[str, Any] | None:
    """Return a reply as plain data, for a view or a file."""
    if given is None:
        return None
    return {
        "answer": given.answer,
        "at": given.at,
        "by": given.by,
        "event": given.event,
        "reason": given.reason,
        "until": given.until,
        "done": list(given.done),
        "news": [[item.id, item.story_id] for item in given.news],
        "lapsed": given.lapsed,
    }


def reply_of_row(row: dict[str, Any] | None) -> Reply | None:
    """Return the reply that `reply_row` wrote."""
    if row is None:
        return None
    moments = {name: Moment(row[name]) if row[name] else None for name in ("at", "until")}
    lists = {"done": tuple(row["done"]), "news": tuple(Evidence(*one) for one in row["news"])}
    return Reply(**{**row, **moments, **lists})

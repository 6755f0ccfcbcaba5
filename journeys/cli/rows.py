"""Findings, duties and events as rows: the same keys in every format."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from journeys.cli.output import Column, Row
from journeys.language import Language, t

if TYPE_CHECKING:
    from domain._kernel import AnyEvent
    from domain.moments import Moment
    from projections.evidence import Evidence
    from projections.farewell import Standing
    from projections.finding import Finding

SIGNS = {
    "critical": ("bold red", "●"),
    "high": ("red", "●"),
    "medium": ("yellow", "●"),
    "low": ("default", "●"),
    "info": ("blue", "○"),
    "positive": ("green", "◆"),
}
"""Colour and sign of each severity; the word always stands beside them."""

VERDICTS = {
    "violated": ("red", "✗"),
    "late": ("yellow", "✗"),
    "pending": ("blue", "…"),
    "unknown": ("default", "?"),
    "met": ("green", "✓"),
    "not-due": ("dim", "·"),
    "not-applicable": ("dim", "–"),
}
"""Colour and sign of each verdict, the most pressing first."""

HOW = {
    "any": t("in any way"),
    "kept": t("on something that can be kept"),
    "personal": t("personally, not by a form"),
    "spoken": t("by a person who speaks"),
    "same-form": t("in the form in which it came"),
    "online": t("online"),
}
"""How a goodbye duty is done."""

UNTOLD = {
    "market": t("whether it is a business or a consumer"),
    "sector": t("the sector"),
    "jurisdiction": t("under which country's law"),
    "ender": t("who ended it"),
}
"""What would have to be known to say whether a duty is owed."""

FINDING_COLUMNS = (
    Column("code", t("Code")),
    Column("severity", t("Severity"), word=True),
    Column("verdict"),
    Column("relationship", t("Relationship")),
    Column("since", t("Since")),
    Column("known_since"),
    Column("until", t("Until")),
    Column(
        "evidence",
        t("Evidence"),
        say=lambda cited: " ".join(c["story_id"] or c["id"] for c in cited),
    ),
    Column("rule"),
    Column("rows"),
    Column("sentence", t("What"), text=True),
    Column("action", t("What to do"), text=True),
    Column("due", t("Due")),
    Column("parameters"),
    Column("value"),
    Column("key"),
    Column("cannot_know"),
    Column("further"),
    Column("standing", t("Stands"), word=True),
    Column("reply"),
    Column("over"),
)
EVENT_COLUMNS = (
    Column("occurred_at", t("Happened")),
    Column("recorded_at"),
    Column("id"),
    Column("story_id", t("Item")),
    Column("version", t("No.")),
    Column("topic", t("Topic"), say=lambda topic: topic.removeprefix("relationship.")),
    Column("actor", t("Recorded by")),
    Column("on_whose_word", t("On whose word"), word=True),
    Column("cause"),
    Column("channel"),
    Column("basis"),
    Column("command_id"),
    Column("correlation"),
    Column("source"),
    Column("touchpoint"),
    Column("relationship"),
    Column("fact"),
)


def worst_first(finding: Finding) -> tuple[int, datetime, str]:
    """Return where a finding comes in a list: the worst first, then the oldest."""
    return (list(SIGNS).index(finding.severity), finding.since.start, finding.code)


def cited(evidence: Iterable[Evidence]) -> list[Row]:
    """Return evidence as rows."""
    return [{"id": one.id, "story_id": one.story_id} for one in evidence]


def mentioned(evidence: Iterable[Evidence]) -> str:
    """Return the events something rests on, as they are called."""
    return " ".join(dict.fromkeys(one.story_id or one.id for one in evidence))


def finding_row(finding: Finding, words: Language, now: Moment) -> dict[str, Any]:
    """Return a finding as a row; its sentences in the reader's language, its codes as they are."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "verdict": finding.verdict,
        "relationship": finding.relationship,
        "since": finding.since,
        "known_since": finding.known_since,
        "until": finding.until,
        "evidence": cited(finding.evidence),
        "rule": finding.rule,
        "rows": list(finding.rows),
        "sentence": words.say(finding.sentence),
        "action": words.say(finding.action) if finding.action else None,
        "due": finding.due,
        "parameters": finding.parameters,
        "value": finding.value,
        "key": finding.key,
        "cannot_know": _hidden(finding.code, words),
        "further": cited(finding.further),
        "standing": finding.standing(now),
        "reply": _reply(finding),
        "over": finding.over,
    }


def _reply(finding: Finding) -> Row | None:
    reply = finding.reply
    if reply is None:
        return None
    return {
        "answer": reply.answer,
        "at": reply.at,
        "by": reply.by,
        "reason": reply.reason,
        "until": reply.until,
        "done": list(reply.done),
        "news": cited(reply.news),
        "event": reply.event,
    }


def duty_row(standing: Standing, words: Language) -> dict[str, Any]:
    """Return a goodbye duty as a row."""
    return {
        "code": standing.code,
        "verdict": standing.verdict,
        "deadline": standing.deadline,
        "evidence": cited(standing.evidence),
        "rows": list(standing.duty.rows),
        "sentence": words.say(standing.duty.obligation),
        "who": words.word(standing.who),
        "how": words.say(HOW[standing.duty.over]),
        "source": standing.duty.source,
        "since": standing.since,
        "severity": standing.severity,
        "working_days_left": standing.left,
        "due_today": standing.today,
        "untold": list(standing.untold),
    }


def event_row(event: AnyEvent) -> dict[str, Any]:
    """Return an event as a row: how we know it, and what it says."""
    row = {column.key: getattr(event, column.key, None) for column in EVENT_COLUMNS}
    fact = event.fact.model_dump(mode="json", exclude_none=True)
    return {**row, "topic": event.fact.topic, "fact": fact}


@cache
def _hidden(code: str, words: Language) -> str | None:
    from projections.findings.families import RULES

    return words.say(RULES[code].cannot_know) if code in RULES else None

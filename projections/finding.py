"""Findings: what is going wrong (or well), since when, on what evidence, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace
from typing import Any, Literal

from domain.growing import Grown
from domain.moments import Moment
from domain.unchanging import unchanging
from domain.vocabulary import Severity, Verdict
from projections.evidence import Evidence
from projections.reply import Reply, Standing, reply_of_row, reply_row


@unchanging
class Say:
    """A sentence for a person: an English template and the values for its places.

    The template is the message id in the catalogues; the top floor says it
    in the reader's language.
    """

    template: str
    values: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return the sentence in English, lists joined by commas."""
        plain = {
            name: ", ".join(map(str, value)) if isinstance(value, list) else value
            for name, value in self.values.items()
        }
        return self.template.format(**plain)


Over = Literal["settled", "lapsed", "ended"]
"""Why a finding is over: a fact settled it; too little of what it counts lies within its window any
more, and whether it is still so nobody knows; or the relationship that it was about has ended."""


@unchanging
class Finding:
    """Something that is so, from ``since`` until ``until`` (while ``None``: still).

    ``until`` may lie ahead: then the finding ends by itself when that moment comes, unless a fact
    bears it out before. ``over`` says why it ends.

    ``since`` is the first moment at which a replay of what happened yields it, ``known_since`` the
    first at which a replay of what was known does. ``key`` tells two findings of one code apart.
    ``evidence`` is what it was raised on, ``further`` what bore it out while it stood; ``reply``
    is what somebody answered to it. ``told`` are the ids of both, kept for the fold alone: a long
    list would else be gone through at every event that bears it out.
    """

    code: str
    key: str
    severity: Severity
    relationship: str
    since: Moment
    evidence: tuple[Evidence, ...]
    sentence: Say
    rule: str
    parameters: dict[str, Any] = field(default_factory=dict)
    rows: tuple[int, ...] = ()
    action: Say | None = None
    due: Moment | None = None
    until: Moment | None = None
    over: Over | None = None
    known_since: Moment | None = None
    verdict: Verdict | None = None
    value: str | None = None
    further: Grown[Evidence] = field(default_factory=Grown)
    reply: Reply | None = None
    told: Grown[str] = field(default_factory=Grown, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Refuse a finding that rests on nothing."""
        if not self.evidence:
            msg = f"{self.code}: a finding without evidence does not exist"
            raise ValueError(msg)

    @property
    def identity(self) -> tuple[str, str]:
        """What makes it this finding and no other within its relationship."""
        return (self.code, self.key)

    def is_open(self, now: Moment) -> bool:
        """Whether it is so at *now*."""
        return self.since.reached_by(now) and not (self.until and self.until.reached_by(now))

    def stands(self, now: Moment) -> bool:
        """Whether nothing had ended it by the instant at which *now* begins."""
        return self.until is None or self.until > now

    def until_the_end(self, ends: Moment | None) -> Finding | None:
        """Return it as it is where its relationship *ends* then; None where it never came to be."""
        if ends is None or (self.until is not None and self.until <= ends):
            return self
        return None if ends <= self.since else replace(self, until=ends, over="ended")

    def standing(self, now: Moment) -> Standing:
        """Return how it stands with people at *now*: ``open`` while nobody answered it."""
        return self.reply.standing(now) if self.reply else "open"


def as_row(finding: Finding) -> dict[str, Any]:
    """Return a finding as plain data, for a view or a file."""
    return {
        "code": finding.code,
        "key": finding.key,
        "severity": finding.severity,
        "verdict": finding.verdict,
        "since": _text(finding.since),
        "known_since": _text(finding.known_since),
        "until": _text(finding.until),
        "over": finding.over,
        "evidence": [[item.id, item.story_id] for item in finding.evidence],
        "further": [[item.id, item.story_id] for item in finding.further],
        "rule": finding.rule,
        "parameters": finding.parameters,
        "rows": list(finding.rows),
        "sentence": _say_row(finding.sentence),
        "action": _say_row(finding.action) if finding.action else None,
        "due": _text(finding.due),
        "value": finding.value,
        "reply": reply_row(finding.reply),
    }


def _text(moment: Moment | None) -> str | None:
    return None if moment is None else str(moment)


def of_row(relationship: str, row: dict[str, Any]) -> Finding:
    """Return the finding that `as_row` wrote."""
    moments = {
        name: Moment(row[name]) if row[name] else None
        for name in ("since", "known_since", "until", "due")
    }
    said = {name: say_of(row[name]) if row[name] else None for name in ("sentence", "action")}
    return Finding(
        relationship=relationship,
        evidence=tuple(Evidence(*item) for item in row["evidence"]),
        further=Grown(Evidence(*item) for item in row["further"]),
        reply=reply_of_row(row["reply"]),
        rows=tuple(row["rows"]),
        **moments,  # type: ignore[arg-type]
        **said,  # type: ignore[arg-type]
        **{
            k: row[k]
            for k in ("code", "key", "severity", "verdict", "rule", "parameters", "value", "over")
        },
    )


def _say_row(say: Say) -> list[object]:
    """Return a sentence as plain data; which of its values are moments is told as well."""
    moments = [name for name, value in say.values.items() if isinstance(value, Moment)]
    return [say.template, say.values, *([moments] if moments else [])]


def say_of(row: Sequence[Any]) -> Say:
    """Return the sentence that `as_row` wrote."""
    template, values, *moments = row
    return Say(template, values | {name: Moment(values[name]) for one in moments for name in one})

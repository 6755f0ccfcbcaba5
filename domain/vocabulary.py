"""Closed vocabularies: the field's words, each with one meaning.

The glossary with the Dutch terms is in ``docs/language.md``.
"""

from __future__ import annotations

from typing import Literal

Phase = Literal["courtship", "contract", "friction", "breakup", "ended"]
"""Where a relationship stands."""

RelationKind = Literal["client", "partner", "seller", "applicant"]
"""What the counterpart is to the supplier."""

Side = Literal["client", "supplier"]
"""One of the two sides; the supplier's people are ``staff`` where a person's feeling is meant."""

Party = Literal["client", "supplier", "both", "unknown"]
"""Who did it, where both or neither may be known to have."""

Channel = Literal[
    "in-person",
    "video",
    "call",
    "chat",
    "mail",
    "letter",
    "text",
    "form",
    "link",
    "internal",
    "public",
]
"""Over what a contact went: ``internal`` stays inside, ``public`` goes to everybody."""

RICHNESS: dict[str, int] = {
    "in-person": 8,
    "video": 7,
    "call": 6,
    "chat": 5,
    "mail": 4,
    "letter": 3,
    "text": 2,
    "form": 1,
    "link": 1,
}
"""How much of a person a channel carries, 8 (in person) to 1 (a link or a form)."""

Severity = Literal["positive", "info", "low", "medium", "high", "critical"]
SEVERITIES: tuple[Severity, ...] = ("positive", "info", "low", "medium", "high", "critical")
"""From good news to the worst."""

Basis = Literal["told", "implied", "assumed"]
"""How firmly a fact stands: somebody told it, it is clearly implied, or it was assumed here."""

Category = Literal[
    "affectionate", "afraid", "amused", "angry", "bored", "confident", "content", "disappointed",
    "excited", "happy", "interested", "loving", "pleased", "relaxed", "sad", "satisfied", "worried",
    "indifferent",
]  # fmt: skip
"""W3C EmotionML's everyday categories, plus ``indifferent``: a feeling, not a missing value."""

Work = Literal["visibility", "trust-building", "sales-launch", "delivery", "advice", "other"]
"""What kind of work a goal asks for."""

Verdict = Literal["met", "late", "violated", "pending", "unknown", "not-due", "not-applicable"]
"""How a goodbye duty stands. *Unknown* is not *violated*."""

IncidentKind = Literal["small-error", "bypass", "incident"]
"""What can go wrong, from a slip over a way round to the real thing."""

IssueKind = Literal["problem", "disagreement", "complaint"]
"""What can come up between the two."""

Motive = Literal["client-is-king", "pressure", "goodwill", "other"]
"""Why somebody gives in."""

RequestAnswer = Literal[
    "joint-solution", "solution", "unwilling", "refused", "deflected", "called-back"
]
"""How a request for a way out is met."""

Ground = Literal["convention", "system", "policy", "procedure"]
"""What a refusal leans on: our custom, our system, our policy, or a procedure to follow."""

FindingReply = Literal["acknowledged", "dismissed", "snoozed", "acted", "reopened"]
"""What somebody answers to a finding; *reopened* takes the answer before it back."""

Dismissal = Literal["not-so", "known-already", "not-now", "no-action-needed", "cannot-tell"]
"""Why a finding is dismissed. *Not so* is a false alarm; the next three say that it is so."""

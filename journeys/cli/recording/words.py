"""The words that the verbs offer.

Those of `domain.vocabulary` are had without loading the domain, which a help page must not do; the
others are copies, and a test compares each with its original.
"""

from __future__ import annotations

from typing import get_args

from domain.vocabulary import (
    Basis,
    Category,
    Channel,
    Dismissal,
    Ground,
    IncidentKind,
    IssueKind,
    Motive,
    Party,
    RequestAnswer,
    Work,
)

PARTY = get_args(Party)
SAYER = ("client", "staff", "supplier", "system", "other")
WORD = ("client", "staff", "supplier", "system", "both", "other")
SIDE = ("client", "staff")
CHANNEL = get_args(Channel)
BASIS = get_args(Basis)
WORK = get_args(Work)
UNIT = ("share", "count", "eur", "hours", "days", "score")
CATEGORY = get_args(Category)
SCALE = ("valence", "nps", "csat", "ces", "stars", "thumbs")
ACT = (
    "acknowledged", "owner-named", "retention-offer", "hurdle", "withdrawal-offered", "refunded",
    "complaint-acknowledged", "complaint-decided", "reason-asked", "spoken-in-person",
    "closing-sent", "thanks", "honest-reason", "notice-given", "referral", "data-exported",
    "switching-charged", "deletion-confirmed", "marketing-sent", "access-returned",
    "final-invoice", "settled", "number-ported", "parting-answered", "goodbye-asked-after",
    "door-left-open", "own-share", "shared-moment", "contribution",
)  # fmt: skip
INCIDENT = get_args(IncidentKind)
ISSUE = get_args(IssueKind)
MOTIVE = get_args(Motive)
ANSWER = get_args(RequestAnswer)
GROUND = get_args(Ground)
DISMISSAL = get_args(Dismissal)

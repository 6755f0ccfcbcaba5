"""The words that the verbs offer, as plain data.

The domain's vocabularies are the originals; a test compares every list with them.
"""

from __future__ import annotations

PARTY = ("client", "supplier", "both", "unknown")
SAYER = ("client", "staff", "supplier", "system", "other")
WORD = ("client", "staff", "supplier", "system", "both", "other")
SIDE = ("client", "staff")
CHANNEL = (
    "in-person", "video", "call", "chat", "mail", "letter", "text", "form", "link", "internal",
    "public",
)  # fmt: skip
BASIS = ("told", "implied", "assumed")
WORK = ("visibility", "trust-building", "sales-launch", "delivery", "advice", "other")
UNIT = ("share", "count", "eur", "hours", "days", "score")
CATEGORY = (
    "affectionate", "afraid", "amused", "angry", "bored", "confident", "content", "disappointed",
    "excited", "happy", "interested", "loving", "pleased", "relaxed", "sad", "satisfied", "worried",
    "indifferent",
)  # fmt: skip
SCALE = ("valence", "nps", "csat", "ces", "stars", "thumbs")
ACT = (
    "acknowledged", "owner-named", "retention-offer", "hurdle", "withdrawal-offered", "refunded",
    "complaint-acknowledged", "complaint-decided", "reason-asked", "spoken-in-person",
    "closing-sent", "thanks", "honest-reason", "notice-given", "referral", "data-exported",
    "switching-charged", "deletion-confirmed", "marketing-sent", "access-returned",
    "final-invoice", "settled", "number-ported", "parting-answered", "goodbye-asked-after",
    "door-left-open", "own-share", "shared-moment", "contribution",
)  # fmt: skip

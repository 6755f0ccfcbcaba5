"""Courtship: how the two found each other, and whether they should have."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints

from domain._kernel import Fact, Key, PersonalText, Refers
from domain.vocabulary import Party, RelationKind


class RelationshipOpened(Fact):
    """The record of a relationship is opened; every other fact comes after this one in the log.

    ``market``, ``sector`` and ``jurisdiction`` (ISO 3166-1) decide which goodbye duties apply;
    ``zone`` (IANA) is where its working days are counted.
    """

    topic = "relationship.relationship-opened.v1"
    rows = (1, 45, 88, 92, 172, 173, 183, 184, 185)

    kind: RelationKind = "client"
    title: PersonalText | None = None
    supplier: PersonalText | None = None
    market: Literal["b2b", "b2c", "unknown"] = "unknown"
    sector: Literal["telecom", "agency", "cloud", "other"] = "other"
    jurisdiction: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] = "NL"
    zone: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_+/-]{1,64}$")] = "Europe/Amsterdam"


class IntakeDecided(Fact):
    """The supplier decided whether to go along with a prospect.

    ``fit`` is the zone of the ideal-client profile, where it was assessed. ``gate`` is the intake
    gate that was, or should have been, asked.
    """

    topic = "relationship.intake-decided.v1"
    rows = (3, 5, 46, 47, 48, 66, 74, 76)

    outcome: Literal["accepted", "declined", "no-bid"]
    fit: Literal["core", "edge", "outside", "unknown"] = "unknown"
    profile_clear: bool | None = None
    mismatch_seen: bool | None = None
    doubt: PersonalText | None = None
    gate: Annotated[Key | None, Refers("gate")] = None


class SideChosen(Fact):
    """One side chose the other, or both did, for reasons that may be hard to name."""

    topic = "relationship.side-chosen.v1"
    rows = (92, 93)

    by: Party
    reasons: tuple[PersonalText, ...] = ()
    first_ever: bool | None = None

"""Courtship: how the two found each other, and whether they should have."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from domain._kernel import Defines, Fact, Key, PersonalText, Refers, StaffText
from domain.vocabulary import Party, RelationKind


class RelationshipOpened(Fact):
    """The record of a relationship is opened; every other fact comes after this one in the log.

    ``market``, ``sector`` and ``jurisdiction`` (ISO 3166-1) decide which goodbye duties apply;
    where one of them was not told, a duty that hangs on it is never called violated. ``zone``
    (IANA) is where its working days are counted.
    """

    topic = "relationship.relationship-opened.v1"
    rows = (1, 45, 88, 92, 172, 173, 183, 184, 185)
    opens = True
    formerly = {"sector": "other", "jurisdiction": "NL"}  # noqa: RUF012 - a ClassVar, by its base

    kind: RelationKind = "client"
    title: PersonalText | None = None
    supplier: PersonalText | None = None
    market: Literal["b2b", "b2c", "unknown"] = "unknown"
    sector: Literal["telecom", "agency", "cloud", "other", "unknown"] = "unknown"
    jurisdiction: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] | None = None
    zone: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_+/-]{1,64}$")] = "Europe/Amsterdam"


class IntakeDecided(Fact):
    """The supplier decided whether to go along with a prospect.

    ``fit`` is the zone of the ideal-client profile (of ``profile_edition``), where it was assessed.
    ``gate`` is the intake gate that was, or should have been, asked. ``seamless`` answers whether
    the supplier can give a seamless solution; ``pursued_despite_doubt`` and ``pressure`` say why it
    went on all the same. ``near_miss`` is how one who just misses the profile was treated, and
    ``by_procedure`` whether that was the fixed procedure, with its approver's role. ``prepared``
    tells how well whoever felt the misfit had prepared; ``freed`` what the time saved was used for.
    """

    topic = "relationship.intake-decided.v1"
    rows = (3, 5, 45, 46, 47, 48, 54, 66, 69, 71, 74, 76, 80)

    outcome: Literal["accepted", "declined", "no-bid"]
    fit: Literal["core", "edge", "outside", "unknown"] = "unknown"
    profile_clear: bool | None = None
    mismatch_seen: bool | None = None
    doubt: PersonalText | None = None
    gate: Annotated[Key | None, Refers("gate")] = None
    doubt_by: Party | None = None
    seamless: bool | None = None
    pursued_despite_doubt: bool | None = None
    pressure: Literal["target", "lean-times", "chimney-must-smoke", "none", "other"] | None = None
    declined_by: Party | None = None
    minutes_to_no: Annotated[float | None, Field(ge=0)] = None
    profile_edition: Annotated[int | None, Field(ge=1)] = None
    near_miss: Literal["accept-with-conditions", "refer", "decline", "later"] | None = None
    by_procedure: bool | None = None
    approved_by_role: StaffText | None = None
    credit_to: StaffText | None = None
    prepared: Literal["well", "partly", "not"] | None = None
    freed: PersonalText | None = None


class SideChosen(Fact):
    """One side chose the other, or both did, for reasons that may be hard to name."""

    topic = "relationship.side-chosen.v1"
    rows = (92, 93)

    by: Party
    reasons: tuple[PersonalText, ...] = ()
    first_ever: bool | None = None


class ReferralMade(Fact):
    """One side recommended another, perhaps after a *no*; ``follows`` says how that went on."""

    topic = "relationship.referral-made.v1"
    rows = (70, 155)

    referral: Annotated[Key, Defines("referral")]
    by: Party
    direction: Literal["client-to-others", "supplier-to-others", "others-to-supplier"]
    after_no: bool | None = None
    outcome: Literal["placed", "thanked", "nothing"] | None = None
    follows: Annotated[Key | None, Refers("referral")] = None
    text: PersonalText | None = None

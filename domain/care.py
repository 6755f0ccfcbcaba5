"""Care: attention, needs noticed, help in good and bad times."""

from __future__ import annotations

from typing import Annotated, Literal

from domain._kernel import Defines, Fact, Key, PersonalText, Refers
from domain.vocabulary import Party


class ContactHeld(Fact):
    """The two were in touch; nothing else needs to be said of it."""

    topic = "relationship.contact-held.v1"
    rows = (151, 153)
    remembered = False

    initiated_by: Party = "unknown"
    text: PersonalText | None = None


class NeedObserved(Fact):
    """The supplier noticed what the client needs."""

    topic = "relationship.need-observed.v1"
    rows = (96,)

    need: Annotated[Key, Defines("need")]
    text: PersonalText | None = None


class CareGiven(Fact):
    """One side looked after the other.

    ``drift-named`` is the supplier saying that the two are growing apart; ``freedom-to-leave`` is
    letting the client go, and ``stayed`` says what the client did with it.
    """

    topic = "relationship.care-given.v1"
    rows = (89, 94, 95, 96, 100, 120, 182)

    kind: Literal[
        "attention",
        "onboarding-help",
        "need-answered",
        "support",
        "drift-named",
        "freedom-to-leave",
    ]
    by: Party = "supplier"
    need: Annotated[Key | None, Refers("need")] = None
    stayed: bool | None = None
    text: PersonalText | None = None

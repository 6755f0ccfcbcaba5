"""Care: attention, needs noticed, help in good and bad times."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from domain._kernel import ClientText, Defines, Fact, Key, PersonalText, Refers, Text
from domain.moments import Moment
from domain.vocabulary import Channel, Party


class ContactHeld(Fact):
    """The two were in touch; nothing else needs to be said of it."""

    topic = "relationship.contact-held.v1"
    rows = (37, 89, 118, 147, 151, 153)
    remembered = False

    initiated_by: Party = "unknown"
    personal: bool | None = None
    broadcast: bool | None = None
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
    letting the client go, and ``stayed`` says what the client did with it; ``granted`` is allowing
    the other something. An answer to a signal or a need may be ``relevant``, ``fitting``,
    ``pleasant`` and ``personal``, or not.
    """

    topic = "relationship.care-given.v1"
    rows = (89, 94, 95, 96, 100, 120, 141, 149, 152, 154, 182)

    kind: Literal[
        "attention",
        "granted",
        "onboarding-help",
        "need-answered",
        "support",
        "drift-named",
        "freedom-to-leave",
        "initiative",
        "signal-answered",
        "limit-set",
        "memory-aid",
    ]
    by: Party = "supplier"
    need: Annotated[Key | None, Refers("need")] = None
    stayed: bool | None = None
    text: PersonalText | None = None
    signal: Annotated[Key | None, Refers("signal")] = None
    relevant: bool | None = None
    pleasant: bool | None = None
    fitting: bool | None = None
    personal: bool | None = None


class SignalNoted(Fact):
    """Something in the client's life or mind that asks for attention now, until a moment."""

    topic = "relationship.signal-noted.v1"
    rows = (146, 147, 148, 150, 154, 191)

    signal: Annotated[Key, Defines("signal")]
    kind: Literal[
        "life-event",
        "changed-circumstances",
        "neighbours-story",
        "rivals-offer",
        "information-seeking",
        "confusion",
        "switching-season",
        "repeat-wish",
        "may-be-approached",
    ]
    until: Moment | None = None
    text: ClientText | None = None


class ConsentGiven(Fact):
    """The client answered one of the three questions; only the third is permission.

    A *yes* to a problem or to a solution is no consent to keep anything.
    """

    topic = "relationship.consent-given.v1"
    rows = (143, 191)

    consent: Annotated[Key, Defines("consent")]
    purpose: Text
    answer: Literal[
        "recognises-problem", "wants-solution", "may-keep-profile", "may-approach-again"
    ]
    given: bool = True


class PreferenceNoted(Fact):
    """What the client likes, bought or prefers; why we keep it, and in whose interest."""

    topic = "relationship.preference-noted.v1"
    rows = (139, 142, 144, 145, 151, 171)

    item: Key
    kind: Literal["likes", "bought", "wants-again", "channel", "cadence"]
    liked: bool | None = None
    channel: Channel | None = None
    every_days: Annotated[float | None, Field(gt=0)] = None
    purpose: Text | None = None
    serves: Literal["client", "supplier", "both"] | None = None
    shown_to_client: bool | None = None
    consent: Annotated[Key | None, Refers("consent")] = None
    text: ClientText | None = None

"""Expectation: what the client hoped for, got, and calls it; what both think of the match."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from domain._kernel import ClientText, Fact, Key, PersonalText, Refers
from domain.vocabulary import Party


class OpinionVoiced(Fact):
    """One side said what it thinks: of the match, of the value, of what it wishes or is good at.

    A wish or a strength is named by ``item``: a wish is met where a strength has the same item.
    ``in_offer`` tells whether what the client values was part of the offer. About a ``finding``,
    ``item`` is its code, the verdict confirms or overrides it, and the words say why. ``round`` is
    the number of a round of research among clients.
    """

    topic = "relationship.opinion-voiced.v1"
    rows = (5, 64, 65, 84, 120, 158, 159, 160, 161, 167, 188, 189)

    topic_of: Literal[
        "fit",
        "value-offered",
        "value-received",
        "wish",
        "strength",
        "finding",
        "own-share",
        "readiness",
    ]
    by: Party
    item: Key | None = None
    verdict: Literal["yes", "partly", "no"] | None = None
    confirmed_by_client: bool | None = None
    in_offer: bool | None = None
    round: Annotated[int | None, Field(ge=1)] = None
    words: PersonalText | None = None


class InterviewAnswered(Fact):
    """An answer in the expectation interview, in five steps.

    The last two trace what became of the answers: ``led_to`` names the change to the offer;
    publication needs the client's consent.
    """

    topic = "relationship.interview-answered.v1"
    rows = (166, 167, 168, 169, 170)

    step: Literal["before", "beyond", "brought", "used-in-offer", "published"]
    words: ClientText | None = None
    led_to: Key | None = None
    consent: Annotated[Key | None, Refers("consent")] = None

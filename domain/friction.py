"""Friction: where it chafes, and how that was dealt with.

To add a kind of friction: add its word to the vocabulary it belongs to, in `domain.vocabulary`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from domain._kernel import ActorId, Defines, Fact, Key, PersonalText, Refers, StaffText
from domain.moments import Moment
from domain.vocabulary import Ground, IncidentKind, IssueKind, Motive, Party, RequestAnswer


class IncidentOccurred(Fact):
    """Something went wrong. ``mode`` tells whether the work was planned or fire to be put out.

    ``draws_on`` names a boundary that was given up and is now being used.
    """

    topic = "relationship.incident-occurred.v1"
    rows = (13, 31, 34, 35, 57, 60, 61)

    kind: IncidentKind
    mode: Literal["planned", "firefighting"] = "planned"
    tool: Key | None = None
    draws_on: Annotated[Key | None, Refers("boundary")] = None
    text: PersonalText | None = None


class EffortSpent(Fact):
    """Effort went in, of this kind; hours where known."""

    topic = "relationship.effort-spent.v1"
    rows = (35, 36, 50)

    kind: Literal["billable", "unbillable", "firefighting", "rework", "emotional"]
    hours: Annotated[float | None, Field(ge=0)] = None
    text: PersonalText | None = None


class ConcessionMade(Fact):
    """The supplier gave in."""

    topic = "relationship.concession-made.v1"
    rows = (16, 36, 56, 62)

    motive: Motive
    text: PersonalText | None = None


class BoundaryGivenUp(Fact):
    """Somebody gave up a limit of their own, such as a holiday."""

    topic = "relationship.boundary-given-up.v1"
    rows = (29, 182)

    boundary: Annotated[Key, Defines("boundary")]
    by: Party = "supplier"
    volunteered: bool | None = None
    text: PersonalText | None = None


class UneaseVoiced(Fact):
    """Somebody said that this does not feel right."""

    topic = "relationship.unease-voiced.v1"
    rows = (28,)

    unease: Annotated[Key, Defines("unease")]
    by: Literal["client", "staff"] = "staff"
    text: PersonalText | None = None


class UneaseAnswered(Fact):
    """Somebody went into it."""

    topic = "relationship.unease-answered.v1"
    rows = (28,)

    unease: Annotated[Key, Refers("unease")]
    text: PersonalText | None = None


class IssueRaised(Fact):
    """A problem, a disagreement or a complaint came up between the two."""

    topic = "relationship.issue-raised.v1"
    rows = (38, 99, 103, 174)

    issue: Annotated[Key, Defines("issue")]
    kind: IssueKind
    by: Party = "client"
    text: PersonalText | None = None


class IssueHandled(Fact):
    """How an issue was dealt with. What nobody said stays empty; ``outcome`` too."""

    topic = "relationship.issue-handled.v1"
    rows = (99,)

    issue: Annotated[Key, Refers("issue")]
    listened: bool | None = None
    empathised: bool | None = None
    sought_together: bool | None = None
    outcome: Literal["solved", "accepted", "unsolved"] | None = None


class SolutionSought(Fact):
    """One side asked for a way out of an issue."""

    topic = "relationship.solution-sought.v1"
    rows = (103,)

    request: Annotated[Key, Defines("request")]
    issue: Annotated[Key, Refers("issue")]
    by: Party = "client"
    text: PersonalText | None = None


class RequestAnswered(Fact):
    """How such a request was met: together, by the supplier alone, not, or with a procedure."""

    topic = "relationship.request-answered.v1"
    rows = (103, 104, 177, 178)

    request: Annotated[Key, Refers("request")]
    answer: RequestAnswer
    ground: Ground | None = None
    verbatim: PersonalText | None = None


class StaffStateNoted(Fact):
    """What working for this client does to somebody of ours: energy, dread, the wish to leave.

    ``level`` runs −1 (takes all) to 1 (gives much).
    """

    topic = "relationship.staff-state-noted.v1"
    rows = (34, 52, 63, 135)

    kind: Literal["energy", "dread", "demotivation", "avoidance", "reassignment-wish"]
    person: ActorId
    level: Annotated[float | None, Field(ge=-1, le=1)] = None


class PlugReviewed(Fact):
    """It was weighed whether to go on with the client; ``again`` is when to weigh it anew."""

    topic = "relationship.plug-reviewed.v1"
    rows = (59,)

    verdict: Literal["go-on", "go-on-with-conditions", "end"]
    by: Party = "supplier"
    again: Moment | None = None
    text: StaffText | None = None

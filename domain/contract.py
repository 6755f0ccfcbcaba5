"""Contract: what the two bound themselves to, and what they were after."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from domain._kernel import (
    ActorId,
    Defines,
    Fact,
    Finite,
    Frozen,
    Key,
    PersonalText,
    Refers,
    StaffText,
)
from domain.moments import Moment
from domain.vocabulary import Channel, Party, Work


class CooperationStarted(Fact):
    """The work together began."""

    topic = "relationship.cooperation-started.v1"
    rows = (1, 6, 94)


class ContractSigned(Fact):
    """A contract came into being. ``formed_by`` is the channel over which it was made."""

    topic = "relationship.contract-signed.v1"
    rows = (97, 102)

    contract: Annotated[Key, Defines("contract")]
    formed_by: Channel | None = None
    months: Annotated[int | None, "months"] = None
    notice_days: Annotated[int | None, "days"] = None


class ContractRenewed(Fact):
    """A contract was renewed."""

    topic = "relationship.contract-renewed.v1"
    rows = (97,)

    contract: Annotated[Key, Refers("contract")]


class SupplierRenamed(Fact):
    """The supplier goes on under another name; the history stays one."""

    topic = "relationship.supplier-renamed.v1"
    rows = (92,)

    name: PersonalText | None = None


class AgreementMade(Fact):
    """The two agreed on something. ``replaces`` keeps the lineage of agreements.

    ``confirmed_by`` is who said *yes, so it is*; ``rests_on_waivers`` names the waivers that this
    one silently depends on.
    """

    topic = "relationship.agreement-made.v1"
    rows = (7, 27, 30)

    agreement: Annotated[Key, Defines("agreement")]
    text: PersonalText
    parties: tuple[Party, ...] = ("both",)
    initiated_by: Party = "both"
    replaces: Annotated[Key | None, Refers("agreement")] = None
    rests_on_waivers: tuple[Annotated[Key, Refers("waiver")], ...] = ()
    confirmed_by: Party | None = None


class AgreementBroken(Fact):
    """An agreement was departed from. By whom is ``unknown`` where nobody said."""

    topic = "relationship.agreement-broken.v1"
    rows = (33,)

    agreement: Annotated[Key, Refers("agreement")]
    by: Party = "unknown"
    text: PersonalText | None = None


class Target(Frozen):
    """A measurable target: *value* of *metric* (in *unit*) by a moment."""

    metric: Key
    value: Finite
    unit: Key
    due: Moment | None = None


class GoalSet(Fact):
    """A goal was set, or changed when it ``replaces`` an earlier one.

    ``needs`` names tools and systems that the work towards it has to rely on.
    """

    topic = "relationship.goal-set.v1"
    rows = (7, 17, 20, 44)

    goal: Annotated[Key, Defines("goal")]
    work: Work
    text: PersonalText | None = None
    target: Target | None = None
    needs: tuple[Key, ...] = ()
    replaces: Annotated[Key | None, Refers("goal")] = None
    initiated_by: Party = "both"
    motive: Literal["money-pressure", "new-insight", "pleasing", "other"] | None = None
    parks_gates: tuple[Annotated[Key, Refers("gate")], ...] = ()


class ContextNoted(Fact):
    """Something about the client's world or the supplier's ability that the work depends on.

    ``status`` is how a tool was found, or what became of a hypothesis; ``argues_for`` the gate that
    this speaks for.
    """

    topic = "relationship.context-noted.v1"
    rows = (8, 9, 13, 31, 32, 150)

    topic_of: Literal[
        "history", "tool", "competence-gap", "life-event", "latent-risk", "hypothesis", "other"
    ]
    text: PersonalText
    since: Moment | None = None
    tool: Key | None = None
    status: Literal["unchecked", "works", "fails", "confirmed", "refuted"] | None = None
    argues_for: Annotated[Key | None, Refers("gate")] = None


class StaffAssigned(Fact):
    """Somebody of the supplier works for this client from now on, or no longer does.

    ``owns`` is a finding they answer for, by its code; ``escalates_to`` who comes after them.
    """

    topic = "relationship.staff-assigned.v1"
    rows = (2, 134)

    person: ActorId
    role: StaffText
    expertise: tuple[Key, ...] = ()
    leaves: bool = False
    known_to_client: bool | None = None
    owns: Key | None = None
    escalates_to: ActorId | None = None


class ScopeSet(Fact):
    """The size of the work: its baseline, or a change to it.

    A change for a new insight is not creep; one to please is. ``gave_in`` says who did.
    """

    topic = "relationship.scope-set.v1"
    rows = (56, 57, 85)

    size: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    unit: Literal["hours", "eur", "items"]
    reason: Literal["baseline", "new-insight", "pleasing", "mistake", "other"] = "baseline"
    gave_in: Party | None = None
    text: PersonalText | None = None


class MoneyBooked(Fact):
    """Money came in, or went out, for this relationship: of this kind, in euro."""

    topic = "relationship.money-booked.v1"
    rows = (49, 50, 53, 126)

    kind: Literal["revenue", "cost", "failure-cost", "risk", "resistance", "burn-out", "refund"]
    amount: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    text: PersonalText | None = None


class ProjectFinished(Fact):
    """A piece of work was finished: in time, within budget, and how glad the client was with it.

    ``enthusiasm`` runs −1…1.
    """

    topic = "relationship.project-finished.v1"
    rows = (44, 72, 81)

    project: Key
    on_time: bool | None = None
    in_budget: bool | None = None
    enthusiasm: Annotated[float | None, Field(ge=-1, le=1)] = None
    successful: bool | None = None

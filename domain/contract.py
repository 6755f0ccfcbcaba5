"""Contract: what the two bound themselves to, and what they were after."""

from __future__ import annotations

from typing import Annotated, Literal

from domain._kernel import Defines, Fact, Finite, Frozen, Key, PersonalText, Refers
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

    ``rests_on`` names the agreements, gates and waivers that this one silently depends on.
    """

    topic = "relationship.agreement-made.v1"
    rows = (7, 27, 30)

    agreement: Annotated[Key, Defines("agreement")]
    text: PersonalText
    parties: tuple[Party, ...] = ("both",)
    initiated_by: Party = "both"
    replaces: Annotated[Key | None, Refers("agreement")] = None
    rests_on_waivers: tuple[Annotated[Key, Refers("waiver")], ...] = ()


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
    """Something about the client's world or the supplier's ability that the work depends on."""

    topic = "relationship.context-noted.v1"
    rows = (8, 13, 31, 32, 150)

    topic_of: Literal["history", "tool", "competence-gap", "life-event", "latent-risk", "other"]
    text: PersonalText
    since: Moment | None = None
    tool: Key | None = None

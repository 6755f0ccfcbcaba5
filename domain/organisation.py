"""The organisation: whom it wants as clients, what it stands for, and how it tries to get better.

Its facts belong to the organisation, not to one relationship: their subject is an id that begins
with ``organisation:``.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from domain._kernel import Defines, Fact, Key, Refers, StaffText, Text
from domain.moments import Moment


class OrganisationNamed(Fact):
    """The history of an organisation begins."""

    topic = "organisation.organisation-named.v1"
    rows = (62, 185)
    opens = True

    name: Text
    sells_through: Literal["direct", "partners", "both"] | None = None


class ProfileDeclared(Fact):
    """The ideal client, in an edition: what one must be, should be, and what excludes.

    A profile that neither demands nor excludes anything can turn nobody away.
    """

    topic = "organisation.profile-declared.v1"
    rows = (3, 73, 78, 79, 80)

    edition: Annotated[int, Field(ge=1)]
    must: tuple[Key, ...] = ()
    should: tuple[Key, ...] = ()
    excludes: tuple[Key, ...] = ()
    near_miss_steps: tuple[Key, ...] = ()
    near_miss_approver: StaffText | None = None

    @property
    def can_reject(self) -> bool:
        """Whether this profile could turn anybody away."""
        return bool(self.must or self.excludes)


class ValuesDeclared(Fact):
    """The core values, in an edition, each with the behaviour by which one would see it."""

    topic = "organisation.values-declared.v1"
    rows = (129, 130, 132)

    edition: Annotated[int, Field(ge=1)]
    values: tuple[Key, ...]
    behaviours: tuple[tuple[Key, Text], ...] = ()
    purpose: Text | None = None


class ImprovementStarted(Fact):
    """A programme or an experiment began: why (three deep), by what means, owned by whom.

    Without a ``process`` it hangs in the air.
    """

    topic = "organisation.improvement-started.v1"
    rows = (78, 87, 127, 128, 130, 133, 134, 136, 193)

    improvement: Annotated[Key, Defines("improvement")]
    kind: Literal["programme", "policy-experiment"]
    whys: tuple[StaffText, ...] = ()
    means: tuple[
        Literal["values", "mentality", "communication", "training", "leadership", "process"], ...
    ] = ()
    checklist: tuple[
        Literal["leadership-committed", "tailored", "in-steps", "team-enthusiastic", "told-inside"],
        ...,
    ] = ()
    process: Key | None = None
    owner_role: StaffText | None = None
    target: Text | None = None
    look_again: Moment | None = None


class ImprovementReviewed(Fact):
    """What an improvement brought, measured; and the ``process`` it has been tied to since."""

    topic = "organisation.improvement-reviewed.v1"
    rows = (78, 87, 126, 133, 136, 193)

    improvement: Annotated[Key, Refers("improvement")]
    metric: Key
    before: Annotated[float, Field(allow_inf_nan=False)]
    after: Annotated[float, Field(allow_inf_nan=False)]
    text: StaffText | None = None
    process: Key | None = None


class AlarmBudgetSet(Fact):
    """It was settled how many false alarms are bearable: so many a year, over so many clients.

    Where the organisation's own quiet relationships were enough to measure them on, ``limits`` says
    from which height each line alarms: its name, for the whole budget, and for a fifth of it.
    ``weights`` tells with which learned weights they were measured. ``realised`` is what the
    combined line came to, in alarms per 100 relationship-years, on those it was not measured on.
    """

    topic = "organisation.alarm-budget-set.v1"
    rows = (55, 151)

    alarms: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    clients: Annotated[int, Field(ge=1)] = 100
    limits: tuple[
        tuple[
            Key,
            Annotated[float, Field(allow_inf_nan=False)],
            Annotated[float, Field(allow_inf_nan=False)],
        ],
        ...,
    ] = ()
    relationships: Annotated[int | None, Field(ge=0)] = None
    years: Annotated[float | None, Field(ge=0, allow_inf_nan=False)] = None
    realised: Annotated[float | None, Field(ge=0, allow_inf_nan=False)] = None
    weights: Annotated[int | None, Field(ge=0)] = None

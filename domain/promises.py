"""Promises: a promise is a debt."""

from __future__ import annotations

from typing import Annotated, Literal

from domain._kernel import Defines, Fact, Key, PersonalText, Refers
from domain.moments import Moment
from domain.vocabulary import Party

STILL_STANDS = ("reagreed", "announced-late")
"""What can happen to a promise that goes on, on another day."""
MAY_STILL_BE_KEPT = (*STILL_STANDS, "broken")
"""What can happen to a promise that may be kept all the same."""


class PromiseMade(Fact):
    """Somebody promised something. ``before_use_of`` is a tool it has to come before.

    ``at_cost_of`` is who offered to pay for keeping it.
    """

    topic = "relationship.promise-made.v1"
    rows = (32, 162, 163, 165)

    promise: Annotated[Key, Defines("promise")]
    text: PersonalText
    by: Party
    to: Party
    due: Moment | None = None
    not_before: Moment | None = None
    before_use_of: Key | None = None
    condition: PersonalText | None = None
    acknowledged: bool | None = None
    contact_rule: PersonalText | None = None
    at_cost_of: Party | None = None


class PromiseSettled(Fact):
    """A promise came to its end: kept, late, broken, or otherwise.

    A promise can be ``reagreed`` (with a new due moment, before the old one), made ``impossible``
    (``through`` says by whom), ``cancelled`` with consent, ``handed-over``, or silently
    ``dropped``. A delay that is told before the due moment is ``announced-late``.
    """

    topic = "relationship.promise-settled.v1"
    rows = (32, 162, 165)

    promise: Annotated[Key, Refers("promise")]
    outcome: Literal[
        "kept",
        "late",
        "broken",
        "reagreed",
        "impossible",
        "cancelled",
        "handed-over",
        "dropped",
        "announced-late",
    ]
    through: Party | None = None
    due: Moment | None = None


class StatusAsked(Fact):
    """The client had to ask how a promise stands."""

    topic = "relationship.status-asked.v1"
    rows = (163,)

    promise: Annotated[Key, Refers("promise")]

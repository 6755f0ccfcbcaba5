"""Numbers: what was measured, and what was expected. To measure is to know."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from domain._kernel import Defines, Fact, Finite, Key, PersonalText, Refers
from domain.moments import Moment
from domain.vocabulary import Party


class MetricObserved(Fact):
    """A number was observed. Shares run 0 to 1; money is in the unit named.

    ``about_from`` and ``about_to`` are the period the number speaks of, which may be long past.
    ``shown_to_client`` stays empty where nobody said.
    """

    topic = "relationship.metric-observed.v1"
    rows = (21, 23, 26, 37)

    metric: Key
    value: Finite
    unit: Literal["share", "count", "eur", "hours", "days", "score"]
    about_from: Moment | None = None
    about_to: Moment | None = None
    source: PersonalText | None = None
    shown_to_client: bool | None = None
    goal: Annotated[Key | None, Refers("goal")] = None


class ExpectationStated(Fact):
    """Somebody said what they expect, in numbers: so many buyers, at this price, in these days.

    ``dimension`` tells of what: the product, the procedure, or people's behaviour and attitude.
    """

    topic = "relationship.expectation-stated.v1"
    rows = (22, 24, 156, 157)

    expectation: Annotated[Key, Defines("expectation")]
    by: Party
    metric: Key
    value: Finite
    unit: Literal["share", "count", "eur", "hours", "days", "score"]
    price: Annotated[Finite | None, "eur"] = None
    within_days: Annotated[int | None, Field(ge=0)] = None
    rate_metric: Key | None = None
    goal: Annotated[Key | None, Refers("goal")] = None
    verbatim: PersonalText | None = None
    dimension: Literal["product", "procedure", "behaviour", "attitude"] | None = None

"""What a question about what was lived is asked of, where there are columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from domain.moments import Moment
from journeys.lived.visits import Visits
from journeys.lived.webs import Web
from projections.farewell import Overall


class Asked(NamedTuple):
    """All visits as nodes and ways, how each goodbye went, and when it is asked."""

    web: Web
    endings: Sequence[Overall]
    now: Moment

    @property
    def visits(self) -> Visits:
        """All visits."""
        return self.web.visits

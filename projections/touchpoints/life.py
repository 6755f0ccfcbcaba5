"""A life: what one relationship lived, how it ended, and the map that it went by."""

from __future__ import annotations

from dataclasses import dataclass

from domain.maps import MapBody
from projections.farewell import Overall
from projections.touchpoints.course import Course
from projections.touchpoints.visit import Visit


@dataclass(frozen=True, slots=True)
class Life:
    """What one relationship lived: its visits, how its goodbye went, and the map it adopted."""

    relationship: str
    course: Course
    visits: tuple[Visit, ...]
    ending: Overall
    body: MapBody | None

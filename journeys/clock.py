"""The clock: the one place that reads the time."""

from __future__ import annotations

from datetime import datetime

from domain.moments import Moment


def now() -> Moment:
    """Return this instant, with the offset of the place where the program runs."""
    return Moment.of(datetime.now().astimezone().replace(microsecond=0))

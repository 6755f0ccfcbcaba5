"""The questions that the columns of what was lived answer, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from journeys.lived.answers import moods
from projections.answers import Row

ANSWERED: Mapping[str, Callable[..., Iterator[Row]]] = {
    "events-behind": moods.events_behind,
    "feeling-gaps": moods.feeling_gaps,
    "hurt-unseen": moods.hurt_unseen,
    "peak-and-end": moods.peak_and_end,
    "valleys": moods.valleys,
}

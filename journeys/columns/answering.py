"""What columns answer: alone, or with the few facts that decide read back from the log."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from journeys.columns import figures
from journeys.columns.blueprint import blueprint
from journeys.columns.cohorts import one_clock
from journeys.columns.fit import outcomes_by_fit
from journeys.columns.highlights import highlights
from journeys.columns.rhythm import attention_by_age, intensity, tenure
from journeys.columns.steps import steps_without_feelings
from projections.answers import Row

ANSWERED: Mapping[str, Callable[..., Iterator[Row]]] = {
    **figures.ANSWERED,
    "attention-by-age": attention_by_age,
    "blueprint": blueprint,
    "highlights": highlights,
    "intensity": intensity,
    "one-clock": one_clock,
    "outcomes-by-fit": outcomes_by_fit,
    "steps-without-feelings": steps_without_feelings,
    "tenure": tenure,
}
"""The questions by name; those about findings are in `journeys.columns.judged`."""

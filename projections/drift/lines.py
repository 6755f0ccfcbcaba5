"""The alarm lines: one that combines everything, and one for each channel by itself."""

from __future__ import annotations

from collections.abc import Container
from typing import Final, NamedTuple

import numpy as np

from projections.drift import bulk
from projections.drift.alone import alone
from projections.drift.columns import Columns, Floats, Whole
from projections.drift.features import features
from projections.drift.memory import apart
from projections.drift.network import combined, inputs
from projections.drift.numbers import MANY, ONE
from projections.drift.state import State
from projections.drift.wide import wide

LINES: Final = (
    "drifting",
    "mood-drop",
    "staff-mood-drop",
    "divergence",
    "silence",
    "promises-slipping",
    "errors-accumulate",
)
"""The code of each line; the first combines all channels."""
_CHANNEL = {
    "mood-drop": "client",
    "staff-mood-drop": "staff",
    "silence": "silence",
    "promises-slipping": "promises",
    "errors-accumulate": "errors",
}


def heights(state: State[float], day: float, besides: Container[str] = ()) -> dict[str, float]:
    """Return how high every line stands, by its code; those *besides* are left out."""
    own = features(ONE, state, day)
    taken = inputs(own)
    found: dict[str, float] = {}
    for line in LINES:
        if line in besides:
            continue
        if line == "drifting":
            found[line] = combined(taken)
        elif line == "divergence":
            found[line] = apart(ONE, state)
        else:
            found[line] = alone(taken, own, _CHANNEL[line])
    return found


class Heights(NamedTuple):
    """How high every line stood at every moment that was judged.

    ``who`` is the place of the relationship in its columns, ``value`` has one column a line.
    """

    who: Whole
    day: Floats
    value: Floats


def bulk_heights(columns: Columns) -> Heights:
    """Return the heights of all lines for many relationships. O(contacts)."""
    who, day, value = [np.zeros(0, np.int64)], [np.zeros(0)], [np.zeros((0, len(LINES)))]
    for look in bulk.looks(columns):
        who.append(look.who)
        day.append(look.day)
        value.append(look_heights(look))
    return Heights(np.concatenate(who), np.concatenate(day), np.concatenate(value))


def look_heights(look: bulk.Look) -> Floats:
    """Return the same as `heights` for every moment of a look: one row a moment."""
    own = np.array(features(MANY, look.state, look.day))
    together, (client, staff, *others) = wide(own)
    rows = [together, client, staff, apart(MANY, look.state), *others]
    return np.stack(rows, axis=1)

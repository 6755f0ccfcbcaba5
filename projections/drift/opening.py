"""Whether the gate was open, of many moments at once.

`projections.drift.stream` and `walk` ask it as they go; here the states are there already. A
property test holds them to the same moments.
"""

from __future__ import annotations

import numpy as np

from projections.drift import gate
from projections.drift.columns import Floats, Truths
from projections.drift.numbers import MANY
from projections.drift.silence import slower
from projections.drift.state import State


def open_in_silence(state: State[Floats], day: Floats) -> Truths:
    """Return whether a tick of the clock on that day is judged."""
    known = state.usual_days + state.day
    own = state.quiet + slower(MANY, state.contacts, known, day - state.day)
    own *= gate.PER_SILENCE * own
    found: Truths = (own >= gate.OF_SILENCE) & (state.others + own >= gate.OPEN_IN_SILENCE)
    return found


def open_after(state: State[Floats], begins: Truths) -> Truths:
    """Return whether a contact is judged: the evidence is high, and grew since the one before.

    Parameters
    ----------
    state
        After it, and at the ticks since, in order of time.
    begins
        Which is the first of a relationship.
    """
    high = state.others + gate.PER_SILENCE * state.quiet * state.quiet
    before = np.where(begins, 0.0, np.concatenate(([0.0], high[:-1])))
    found: Truths = (high >= gate.OPEN) & (high > before + gate.GROWN)
    return found

"""What if: the same folds over an altered history, never mixed with what happened.

A branch changes little and follows what the record itself says must follow: what an absent event
led to, what names a thing that was never made, what rests on work that never began. Nothing is
made up: nobody's feelings, and no future. What would have come instead is not known.
"""

from projections.whatif.altering import Altered, Fate, alter
from projections.whatif.changes import (
    CHANGES,
    Add,
    Call,
    Change,
    Channel,
    Delay,
    Drop,
    Hold,
    Keep,
    Stop,
)

__all__ = [
    "CHANGES",
    "Add",
    "Altered",
    "Call",
    "Change",
    "Channel",
    "Delay",
    "Drop",
    "Fate",
    "Hold",
    "Keep",
    "Stop",
    "alter",
]

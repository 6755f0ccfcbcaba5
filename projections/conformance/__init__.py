"""What was lived, held against the map it was to follow."""

from projections.conformance.against import Deviation, Laid, lay
from projections.conformance.alignment import Alignment, Move
from projections.conformance.automaton import Automaton

__all__ = ["Alignment", "Automaton", "Deviation", "Laid", "Move", "lay"]

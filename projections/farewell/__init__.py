"""Farewell: how the goodbye is handled, duty by duty, and as a whole."""

from projections.farewell.duties import DUTIES
from projections.farewell.duty import Duty
from projections.farewell.standing import Standing
from projections.farewell.whole import Farewell, Overall, Reason, farewell

__all__ = ["DUTIES", "Duty", "Farewell", "Overall", "Reason", "Standing", "farewell"]

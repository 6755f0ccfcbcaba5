"""What was lived, touchpoint by touchpoint: visits, and how they are told apart."""

from projections.touchpoints.activity import Activity, activity_of
from projections.touchpoints.visit import Felt, Lane, Visit
from projections.touchpoints.visits import visits

__all__ = ["Activity", "Felt", "Lane", "Visit", "activity_of", "visits"]

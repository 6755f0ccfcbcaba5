"""What is usual before anything is known of a relationship: the priors that baselines shrink to."""

from __future__ import annotations

from math import log

CLIENT_MEAN, CLIENT_SPREAD = 0.3, 0.28
STAFF_MEAN, STAFF_SPREAD = 0.3, 0.22
MOOD_WEIGHT = 1.5
"""How many ratings the usual mood counts for (κ0 of the normal-inverse-gamma prior)."""
MOOD_SHAPE = 3.0
"""Its shape; after a weight κ that is always ``SHAPE_AT_0 + κ / 2``."""
SHAPE_AT_0 = MOOD_SHAPE - MOOD_WEIGHT / 2
CLIENT_SCALE = MOOD_SHAPE * CLIENT_SPREAD**2
STAFF_SCALE = MOOD_SHAPE * STAFF_SPREAD**2

LATE, DUE = 0.88, 8.0
"""Late promises out of so many due: 11 %."""
LATE_ODDS = 5.0
ERRORS, ERROR_CONTACTS = 1.0, 10.0
"""Errors in so many contacts: one in ten."""
CONTACTS, CONTACT_DAYS = 2.0, 60.0
"""Contacts in so many days: one in thirty."""

SLACK, SMALL_SLACK = 0.5, 0.25
"""How much worse than usual, in normal scores, counts as nothing (two cumulative sums)."""
MANY, VERY_MANY = 3.0, 6.0
"""How many times the usual number of errors the two Poisson sums look for."""
LOG_MANY, LOG_VERY_MANY = log(MANY), log(VERY_MANY)
SLOWER, MUCH_SLOWER = 0.4, 0.15
"""Which part of the usual frequency of contact the two rate sums look for."""
LOG_SLOWER, LOG_MUCH_SLOWER = log(SLOWER), log(MUCH_SLOWER)

LONG = 360.0 / log(2)
"""e-folding days of the long memory (half-life 360 days); the short one is a quarter of it."""
SHORT = 90.0 / log(2)

TICK = 21.0
"""Silence is looked at every so many days after the last contact."""

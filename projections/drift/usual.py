"""What is usual before anything is known of a relationship: the priors that baselines shrink to."""

from __future__ import annotations

from math import log

CLIENT_MEAN, CLIENT_SPREAD = 0.3, 0.28
STAFF_MEAN, STAFF_SPREAD = 0.3, 0.22
MOOD_WEIGHT = 1.5
"""How many ratings the usual mood counts for (κ0 of the normal-inverse-gamma prior)."""
MOOD_SHAPE = 12.0
"""Its shape; after a weight κ that is always ``SHAPE_AT_0 + κ / 2``.

High, so that a mood that falls does not pass for one that always moved a great deal.
"""
SHAPE_AT_0 = MOOD_SHAPE - MOOD_WEIGHT / 2
CLIENT_TOTAL, STAFF_TOTAL = MOOD_WEIGHT * CLIENT_MEAN, MOOD_WEIGHT * STAFF_MEAN
CLIENT_SCALE = MOOD_SHAPE * CLIENT_SPREAD**2
STAFF_SCALE = MOOD_SHAPE * STAFF_SPREAD**2

LATE, DUE = 0.88, 8.0
"""Late promises out of so many due: 11 %."""
LATE_ODDS = 5.0
ERRORS, ERROR_CONTACTS = 1.0, 10.0
"""Errors in so many contacts: one in ten."""
CONTACTS, CONTACT_DAYS = 2.0, 60.0
"""Contacts in so many days: one in thirty."""

SLACK = 0.5
"""How much worse than usual, in normal scores, counts as nothing."""
MANY = 3.0
"""How many times the usual number of errors the Poisson sum looks for."""
LOG_MANY = log(MANY)
SLOWER = 0.4
"""Which part of the usual frequency of contact the rate sum looks for."""
LOG_SLOWER = log(SLOWER)

SHORT = 90.0 / log(2)
"""e-folding days of the fading memory (half-life 90 days)."""

TICK = 21.0
"""Silence is looked at every so many days after the last contact."""

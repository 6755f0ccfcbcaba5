"""What is usual before anything is known of a relationship: the priors that baselines shrink to.

How *much* the usual counts for is ours, and the same for everybody; what *is* usual may be said
otherwise, with `Priors`.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log

CLIENT_SPREAD, STAFF_SPREAD = 0.28, 0.22
MOOD_WEIGHT = 1.5
"""How many ratings the usual mood counts for (κ0 of the normal-inverse-gamma prior)."""
MOOD_SHAPE = 12.0
"""Its shape; after a weight κ that is always ``SHAPE_AT_0 + κ / 2``.

High, so that a mood that falls does not pass for one that always moved a great deal.
"""
SHAPE_AT_0 = MOOD_SHAPE - MOOD_WEIGHT / 2

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
HEAVIEST = 600.0
"""Forward weights rise to exp of this, after 213 years; a number holds no more than exp(709)."""

TICK = 21.0
"""Silence is looked at every so many days after the last contact."""


@dataclass(frozen=True, slots=True)
class Priors:
    """What is usual where a relationship has not shown yet what is usual for it.

    Parameters
    ----------
    client_mood, staff_mood
        Their mean valence, −1…1.
    client_spread, staff_spread
        The standard deviation of one rating around it, above 0 and at most 1.
    late_promises
        Which part of promises is late or broken, above 0 and below 1.
    errors_per_contact
        How many errors there are from one contact to the next, above 0.
    days_between_contacts
        How many days pass from one contact to the next, above 0.

    Notes
    -----
    They count for `MOOD_WEIGHT` ratings (their spread for twice `MOOD_SHAPE`), `DUE` promises,
    `ERROR_CONTACTS` contacts, and `CONTACTS` contacts with the time between them: after some ten
    contacts a relationship is held against itself. Limits and learned weights were measured with
    the defaults.
    """

    client_mood: float = 0.3
    client_spread: float = CLIENT_SPREAD
    staff_mood: float = 0.3
    staff_spread: float = STAFF_SPREAD
    late_promises: float = LATE / DUE
    errors_per_contact: float = ERRORS / ERROR_CONTACTS
    days_between_contacts: float = CONTACT_DAYS / CONTACTS


USUAL = Priors()
"""What the limits and the learned weights were measured with."""

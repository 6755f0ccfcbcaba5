r"""Silence: how much more likely a relationship has slowed down, the longer nobody hears anything.

With :math:`\alpha` contacts in :math:`\beta` days (the usual ones counted in), the frequency of
contact is known only so well: it has a gamma posterior. A silence of :math:`\Delta` days is then

.. math:: \alpha \ln \frac{\beta + \Delta}{\beta + \rho\Delta}

nats more likely at :math:`\rho` times the frequency than at the frequency itself, and a contact
that comes is :math:`-\ln\rho` nats less likely. A client who calls twice a year alarms nobody.

References
----------
Fader, Hardie, Lee (2005), "Counting your customers" the easy way, Marketing Science 24 (the gamma
mixture); Page (1954), Continuous inspection schemes, Biometrika 41 (the cumulative sum).
"""

from __future__ import annotations

from math import exp, inf

from projections.drift import usual
from projections.drift.numbers import By
from projections.drift.state import N


def slower(by: By[N], contacts: N, days: N, elapsed: N) -> N:
    """Return the evidence, in nats, that contact fell to `usual.SLOWER` of its frequency.

    Parameters
    ----------
    contacts, days
        How many there were until the last one, and in how many days, the usual ones counted in.
    elapsed
        Days since.

    Examples
    --------
    >>> from projections.drift.numbers import ONE
    >>> round(slower(ONE, 10.0, 360.0, 120.0), 2)
    1.95
    """
    return (contacts + usual.CONTACTS) * by.log(stretched(days, elapsed))


def stretched(days: N, elapsed: N) -> N:
    """Return how many times as long these days become by a silence as if contact had slowed down.

    Parameters
    ----------
    days, elapsed
        Days until the last contact, the usual ones counted in, and days since.
    """
    return (days + elapsed) / (days + usual.SLOWER * elapsed)


def waited(contacts: float, days: float, evidence: float) -> float:
    """Return after how many days of silence `slower` comes to this; infinite where it never does.

    Parameters
    ----------
    contacts, days
        As `slower` takes them.
    evidence
        In nats, 0 or more.

    Examples
    --------
    >>> round(waited(10.0, 360.0, 1.95))
    120
    >>> waited(10.0, 360.0, 20.0)
    inf
    """
    each = evidence / (contacts + usual.CONTACTS)
    if each >= -usual.LOG_SLOWER:
        return inf
    times = exp(each)
    return days * (times - 1) / (1 - usual.SLOWER * times)

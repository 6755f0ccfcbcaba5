"""Contacts as they come in, event by event, each knowing the one before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from domain._kernel import AnyEvent
from domain.moments import Moment
from domain.unchanging import unchanging
from projections.drift import stream
from projections.drift.columns import Contact
from projections.drift.state import State, begin
from projections.drift.telling import Key, Told, day_of, key_of, speaks, take
from projections.drift.usual import USUAL, Priors

OPEN_AT_MOST = 64
"""So many contacts of one instant may still gain a feeling; one that comes later is its own."""


@unchanging(eq=False)
class Met:
    """One contact: what was told of it, the state after it, and the contact before.

    ``contact`` is what was told as plain numbers, ``look`` whether there is anything to judge.
    """

    key: Key
    told: Told
    contact: Contact
    state: State[float]
    look: bool
    before: Met | None

    def __repr__(self) -> str:
        """Say which contact it is; not the thousands before it."""
        return f"<Met {self.key}>"

    def back(self) -> Iterator[Met]:
        """Yield this contact and those before it, the newest first."""
        met: Met | None = self
        while met is not None:
            yield met
            met = met.before


def meet(latest: Met | None, event: AnyEvent, zero: Moment, priors: Priors = USUAL) -> Met | None:
    """Return the last contact after one more event; None where the event tells of none.

    The contacts come out as `projections.drift.telling.contacts` reads them in the whole history.
    """
    if not speaks(event):
        return None
    key, day = key_of(event), day_of(event, zero)
    if latest is not None and latest.told.day == day:
        later: list[Met] = []
        for met in islice(latest.back(), OPEN_AT_MOST):
            if met.told.day != day:
                break
            if met.key == key:
                return _chained(_with(met, event), met.before, later, priors)
            later.append(met)
    told = Told(day)
    take(told, event)
    return _met(key, told, latest, priors)


def _with(met: Met, event: AnyEvent) -> Met:
    told = replace(met.told, events=list(met.told.events))
    take(told, event)
    return replace(met, told=told)


def _chained(changed: Met, before: Met | None, later: list[Met], priors: Priors) -> Met:
    last = _met(changed.key, changed.told, before, priors)
    for met in reversed(later):
        last = _met(met.key, met.told, last, priors)
    return last


def _met(key: Key, told: Told, before: Met | None, priors: Priors) -> Met:
    contact = told.contact
    state, look = stream.further(before.state if before else begin(priors), contact)
    return Met(key, told, contact, state, look, before)

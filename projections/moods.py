"""Moods: how each side feels, against its own beginning.

Each side has a self-starting baseline, shrunk towards what is usual, and a cumulative sum that
grows while the side's feelings stay below it (Hawkins' self-starting CUSUM on a
normal-inverse-gamma prior). The baseline is never frozen on the first contacts.
"""

from __future__ import annotations

import math
from dataclasses import field
from typing import Literal

from domain._kernel import AnyEvent, Event
from domain.feelings import FeelingObserved
from domain.unchanging import unchanging
from projections.calendar import of_late

Whose = Literal["client", "staff"]

USUAL_MOOD = 0.3
USUAL_SPREAD = {"client": 0.28, "staff": 0.22}
PRIOR_CONTACTS = 1.5
PRIOR_SHAPE = 3.0
SLACK = 0.5
SCORE_AT_MOST = 3.0
"""One feeling counts no further: two bad days make no alarm, a third may."""
BACK_AFTER = 3
"""So many feelings in a row near what was usual end a fall."""
REMEMBERED_DAYS = 400
REMEMBERED_AT_MOST = 64


@unchanging
class Baseline:
    """What is usual for one side (a normal-inverse-gamma posterior) and how far it fell below.

    ``fallen`` is the cumulative sum in normal scores; ``run`` the feelings since it left zero;
    ``best`` the best feeling before that.
    """

    whose: Whose
    seen: int = 0
    mean: float = USUAL_MOOD
    weight: float = PRIOR_CONTACTS
    shape: float = PRIOR_SHAPE
    scale: float = 0.0
    fallen: float = 0.0
    best: Event[FeelingObserved] | None = None
    run: tuple[Event[FeelingObserved], ...] = ()
    before_run: float | None = None

    def after(self, event: Event[FeelingObserved]) -> Baseline:
        """Return the baseline after one more feeling. O(1)."""
        valence = event.fact.valence
        scale = self.scale or self.shape * USUAL_SPREAD[self.whose] ** 2
        spread = scale * (self.weight + 1) / (self.shape * self.weight)
        score = _normal_score((valence - self.mean) / math.sqrt(spread), 2 * self.shape)
        score = max(-SCORE_AT_MOST, min(SCORE_AT_MOST, score))
        fallen = max(0.0, self.fallen - score - SLACK)
        if self._is_back(event):
            fallen = 0.0
        return Baseline(
            whose=self.whose,
            seen=self.seen + 1,
            mean=(self.weight * self.mean + valence) / (self.weight + 1),
            weight=self.weight + 1,
            shape=self.shape + 0.5,
            scale=scale + self.weight * (valence - self.mean) ** 2 / (2 * (self.weight + 1)),
            fallen=fallen,
            best=self._better(event) if not fallen else self.best or event,
            run=(*self.run, event)[-REMEMBERED_AT_MOST:] if fallen else (),
            before_run=(self.before_run if self.run else self.mean) if fallen else None,
        )

    @property
    def has_a_usual(self) -> bool:
        """Whether anything was felt before the fall: who was low from the first has not fallen."""
        return self.seen > len(self.run)

    def _is_back(self, event: Event[FeelingObserved]) -> bool:
        """Whether the last feelings are what was usual before the fall, within half its spread."""
        if self.before_run is None:
            return False
        last = (*self.run, event)[-BACK_AFTER:]
        enough = self.before_run - USUAL_SPREAD[self.whose] / 2
        return len(last) == BACK_AFTER and all(e.fact.valence >= enough for e in last)

    def _better(self, event: Event[FeelingObserved]) -> Event[FeelingObserved]:
        best = self.best
        return event if best is None or event.fact.valence > best.fact.valence else best


def _normal_score(t: float, degrees: float) -> float:
    """Return the normal score of a t value (Wallace's approximation)."""
    size = math.sqrt(degrees * math.log1p(t * t / degrees))
    return math.copysign((8 * degrees + 1) / (8 * degrees + 3) * size, t)


@unchanging
class Told:
    """One side's whole story in running figures: its mean over time, its peak and its end.

    ``area`` is the integral of valence over days (trapezium rule) up to the ``end``.
    """

    begin: Event[FeelingObserved] | None = None
    peak: Event[FeelingObserved] | None = None
    end: Event[FeelingObserved] | None = None
    area: float = 0.0
    total: float = 0.0
    seen: int = 0

    def after(self, event: Event[FeelingObserved]) -> Told:
        """Return the figures after one more feeling. O(1)."""
        valence = event.fact.valence
        area = self.area
        if self.end is not None:
            gap = event.occurred_at.start - self.end.occurred_at.start
            area += gap.total_seconds() / 86_400 * (valence + self.end.fact.valence) / 2
        stronger = self.peak is None or abs(valence) >= abs(self.peak.fact.valence)
        return Told(
            begin=self.begin or event,
            peak=event if stronger else self.peak,
            end=event,
            area=area,
            total=self.total + valence,
            seen=self.seen + 1,
        )

    @property
    def mean(self) -> float:
        """The mean of all feelings recorded, −1…1; 0 where there are none."""
        return self.total / self.seen if self.seen else 0.0

    @property
    def mean_over_time(self) -> float:
        """The mean over time, −1…1: every day counts alike, however often somebody asked."""
        if self.begin is None or self.end is None:
            return 0.0
        days = (self.end.occurred_at.start - self.begin.occurred_at.start).total_seconds() / 86_400
        return self.area / days if days else self.mean

    @property
    def peak_end(self) -> float:
        """What is remembered, −1…1: the mean of the strongest moment (ties: the later) and the end.

        After Fredrickson and Kahneman (1993): duration hardly counts.
        """
        if self.peak is None or self.end is None:
            return 0.0
        return (self.peak.fact.valence + self.end.fact.valence) / 2


@unchanging
class Moods:
    """Both baselines, the client's story as told so far, and the feelings of late on both sides."""

    client: Baseline = field(default_factory=lambda: Baseline("client"))
    staff: Baseline = field(default_factory=lambda: Baseline("staff"))
    told: Told = field(default_factory=Told)
    lately: tuple[Event[FeelingObserved], ...] = ()

    def after(self, event: AnyEvent) -> Moods:
        """Return the moods after an event; only feelings about this relationship count."""
        fact = event.fact
        if not isinstance(fact, FeelingObserved) or not counts(fact):
            return self
        kept = of_late(self.lately, event.occurred_at, REMEMBERED_DAYS)
        lately = (*kept, event)[-REMEMBERED_AT_MOST:]
        if not is_their_own_word(fact):
            return Moods(self.client, self.staff, self.told, lately)
        if fact.whose == "client":
            return Moods(self.client.after(event), self.staff, self.told.after(event), lately)
        return Moods(self.client, self.staff.after(event), self.told, lately)


def is_of_this_relationship(fact: FeelingObserved) -> bool:
    """Whether a feeling is about this relationship as it is: not about a rival or the past."""
    return fact.towards not in ("rival", "past", "self")


def counts(fact: FeelingObserved) -> bool:
    """Whether a feeling is judged by: about this relationship, and no model's guess."""
    return is_of_this_relationship(fact) and fact.source != "text-model"


def is_their_own_word(fact: FeelingObserved) -> bool:
    """Whether the side itself, or its own people, said so; a model or the other side did not."""
    return fact.source != "text-model" and (
        fact.said_by is None
        or fact.said_by == fact.whose
        or (fact.whose, fact.said_by) == ("staff", "supplier")
    )

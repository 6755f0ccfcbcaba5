"""Eras from the columns: those of a whole portfolio at once, and no event is read.

They are what `journeys.drift.eras` reads in the events; a test holds them to that. A contact knows
the places of its events; their ids are read when somebody looks at them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

import numpy as np

from domain.breakup import BreakupAnnounced, BreakupWithdrawn, RelationshipRekindled
from domain.care import ContactHeld
from domain.feelings import FeelingObserved
from domain.friction import IncidentOccurred
from domain.moments import Moment
from domain.promises import PromiseSettled
from journeys.columns.arrays import Array, changes
from journeys.columns.chosen import Columns as Facts
from journeys.drift.eras import Era
from projections.drift.columns import KEPT, LATE, NO_PROMISE, Columns, Truths
from projections.drift.telling import LATE_OUTCOMES

_BEGIN = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_A_SECOND, _A_DAY = 1e6, 86_400.0


@dataclass(frozen=True, slots=True)
class KeptEras:
    """The eras of a portfolio, by relationship and in order of time.

    Attributes
    ----------
    relationship
        Whose each is.
    zero
        Day 0: microseconds since 1970.
    contacts
        Of each era, as drift judges them.
    parted
        Whether it ended in a breakup.
    goodbyes
        From which day to which nothing is judged, by the place of the era.
    facts, rows, starts
        Where the events of each contact are: ``rows[starts[i]:starts[i + 1]]`` among the facts.
    """

    relationship: Sequence[str]
    zero: Array
    contacts: Columns
    parted: Truths
    goodbyes: dict[int, list[tuple[float, float]]]
    facts: Facts
    rows: Array
    starts: Array

    def __len__(self) -> int:
        """How many there are."""
        return len(self.relationship)

    def __iter__(self) -> Iterator[Era]:
        """Yield every era."""
        return map(self.of, range(len(self)))

    def of(self, place: int) -> Era:
        """Return one of them."""
        return Era(
            self.relationship[place],
            _BEGIN + int(self.zero[place]) * _MICROSECOND,
            list(self.contacts.of(place)),
            partial(self._ids, int(self.contacts.first[place])),
            float(self.contacts.end[place]),
            self.goodbyes.get(place, []),
            bool(self.parted[place]),
        )

    def _ids(self, first: int, places: Iterable[int]) -> tuple[str, ...]:
        """Return the ids of the events of some contacts, counted from the *first* of an era."""
        own = [
            self.rows[self.starts[at] : self.starts[at + 1]] for at in (first + p for p in places)
        ]
        rows = np.concatenate(own) if own else self.rows[:0]
        return tuple(self.facts.evidence(len(rows), lambda: rows))


def kept_eras(facts: Facts, until: Moment) -> KeptEras:
    """Return the eras of the relationships whose facts these are, watched until a moment.

    Raises
    ------
    journeys.columns.folder.Torn
        When the copy is not what it was: read the events.
    """
    whose, topic, at = facts.arrays("relationship", "topic", "at")
    begins = changes(whose) | (topic == facts.code("topic", RelationshipRekindled.topic))
    first = np.flatnonzero(begins)
    era, zero = np.cumsum(begins) - 1, at[first]
    end = np.full(len(first), (until.end - _BEGIN) // _MICROSECOND)
    again = ~changes(whose[first])
    end[:-1][again[1:]] = zero[again]
    rows = np.flatnonzero(_speaks(facts, topic))
    day = _days(at[rows] - zero[era[rows]])
    watched = (end - zero) / (_A_SECOND * _A_DAY)
    np.maximum.at(watched, era[rows], day)
    goodbyes, announced = _goodbyes(facts, topic, era, at, zero)
    parted = np.isfinite(announced)
    rows, day = (part[day < announced[era[rows]]] for part in (rows, day))
    contact, begun = _contacts(facts, era[rows], at[rows], rows)
    counts = np.bincount(era[rows[begun]], minlength=len(first))
    some = np.flatnonzero(counts)
    told = _told(facts, topic, rows, contact, int(begun.sum()))
    names = facts.texts("relationship")
    order = np.argsort(contact, kind="stable")
    return KeptEras(
        [names[one] for one in whose[first[some]].tolist()],
        zero[some],
        Columns(
            np.concatenate(([0], np.cumsum(counts[some]))),
            day[begun],
            *told,
            np.where(parted, announced, watched)[some],
        ),
        parted[some],
        {place: goodbyes[one] for place, one in enumerate(some.tolist()) if one in goodbyes},
        facts,
        rows[order],
        np.concatenate((np.flatnonzero(changes(contact[order])), [len(rows)])),
    )


def _speaks(facts: Facts, topic: Array) -> Truths:
    """Return which facts tell of a contact; see `projections.drift.telling.speaks`."""
    counted, own = facts.arrays("counted", "own")
    kinds = [
        facts.code("topic", one.topic) for one in (ContactHeld, PromiseSettled, IncidentOccurred)
    ]
    found: Truths = (counted & own) | np.isin(topic, kinds)
    return found


def _days(since: Array) -> Array:
    """Return microseconds as days, rounded as `projections.drift.telling.day_of` does."""
    return since / _A_SECOND / _A_DAY


def _goodbyes(
    facts: Facts, topic: Array, era: Array, at: Array, zero: Array
) -> tuple[dict[int, list[tuple[float, float]]], Array]:
    """Return the goodbyes that were withdrawn, and of each era on which day it was announced.

    Without a day (infinity) it goes on.
    """
    announces = facts.code("topic", BreakupAnnounced.topic)
    withdraws = facts.code("topic", BreakupWithdrawn.topic)
    goodbyes: dict[int, list[tuple[float, float]]] = {}
    announced = np.full(len(zero), np.inf)
    turns = np.flatnonzero((topic == announces) | (topic == withdraws))
    days = (at[turns] - zero[era[turns]]) / (_A_SECOND * _A_DAY)
    for place, one, day in zip(
        era[turns].tolist(), topic[turns].tolist(), days.tolist(), strict=True
    ):
        began = float(announced[place])
        if one == announces:
            announced[place] = min(began, day)
        elif began < np.inf:
            goodbyes.setdefault(place, []).append((began, day))
            announced[place] = np.inf
    return goodbyes, announced


def _contacts(facts: Facts, era: Array, at: Array, rows: Array) -> tuple[Array, Truths]:
    """Return of each fact which contact it tells of, and whether it is the first to.

    One contact is what happened in one instant. Facts that are known by their date share one when
    they are about the same event; see `projections.drift.telling.key_of`.
    """
    precision = facts.arrays("precision")[0][rows]
    begun = changes(era) | changes(at)
    run = np.cumsum(begun) - 1
    dated = np.zeros(int(run[-1]) + 1 if len(run) else 0, bool)
    dated[run[precision > 0]] = True
    dated &= np.bincount(run, minlength=len(dated)) > 1
    among = np.flatnonzero(dated[run])
    about, own = (facts.strings(column, rows[among]) for column in ("about", "event"))
    seen: dict[tuple[object, ...], int] = {}
    earlier = np.empty(len(among), np.int64)
    sharp = precision[among].tolist()
    keys = zip(run[among].tolist(), sharp, about, own, strict=True)
    for place, (which, date, other, id_) in enumerate(keys):
        key = (which, date, other or id_) if date else (which,)
        earlier[place] = seen.setdefault(key, place)
    begun[among] = earlier == np.arange(len(among))
    contact = np.cumsum(begun) - 1
    contact[among] = contact[among[earlier]]
    return contact, begun


def _told(
    facts: Facts, topic: Array, rows: Array, contact: Array, many: int
) -> tuple[Array, Array, Array, Array]:
    """Return what is told in each contact: of both sides the last feeling, a promise, errors."""
    valence, whose, outcome = (one[rows] for one in facts.arrays("valence", "whose", "outcome"))
    kind = topic[rows]
    felt = kind == facts.code("topic", FeelingObserved.topic)
    clients = whose == facts.code("whose", "client")
    sides = []
    for side in (felt & clients, felt & ~clients):
        said = np.full(many, np.nan)
        said[contact[side]] = valence[side]  # of several in one contact the last one stays
        sides.append(said)
    promise = np.full(many, NO_PROMISE)
    settled = kind == facts.code("topic", PromiseSettled.topic)
    late = [facts.code("outcome", one) for one in LATE_OUTCOMES]
    promise[contact[settled & (outcome == facts.code("outcome", "kept"))]] = KEPT
    promise[contact[settled & np.isin(outcome, late)]] = LATE
    wrong = contact[kind == facts.code("topic", IncidentOccurred.topic)]
    errors = np.bincount(wrong, minlength=many).astype(np.float64)
    return sides[0], sides[1], promise, errors

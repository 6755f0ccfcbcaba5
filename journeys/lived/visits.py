"""Visits as columns: the occasions of all lives, each at its place on the map of its life."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Generic, NamedTuple, TypeVar, cast

import numpy as np
import polars as pl

from domain.maps import MapBody
from domain.moments import Moment
from domain.process import ProcessAdopted
from domain.vocabulary import Phase
from journeys.columns.arrays import Array, changes
from journeys.lived.coding import agreeing, numbered
from journeys.lived.lives import Lives, ranges
from projections.answers.lived.sums import kind_of
from projections.touchpoints.occasion import UNTOLD, Occasion
from projections.touchpoints.visit import Felt, Visit
from projections.touchpoints.visits import placed

T = TypeVar("T")
_DAY, _SECOND = 86_400.0, 1_000_000
_MANY, _OFTEN = 20_000, 200
"""From so many ids on, or asked so often, all of them are kept as texts."""
Maps = Callable[[ProcessAdopted | None], MapBody | None]
"""Returns the map that was adopted, where it is known."""


class Coded(NamedTuple, Generic[T]):
    """A column by numbers, and what each number stands for."""

    numbers: Array
    texts: list[T]


class Visits:
    """All visits, life by life and in order of happening; see `projections.touchpoints.visit`.

    The fold `projections.touchpoints.visits.placed` says where an occasion was: it is asked once
    for all occasions that agree in what decides it.

    Parameters
    ----------
    lives
        What was lived.
    maps
        Which maps they went by.

    Attributes
    ----------
    who, place
        The number of the life and of the place of each.
    places
        The places by their numbers.
    processes, bodies, body
        The processes that were adopted, the map of each where it is known, and of each life the
        number of its own among them; number 0 is none.
    rows
        The first occasion of each; ``of_occasion`` is the visit of every occasion.
    """

    def __init__(self, lives: Lives, maps: Maps) -> None:
        self.lives = lives
        self._arrays: dict[str, Array] = {}
        self._asked = 0
        self.processes, self.body = _adopted(lives)
        self.bodies = bodies = [maps(fact) for fact in self.processes]
        of_life = self.body
        starts = lives.starts()
        whose = np.repeat(np.arange(len(of_life)), np.diff(starts))
        names = ("activity", "named", "gate", "channel", "lane", "systems")
        kinds, first = agreeing(of_life[whose], *map(lives.array, names))
        told = zip(*(lives.array(name)[first].tolist() for name in names), strict=True)
        texts = [lives.texts[name] for name in names]
        self._kinds = [
            _example([known[one] or None for known, one in zip(texts, each, strict=True)], body)
            for each, body in zip(told, (bodies[one] for one in of_life[whose[first]]), strict=True)
        ]
        known: dict[str, int] = {}
        self._place = numbered([one.place for one in self._kinds], known)
        self.places = list(known)
        place = self._place[kinds]
        new = changes(whose) | ~lives.array("together") | changes(place)
        self.rows = np.flatnonzero(new)
        self.of_occasion = np.cumsum(new) - 1
        self.who, self.place = whose[self.rows], place[self.rows]
        self._kind, self._all_kinds = kinds[self.rows], kinds

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.rows)

    # --- columns -------------------------------------------------------------------------------

    def array(self, name: str) -> Array:
        """Return what the first occasion of each visit tells; see `journeys.lived.layout`."""
        if name not in self._arrays:
            self._arrays[name] = self.lives.array(name)[self.rows]
        return self._arrays[name]

    @cached_property
    def first(self) -> Array:
        """Whether a visit is the first of its life."""
        return changes(self.who)

    @cached_property
    def at(self) -> Array:
        """When each began, in microseconds."""
        return self.array("at")

    @cached_property
    def waited(self) -> Array:
        """Days since the visit before; not a number for the first of a life."""
        days = np.full(len(self), np.nan)
        days[1:] = between(self.at[:-1], self.at[1:])
        days[self.first] = np.nan
        return days

    @cached_property
    def designed(self) -> Array:
        """Whether the map of its life has the place."""
        return np.array([one.designed for one in self._kinds], dtype=bool)[self._kind]

    @cached_property
    def kinds(self) -> Coded[str]:
        """The kind of each; see `projections.answers.lived.sums.kind_of`."""
        known: dict[str, int] = {}
        return Coded(numbered(list(map(kind_of, self._kinds)), known)[self._kind], list(known))

    def of_activities(self, meant: Callable[[str], bool]) -> Array:
        """Return whether the natural activity of each visit is one of those meant."""
        return np.array([meant(one.activity) for one in self._kinds], dtype=bool)[self._kind]

    @cached_property
    def stage(self) -> Coded[str]:
        """The stage of each; the empty text where it has none."""
        return self._coded([one.stage for one in self._kinds])

    @cached_property
    def channel(self) -> Coded[str]:
        """The channel of each; the empty text where nobody told."""
        return self._coded([one.channel for one in self._kinds])

    @cached_property
    def lane(self) -> Coded[str]:
        """The lane of each."""
        return self._coded([one.lane for one in self._kinds])

    def _coded(self, texts: Sequence[str | None]) -> Coded[str]:
        known = {"": 0}
        return Coded(numbered([one or "" for one in texts], known)[self._kind], list(known))

    @cached_property
    def systems(self) -> Coded[tuple[str, ...]]:
        """The systems of each; of what was told in one breath, those of all of it."""
        known: dict[tuple[str, ...], int] = {(): 0}
        number = np.array([known.setdefault(one.systems, len(known)) for one in self._kinds] or [0])
        found = number[self._kind] if self._kinds else np.zeros(0, dtype=np.int64)
        every = number[self._all_kinds] if self._kinds else found
        ends = np.append(self.rows, len(every))
        other = np.zeros(len(every), dtype=bool)
        other[1:] = every[1:] != every[:-1]
        other[self.rows] = False
        sets = list(known)
        for visit in np.unique(self.of_occasion[other]).tolist():  # told in one breath, by others
            some = (sets[one] for one in every[ends[visit] : ends[visit + 1]].tolist())
            tools = tuple(dict.fromkeys(tool for one in some for tool in one))
            found[visit] = known.setdefault(tools, len(known))
        return Coded(found, list(known))

    # --- ids -----------------------------------------------------------------------------------

    @cached_property
    def _ids(self) -> pl.Series:
        own = self.lives.column("event", "names")
        return pl.concat([own, self.lives.column("event", "others")])

    @cached_property
    def _all_ids(self) -> list[str]:
        return self._ids.to_list()

    def ids(self, numbers: Array) -> list[str]:
        """Return the ids of events by their numbers; see `events_of` and `refs`."""
        self._asked += 1
        if len(numbers) < _MANY and self._asked < _OFTEN:
            return self._ids.gather(pl.Series(numbers)).to_list()
        ids = self._all_ids
        return [ids[one] for one in numbers.tolist()]

    def refs(self, name: str, occasions: Array) -> Array:
        """Return the number of the event that each of these points to; −1 is none."""
        local = self.lives.array(name)[occasions]
        return self._numbers(local, self.who[self.of_occasion[occasions]])

    def _numbers(self, local: Array, whose: Array) -> Array:
        starts, others = self.lives.starts(), self.lives.starts("others")
        own = np.diff(starts)[whose]
        within = starts[:-1][whose] + local
        beyond = starts[-1] + others[:-1][whose] + local - own
        return np.where(local < 0, -1, np.where(local < own, within, beyond))

    @cached_property
    def told(self) -> tuple[Array, Array, Array]:
        """The feelings told about occasions: their events, and where those of each side begin.

        Of each occasion the client's come first; the last places are where they end.
        """
        whose = np.repeat(np.arange(len(self.body)), np.diff(self.lives.starts("told")))
        events = self._numbers(self.lives.array("event", "told"), whose)
        client = self.lives.array("client_told").astype(np.int64)
        both = client + self.lives.array("staff_told")
        begins = np.concatenate((np.zeros(1, np.int64), np.cumsum(both)))
        return events, begins, np.append(begins[:-1] + client, begins[-1:])

    @cached_property
    def ends(self) -> Array:
        """The occasion after the last of each visit."""
        return np.append(self.rows[1:], len(self.of_occasion))

    def found(self, events: Sequence[str]) -> Array:
        """Return the occasions that these events are, by their numbers; −1 for any other."""
        own = self._ids.head(len(self.of_occasion))
        known = pl.DataFrame({"id": own, "n": np.arange(len(own))})
        asked = pl.DataFrame({"id": pl.Series(events, dtype=pl.String)})
        there = asked.join(known, on="id", how="left", maintain_order="left")
        return there["n"].fill_null(-1).to_numpy()

    def led(self, name: str) -> Array:
        """Return the visit of the event that each visit points to by *cause* or *heals*.

        −1 where it points to none, or to one that is no visit before it.
        """
        found = self.refs(name, self.rows)
        own = len(self.of_occasion)
        beyond = np.flatnonzero(found >= own)
        if len(beyond):  # an event of another life, or one that is no moment of the two
            found[beyond] = self.found(self.ids(found[beyond]))
        visits = np.where(found < 0, -1, self.of_occasion[np.maximum(found, 0)])
        return np.where(visits < np.arange(len(self)), visits, -1)

    # --- one by one ----------------------------------------------------------------------------

    def moments(self, visits: Sequence[int] | Array) -> list[Moment]:
        """Return when these visits were, as it was written."""
        rows = self.rows[np.asarray(visits, dtype=np.int64)]
        return [Moment(one) for one in self._moments.gather(pl.Series(rows)).to_list()]

    @cached_property
    def _moments(self) -> pl.Series:
        return self.lives.column("moment", "names")

    @cached_property
    def _stories(self) -> pl.Series:
        return self.lives.column("story", "names")

    @cached_property
    def phases(self) -> list[str]:
        """The texts of phases by their numbers."""
        return self.lives.texts["phase"]

    def visits(self, numbers: Array) -> Iterator[Visit]:
        """Yield visits by their numbers, as the fold makes them."""
        numbers = np.asarray(numbers, dtype=np.int64)
        rows, texts = self.rows[numbers], self.lives.texts
        told = {name: self.array(name)[numbers].tolist() for name in _PLAIN}
        refs = {name: self.refs(name, rows) for name in _POINTING}
        ids = {name: self._optional(found) for name, found in refs.items()}
        felt = zip(self._felt("client", rows, ids), self._felt("staff", rows, ids), strict=True)
        events = self._lists(rows, self.ends[numbers])
        stories = self._stories.gather(pl.Series(rows)).to_list()
        waits, systems = self.waited[numbers].tolist(), self.systems.numbers[numbers].tolist()
        who = self.who[numbers].tolist()
        for n, (kind, at, (client, staff)) in enumerate(
            zip(self._kind[numbers].tolist(), self.moments(numbers), felt, strict=True)
        ):
            like, wait = self._kinds[kind], waits[n]
            yield Visit(
                relationship=self.lives.relationships[who[n]], place=like.place,
                activity=like.activity, title=like.title, designed=like.designed,
                phase=cast("Phase", texts["phase"][told["phase"][n]]), stage=like.stage,
                channel=like.channel, lane=like.lane, systems=self.systems.texts[systems[n]],
                promise=texts["promise"][told["promise"][n]] or None,
                friction=texts["friction"][told["friction"][n]] or None, heals=ids["heals"][n],
                at=at, rough=told["rough"][n], waited=None if wait != wait else wait,  # noqa: PLR0124 - what is no number is not itself
                client=client, staff=staff, events=events[n], story_id=stories[n],
                cause=ids["cause"][n],
            )  # fmt: skip

    def _optional(self, numbers: Array) -> list[str | None]:
        found = self.ids(np.maximum(numbers, 0)) if len(self._ids) else []
        return [None if n < 0 else one for n, one in zip(numbers.tolist(), found, strict=True)]

    def _lists(self, begins: Array, ends: Array) -> list[tuple[str, ...]]:
        ids = self.ids(ranges(begins, ends - begins))
        cuts = np.cumsum(ends - begins).tolist()
        return [tuple(ids[a:b]) for a, b in zip([0, *cuts[:-1]], cuts, strict=True)]

    def _felt(self, side: str, rows: Array, ids: dict[str, list[str | None]]) -> Iterator[Felt]:
        events, begins, middles = self.told
        cut = (begins[:-1], middles[:-1]) if side == "client" else (middles[:-1], begins[1:])
        places = cut[0][rows], cut[1][rows]
        numbers = events[ranges(places[0], places[1] - places[0])]
        heard, ends = self.ids(numbers), np.cumsum(places[1] - places[0]).tolist()
        names = (f"{side}_before", f"{side}_after", f"{side}_attributed")
        columns = (self.lives.array(name)[rows].tolist() for name in names)
        begin = 0
        for before, after, word, earlier, end in zip(
            *columns, ids[f"{side}_earlier"], ends, strict=True
        ):
            if before != before and after != after:  # noqa: PLR0124 - as above
                yield UNTOLD
            else:
                told = tuple(heard[begin:end])
                yield Felt(_known(before), _known(after), word, told, earlier)
            begin = end


_PLAIN = ("phase", "promise", "friction", "rough")
_POINTING = ("cause", "heals", "client_earlier", "staff_earlier")


def between(earlier: Array, later: Array) -> Array:
    """Return the days from one moment to another, 0 or more; as the fold works them out."""
    return np.maximum(0.0, (later - earlier) / _SECOND / _DAY)


def _known(value: float) -> float | None:
    return None if value != value else value  # noqa: PLR0124 - what is no number is not itself


def _adopted(lives: Lives) -> tuple[list[ProcessAdopted | None], Array]:
    """Return the processes that were adopted, and the number of each life's among them."""
    told = lives.document("process")
    known = told.unique(maintain_order=True).drop_nulls().to_list()
    facts = [None, *(ProcessAdopted.model_validate(json.loads(one)) for one in known)]
    number = {text: place for place, text in enumerate(known, start=1)}
    of_life = [0 if one is None else number[one] for one in told.to_list()]
    return facts, np.array(of_life, dtype=np.int64)


def _example(told: Sequence[str | None], body: MapBody | None) -> Visit:
    """Return the visit that an occasion would be of which only this is known."""
    activity, named, gate, channel, lane, systems = told
    tools = tuple(json.loads(systems)) if systems else ()
    one = Occasion(
        "", None, None, "1970", False, "contract", activity or "", named, gate,  # noqa: FBT003 - a field of a row
        channel, lane, None, None, None, False, tools, UNTOLD, UNTOLD,  # type: ignore[arg-type]  # noqa: FBT003 - as they are kept
    )  # fmt: skip
    return placed("", (one,), body)[0]

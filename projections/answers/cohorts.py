"""Answers about cohorts: many relationships on one clock, and two groups held side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from statistics import fmean
from typing import NamedTuple

from domain.breakup import BreakupAnnounced
from domain.errors import Unreadable
from domain.moments import Moment
from projections.answers.registry import Asked, Row, answer
from projections.answers.seen import beginning, over
from projections.answers.sums import days, ids
from projections.course import Told
from projections.curve import Sample, feelings
from projections.finding import Finding
from projections.friction import friction
from projections.uncertain import Interval, difference_of, mean_of, share_difference_of

_ANCHORS: dict[str, Callable[[Told, Moment], Moment | None]] = {
    "beginning": lambda reading, _now: beginning(reading).occurred_at,
    "friction": lambda reading, _now: next((e.occurred_at for e in friction(reading.state)), None),
    "breakup": lambda reading, _now: _first(reading),
    "end": lambda reading, now: over(reading.state, now),
}


def _first(reading: Told) -> Moment | None:
    announced = reading.state.of(BreakupAnnounced)
    return announced[0].occurred_at if announced else None


@answer(
    "one-clock",
    rows=(90, 153),
    question="How did both sides feel, on one clock that starts for everybody at the same moment?",
    columns=(
        "from_day to_day relationships rated_client client client_low client_high "
        "rated_staff staff staff_low staff_high"
    ),
    anchor="beginning",
    step_days=30.0,
    days_before=0.0,
    days_after=720.0,
)
def one_clock(
    asked: Asked, *, anchor: str, step_days: float, days_before: float, days_after: float
) -> Iterator[Row]:
    """Feelings by time since the *anchor*: beginning, first friction, breakup or end.

    Each relationship counts once in a step, by its own mean there; ``relationships`` are those
    under observation in all of it. Bounds hold 95 times in 100, and are left out below five.
    """
    zero = _ANCHORS[anchor_of(anchor)]
    steps = steps_of(step_days, days_before, days_after)
    started = [(r, start) for r in asked.readings if (start := zero(r, asked.now)) is not None]
    felt = {id(r): _by_step(r, start, step_days) for r, start in started}
    for step in steps:
        begin, end = step * step_days, (step + 1) * step_days
        under = [(r, s) for r, s in started if _observed(r, s, begin, end, asked.now)]
        row: Row = {"from_day": begin, "to_day": end, "relationships": len(under), "events": []}
        for whose in ("client", "staff"):
            own = [felt[id(r)].get((whose, step), []) for r, _ in under]
            row |= rated(whose, [fmean(s.valence for s in samples) for samples in own if samples])
            row["events"] += [sample.event_id for samples in own for sample in samples]
        # Nobody felt anything on record: it rests on those who were there to feel it.
        row["events"] = row["events"] or [r.events[0].id for r, _ in under]
        if under:
            yield row


_MOST_STEPS = 1000


def anchor_of(name: str) -> str:
    """Return what the clock starts at; `Unreadable` for what is no anchor."""
    if name not in _ANCHORS:
        message = "{name} is no anchor: use {known}"
        raise Unreadable(message, name=repr(name[:40]), known=", ".join(_ANCHORS))
    return name


def steps_of(step_days: float, days_before: float, days_after: float) -> range:
    """Return the steps before and after the anchor; `Unreadable` for none, or far too many."""
    if not step_days > 0:
        raise Unreadable("step_days is a number of days above zero")
    steps = range(-int(days_before // step_days), max(1, int(-(-days_after // step_days))))
    if len(steps) > _MOST_STEPS:
        message = "that is {steps} steps: take a longer step_days, at most {most} steps"
        raise Unreadable(message, steps=len(steps), most=_MOST_STEPS)
    return steps


def rated(whose: str, means: Sequence[float]) -> Row:
    """Return a side's mean in a step with its bounds, of the means of those who told any."""
    return _bounds(whose, mean_of(means)) | {f"rated_{whose}": len(means)}


def _by_step(reading: Told, start: Moment, step: float) -> dict[tuple[str, int], list[Sample]]:
    found: dict[tuple[str, int], list[Sample]] = defaultdict(list)
    both = feelings(reading.events)
    for whose in ("client", "staff"):
        for sample in both.of(whose):
            if not sample.attributed:
                found[whose, int(days(start, sample.at) // step)].append(sample)
    return found


def _observed(reading: Told, start: Moment, begin: float, end: float, now: Moment) -> bool:
    """Whether the relationship had begun before this step, and this step is over."""
    first = days(start, reading.events[0].occurred_at)
    ended = over(reading.state, now)
    last = max(days(start, ended or now), days(start, reading.events[-1].occurred_at))
    return first < end and (begin <= last if ended else end <= last)


def _bounds(name: str, found: Interval | None) -> Row:
    value, low, high = found or (None, None, None)
    return {name: _rounded(value), f"{name}_low": _rounded(low), f"{name}_high": _rounded(high)}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


class _Group(NamedTuple):
    name: str
    readings: Sequence[Told]


_A_MONTH = 30
GRAVE = ("high", "critical")
_SPLITS = ("kind", "market", "sector", "jurisdiction", "begun")


@answer(
    "compare",
    rows=(56, 153),
    question="Do two groups of relationships differ, and is the difference more than chance?",
    columns="figure group relationships_a group_b relationships_b a b change low high told",
    by="market",
    a="",
    b="",
    on="",
)
def compare(asked: Asked, *, by: str, a: str, b: str, on: str) -> Iterator[Row]:
    """Two groups side by side, by what the relationships are or by when they began.

    *by* is kind, market, sector, jurisdiction or begun (before and from *on*; without it, the
    middle beginning). Without *a* and *b* they are the two largest groups. ``told`` says whether
    the difference is more than chance: *higher*, *lower*, *cannot tell*, or *too few*.
    """
    one, other = _groups(asked, by, a, b, on)
    for figure, measure in _FIGURES.items():
        left, right = ([_measured(measure, r, asked.now) for r in g.readings] for g in (one, other))
        if not (left or right):
            return
        values = [[v for v, _ in side if v is not None] for side in (left, right)]
        yield side_by_side(figure, (one.name, other.name), values) | {
            "events": list(
                dict.fromkeys(e for side in (left, right) for _, es in side for e in es)
            ),
        }


def side_by_side(figure: str, groups: Sequence[str], values: Sequence[Sequence[float]]) -> Row:
    """Return a figure of two groups, by their names and what was measured of each relationship."""
    (one, other), (left, right) = groups, values
    if figure in _SHARES:
        spread = share_difference_of(list(map(bool, left)), list(map(bool, right)))
    else:
        spread = difference_of(left, right)
    return {
        "figure": figure,
        "group": one,
        "relationships_a": len(left),
        "group_b": other,
        "relationships_b": len(right),
        "a": _rounded(fmean(left)) if left else None,
        "b": _rounded(fmean(right)) if right else None,
        "change": _rounded(spread.value) if spread else None,
        "low": _rounded(spread.low) if spread else None,
        "high": _rounded(spread.high) if spread else None,
        "told": _verdict(spread),
    }


def _verdict(found: Interval | None) -> str:
    if found is None or found.low is None:
        return "too few"
    if not found.tells:
        return "cannot tell"
    return "higher" if found.value > 0 else "lower"


def _groups(asked: Asked, by: str, a: str, b: str, on: str) -> tuple[_Group, _Group]:
    found: dict[str, list[Told]] = defaultdict(list)
    if split_of(by) == "begun":
        begun = [(reading, beginning(reading).occurred_at) for reading in asked.readings]
        cut = cut_at((moment.start for _, moment in begun), on)
        names = (f"before {cut}", f"from {cut}")
        for reading, moment in begun:
            found[names[0] if moment < cut else names[1]].append(reading)
    else:
        for reading in asked.readings:
            opened = reading.state.opened
            if opened is not None:
                found[str(getattr(opened.fact, by))].append(reading)
        names = two_of({name: len(group) for name, group in found.items()}, a, b)
    one, other = (_Group(name, found.get(name, ())) for name in names)
    return one, other


def split_of(by: str) -> str:
    """Return what groups are made by; `Unreadable` for what makes none."""
    if by not in _SPLITS:
        message = "{by} is nothing to compare by: use {known}"
        raise Unreadable(message, by=repr(by[:40]), known=", ".join(_SPLITS))
    return by


def two_of(sizes: Mapping[str, int], a: str, b: str) -> tuple[str, str]:
    """Return the two groups that are asked for, the largest in the place of one that is not."""
    largest = sorted(sizes, key=lambda name: (-sizes[name], name))
    names = [name for name in (a, b) if name]
    names += [name for name in largest if name not in names][: 2 - len(names)]
    one, other = (*names, "–", "–")[:2]
    return one, other


def cut_at(begun: Iterable[datetime], on: str) -> Moment:
    """Return from when on those count as begun later: the middle beginning, unless it is told."""
    if on:
        try:
            return Moment(on)
        except ValueError:
            message = "{on} is no moment: write 2026-07-28, 2026-07 or 2026"
            raise Unreadable(message, on=repr(on[:40])) from None
    starts = sorted(begun)
    return Moment.of(starts[len(starts) // 2].date()) if starts else Moment("1970-01-01")


Measured = tuple[float | None, list[str]]
Measure = Callable[[Told, Moment], Measured]


def _measured(measure: Measure, reading: Told, now: Moment) -> Measured:
    """Return a figure with what it rests on: where nothing happened, that it was watched."""
    value, events = measure(reading, now)
    return value, events or [reading.events[0].id]


def _mood(whose: str) -> Measure:
    def measure(reading: Told, _now: Moment) -> Measured:
        felt = feelings(reading.events)
        mean = felt.time_weighted_mean(whose)  # type: ignore[arg-type]
        return mean, [s.event_id for s in felt.of(whose)]  # type: ignore[arg-type]

    return measure


def _remembered(reading: Told, _now: Moment) -> Measured:
    felt = feelings(reading.events)
    told = felt.told["client"]
    return felt.peak_end("client"), ids(told.peak, told.end)


def _grave(reading: Told, now: Moment) -> Measured:
    """Return high and critical findings for each year observed."""
    found: list[Finding] = [
        f for f in reading.findings() if f.severity in GRAVE and f.since.reached_by(now)
    ]
    cited = [item.id for f in found for item in f.evidence[:1]]
    return a_year(len(found), _together(reading, now)), cited


def _frictions(reading: Told, now: Moment) -> Measured:
    found = friction(reading.state)
    return a_year(len(found), _together(reading, now)), ids(*found)


def _together(reading: Told, now: Moment) -> float:
    return days(beginning(reading).occurred_at, over(reading.state, now) or now)


def a_year(count: int, together: float) -> float | None:
    """Return a count by the year of so many days together; ``None`` for less than a month."""
    return count * 365.25 / together if together >= _A_MONTH else None


def _has_ended(reading: Told, now: Moment) -> Measured:
    announced = reading.state.of(BreakupAnnounced)
    return float(over(reading.state, now) is not None), ids(*announced)


_FIGURES: dict[str, Measure] = {
    "client": _mood("client"),
    "our people": _mood("staff"),
    "what the client remembers": _remembered,
    "grave findings a year": _grave,
    "friction a year": _frictions,
    "ended": _has_ended,
}
"""What is compared, with how it is measured on one relationship."""
_SHARES = ("ended",)
"""The figures that are shares."""

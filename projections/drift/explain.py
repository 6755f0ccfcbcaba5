"""Why an alarm: which channels carried it, over which window, from which number to which.

The line says that something changed; these figures say what, in numbers that anybody can recount
from the contacts they name. They are looked up when an alarm is shown, and cost nothing before.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from math import fsum, inf, log, sqrt
from operator import attrgetter, mul
from typing import Final, Literal, NamedTuple

from projections.drift import usual
from projections.drift.alone import JUDGED
from projections.drift.columns import LATE, NO_PROMISE, Contact
from projections.drift.features import features
from projections.drift.network import likeness
from projections.drift.numbers import ONE
from projections.drift.state import State
from projections.drift.wide import carried

Channel = Literal["client", "staff", "gap", "silence", "promises", "errors"]
_MOODS: Final = ("client", "staff", "gap")
_BETTER: Final = ("client", "staff")
"""Of these, more is better."""
WINDOWS: Final = (45, 90, 180, 365)
"""Days; the window shown is the one in which the change is the least likely to be chance."""
MONTH = 30.0


class Part(NamedTuple):
    """What one channel shows: the mean (or rate) *before* a window and *within* it.

    Moods and the gap are in valence −1…1, silence in contacts per 30 days, promises in the share
    kept late, errors per contact. ``weight`` is how much lower the combined line would stand
    without this channel; ``surprise`` the change in standard errors, positive for the worse.
    ``contacts`` are the places, in the contacts given, of those within the window that count.
    """

    channel: Channel
    window: int
    before: float
    within: float
    surprise: float
    weight: float
    contacts: tuple[int, ...]


_WEIGHT = attrgetter("weight")


def kinds(state: State[float], day: float) -> dict[str, float]:
    """Return how much it looks like each kind of drift; sums to 1."""
    return likeness(features(ONE, state, day))


def weights(figures: list[float]) -> dict[str, float]:
    """Return by how much the combined line would fall if a channel were as it usually is."""
    return dict(zip(JUDGED, carried(figures), strict=True))


def parts(
    contacts: Sequence[Contact],
    state: State[float],
    day: float,
    figures: list[float] | None = None,
) -> tuple[Part, ...]:
    """Return what every channel shows at *day*, the one with the greatest weight first.

    Parameters
    ----------
    contacts
        All contacts until then, in order of days.
    state, day
        As they stood when the line was judged.
    figures
        `features.features` of these two, where they are known already.

    Notes
    -----
    O(contacts). The gap has the weight of neither side: it is shown, not added.
    """
    weight = weights(figures or features(ONE, state, day))
    days, client, staff, promise, errors = zip(*contacts, strict=True) if contacts else ((),) * 5
    shown = (
        _measured("client", days, client, day, weight["client"]),
        _measured("staff", days, staff, day, weight["staff"]),
        _measured("gap", days, _gap(client, staff), day, 0.0),
        _silence(days, day, weight["silence"]),
        _measured("promises", days, _late(promise), day, weight["promises"]),
        _measured("errors", days, errors, day, weight["errors"]),
    )
    return tuple(sorted(shown, key=_WEIGHT, reverse=True))


def _gap(client: Sequence[float | None], staff: Sequence[float | None]) -> list[float | None]:
    return [
        None if one is None or other is None else other - one
        for one, other in zip(client, staff, strict=True)
    ]


def _late(promise: Sequence[int]) -> list[float | None]:
    return [None if kept == NO_PROMISE else float(kept == LATE) for kept in promise]


def _measured(
    channel: Channel,
    days: Sequence[float],
    told: Sequence[float | None],
    day: float,
    weight: float,
) -> Part:
    """Return the most surprising window of a channel that has a value of its own.

    The windows are weighed by running sums; the means of the one that is shown are exact. Where
    several windows hold the same contacts, the narrowest of them stands for all.
    """
    places = [at for at, value in enumerate(told) if value is not None]
    if not places:
        return Part(channel, WINDOWS[0], 0.0, 0.0, -inf, weight, ())
    values = [value for value in told if value is not None]
    own = days if len(values) == len(days) else [days[at] for at in places]
    sums = [0.0, *accumulate(values)]
    squares = [0.0, *accumulate(map(mul, values, values))] if channel in _MOODS else sums
    better, every = channel in _BETTER, len(values)
    surprise, window, first = -inf, WINDOWS[0], bisect_right(own, day - WINDOWS[0])
    known = every
    for wider in WINDOWS:
        cut = bisect_right(own, day - wider)
        if cut == known:
            continue
        if cut == 0:
            break
        known = cut
        mean, after = sums[cut] / cut, every - cut
        change = (sums[-1] - sums[cut]) / after - mean
        share = 1 / cut + 1 / after
        apart = max(0.0, squares[cut] - cut * mean * mean)
        found = -change if better else change
        found /= sqrt(_variance(channel, cut, mean, apart) * share)
        if found > surprise:
            surprise, window, first = found, wider, cut
    before, within = _mean(values[:first]), _mean(values[first:])
    return Part(channel, window, before, within, surprise, weight, tuple(places[first:]))


def _silence(days: Sequence[float], day: float, weight: float) -> Part:
    """Return the window in which contacts were the most surprisingly few (or many)."""
    surprise, window, first = -inf, WINDOWS[0], bisect_right(days, day - WINDOWS[0])
    for wider in WINDOWS:
        start = day - wider
        if start <= 0:
            break
        before = bisect_right(days, start)
        rate = (usual.CONTACTS + before) / (usual.CONTACT_DAYS + start)
        expected, seen = rate * wider, len(days) - before
        half = expected - seen + (seen * log(seen / expected) if seen else 0.0)
        found = sqrt(max(0.0, 2 * half)) * (1 if seen < expected else -1)
        if found > surprise:
            surprise, window, first = found, wider, before
    lately = (len(days) - first) / window * MONTH
    within = tuple(range(first, len(days)))
    if surprise == -inf:
        return Part("silence", window, 0.0, lately, -inf, weight, within)
    last = (first - 1,) if first else ()
    usually = first / (day - window) * MONTH
    return Part("silence", window, usually, lately, surprise, weight, within or last)


def _mean(values: Sequence[float]) -> float:
    return fsum(values) / len(values) if values else 0.0


def _variance(channel: Channel, count: int, mean: float, apart: float) -> float:
    """Return the variance of one value, shrunk towards the usual.

    Of *count* values with this mean, whose squared distances from it come to *apart*.
    """
    if channel == "promises":
        late = (usual.LATE + mean * count) / (usual.DUE + count)
        return late * (1 - late)
    if channel == "errors":
        return (usual.ERRORS + mean * count) / (usual.ERROR_CONTACTS + count)
    spread = usual.STAFF_SPREAD if channel == "staff" else usual.CLIENT_SPREAD
    return (2 * usual.MOOD_SHAPE * spread**2 + apart) / (2 * usual.MOOD_SHAPE + count)

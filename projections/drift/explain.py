"""Why an alarm: which channels carried it, over which window, from which number to which.

The line says that something changed; these figures say what, in numbers that anybody can recount
from the contacts they name. They are looked up when an alarm is shown, and cost nothing before.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from math import inf, log, sqrt
from operator import mul
from statistics import fmean
from typing import Final, Literal, NamedTuple, get_args

from projections.drift import usual
from projections.drift.alone import JUDGED
from projections.drift.columns import LATE, NO_PROMISE, Contact
from projections.drift.features import features
from projections.drift.network import likeness
from projections.drift.numbers import ONE
from projections.drift.state import State
from projections.drift.wide import carried

Channel = Literal["client", "staff", "gap", "silence", "promises", "errors"]
_ORDER: Final[tuple[Channel, ...]] = get_args(Channel)
_MOODS: Final = ("client", "staff", "gap")
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


def kinds(state: State[float], day: float) -> dict[str, float]:
    """Return how much it looks like each kind of drift; sums to 1."""
    return likeness(features(ONE, state, day))


def weights(state: State[float], day: float) -> dict[str, float]:
    """Return by how much the combined line would fall if a channel were as it usually is."""
    return dict(zip(JUDGED, carried(features(ONE, state, day)), strict=True))


def parts(contacts: Sequence[Contact], state: State[float], day: float) -> tuple[Part, ...]:
    """Return what every channel shows at *day*, the one with the greatest weight first.

    Parameters
    ----------
    contacts
        All contacts until then, in order of days.
    state, day
        As they stood when the line was judged.

    Notes
    -----
    O(contacts). The gap has the weight of neither side: it is shown, not added.
    """
    weight = weights(state, day)
    days = [contact[0] for contact in contacts]
    shown = [_silence(days, day)]
    for channel, told in _told(contacts):
        places = [at for at, value in enumerate(told) if value is not None]
        values = [value for value in told if value is not None]
        shown.append(_measured(channel, [days[at] for at in places], values, places, day))
    shown.sort(key=lambda part: _ORDER.index(part.channel))
    ranked = [part._replace(weight=weight.get(part.channel, 0.0)) for part in shown]
    return tuple(sorted(ranked, key=lambda part: -part.weight))


def _first(told: tuple[float, int, int]) -> float:
    return told[0]


def _surprise(part: Part) -> float:
    return part.surprise


def _measured(
    channel: Channel, days: list[float], values: list[float], places: list[int], day: float
) -> Part:
    """Return the most surprising window of a channel that has a value of its own.

    The windows are weighed by running sums; the means of the one that is shown are exact.
    """
    sums = [0.0, *accumulate(values)]
    squares = [0.0, *accumulate(map(mul, values, values))] if channel in _MOODS else sums
    shown = []
    for window in WINDOWS:
        cut, surprise = bisect_right(days, day - window), -inf
        if 0 < cut < len(values):
            mean, after = sums[cut] / cut, len(values) - cut
            change = (sums[-1] - sums[cut]) / after - mean
            worse = -change if channel in ("client", "staff") else change
            share = 1 / cut + 1 / after
            apart = max(0.0, squares[cut] - cut * mean * mean)
            surprise = worse / sqrt(_variance(channel, cut, mean, apart) * share)
        shown.append((surprise, window, cut))
    surprise, window, cut = max(shown, key=_first)
    before, within = _mean(values[:cut]), _mean(values[cut:])
    return Part(channel, window, before, within, surprise, 0.0, tuple(places[cut:]))


def _silence(days: list[float], day: float) -> Part:
    return max((_quiet(days, day - window, window) for window in WINDOWS), key=_surprise)


def _quiet(days: list[float], start: float, window: int) -> Part:
    before = bisect_right(days, start)
    within = tuple(range(before, len(days)))
    if start <= 0:
        return Part("silence", window, 0.0, len(within) / window * MONTH, -inf, 0.0, within)
    rate = (usual.CONTACTS + before) / (usual.CONTACT_DAYS + start)
    expected, seen = rate * window, len(within)
    half = expected - seen + (seen * log(seen / expected) if seen else 0.0)
    surprise = sqrt(max(0.0, 2 * half)) * (1 if seen < expected else -1)
    last = (before - 1,) if before else ()
    return Part("silence", window, before / start * MONTH, seen / window * MONTH, surprise, 0.0,
                within or last)  # fmt: skip


def _told(contacts: Sequence[Contact]) -> Iterator[tuple[Channel, Sequence[float | None]]]:
    """Yield what every contact tells of each channel that has a value of its own."""
    client, staff = [c[1] for c in contacts], [c[2] for c in contacts]
    yield "client", client
    yield "staff", staff
    both = zip(client, staff, strict=True)
    yield "gap", [None if one is None or other is None else other - one for one, other in both]
    due = (contact[3] for contact in contacts)
    yield "promises", [None if kept == NO_PROMISE else float(kept == LATE) for kept in due]
    yield "errors", [contact[4] for contact in contacts]


def _mean(values: Sequence[float]) -> float:
    return fmean(values) if values else 0.0


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

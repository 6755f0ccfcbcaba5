"""Why an alarm: which channels carried it, over which window, from which number to which.

The line says that something changed; these figures say what, in numbers that anybody can recount
from the contacts they name. They are looked up when an alarm is shown, and cost nothing before.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf, log, sqrt
from statistics import fmean
from typing import Final, Literal, NamedTuple

from projections.drift import usual
from projections.drift.alone import JUDGED, without
from projections.drift.columns import LATE, NO_PROMISE, Contact
from projections.drift.features import features
from projections.drift.network import likeness, score
from projections.drift.numbers import ONE
from projections.drift.state import State

Channel = Literal["client", "staff", "gap", "silence", "promises", "errors"]
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
    figures = features(ONE, state, day)
    whole = score(figures)
    return {channel: whole - without(figures, channel) for channel in JUDGED}


def parts(contacts: Sequence[Contact], state: State[float], day: float) -> tuple[Part, ...]:
    """Return what every channel shows at *day*, the one with the greatest weight first.

    Parameters
    ----------
    contacts
        All contacts until then, in order.
    state, day
        As they stood when the line was judged.

    Notes
    -----
    O(contacts × windows). The gap has the weight of neither side: it is shown, not added.
    """
    carried = weights(state, day)
    shown = [
        max((_part(channel, contacts, day, window) for window in WINDOWS), key=_surprise)
        for channel in ("client", "staff", "gap", "silence", "promises", "errors")
    ]
    ranked = [part._replace(weight=carried.get(part.channel, 0.0)) for part in shown]
    return tuple(sorted(ranked, key=lambda part: -part.weight))


def _surprise(part: Part) -> float:
    return part.surprise


def _part(channel: Channel, contacts: Sequence[Contact], day: float, window: int) -> Part:
    start = day - window
    if channel == "silence":
        return _silence(contacts, start, window)
    values = [(at, c[0], value) for at, c in enumerate(contacts)
              if (value := _value(channel, c)) is not None]  # fmt: skip
    before = [value for _, when, value in values if when <= start]
    within = [value for _, when, value in values if when > start]
    places = tuple(at for at, when, _ in values if when > start)
    if not before or not within:
        return Part(channel, window, _mean(before), _mean(within), -inf, 0.0, places)
    change = _mean(within) - _mean(before)
    worse = -change if channel in ("client", "staff") else change
    share = 1 / len(before) + 1 / len(within)
    return Part(channel, window, _mean(before), _mean(within),
                worse / sqrt(_variance(channel, before) * share), 0.0, places)  # fmt: skip


def _silence(contacts: Sequence[Contact], start: float, window: int) -> Part:
    before = sum(1 for c in contacts if c[0] <= start)
    within = tuple(at for at, c in enumerate(contacts) if c[0] > start)
    if start <= 0:
        return Part("silence", window, 0.0, len(within) / window * MONTH, -inf, 0.0, within)
    rate = (usual.CONTACTS + before) / (usual.CONTACT_DAYS + start)
    expected, seen = rate * window, len(within)
    half = expected - seen + (seen * log(seen / expected) if seen else 0.0)
    surprise = sqrt(max(0.0, 2 * half)) * (1 if seen < expected else -1)
    last = (before - 1,) if before else ()
    return Part("silence", window, before / start * MONTH, seen / window * MONTH, surprise, 0.0,
                within or last)  # fmt: skip


def _value(channel: Channel, contact: Contact) -> float | None:
    _, client, staff, promise, errors = contact
    if channel == "client":
        return client
    if channel == "staff":
        return staff
    if channel == "gap":
        return None if client is None or staff is None else staff - client
    if channel == "promises":
        return None if promise == NO_PROMISE else float(promise == LATE)
    return errors


def _mean(values: Sequence[float]) -> float:
    return fmean(values) if values else 0.0


def _variance(channel: Channel, before: Sequence[float]) -> float:
    """Return the variance of one value, shrunk towards the usual."""
    if channel == "promises":
        late = (usual.LATE + sum(before)) / (usual.DUE + len(before))
        return late * (1 - late)
    if channel == "errors":
        return (usual.ERRORS + sum(before)) / (usual.ERROR_CONTACTS + len(before))
    spread = usual.STAFF_SPREAD if channel == "staff" else usual.CLIENT_SPREAD
    mean = _mean(before)
    own = sum((value - mean) ** 2 for value in before)
    return (2 * usual.MOOD_SHAPE * spread**2 + own) / (2 * usual.MOOD_SHAPE + len(before))

"""What an alarm shows, recounted from the contacts by the plainest means."""

from __future__ import annotations

from bisect import bisect_right
from math import inf, log, sqrt
from statistics import fmean
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projections.drift import stream, usual
from projections.drift.columns import LATE, NO_PROMISE, Contact
from projections.drift.explain import WINDOWS, Channel, parts
from projections.drift.features import features
from projections.drift.numbers import ONE
from projections.drift.state import State, begin
from tests.projections.drift.test_both_forms import CONTACT, history

HISTORY = st.lists(CONTACT, min_size=1, max_size=15).map(history)
AFTER = st.sampled_from([0.0, 21.0, 63.0, 200.0, 700.0])


def told(
    contacts: list[Contact], channel: str, after: float = -inf
) -> list[tuple[int, float, float]]:
    """Return the place, the day and the value of every later contact that tells of a channel."""
    found = []
    for place, (day, client, staff, promise, errors) in enumerate(contacts):
        value: float | None = errors
        if channel in ("client", "staff"):
            value = client if channel == "client" else staff
        elif channel == "gap":
            value = None if client is None or staff is None else staff - client
        elif channel == "promises":
            value = None if promise == NO_PROMISE else float(promise == LATE)
        if value is not None and day > after:
            found.append((place, day, value))
    return found


def variance(channel: str, before: list[float]) -> float:
    if channel == "promises":
        late = (usual.LATE + sum(before)) / (usual.DUE + len(before))
        return late * (1 - late)
    if channel == "errors":
        return (usual.ERRORS + sum(before)) / (usual.ERROR_CONTACTS + len(before))
    spread = usual.STAFF_SPREAD if channel == "staff" else usual.CLIENT_SPREAD
    apart = sum((value - fmean(before)) ** 2 for value in before)
    shape = 2 * usual.MOOD_SHAPE
    return (shape * spread**2 + apart) / (shape + len(before))


def surprise(contacts: list[Contact], channel: str, day: float, window: int) -> float:
    if channel == "silence":
        start, days = day - window, [contact[0] for contact in contacts]
        before = bisect_right(days, start)
        seen = len(days) - before
        if start <= 0:
            return -inf
        expected = window * (usual.CONTACTS + before) / (usual.CONTACT_DAYS + start)
        half = expected - seen + (seen * log(seen / expected) if seen else 0.0)
        return sqrt(max(0.0, 2 * half)) * (1 if seen < expected else -1)
    later = [value for *_, value in told(contacts, channel, day - window)]
    earlier = [value for *_, value in told(contacts, channel)][: -len(later) or None]
    if not earlier or not later:
        return -inf
    change = fmean(later) - fmean(earlier)
    worse = -change if channel in ("client", "staff") else change
    share = 1 / len(earlier) + 1 / len(later)
    return worse / sqrt(variance(channel, earlier) * share)


def judged(contacts: list[Contact], after: float) -> tuple[State[float], float]:
    """Return the state after all contacts, and the day so long after the last of them."""
    state, _ = stream.after(begin(), contacts)
    return state, contacts[-1][0] + after


@given(HISTORY, AFTER)
@settings(max_examples=150, deadline=None)
def test_each_channel_shows_the_most_surprising_of_its_windows(
    contacts: list[Contact], after: float
) -> None:
    state, day = judged(contacts, after)

    for part in parts(contacts, state, day):
        surprises = [surprise(contacts, part.channel, day, window) for window in WINDOWS]
        assert part.surprise == pytest.approx(max(surprises), abs=1e-6)
        shown = surprises[WINDOWS.index(part.window)]
        assert shown == pytest.approx(max(surprises), abs=1e-6)


@given(HISTORY, AFTER)
@settings(max_examples=100, deadline=None)
def test_each_channel_names_the_contacts_and_the_means_of_its_window(
    contacts: list[Contact], after: float
) -> None:
    state, day = judged(contacts, after)

    for part in parts(contacts, state, day):
        if part.channel == "silence":
            continue
        within = told(contacts, part.channel, day - part.window)
        before = [value for *_, value in told(contacts, part.channel)][: -len(within) or None]
        narrower = WINDOWS[: WINDOWS.index(part.window)]
        assert part.contacts == tuple(place for place, _, _ in within)
        assert part.within == pytest.approx(fmean(v for *_, v in within) if within else 0.0)
        assert part.before == pytest.approx(fmean(before) if before else 0.0)
        assert all(told(contacts, part.channel, day - other) != within for other in narrower)


@given(HISTORY, AFTER)
@settings(max_examples=50, deadline=None)
def test_figures_that_are_known_already_need_not_be_reckoned_again(
    contacts: list[Contact], after: float
) -> None:
    state, day = judged(contacts, after)

    known = parts(contacts, state, day, features(ONE, state, day))

    assert known == parts(contacts, state, day)
    assert [part.weight for part in known] == sorted((p.weight for p in known), reverse=True)


def test_without_a_contact_there_is_nothing_in_any_window() -> None:
    shown = parts([], begin(), 100.0)

    assert {part.channel for part in shown} == set(get_args(Channel))
    assert all(part.contacts == () and part.within == 0.0 for part in shown)

"""What others would see: the usual rules and libraries, given the same contacts.

Each yields heights, as our own lines do, so that all are held to the same false-alarm rate.
"""

from __future__ import annotations

import importlib
from collections import deque
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import NamedTuple

import numpy as np

from projections.drift.columns import LATE, NO_PROMISE, Columns, Contact, Floats, Whole

TICK = 15.0
QUARTER = 90.0


class Heights(NamedTuple):
    """How high a rival's line stood: relationship, day and height of every judgement."""

    who: Whole
    day: Floats
    value: Floats


Judged = Iterator[tuple[float, float]]


class Rival(NamedTuple):
    """A detector: its name, how it judges one relationship, and what should be said of it."""

    name: str
    judge: Callable[[list[Contact], float], Judged]
    note: str = ""
    at_most: tuple[int, int, int] | None = None
    """Controls, relationships a kind, and controls to tune on: fewer, for what is slow."""

    def heights(self, columns: Columns) -> Heights:
        """Return the heights for many relationships."""
        found = [
            (who, day, value)
            for who in range(len(columns))
            for day, value in self.judge(list(columns.of(who)), float(columns.end[who]))
        ]
        who, day, value = zip(*found, strict=True)
        return Heights(np.array(who), np.array(day), np.array(value))


def optional(name: str) -> ModuleType | None:
    """Return a library that is not needed otherwise, None where it is not installed."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def last_three(contacts: list[Contact], _end: float) -> Judged:
    """Judge by the mean of the last three ratings."""
    last: deque[float] = deque(maxlen=3)
    for day, client, *_ in contacts:
        if client is not None:
            last.append(client)
            if len(last) == last.maxlen:
                yield day, -sum(last) / len(last)


def cusum(contacts: list[Contact], _end: float) -> Judged:
    """Judge by today's self-starting cumulative sum on the client's mood."""
    mean, weight, scale, fallen = 0.3, 1.5, 3 * 0.28**2, 0.0
    for day, client, *_ in contacts:
        if client is None:
            continue
        shape = 3 + (weight - 1.5) / 2
        t = (client - mean) / np.sqrt(scale * (weight + 1) / (shape * weight))
        size = np.sqrt(2 * shape * np.log1p(t * t / (2 * shape)))
        score = np.copysign((16 * shape + 1) / (16 * shape + 3) * size, t)
        fallen = max(0.0, fallen - score - 0.5)
        scale += weight * (client - mean) ** 2 / (2 * (weight + 1))
        mean += (client - mean) / (weight + 1)
        weight += 1
        yield day, fallen


def health_score(contacts: list[Contact], end: float) -> Judged:
    """Judge by a weighted score over 90 days, at every contact and every 15 days."""
    moments = sorted({c[0] for c in contacts} | set(np.arange(TICK, end, TICK).tolist()))
    start = stop = 0
    for now in moments:
        while stop < len(contacts) and contacts[stop][0] <= now:
            stop += 1
        while start < stop and contacts[start][0] <= now - QUARTER:
            start += 1
        lately = contacts[start:stop]
        last = contacts[stop - 1][0] if stop else 0.0
        yield now, -_health(lately, now - last)


def _health(lately: list[Contact], quiet: float) -> float:
    client = [c[1] for c in lately if c[1] is not None]
    staff = [c[2] for c in lately if c[2] is not None]
    due = [c[3] for c in lately if c[3] != NO_PROMISE]
    mood = (sum(client) / len(client) + 1) / 2 if client else 0.65
    staff_mood = (sum(staff) / len(staff) + 1) / 2 if staff else 0.65
    kept = 1 - due.count(LATE) / len(due) if due else 0.89
    clean = max(0.0, 1 - sum(c[4] for c in lately) / 3)
    return 35 * mood + 25 * max(0.0, 1 - quiet / QUARTER) + 20 * kept + 10 * clean + 10 * staff_mood


def page_hinkley(drift: ModuleType, delta: float) -> Callable[[list[Contact], float], Judged]:
    """Return the judge of river's Page–Hinkley on the client's mood, after five ratings."""

    def judge(contacts: list[Contact], _end: float) -> Judged:
        line = drift.PageHinkley(min_instances=5, delta=delta, threshold=1e9, mode="down")
        seen = 0
        for day, client, *_ in contacts:
            if client is not None:
                line.update(client)
                seen += 1
                if seen >= line.min_instances:
                    yield day, line._max_decrease - line._sum_decrease

    return judge


def pelt(ruptures: ModuleType) -> Callable[[list[Contact], float], Judged]:
    """Return the judge of ruptures' PELT (l2), fitted anew at every rating.

    Its height is the greatest penalty, out of a row, at which the last piece lies lower than the
    piece before. The row begins where false alarms are twice as many as we allow.
    """
    penalties = (0.6, 0.7, 0.8, 0.9, 1.0, 1.15, 1.3, 1.45, 1.6, 1.8, 2.0, 2.5, 3.2, 4.0)

    def judge(contacts: list[Contact], _end: float) -> Judged:
        told: list[float] = []
        for day, client, *_ in contacts:
            if client is None:
                continue
            told.append(client)
            if len(told) < 5 or sum(told[-2:]) / 2 >= sum(told) / len(told):
                continue
            values = np.array(told)
            fitted = ruptures.Pelt(model="l2", min_size=2, jump=1).fit(values[:, None])
            height = 0.0
            for penalty in penalties:
                pieces = [0, *fitted.predict(pen=penalty)]
                if len(pieces) < 3:
                    break
                before, at, end = pieces[-3:]
                if values[at:end].mean() < values[before:at].mean():
                    height = penalty
            if height:
                yield day, height

    return judge


def alive(fitted: tuple[float, float, float, float]) -> Callable[[list[Contact], float], Judged]:
    """Return the judge by BG/NBD's probability that the client is still there.

    References
    ----------
    Fader, Hardie, Lee (2005), Marketing Science 24.
    """
    r, alpha, a, b = fitted

    def judge(contacts: list[Contact], end: float) -> Judged:
        first = contacts[0][0]
        for number, (day, *_) in enumerate(contacts):
            until = contacts[number + 1][0] if number + 1 < len(contacts) else end
            if number:
                for now in np.arange(day + TICK, until, TICK).tolist():
                    power = (r + number) * np.log((alpha + now - first) / (alpha + day - first))
                    yield now, float(np.log(a / (b + number - 1)) + power)

    return judge


def fit_alive(columns: Columns, minimise: ModuleType) -> tuple[float, float, float, float]:
    """Return the parameters (r, alpha, a, b) of greatest likelihood. Our own fit."""
    x = columns.counts - 1.0
    first, last = columns.day[columns.first[:-1]], columns.day[columns.first[1:] - 1]
    seen, whole = last - first, columns.end - first
    special = importlib.import_module("scipy.special")
    ln = special.gammaln

    def loss(logs: Floats) -> float:
        r, alpha, a, b = np.exp(logs)
        same = ln(r + x) - ln(r) + r * np.log(alpha) + ln(a + b) + ln(b + x) - ln(b) - ln(a + b + x)
        here = -(r + x) * np.log(alpha + whole)
        gone = np.log(a / (b + x - 1)) - (r + x) * np.log(alpha + seen)
        return float(-np.mean(same + np.logaddexp(here, np.where(x > 0, gone, -np.inf))))

    start = np.log([2.0, 60.0, 0.5, 20.0])
    found = minimise.minimize(loss, start, method="Nelder-Mead", options={"maxiter": 2000})
    r, alpha, a, b = np.exp(found.x).tolist()
    return r, alpha, a, b

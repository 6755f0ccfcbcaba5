"""How fast: contacts a second, beside river's Page–Hinkley on the same contacts in the same rounds.

What river's users write is one line a relationship, updated with every rating of the client: one
channel out of five, and no combined line. Five lines, one a channel, is what the same channels
would cost them; it still has no combined line.
"""

from __future__ import annotations

import gc
import pickle
from collections.abc import Callable
from statistics import median
from time import process_time
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np

from journeys.population import generate
from projections.drift.calibrate import Budget, usual_limits
from projections.drift.columns import Contact
from projections.drift.lines import bulk_heights
from projections.drift.portfolio import News, Portfolio
from projections.drift.watch import Watch
from tests.detection.rivals import optional

SEED = 80_000_000
PAGE = 20_000
_TUNED = {"min_instances": 5, "delta": 0.15, "threshold": 1.5, "mode": "down"}


class Speed(NamedTuple):
    """One way of going through the contacts: CPU seconds of each round."""

    name: str
    contacts: int
    seconds: list[float]

    @property
    def rate(self) -> float:
        """Contacts a second, in millions: the median round."""
        return self.contacts / median(self.seconds) / 1e6

    def times(self, other: Speed) -> tuple[float, float, float]:
        """Return how many times as fast as another: the median round, the least and greatest."""
        ratios = [
            theirs / mine * self.contacts / other.contacts
            for mine, theirs in zip(self.seconds, other.seconds, strict=True)
        ]
        return median(ratios), min(ratios), max(ratios)


BULK, PAGES, ONE = "bulk, columns", "streaming, pages of the log", "streaming, one by one"
EACH_1, EACH_5 = "river, one line, history by history", "river, five lines, history by history"
LOG_1, LOG_5 = "river, one line, the log", "river, five lines, the log"


def measured(relationships: int, rounds: int) -> dict[str, Speed]:
    """Return every way's speed, all in turns on the same contacts. Memory is not collected."""
    columns = generate(relationships, SEED).columns
    told = [list(columns.of(who)) for who in range(len(columns))]
    log = _log(told)
    ways: dict[str, Callable[[], object]] = {
        BULK: lambda: bulk_heights(columns),
        PAGES: lambda: _pages(log),
        ONE: lambda: _one_by_one(told),
    }
    if (river := optional("river.drift")) is not None:
        ways |= {
            EACH_1: lambda: _history_by_history(river, told, 1),
            EACH_5: lambda: _history_by_history(river, told, 5),
            LOG_1: lambda: _through_the_log(river, log, 1),
            LOG_5: lambda: _through_the_log(river, log, 5),
        }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    names = list(ways)
    for turn in range(rounds + 1):
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            spent = _spent(ways[name])
            if turn:  # the first is to warm up
                seconds[name].append(spent)
    return {name: Speed(name, columns.contacts, spent) for name, spent in seconds.items()}


def _log(told: list[list[Contact]]) -> list[News]:
    """Return all contacts in the order of the calendar, as if just decoded from a log."""
    opened = np.random.default_rng(SEED).uniform(0, 1000, len(told))
    news = [(f"r{who}", *contact) for who, contacts in enumerate(told) for contact in contacts]
    news.sort(key=lambda one: one[1] + opened[int(one[0][1:])])
    decoded: list[News] = pickle.loads(pickle.dumps(news))  # noqa: S301 - our own, a line above
    return decoded


def _spent(way: Callable[[], object]) -> float:
    gc.collect()
    gc.disable()
    begun = process_time()
    way()
    spent = process_time() - begun
    gc.enable()
    return spent


def _pages(log: list[News]) -> int:
    portfolio, raised = Portfolio(usual_limits(Budget(5)), fast=True), 0
    for start in range(0, len(log), PAGE):
        raised += len(portfolio.after(log[start : start + PAGE]))
    return raised


def _one_by_one(told: list[list[Contact]]) -> int:
    limits = usual_limits(Budget(5))
    return sum(len(Watch(limits).after(contacts)[1]) for contacts in told)


def _lines(river: ModuleType, many: int) -> list[Callable[[float], object]]:
    return [river.PageHinkley(**_TUNED).update for _ in range(many)]


def _history_by_history(river: ModuleType, told: list[list[Contact]], many: int) -> int:
    raised = 0
    for contacts in told:
        if many == 1:
            line = river.PageHinkley(**_TUNED)
            update = line.update
            for contact in contacts:
                if contact[1] is not None:
                    update(contact[1])
                    if line.drift_detected:
                        raised += 1
            continue
        updates, last = _lines(river, many), 0.0
        for contact in contacts:
            last = _five(updates, last, *contact)
    return raised


def _through_the_log(river: ModuleType, log: list[News], many: int) -> int:
    raised = 0
    if many == 1:
        lines: dict[str, Any] = {}
        for who, _, client, *_ in log:
            if client is not None:
                line = lines.get(who)
                if line is None:
                    line = lines[who] = river.PageHinkley(**_TUNED)
                line.update(client)
                if line.drift_detected:
                    raised += 1
        return raised
    known: dict[str, tuple[list[Callable[[float], object]], float]] = {}
    for who, day, client, staff, promise, errors in log:
        updates, last = known.get(who) or (_lines(river, many), 0.0)
        known[who] = (updates, _five(updates, last, day, client, staff, promise, errors))
    return raised


def _five(
    updates: list[Callable[[float], object]],
    last: float,
    day: float,
    client: float | None,
    staff: float | None,
    promise: int,
    errors: float,
) -> float:
    of_client, of_staff, of_promises, of_errors, of_gaps = updates
    if client is not None:
        of_client(client)
    if staff is not None:
        of_staff(staff)
    if promise >= 0:
        of_promises(-promise)
    of_errors(-errors)
    of_gaps(last - day)
    return day

"""Verification of shards: each by itself, and all of them as one store."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from journeys.store.facade import Store
from journeys.store.report import Fault, Findings, Report
from journeys.store.shards.rule import shard_of
from journeys.store.verify import Progress

_PAGE = 5000
_IDS = (
    (
        "SELECT event_id, relationship, version FROM events "
        "WHERE event_id > ? ORDER BY event_id LIMIT ?"
    ),
    (
        "SELECT command_id, relationship, first_version FROM commands "
        "WHERE command_id > ? ORDER BY command_id LIMIT ?"
    ),
)


def each(
    count: int, verified: Callable[[int, Progress], Report], on_progress: Progress | None = None
) -> list[Report]:
    """Verify so many shards, one after another.

    Parameters
    ----------
    count
        How many.
    verified
        Verifies one of them, by its number from 0.
    on_progress
        Told of places walked, in all of them together.
    """
    reports: list[Report] = []
    for number in range(count):
        walked = sum(one.events for one in reports)
        reports.append(verified(number, _beyond(on_progress, walked)))
    return reports


def together(reports: Sequence[Report], shards: Sequence[Store]) -> Report:
    """Return one report of all shards; each one's own is in its ``shards``.

    Where every shard agrees with its evidence, they are held against each other: a relationship is
    kept where it belongs, and no id of a command or an event stands in two of them.
    """
    found = Findings()
    for number, report in enumerate(reports, start=1):
        for fault in report.faults:
            found.add(replace(fault, shard=number))
        found.more += report.more
    if not found.faults:
        _as_one(shards, found)
    return Report(
        sum(one.events for one in reports),
        sum(one.entries for one in reports),
        sum(one.relationships for one in reports),
        tuple(found.faults),
        found.more,
        tuple(reports),
    )


def _beyond(on_progress: Progress | None, walked: int) -> Progress:
    return lambda done: on_progress(walked + done) if on_progress else None


def _as_one(shards: Sequence[Store], found: Findings) -> None:
    for number, store in enumerate(shards):
        for name in store.relationships():
            if shard_of(name, len(shards)) != number:
                found.add(Fault("elsewhere", relationship=name, shard=number + 1))
    for statement in _IDS:
        before = ""
        for id_, number, name, version in heapq.merge(
            *(_ids(store, statement, number) for number, store in enumerate(shards, start=1))
        ):
            if id_ == before:
                found.add(Fault("twice", relationship=name, version=version, shard=number))
            before = id_


def _ids(store: Store, statement: str, number: int) -> Iterator[tuple[str, int, str, int]]:
    after = ""
    while rows := store.database.all(statement, after, _PAGE):
        for id_, name, version in rows:
            yield id_, number, name, version
        after = rows[-1][0]

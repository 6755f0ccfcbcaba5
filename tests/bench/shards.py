"""Several writers at once on PostgreSQL, with one lock and with several.

``python -m tests.bench.shards`` says besides what it takes by the clock how much of it is work:
seconds of CPU of the writers and of the server, and how many of the sessions that were looked at
now and then were waiting for another one's turn.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from functools import partial
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any, NamedTuple

import psycopg

from domain.courtship import RelationshipOpened
from domain.feelings import FeelingObserved
from journeys.recording import Scribe
from journeys.store import open_store
from tests.bench.contest import Contest, Stopwatch
from tests.bench.sizes import Sizes
from tests.given import on
from tests.postgres import Instance, instance

SHARDS = (1, 2, 4)
WRITERS = 4
HELD = 10
"""Relationships that each writer writes to, in turns."""
_LOOK = 0.02
_WAITING = (
    "SELECT count(*) FILTER (WHERE wait_event_type = 'Lock'), count(*) FROM pg_stat_activity"
    " WHERE application_name = 'journeys' AND state <> 'idle'"
)
_TICKS = os.sysconf("SC_CLK_TCK")


class Took(NamedTuple):
    """What a round took: seconds of the clock, of the writers' CPU and of the server's."""

    commands: int
    seconds: float
    writers: float
    server: float
    waiting: int
    looked_at: int


def contests(sizes: Sizes, folder: Path) -> Iterator[Contest]:
    """Yield one for each number of shards. All are on one server, which keeps its word (fsync)."""
    del folder
    with instance() as server:
        for shards in SHARDS:
            what = f"save a command, {WRITERS} writers at once on PostgreSQL, shards: {shards}"
            yield Contest("shards", what, "command", partial(_round, server, shards, sizes.saves))


def _round(server: Instance, shards: int, each: int, watch: Stopwatch) -> int:
    return written(server, shards, each, watch).commands


def written(server: Instance, shards: int, each: int, watch: Stopwatch) -> Took:
    """Let writers record *each* so many commands, all at once, in a new set of shards."""
    name = f"b{time.monotonic_ns()}"
    address = f"{server.address(name)}&shards={shards}"
    open_store(address).close()
    context = get_context("fork")
    barrier, told = context.Barrier(WRITERS + 1), context.SimpleQueue()
    writers = [
        context.Process(target=_write, args=(address, number, each, barrier, told))
        for number in range(WRITERS)
    ]
    for one in writers:
        one.start()
    barrier.wait()
    before, begun, seen = _server_cpu(server), watch.seconds, (0, 0)
    with watch:
        barrier.wait()
        while told.empty():
            seen = _looked(server, seen)
            time.sleep(_LOOK)
        cpu = sum(told.get() for _ in writers)
    for one in writers:
        one.join()
    with open_store(address, create=False) as store:
        assert store.end() == WRITERS * (each + HELD), store.end()
    used = _server_cpu(server) - before
    return Took(WRITERS * each, watch.seconds - begun, cpu, used, *seen)


def _write(address: str, number: int, each: int, barrier: Barrier, told: Any) -> None:  # noqa: ANN401 - a queue
    clients = [f"w{number}-{client}" for client in range(HELD)]
    with open_store(address, create=False) as store:
        scribe = Scribe(store)
        for client in clients:
            opening = on("2025-01-01", RelationshipOpened(), relationship=client, command_id=client)
            scribe.record(opening)
        felt = FeelingObserved(whose="staff", valence=-0.5)
        said = [
            on("2025-01-01", felt, relationship=clients[n % HELD], command_id=f"{number}-{n}")
            for n in range(each)
        ]
        barrier.wait()
        barrier.wait()
        begun = time.process_time()
        for command in said:
            scribe.record(command)
        told.put(time.process_time() - begun)


def _looked(server: Instance, seen: tuple[int, int]) -> tuple[int, int]:
    with psycopg.connect(server.address().partition("&schema")[0], autocommit=True) as admin:
        ((waiting, of),) = admin.execute(_WAITING.encode()).fetchall()
    return seen[0] + int(waiting), seen[1] + int(of)


def _server_cpu(server: Instance) -> float:
    """Return seconds of CPU of the server's processes that have ended: one a connection."""
    pid = server.pid()
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[13]) + int(fields[14])) / _TICKS


def main() -> None:
    """Measure in turns, and print a table."""
    each, rounds = int((sys.argv[1:] or ["500"])[0]), 3
    lines: dict[int, list[Took]] = {shards: [] for shards in SHARDS}
    with instance() as server:
        for _ in range(rounds):
            for shards in SHARDS:
                lines[shards].append(written(server, shards, each, Stopwatch()))
    _say("shards | commands/s by the clock | CPU writers | CPU server | waiting for a turn")
    for shards, took in lines.items():
        summed = (sum(column) for column in zip(*took, strict=True))
        commands, seconds, cpu, used, waiting, of = summed
        per = f"{cpu / commands * 1e6:.0f} µs | {used / commands * 1e6:.0f} µs"
        share = f"{waiting} of {of} ({100 * waiting / max(of, 1):.0f} %)"
        _say(f"{shards} | {commands / seconds:.0f} | {per} | {share}")
    _say(f"{WRITERS} writers, {each} commands each in {rounds} rounds")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()

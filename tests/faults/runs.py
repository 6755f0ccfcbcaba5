"""The runs: what is done to a store while it is written and followed."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import chain

import psycopg

import journeys
from tests.bench.plain import recorded, stories
from tests.faults.grounds import Ground
from tests.faults.judging import Tally, judge
from tests.faults.processes import Child, follower, forked, writer

Run = Callable[[Ground, float, random.Random], Tally]
_KILLS = 15
"""The fewest times that something is done which takes no time."""
_BEFORE = 200
"""Relationships that stand in a store, or in each shard, before its disk is full."""
_WARM = 20
"""Seconds within which a new process must have said something."""


@contextmanager
def at_work(ground: Ground, writers: int = 2, pause: float = 0.002) -> Iterator[list[Child]]:
    """Let writers write and one follower follow; they are killed at the end of the block."""
    children = [forked(writer(ground.address, f"w{n}", pause)) for n in range(writers)]
    children.append(forked(follower(ground.address, pause * 5)))
    try:
        for child in children:
            assert child.listen(_WARM), "it does not begin"
        yield children
    finally:
        for child in children:
            child.end()


def _words(children: list[Child]) -> list[str]:
    return [word for child in children for word in child.words]


def _working(children: list[Child], seconds: float = 20) -> None:
    """Assert that every process goes on: the same ones that met the fault."""
    for child in children:
        before = len(child.listen())
        until = time.monotonic() + seconds
        while not any(word.split()[0] in {"kept", "seen"} for word in child.words[before:]):
            assert time.monotonic() < until, child.words[-3:]
            child.listen(0.1)


def _over(seconds: float, at_least: int = 1) -> Iterator[int]:
    until, number = time.monotonic() + seconds, 0
    while number < at_least or time.monotonic() < until:
        yield number
        number += 1


def killed_writers(ground: Ground, seconds: float, dice: random.Random) -> Tally:
    """Kill writers at any moment, one after another."""
    words: list[str] = []
    for attempt in _over(seconds, _KILLS):
        child = forked(writer(ground.address, f"k{attempt}"))
        if attempt % 4:
            child.listen(_WARM)
        time.sleep(dice.random() * 0.05)
        words += child.end()
    return judge(ground.direct, words)


def killed_runners(ground: Ground, seconds: float, dice: random.Random) -> Tally:
    """Kill those who keep the views, at any moment, while others write."""
    words: list[str] = []
    with at_work(ground) as children:
        for attempt in _over(seconds, _KILLS):
            child = forked(follower(ground.address))
            if attempt % 4:
                child.listen(_WARM)
            time.sleep(dice.random() * 0.05)
            words += child.end()
        _working(children)
    return judge(ground.direct, [*words, *_words(children)])


def crashed_server(ground: Ground, seconds: float, dice: random.Random) -> Tally:
    """Kill the server and start it again."""
    with at_work(ground) as children:
        for _ in _over(seconds):
            time.sleep(dice.random() * 0.5)
            ground.crash()
            _working(children)
    return judge(ground.direct, _words(children))


def cut_connections(ground: Ground, seconds: float, dice: random.Random) -> Tally:
    """Cut every connection, at any moment; every third time between COMMIT and its answer."""
    assert ground.proxy is not None
    with at_work(ground) as children:
        for number in _over(seconds, _KILLS):
            time.sleep(dice.random() * 0.1)
            if number % 3:
                ground.proxy.cut()
            else:
                ground.proxy.lose_the_answer_to(b"COMMIT")
        _working(children)
    assert ground.proxy.cuts > 0
    return judge(ground.direct, _words(children))


def ended_sessions(ground: Ground, seconds: float, dice: random.Random) -> Tally:
    """Have the server itself end sessions: by an administrator, or as too slow."""
    with at_work(ground) as children, psycopg.connect(_bare(ground), autocommit=True) as admin:
        for number in _over(seconds, _KILLS):
            time.sleep(dice.random() * 0.05)
            how = "pg_terminate_backend" if number % 2 else "pg_cancel_backend"
            admin.execute(
                f"SELECT {how}(pid) FROM pg_stat_activity "  # noqa: S608 - one of two names
                "WHERE application_name = 'journeys' AND pid <> pg_backend_pid()".encode()
            )
        _working(children)
    return judge(ground.direct, _words(children))


def full_disk(ground: Ground, seconds: float, dice: random.Random) -> Tally:
    """Leave no room, until every process has met it; then make some."""
    with journeys.open(ground.direct) as engine:
        for story in stories(_BEFORE * len(engine.parts), 20):
            engine.store.append(recorded(story))
        engine.catch_up()  # whoever follows begins at once
    with at_work(ground) as children:
        for _ in _over(seconds, 2):
            time.sleep(dice.random() * 0.3)
            heard = [len(child.listen()) for child in children]
            with ground.full(child.pid for child in children):
                _refused(children[:-1], heard)  # whoever follows may have nothing to write
            _working(children)
    return judge(ground.direct, _words(children))


def _refused(writers: list[Child], heard: list[int], seconds: float = 20) -> None:
    """Wait until every writer has been told that it cannot write."""
    until = time.monotonic() + seconds
    for child, before in zip(writers, heard, strict=False):
        while "again CannotWrite" not in child.words[before:]:
            assert time.monotonic() < until, child.words[-3:]
            child.listen(0.1)


def two_write_and_one_follows(ground: Ground, seconds: float, _: random.Random) -> Tally:
    """Do nothing to it: two processes write, one follows."""
    (tally,) = side_by_side([ground], seconds)
    return tally


def side_by_side(grounds: Sequence[Ground], seconds: float) -> list[Tally]:
    """Let two write and one follow on several stores at once; nothing is done to them."""
    with ExitStack() as all_at_work:
        groups = [all_at_work.enter_context(at_work(place, pause=0.03)) for place in grounds]
        for _turn in _over(seconds):
            time.sleep(0.2)
            for child in chain.from_iterable(groups):
                child.listen()
        for children in groups:
            _working(children)
    return [judge(g.direct, _words(children)) for g, children in zip(grounds, groups, strict=True)]


def _bare(ground: Ground) -> str:
    return ground.direct.partition("&schema=")[0]


BOTH: dict[str, Run] = {
    "killed writers": killed_writers,
    "killed runners": killed_runners,
    "full disk": full_disk,
    "two write, one follows": two_write_and_one_follows,
}
SERVER: dict[str, Run] = {
    "crashed server": crashed_server,
    "cut connections": cut_connections,
    "ended sessions": ended_sessions,
}

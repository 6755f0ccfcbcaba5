"""A fold is told what time it is; it never looks."""

import ast
from pathlib import Path

import pytest

# Asking any of these for the time is looking at the clock, whatever the object before the dot.
ASKING = {"now", "utcnow", "today"}
FROM_TIME = {
    "time",
    "time_ns",
    "monotonic",
    "monotonic_ns",
    "perf_counter",
    "perf_counter_ns",
    "localtime",
    "gmtime",
}


def _clock_reads(source: str) -> list[int]:
    """Lines on which the source reads a clock, or takes the means to."""
    return sorted(
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.expr | ast.stmt) and _reads_clock(node)
    )


def _reads_clock(node: ast.expr | ast.stmt) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="time"), attr=attr)):
            return attr in FROM_TIME
        case ast.Call(func=ast.Attribute(attr=attr)):
            return attr in ASKING
        case ast.ImportFrom(module="time", names=names):
            return any(name.name in FROM_TIME for name in names)
        case _:
            return False


def test_no_fold_reads_the_clock(root: Path, rooms: list[Path]) -> None:
    reads = [
        f"{room.relative_to(root)}:{line}"
        for room in rooms
        if room.relative_to(root).parts[0] in {"domain", "projections"}
        for line in _clock_reads(room.read_text(encoding="utf-8"))
    ]
    assert reads == []


@pytest.mark.parametrize(
    "source",
    [
        "datetime.now(tz=UTC)",
        "dt.datetime.utcnow()",
        "date.today()",
        "time.time()",
        "time.monotonic()",
        "from time import time",
    ],
)
def test_reading_the_clock_is_noticed(source: str) -> None:
    assert _clock_reads(source) == [1]


@pytest.mark.parametrize("source", ["state.at(now)", "today = moment", "'datetime.now()'"])
def test_being_told_the_time_is_fine(source: str) -> None:
    assert _clock_reads(source) == []

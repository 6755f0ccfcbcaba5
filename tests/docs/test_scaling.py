"""What a billion events would take is what one event takes, times a billion."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[2] / "docs" / "scaling.md").read_text(encoding="utf-8")
EVENTS, SHARDS = 1e9, 64
UNITS = {"ms": 1e-3, "µs": 1e-6, "bytes": 1.0}
TIMES = {"days": 86_400, "hours": 3600, "hour": 3600, "minutes": 60, "TB": 1e12, "GB": 1e9}


def cells(row: str, table: str) -> list[str]:
    """Return the cells after the name of a row that begins like this, below a heading."""
    part = PAGE.split(f"## {table}\n")[1].split("\n## ")[0]
    (found,) = (line for line in part.splitlines() if line.startswith(f"| {row}"))
    return [cell.strip() for cell in found.strip("|").split("|")[1:]]


def one(row: str) -> list[float]:
    """Return what one event takes, in seconds or bytes: every figure of its row, in order."""
    said = cells(row, "What one event takes")[0]
    (unit,) = {unit for unit in UNITS if f" {unit}" in said}
    return [float(figure) * UNITS[unit] for figure in re.findall(r"[0-9.]+", said)]


def told(figure: float, unit: str, of: float) -> bool:
    """Whether a figure in this unit is *of*, as far as its digits go."""
    decimals = len(str(figure).partition(".")[2].rstrip("0"))
    return abs(of / TIMES[unit] - figure) <= 0.51 / 10.0**decimals


@pytest.mark.parametrize(
    ("row", "source", "figures"),
    [
        ("facts", "facts in a file", ((0.92, "TB", 0),)),
        ("rows of views", "rows of all views", ((0.56, "TB", 0),)),
        ("bulk import", "bulk import", ((5.6, "hours", 0), (3.1, "hours", 1))),
        ("one command after another", "save one command", ((7.6, "days", -1),)),
        ("all views rebuilt", "fold of all views", ((44, "hours", 0),)),
        ("all views rebuilt", "the same, rebuilt from", ((2.7, "days", 0),)),
        ("a back-test", "back-test, one policy", ((2.7, "days", 0), (3.7, "days", 1))),
        ("columns made anew; partitions", "columns made anew", ((2.3, "hours", 0),)),
        ("columns made anew; partitions", "partitions written", ((1.2, "hours", 0),)),
        ("a backup; restored", "backup of a file", ((26, "hours", 0), (22, "hours", 1))),
    ],
)
def test_a_figure_for_a_billion_is_the_one_for_an_event_times_a_billion(
    row: str, source: str, figures: tuple[tuple[float, str, int], ...]
) -> None:
    (said,) = cells(row, "What a billion would take (extrapolated)")
    measured = one(source)
    for figure, unit, index in figures:
        assert f"{figure:g}" in said
        assert told(figure, unit, measured[index] * EVENTS), (row, measured)


def test_the_figures_for_shards_follow_as_well() -> None:
    save, fold = one("save one command")[-1], one("fold of all views")[0]
    rebuilt = one("the same, rebuilt from")[0]
    assert cells("commands, one after another", "In shards")[0].startswith("1,500 a second")
    assert round(1 / save, -2) == 1500
    said = cells("all views rebuilt", "In shards")
    assert said[0].startswith("44 hours to 2.7 days")
    assert said[1].startswith("42 minutes to 1 hour a shard")
    assert told(42, "minutes", fold * EVENTS / SHARDS)
    assert told(1, "hour", rebuilt * EVENTS / SHARDS)

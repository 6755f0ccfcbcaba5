"""Measures speed on this machine: ``python -m tests.bench``, or ``make bench``."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

from tests.bench import (
    graph,
    importing,
    keeping_up,
    living,
    loading,
    logs,
    oracle,
    portfolio,
    projecting,
    rebuilding,
    saving,
    server,
    shards,
)
from tests.bench.contest import Contest, Outcome, run
from tests.bench.figures import table
from tests.bench.machine import machine
from tests.bench.page import DETECTION, page
from tests.bench.sections import write_around
from tests.bench.sizes import FULL, LARGE, QUICK, Sizes

GROUPS: dict[str, Callable[[Sizes, Path], Iterator[Contest]]] = {
    "save": saving.contests,
    "load": loading.contests,
    "rebuild": rebuilding.contests,
    "project": lambda sizes, folder: chain(
        projecting.contests(sizes, folder), keeping_up.contests(sizes, folder)
    ),
    "import": importing.contests,
    "server": server.contests,
    "portfolio": portfolio.contests,
    "shards": shards.contests,
    "logs": logs.contests,
    "graph": lambda sizes, folder: chain(
        graph.contests(sizes, folder), living.contests(sizes), oracle.contests(folder)
    ),
}
PAGE = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes, to see that it works")
    parser.add_argument("--large", action="store_true", help="ten million events, for hours")
    parser.add_argument("--only", choices=GROUPS, action="append", help="this group (repeatable)")
    parser.add_argument("--rounds", type=int, help="rounds that count, beside one to warm up")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure there")
    parser.add_argument(
        "--page", type=Path, metavar="FILE", help="write the page (a full run: docs/benchmarks.md)"
    )
    parser.add_argument("--folder", type=Path, help="where the files are made, and removed again")
    return parser.parse_args()


def _measured(groups: list[str], sizes: Sizes, folder: Path) -> Iterator[Outcome]:
    begun = time.monotonic()
    for group in groups:
        with tempfile.TemporaryDirectory(prefix=f"bench-{group}-", dir=folder) as made:
            for contest in GROUPS[group](sizes, Path(made)):
                _say(f"{time.monotonic() - begun:5.0f} s  {group}: {contest.what}")
                yield from run(contest, min(sizes.rounds, contest.rounds or sizes.rounds))
    _say(f"{time.monotonic() - begun:5.0f} s  done")


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def main() -> None:
    """Measure, print the table, and write what was asked for."""
    asked = _arguments()
    sizes = QUICK if asked.quick else LARGE if asked.large else FULL
    if asked.rounds:
        sizes = sizes.with_rounds(asked.rounds)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=asked.folder) as made:
        about = machine(Path(made))
        outcomes = list(_measured(asked.only or list(GROUPS), sizes, Path(made)))
    print(table(outcomes))
    if asked.json:
        found = {"machine": about, "results": [outcome.as_json() for outcome in outcomes]}
        asked.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    whole = not (asked.quick or asked.large or asked.only)
    target = asked.page or (PAGE if whole else None)
    if target:
        write_around(target, page(about, sizes, outcomes), DETECTION)
        _say(f"written to {target}")


if __name__ == "__main__":
    main()

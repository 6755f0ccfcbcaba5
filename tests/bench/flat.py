"""Whether the cost of an event stays the same: ``python -m tests.bench.flat 10000 100000 …``.

Every size is imported once, in one pass, by a process of its own, into a new store and its columns;
then the questions that columns answer are asked. Time is CPU time, as that of a machine which
others use as well says little otherwise; memory is the most that the process ever held. A process
that it begins for the import, to read a large file, is counted with it in both.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from collections import deque
from pathlib import Path
from typing import Any

from journeys.columns.chosen import Columns
from journeys.columns.copy import copy_at
from journeys.columns.figures import ANSWERED
from journeys.io.bulk.taking import take
from journeys.store import Store
from projections.answers import ANSWERS
from tests.bench.large import native_file

PAGE = Path(__file__).resolve().parents[2] / "docs" / "cost-per-event.svg"
_WIDTH, _HEIGHT, _LEFT, _TOP, _BOTTOM = 640, 260, 60, 40, 44


def measured(file: Path, folder: Path) -> dict[str, Any]:
    """Import a file and ask the questions; return what it took."""
    place = folder / "a.db"
    with Store.open(place) as store:
        copy = copy_at(place.with_name("a.db.columns"), store)
        begun, cpu = time.perf_counter(), _cpu()
        taken = take(file, store, copy)
        found = {
            "events": taken.recorded,
            "seconds": time.perf_counter() - begun,
            "cpu": _cpu() - cpu,
            "import_mib": _most() + _most(resource.RUSAGE_CHILDREN),
        }
        begun, cpu = time.perf_counter(), time.process_time()
        for name, answer in ANSWERED.items():
            deque(answer(Columns(copy), **ANSWERS[name].parameters), 0)  # row after row
        asked = {"asked_seconds": time.perf_counter() - begun, "most_mib": _most()}
        return found | asked | {"asked_cpu": time.process_time() - cpu}


def _most(whose: int = resource.RUSAGE_SELF) -> float:
    return resource.getrusage(whose).ru_maxrss / 1024


def _cpu() -> float:
    """Return the CPU time of this process, and of those that it began and that have ended."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


def drawn(points: list[dict[str, Any]]) -> str:
    """Return the CPU time of an event at every size as a picture."""
    costs: list[float] = [one["cpu"] / one["events"] * 1e6 for one in points]
    top = math.ceil(max(costs) / 20) * 20
    sizes: list[float] = [math.log10(one["events"]) for one in points]
    span = (max(sizes) - min(sizes)) or 1.0

    def x(size: float) -> float:
        return _LEFT + 50 + (size - min(sizes)) / span * (_WIDTH - _LEFT - 130)

    def y(cost: float) -> float:
        return _TOP + (1 - cost / top) * (_HEIGHT - _TOP - _BOTTOM)

    line = " ".join(f"{x(s):.1f},{y(c):.1f}" for s, c in zip(sizes, costs, strict=True))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img">',
        "<style>text { font: 13px sans-serif }</style>",
        "<title>CPU time of an imported event, by the size of the file</title>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
        '<text x="16" y="22">microseconds of CPU time for each event</text>',
    ]
    parts += [
        f'<path d="M{_LEFT} {y(cost):.1f}H{_WIDTH - 30}" stroke="#ccc"/>'
        f'<text x="{_LEFT - 8}" y="{y(cost) + 4:.1f}" text-anchor="end">{cost}</text>'
        for cost in (0, top // 2, top)
    ]
    parts.append(f'<polyline points="{line}" fill="none" stroke="#2b5c8a" stroke-width="2"/>')
    for one, size, cost in zip(points, sizes, costs, strict=True):
        parts.append(
            f'<circle cx="{x(size):.1f}" cy="{y(cost):.1f}" r="4" fill="#2b5c8a"/>'
            f'<text x="{x(size):.1f}" y="{y(cost) - 9:.1f}" text-anchor="middle">{cost:.0f}</text>'
            f'<text x="{x(size):.1f}" y="{_HEIGHT - 16}" text-anchor="middle">'
            f"{one['events']:,} events</text>"
        )
    return "\n".join([*parts, "</svg>"]) + "\n"


def main() -> None:
    """Measure every size in a process of its own, print the figures, and draw them."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.flat", description=__doc__)
    parser.add_argument("sizes", type=int, nargs="+", help="events, multiples of 20,000 or less")
    parser.add_argument("--svg", type=Path, default=PAGE, metavar="FILE")
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="flat-") as made:
        if asked.file:
            print(json.dumps(measured(asked.file, Path(made))))
            return
        points = []
        for size in asked.sizes:
            file = native_file(Path(made) / f"{size}.jsonl", size)
            command = [sys.executable, "-m", "tests.bench.flat", str(size), "--file", str(file)]
            said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            points.append(json.loads(said))
            file.unlink()
            print(json.dumps(points[-1]), flush=True)
        asked.svg.write_text(drawn(points), encoding="utf-8")


if __name__ == "__main__":
    main()

"""Measures what drift finds, and how fast: ``make bench-detection``."""

from __future__ import annotations

import argparse
import platform
import sys
import time
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from journeys.partitions.mapping import mapper
from tests.bench.page import DETECTION
from tests.bench.sections import section as section_of
from tests.bench.sections import with_section
from tests.detection import speed
from tests.detection.contenders import NAMES, RIVALS, measured, missing
from tests.detection.measure import Row, Trial
from tests.detection.report import section, with_speeds

PAGE = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"
_LIBRARIES = ("numpy", "river", "ruptures", "scipy")


def _arguments(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.detection", description=__doc__)
    parser.add_argument(
        "--quick",
        action="store_true",
        help="a twentieth of the relationships, to see that it works",
    )
    parser.add_argument(
        "--speed", action="store_true", help="how fast alone, put into the page that there is"
    )
    parser.add_argument("--ours", action="store_true", help="leave the others out")
    parser.add_argument(
        "--page", type=Path, metavar="FILE",
        help="write the section into this page (a full run: docs/benchmarks.md)",
    )  # fmt: skip
    return parser.parse_args(words)


def found(trial: Trial, names: tuple[str, ...]) -> list[Row]:
    """Return the rows of these contenders, measured by two processes."""
    begun, rows = time.monotonic(), []
    over = mapper("processes", 2)
    for name, made in zip(names, over(partial(measured, trial=trial), names), strict=True):
        _say(f"{time.monotonic() - begun:5.0f} s  {name}")
        rows += made
    return rows


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)  # noqa: T201


def _about(trial: Trial) -> dict[str, object]:
    versions = []
    for name in _LIBRARIES:
        try:
            versions.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    absent = missing()
    quiet = trial.quiet()
    return {
        "per_kind": trial.per_kind,
        "controls": len(quiet),
        "years": round(quiet.years),
        "tuning": trial.tuning,
        "date": datetime.now(UTC).strftime("%Y-%m-%d"),
        "python": platform.python_version(),
        "versions": ", ".join(versions),
        "missing": f" Not installed, and left out: {', '.join(absent)}." if absent else "",
    }


def main(words: list[str] | None = None) -> None:
    """Measure, print the section, and write it into the page."""
    asked = _arguments(words)
    trial = Trial().smaller(0.05) if asked.quick else Trial()
    _say("how fast")
    if asked.speed:
        _speed_alone(asked.page or PAGE)
        return
    speeds = speed.measured(1000, 3) if asked.quick else speed.measured(20_000, 7)
    rows = found(trial, tuple(name for name in NAMES if not (asked.ours and name in RIVALS)))
    text = section(rows, speeds, _about(trial))
    sys.stdout.write(text)
    whole = not (asked.quick or asked.ours)
    page = asked.page or (PAGE if whole else None)
    if page:
        before = page.read_text(encoding="utf-8") if page.exists() else ""
        page.write_text(with_section(before, DETECTION, text), encoding="utf-8")
        _say(f"written to {page}")


def _speed_alone(page: Path) -> None:
    """Measure how fast, at a quiet moment, and leave what was found of drifts as it is."""
    before = page.read_text(encoding="utf-8")
    own = section_of(before, DETECTION).partition("-->")[2].rpartition("<!--")[0]
    text = with_speeds(own, speed.measured(20_000, 7))
    sys.stdout.write(text.partition("### How fast")[2])
    page.write_text(with_section(before, DETECTION, text), encoding="utf-8")
    _say(f"written to {page}")


if __name__ == "__main__":
    main()

"""The machine, and the versions of everything that takes part."""

from __future__ import annotations

import os
import platform
import sqlite3
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tests.bench.stock import synchronous

_LIBRARIES = ("eventsourcing", "pydantic", "pydantic-core", "networkx")


def machine(folder: Path) -> dict[str, str]:
    """Return what the figures depend on, by name. *folder* is where the files were."""
    return {
        "Date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "Processor": _processor(),
        "Cores": str(os.cpu_count()),
        "Memory": _memory(),
        "System": f"{platform.system()} {platform.release()} {platform.machine()}",
        "File system": _file_system(folder),
        "Load when it began": ", ".join(f"{load:.2f}" for load in os.getloadavg()),
        "Python": f"{platform.python_implementation()} {platform.python_version()}",
        "SQLite": sqlite3.sqlite_version,
        **{name: version(name) for name in _LIBRARIES},
        "synchronous, ours": "FULL (set by the store)",
        "synchronous, library": f"{synchronous(folder / 'mode.db')} (as it comes: it sets none)",
    }


def _processor() -> str:
    for line in _lines("/proc/cpuinfo"):
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or "unknown"


def _memory() -> str:
    for line in _lines("/proc/meminfo"):
        if line.startswith("MemTotal"):
            return f"{int(line.split()[1]) / 2**20:.1f} GiB"
    return "unknown"


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []


def _file_system(folder: Path) -> str:
    try:
        said = subprocess.run(
            ["df", "--output=fstype,source", str(folder)],
            capture_output=True,
            check=True,
            text=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return " on ".join(said.stdout.splitlines()[-1].split())

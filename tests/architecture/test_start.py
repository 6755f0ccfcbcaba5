"""Help is quick: it loads nothing heavy; and what reads beside us, nothing that makes columns."""

import os
import subprocess
import sys
from pathlib import Path

HEAVY = [
    "babel",
    "eventsourcing",
    "fastapi",
    "holidays",
    "networkx",
    "numpy",
    "pandas",
    "pydantic",
    "yaml",
]

ASK_FOR_HELP = """
import sys

sys.argv = ["journeys", "--help"]
from journeys.cli import main

try:
    code = main()
except SystemExit as leaving:
    code = leaving.code
print(*sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
sys.exit(code)
"""
READ = """
import sys

import journeys.io.bulk.reader

print(*sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""


def test_help_loads_none_of_the_heavy_libraries(root: Path) -> None:
    told, loaded = asked(ASK_FOR_HELP, root)
    assert "journeys" in told
    assert [name for name in HEAVY if name in loaded] == []


def test_the_process_that_reads_a_large_file_loads_nothing_that_makes_columns(root: Path) -> None:
    _, loaded = asked(READ, root)
    assert "numpy" in loaded
    assert [name for name in ("networkx", "polars", "rich") if name in loaded] == []


def asked(program: str, root: Path) -> tuple[str, list[str]]:
    # Coverage and the like may ride along in a subprocess, so the environment is a plain one.
    plain = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=root,
        env=plain,
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout, done.stderr.split()

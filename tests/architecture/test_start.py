"""Help is quick: it loads nothing heavy."""

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


def test_help_loads_none_of_the_heavy_libraries(root: Path) -> None:
    # Coverage and the like may ride along in a subprocess, so the environment is a plain one.
    plain = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    asked = subprocess.run(
        [sys.executable, "-c", ASK_FOR_HELP],
        cwd=root,
        env=plain,
        capture_output=True,
        check=False,
        text=True,
    )
    assert asked.returncode == 0, asked.stderr
    assert "journeys" in asked.stdout
    assert [name for name in HEAVY if name in asked.stderr.split()] == []

"""Imports go down only: each contract of the house is tried by breaking it."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

LINT = """
import sys

sys.path.insert(0, sys.argv[1])
from importlinter.cli import lint_imports

sys.exit(lint_imports(config_filename=sys.argv[2], no_cache=True))
"""

STUBS = {
    "domain/__init__.py": "",
    "domain/_kernel.py": "import eventsourcing\n",
    "domain/room.py": "",
    "domain/other.py": "",
    "projections/__init__.py": "",
    "projections/room.py": "import domain.room\n",
    "journeys/__init__.py": "",
    "journeys/store/__init__.py": "",
    "journeys/store/sqlite.py": "import sqlite3\nimport eventsourcing.sqlite\n",
    "journeys/room.py": "import networkx\nimport projections.room\n",
}


def _lint(house: Path, root: Path, **changes: str) -> tuple[int, str]:
    for name, text in {**STUBS, **changes}.items():
        (house / name).parent.mkdir(parents=True, exist_ok=True)
        (house / name).write_text(text, encoding="utf-8")
    linted = subprocess.run(
        [sys.executable, "-c", LINT, str(house), str(root / "pyproject.toml")],
        cwd=house,
        capture_output=True,
        check=False,
        text=True,
    )
    return linted.returncode, linted.stdout + linted.stderr


def test_a_house_in_order_passes(tmp_path: Path, root: Path) -> None:
    code, said = _lint(tmp_path, root)
    assert code == 0, said


@pytest.mark.parametrize(
    ("room", "text"),
    [
        ("domain/room.py", "import projections.room\n"),
        ("projections/room.py", "import journeys.room\n"),
        ("domain/room.py", "import sqlite3\n"),
        ("domain/room.py", "import networkx\n"),
        ("projections/room.py", "import yaml\n"),
        ("domain/room.py", "import eventsourcing.domain\n"),
        ("journeys/room.py", "from eventsourcing import application\n"),
        ("domain/room.py", "import domain.other\n"),
    ],
    ids=[
        "ground floor looks up",
        "middle floor looks up",
        "ground floor opens a database",
        "ground floor builds a graph",
        "middle floor reads a file format",
        "event library in another room below",
        "event library in another room above",
        "two rooms in a circle",
    ],
)
def test_a_broken_floor_is_noticed(tmp_path: Path, root: Path, room: str, text: str) -> None:
    changes = {room: text}
    if "domain.other" in text:
        changes["domain/other.py"] = "import domain.room\n"
    code, said = _lint(tmp_path, root, **changes)
    assert code == 1, said
    assert "BROKEN" in said

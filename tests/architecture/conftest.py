"""What the tests of the house look at: the rooms, and the files that belong to the project."""

import shutil
import subprocess
from pathlib import Path

import pytest

FLOORS = ("domain", "projections", "journeys")


@pytest.fixture(scope="session")
def root() -> Path:
    """Where the project lies."""
    return Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def rooms(root: Path) -> list[Path]:
    """Every Python file of the three floors."""
    return [room for floor in FLOORS for room in sorted((root / floor).rglob("*.py"))]


@pytest.fixture(scope="session")
def project_files(root: Path) -> list[str]:
    """Every file that is, or would be, committed; from the disk where git cannot tell."""
    if (root / ".git").exists() and shutil.which("git"):
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=root,
            capture_output=True,
            check=False,
            text=True,
        )
        if listed.returncode == 0:
            return sorted(name for name in listed.stdout.split("\0") if (root / name).is_file())
    return sorted(
        path.relative_to(root).as_posix()
        for path in root.rglob("*")
        if path.is_file() and not _is_made(path.relative_to(root))
    )


def _is_made(path: Path) -> bool:
    """Tell whether a tool made the file: environments, caches and builds."""
    made = {"build", "dist", "htmlcov", "__pycache__"}
    return bool(made & set(path.parts)) or (path.parts[0].startswith(".") and len(path.parts) > 1)

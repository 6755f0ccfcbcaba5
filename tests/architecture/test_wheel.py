"""The wheel holds the three floors, whole, and nothing else."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

FLOORS = {"domain", "projections", "journeys"}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def contents(root: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Names of the files in a freshly built wheel."""
    shelf = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(shelf)],
        cwd=root,
        check=True,
        capture_output=True,
    )
    (wheel,) = shelf.glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:
        return opened.namelist()


def test_the_wheel_holds_exactly_the_three_floors(contents: list[str]) -> None:
    tops = {name.partition("/")[0] for name in contents}
    assert {top for top in tops if not top.endswith(".dist-info")} == FLOORS
    assert len(tops) == len(FLOORS) + 1


def test_the_wheel_holds_every_file_of_the_floors(
    contents: list[str], project_files: list[str]
) -> None:
    ours = {name for name in project_files if name.partition("/")[0] in FLOORS}
    assert ours == {name for name in contents if name.partition("/")[0] in FLOORS}


def test_the_wheel_holds_the_stories_and_the_catalogues(contents: list[str]) -> None:
    assert any(
        name.startswith("journeys/stories/") and name.endswith((".yaml", ".yml"))
        for name in contents
    )
    assert any(
        name.startswith("journeys/locale/nl/LC_MESSAGES/") and name.endswith((".po", ".mo"))
        for name in contents
    )


def test_the_wheel_says_that_it_is_typed(contents: list[str]) -> None:
    assert {f"{floor}/py.typed" for floor in FLOORS} <= set(contents)


def test_the_wheel_brings_the_command(contents: list[str]) -> None:
    assert any(name.endswith(".dist-info/entry_points.txt") for name in contents)

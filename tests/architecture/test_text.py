"""The project's text says nothing about the machine it was written on."""

import re
from pathlib import Path

import pytest

MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:work|home|root|opt)/\w")
# In pieces, so that this file does not find itself.
REGISTRIES = re.compile(
    "|".join(
        re.escape(f"{name}.{end}")
        for name, end in [
            ("pypi", "org"),
            ("pythonhosted", "org"),
            ("registry.npmjs", "org"),
            ("deb.debian", "org"),
        ]
    )
)
INDEX_OPTIONS = re.compile(r"^\s*(?:-i|-f|--[a-z-]*(?:index|links|host)[a-z-]*)\b", re.MULTILINE)


def _texts(root: Path, names: list[str]) -> dict[str, str]:
    texts = {}
    for name in names:
        stored = (root / name).read_bytes()
        if b"\0" not in stored:
            texts[name] = stored.decode("utf-8")
    return texts


def test_no_text_mentions_a_path_of_a_machine(root: Path, project_files: list[str]) -> None:
    found = {
        name: match.group()
        for name, text in _texts(root, project_files).items()
        if (match := MACHINE_PATHS.search(text))
    }
    assert found == {}


def test_no_text_mentions_a_package_registry(root: Path, project_files: list[str]) -> None:
    found = {
        name: match.group()
        for name, text in _texts(root, project_files).items()
        if (match := REGISTRIES.search(text))
    }
    assert found == {}


@pytest.mark.parametrize("name", ["requirements.txt", "tests/bench/requirements.txt"])
def test_a_lock_file_holds_pins_and_hashes_only(root: Path, name: str) -> None:
    lock = (root / name).read_text(encoding="utf-8")
    pins = re.findall(r"^[a-z0-9][a-z0-9.-]*", lock, re.MULTILINE)
    hashed = re.findall(r"^[a-z0-9.-]+==\S+ \\\n +--hash=sha256:[0-9a-f]{64}", lock, re.MULTILINE)
    assert INDEX_OPTIONS.search(lock) is None
    assert len(pins) == len(hashed) > 0

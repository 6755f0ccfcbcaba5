"""Write the golden files of topics that have none yet, or whose fact gained fields since.

What is there is never written again. The first file of a topic is ``<topic>.json``; where its fact
gained fields since, ``<topic>.2.json`` and so on hold every field of their day. All of them have to
decode for ever.

.venv/bin/python -m tests.golden.make
"""

import json
import re
import sys
from pathlib import Path

from domain._kernel import topics
from tests.domain.facts import event_with, fully

HERE = Path(__file__).parent
_NAME = re.compile(r"(?P<topic>.+\.v[0-9]+)(?:\.[0-9]+)?\.json")


def topic_of(path: Path) -> str:
    """Return the topic of a golden file.

    Examples
    --------
    >>> topic_of(Path("relationship.care-given.v1.2.json"))
    'relationship.care-given.v1'
    """
    named = _NAME.fullmatch(path.name)
    assert named is not None, path.name
    return named["topic"]


def files(topic: str, folder: Path = HERE) -> list[Path]:
    """Return the golden files of a topic, the newest last."""
    found = [path for path in folder.glob(f"{topic}*.json") if topic_of(path) == topic]
    return sorted(found, key=lambda path: (len(path.name), path.name))


def missing(folder: Path = HERE) -> list[str]:
    """Return the topics that have no golden file with all the fields of today."""
    return [topic for topic in topics() if not _is_whole(topic, folder)]


def _is_whole(topic: str, folder: Path) -> bool:
    there = files(topic, folder)
    return bool(there) and _fields(json.loads(there[-1].read_bytes())) >= _fields(_today(topic))


def _today(topic: str) -> object:
    return json.loads(event_with(fully(topics()[topic])).payload())


def _fields(data: object, path: str = "") -> set[str]:
    """Return the path of every field, through what it holds."""
    if isinstance(data, dict):
        return {p for key, value in data.items() for p in _fields(value, f"{path}/{key}")}
    if isinstance(data, list):
        return {path} | {p for value in data for p in _fields(value, path)}
    return {path}


def write(topic: str, folder: Path = HERE) -> Path:
    """Write a golden file of one topic; refuse where there is one with all its fields."""
    if _is_whole(topic, folder):
        raise FileExistsError(topic)
    number = len(files(topic, folder)) + 1
    path = folder / (f"{topic}.json" if number == 1 else f"{topic}.{number}.json")
    with path.open("xb") as new:
        new.write(event_with(fully(topics()[topic])).payload() + b"\n")
    return path


if __name__ == "__main__":
    for name in sys.argv[1:] or missing():
        sys.stderr.write(f"{write(name).name}\n")

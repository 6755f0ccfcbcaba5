"""Write the golden files of topics that have none yet. What is there is never written again.

.venv/bin/python -m tests.golden.make
"""

import sys
from pathlib import Path

import domain
from domain._kernel import topics
from tests.domain.facts import event_with, fully

HERE = Path(__file__).parent


def missing(folder: Path = HERE) -> list[str]:
    """Return the topics that have no golden file."""
    return [topic for topic in topics() if not (folder / f"{topic}.json").exists()]


def write(topic: str, folder: Path = HERE) -> Path:
    """Write the golden file of one topic; refuse where there is one."""
    path = folder / f"{topic}.json"
    with path.open("xb") as new:
        new.write(event_with(fully(topics()[topic])).payload() + b"\n")
    return path


if __name__ == "__main__":
    assert domain.__all__
    for name in sys.argv[1:] or missing():
        sys.stderr.write(f"{write(name).name}\n")

"""Write the generated pages of the documentation; `make docs` runs this.

Each page is made from the program itself, and a test fails when one is stale.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from tests.docs import commands, events, judgement

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
PAGES: dict[str, Callable[[], Iterator[str]]] = {
    "events.md": events.page,
    "rules.md": judgement.recording_rules,
    "findings.md": judgement.findings,
    "duties.md": judgement.duties,
    "commands.md": commands.page,
}
NOTICE = "<!-- Generated from the program: change the program, then run make docs. -->"


def text(name: str) -> str:
    """Return a page as it should stand in the folder."""
    return "\n".join([NOTICE, "", *PAGES[name]()]).rstrip() + "\n"


if __name__ == "__main__":
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for page in PAGES:
        (REFERENCE / page).write_text(text(page), encoding="utf-8")
        print(f"docs/reference/{page}")

"""Write the generated pages of the documentation; `make docs` runs this.

Each page is made from the program itself, and a test fails when one is stale.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench.sections import with_section
from tests.docs import answers, commands, events, judgement, query, requirements

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
PAGES: dict[str, Callable[[], Iterator[str]]] = {
    "events.md": events.page,
    "rules.md": judgement.recording_rules,
    "findings.md": judgement.findings,
    "duties.md": judgement.duties,
    "answers.md": answers.page,
    "commands.md": commands.page,
    "requirements.md": requirements.page,
}
ELSEWHERE = {"requirements.md": REFERENCE.parent}
"""Pages that do not lie in the folder of reference."""
SECTIONS: dict[str, dict[str, Callable[[], Iterator[str]]]] = {
    "query.md": {"attributes": query.attributes, "limits": query.limits},
}
"""Sections of pages that are written by hand, between marks of their own."""
NOTICE = "<!-- Generated from the program: change the program, then run make docs. -->"


def place(name: str) -> Path:
    """Return where a page lies."""
    return ELSEWHERE.get(name, REFERENCE) / name


def text(name: str) -> str:
    """Return a page as it should stand in the folder."""
    return "\n".join([NOTICE, "", *PAGES[name]()]).rstrip() + "\n"


def filled(name: str) -> str:
    """Return a page that is written by hand, with its generated sections as they should be."""
    page = (REFERENCE.parent / name).read_text(encoding="utf-8")
    for section, lines in SECTIONS[name].items():
        page = with_section(page, section, "\n".join(lines()))
    return page


if __name__ == "__main__":
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for page in PAGES:
        place(page).write_text(text(page), encoding="utf-8")
        print(place(page).relative_to(REFERENCE.parents[1]))
    for page in SECTIONS:
        (REFERENCE.parent / page).write_text(filled(page), encoding="utf-8")
        print(f"docs/{page}")

"""Sections of a page that different benchmarks write, none of which overwrites another's."""

from __future__ import annotations

from pathlib import Path


def _marks(name: str) -> tuple[str, str]:
    return f"<!-- {name}: begin -->", f"<!-- {name}: end -->"


def section(text: str, name: str) -> str:
    """Return a section with its marks; nothing where the text has none."""
    begin, end = _marks(name)
    if begin not in text or end not in text:
        return ""
    return begin + text.partition(begin)[2].partition(end)[0] + end


def with_section(text: str, name: str, body: str) -> str:
    """Return the text with this as its section of that name: in its old place, or at the end."""
    begin, end = _marks(name)
    new = f"{begin}\n\n{body.strip()}\n\n{end}"
    old = section(text, name)
    return text.replace(old, new) if old else f"{text.rstrip()}\n\n{new}\n"


def write_around(page: Path, text: str, *names: str) -> None:
    """Write a page anew, and keep the sections of these names that it has."""
    before = page.read_text(encoding="utf-8") if page.exists() else ""
    kept = [found for name in names if (found := section(before, name))]
    page.write_text("\n\n".join([text.rstrip(), *kept]) + "\n", encoding="utf-8")

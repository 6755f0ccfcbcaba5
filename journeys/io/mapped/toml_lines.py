"""TOML as people write it: what it says, and on which line each key stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from journeys.io.files import wrong

Path = tuple[str | int, ...]

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(
    r"\s*((?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*'))*)\s*="
)
_PART = re.compile(r"[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*'")
_AT = re.compile(r"\(at line (\d+), column \d+\)")
_QUOTES = ('"""', "'''")


def tables(text: str, file: str) -> dict[str, Any]:
    """Return what a TOML text says.

    Raises
    ------
    Unreadable
        With the file, the line and what to do.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _AT.search(str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        message = "this is not TOML ({problem}); look at quotation marks and brackets"
        raise wrong(file, line, message, problem=_AT.sub("", str(error)).strip()) from None
    except RecursionError:
        raise wrong(file, 1, "too many tables stand inside each other") from None


def lines_of(text: str) -> dict[Path, int]:
    r"""Return the line (1-based) of every table and key, by path; lists of tables count from 0.

    Examples
    --------
    >>> lines_of('a = 1\n[[file]]\nname = "x"\n[[file.event]]\nfact = "y"')
    {('a',): 1, ('file', 0): 2, ('file', 0, 'name'): 3, ('file', 0, 'event', 0): 4,
    ('file', 0, 'event', 0, 'fact'): 5}
    """
    found: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    for number, line in _outside_of_texts(text):
        header = _HEADER.match(line)
        if header:
            table = _place(_parts(header[2]), counts, begins=header[1] == "[[")
            found.setdefault(table, number)
            continue
        key = _KEY.match(line)
        if key:
            found.setdefault((*table, *_parts(key[1])), number)
    return found


def line_of(lines: dict[Path, int], path: Path) -> int:
    """Return the line of a key, or of the nearest table around it."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def _place(parts: Path, counts: dict[Path, int], *, begins: bool) -> Path:
    place: Path = ()
    for part in parts[:-1]:
        place = (*place, part)
        if place in counts:
            place = (*place, counts[place])
    place = (*place, parts[-1])
    if begins:
        counts[place] = counts.get(place, -1) + 1
    if place in counts:
        place = (*place, counts[place])
    return place


def _parts(dotted: str) -> Path:
    return tuple(part.strip("\"'") for part in _PART.findall(dotted))


def _outside_of_texts(text: str) -> Iterator[tuple[int, str]]:
    inside = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if inside:
            if inside in line:
                inside = ""
            continue
        yield number, line
        opened = next((quotes for quotes in _QUOTES if line.count(quotes) % 2), "")
        inside = opened

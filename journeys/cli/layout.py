"""Laying cells out as a table or as blocks, in so many columns of a terminal.

Written for thousands of rows: a cell that fits is only padded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click
from rich.cells import cell_len, chop_cells

GAP = 2
"""Blanks between two columns."""
LEAST_TEXT = 16
"""A column of text is no narrower, nor than its longest word, up to `LONGEST_WORD`."""
LONGEST_WORD = 40

Cells = Sequence[Sequence[str]]


def widths(cells: Cells, texts: Sequence[bool], room: int) -> list[int] | None:
    """Return how wide each column is, at most *room* together; ``None`` where that cannot be.

    The widest columns of *texts* give way first; the others stay as wide as their widest cell.

    Examples
    --------
    >>> widths([["a", "much more than that"], ["b", "some words"]], [False, True], 19)
    [1, 16]
    >>> widths([["a", "e-22b3be3bfc6f3a1fb02e"]], [False, True], 19)
    """
    columns = list(zip(*cells, strict=True))
    natural = [max(map(_wide, column)) for column in columns]
    floor = [
        min(wide, max(LEAST_TEXT, min(LONGEST_WORD, max(map(_longest, column))))) if text else wide
        for wide, text, column in zip(natural, texts, columns, strict=True)
    ]
    left = room - GAP * (len(columns) - 1)
    if sum(floor) > left:
        return None
    level = max(natural)
    while sum(found := [max(f, min(w, level)) for f, w in zip(floor, natural, strict=True)]) > left:
        level -= 1
    return found


def table(cells: Cells, wide: Sequence[int]) -> Iterator[str]:
    r"""Yield each row as text, of one line or of several.

    Examples
    --------
    >>> list(table([["a", "some words", "c"], ["bb", "in", "d"]], [2, 5, 1]))
    ['a   some   c\n    words', 'bb  in     d']
    """
    for row in cells:
        folded = [fold(cell, room) for cell, room in zip(row, wide, strict=True)]
        lines = []
        for number in range(max(map(len, folded))):
            at = [one[number] if number < len(one) else "" for one in folded]
            padded = [
                text + " " * (room - _wide(text)) for text, room in zip(at, wide, strict=True)
            ]
            lines.append((" " * GAP).join(padded).rstrip())
        yield "\n".join(lines)


def blocks(heads: Sequence[str], cells: Cells, room: int) -> Iterator[str]:
    """Yield each row as lines under its first cell; what was not told is left out.

    Examples
    --------
    >>> import click
    >>> told = blocks(["Id", "Title", "Since"], [["a", "Some words", "–"]], 14)
    >>> [click.unstyle(line) for line in told]
    ['a', '  Title  Some', '  words']
    """
    for number, (first, *rest) in enumerate(cells):
        if number:
            yield ""
        yield from (click.style(line, bold=True) for line in fold(first, room))
        for head, cell in zip(heads[1:], rest, strict=True):
            if cell in {"", "–"}:
                continue
            line, *lines = fold(f"{head}{' ' * GAP}{cell}", room - GAP)
            if line.startswith(head):
                line = click.style(head, dim=True) + line.removeprefix(head)
            yield from (" " * GAP + one for one in [line, *lines])


def fold(text: str, room: int) -> list[str]:
    """Return a text in lines of at most *room*, between words where that can be.

    Examples
    --------
    >>> fold("client-1-00012 and another", 14), fold("", 3)
    (['client-1-00012', 'and another'], [''])
    """
    if _wide(text) <= room and "\n" not in text:
        return [text]
    lines = []
    for paragraph in text.split("\n"):
        line, used = "", 0
        for word in paragraph.split(" "):
            long = _wide(word)
            if line and used + 1 + long <= room:
                line, used = f"{line} {word}", used + 1 + long
                continue
            if line:
                lines.append(line.rstrip())
            *whole, line = chop_cells(word, room) if long > room else [word]
            lines += whole
            used = _wide(line)
        lines.append(line.rstrip())
    return lines


def _wide(text: str) -> int:
    return len(text) if text.isascii() else cell_len(text)


def _longest(text: str) -> int:
    return max(map(_wide, text.split(" ")))

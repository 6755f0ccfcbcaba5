"""A grid of terminal cells to draw two lines and their points on."""

from collections.abc import Sequence
from typing import Final

from journeys.render._monotone import Piece

_BRAILLE: Final = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_COLOURS: Final = {"client": "\x1b[34m", "staff": "\x1b[33m"}
_RESET: Final = "\x1b[0m"
_DASH: Final = 3  # dots drawn, dots left out


class Canvas:
    """Cells that hold a sign and whose sign it is; lines are drawn in dots finer than cells."""

    def __init__(self, width: int, height: int, *, unicode: bool) -> None:
        """Start empty."""
        self.width, self.height, self._unicode = width, height, unicode
        self.fine = (2, 4) if unicode else (1, 1)
        self._dots: dict[tuple[int, int], int] = {}
        self._signs: dict[tuple[int, int], str] = {}
        self._points: dict[tuple[int, int], set[str]] = {}
        self._owners: dict[tuple[int, int], set[str]] = {}

    def line(self, side: str, line: Sequence[Piece]) -> None:
        """Draw a line given in dots: the client's whole, our people's dashed."""
        trail: list[tuple[int, int]] = []
        for piece in line:
            across = abs(piece.end[0] - piece.start[0]) + abs(piece.end[1] - piece.start[1])
            steps = max(1, round(2 * across))
            for i in range(steps + 1):
                x, y = piece.at(i / steps)
                dot = round(x), round(y)
                if not trail or trail[-1] != dot:
                    trail.append(dot)
        for i, dot in enumerate(trail):
            if side == "client" or i // _DASH % 2 == 0 or not self._unicode:
                self._dot(side, *dot)

    def _dot(self, side: str, x: int, y: int) -> None:
        cell = x // self.fine[0], y // self.fine[1]
        if self._unicode:
            bit = _BRAILLE[y % 4][x % 2]
            self._dots[cell] = self._dots.get(cell, 0) | bit
        else:
            self._dots[cell] = ord("." if side == "client" else ":")
        self._owners.setdefault(cell, set()).add(side)

    def point(self, side: str, x: int, y: int, sign: str, both: str) -> None:
        """Put a recorded feeling in a cell; `both` where the other side has one there."""
        there = self._points.setdefault((x, y), set())
        there.add(side)
        self._signs[x, y] = both if len(there) > 1 else sign

    def row(self, y: int, backdrop: str, *, color: bool) -> str:
        """Return a row of cells over a backdrop of the same width."""
        return "".join(self._cell((x, y), backdrop[x], color=color) for x in range(self.width))

    def _cell(self, cell: tuple[int, int], empty: str, *, color: bool) -> str:
        if cell in self._signs:
            sign = self._signs[cell]
        elif cell in self._dots:
            sign = chr(self._dots[cell] + (0x2800 if self._unicode else 0))
        else:
            return empty
        owners = self._points.get(cell) or self._owners[cell]
        if color and len(owners) == 1:
            return f"{_COLOURS[next(iter(owners))]}{sign}{_RESET}"
        return sign

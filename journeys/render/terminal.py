"""The emotion curve in terminal characters."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Final

from journeys.render._canvas import Canvas
from journeys.render._cells import cells, cut, plain
from journeys.render._legend import figures
from journeys.render._monotone import pieces
from journeys.render._scale import Focus, TimeScale, time_scale
from journeys.render._ticks import Label, ticks
from journeys.render._xml import clean
from journeys.render.values import Curve, Sample

__all__ = ["curve"]

_NARROWEST: Final = 40
_LOWEST: Final = 5
_AXIS: Final = 4  # columns for the figures and the axis
_GAP: Final = 3  # columns for a break in the axis


def curve(
    picture: Curve,
    *,
    width: int = 80,
    height: int = 15,
    color: bool = False,
    unicode: bool = True,
    focus: Focus = "auto",
) -> str:
    """Draw the emotion curve of both sides as lines of text.

    The client's line is whole with round points (`*` in ASCII), our people's dashed with
    square points (`o`). Under the plot stand the phases, by name where it fits and by letter
    where it does not, the dates, and the key with the mean over time and peak-end.

    Parameters
    ----------
    picture
        What to draw; without feelings the words say so.
    width
        Columns; fewer than 40 count as 40. No line is wider, and none ends in spaces.
    height
        Rows of the plot alone; fewer than 5 count as 5, and an even number as one more, so
        that zero has a row of its own.
    color
        Whether to use ANSI colours; the caller minds NO_COLOR.
    unicode
        Whether braille and box characters may be used; otherwise the text is pure ASCII.
    focus
        As for `journeys.render.curve.svg`.

    Examples
    --------
    >>> from datetime import datetime
    >>> print(curve(Curve("Nothing yet")))
    Nothing yet
    no feelings recorded
    >>> days = ((1, 1), (5, -1))
    >>> client = tuple(Sample(datetime(2025, 3, d, tzinfo=UTC), v) for d, v in days)
    >>> from journeys.render.values import Figures
    >>> told = {"client": Figures(mean=0, peak_end=-1)}
    >>> short = Curve("Short", client=client, figures=told)
    >>> print(curve(short, width=40, height=5, unicode=False))
    Short
    +1 |*....
       |    ..........
     0 |-------------..........-------------
       |                      ..........
    -1 |                               ....*
       +'-----------------'----------------'
        1 Mar           3 Mar          5 Mar
        2025
     * Client: mean 0 - peak-end -1
    """
    width, height = max(width, _NARROWEST), max(height, _LOWEST) | 1
    title = [cut(clean(picture.title), width)] if clean(picture.title) else []
    scale = time_scale(picture, 0, width - _AXIS - 1, _GAP, focus)
    if scale is None or not (picture.client or picture.staff):
        return _finish([*title, picture.words.nothing], unicode=unicode)
    view = _View(picture, scale, width - _AXIS, unicode)
    phases, short = view.phases()
    rows = [
        *view.plot(height, color=color),
        *([" " * _AXIS + phases] if picture.bands else []),
        *view.dates(),
    ]
    key = [line for entry in view.key(short, "".join(rows)) for line in _fold(entry, width)]
    return _finish([*title, *rows, *key], unicode=unicode)


def _finish(lines: list[str], *, unicode: bool) -> str:
    kept = (line if unicode else plain(line) for line in lines)
    return "\n".join(line.rstrip() for line in kept)


def _fold(entry: str, width: int) -> list[str]:
    """Break a line of the key at spaces where it is too wide, and indent what follows."""
    lines: list[str] = []
    for word in entry.split():
        if lines and cells(lines[-1]) + 1 + cells(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(cut(f"{'   ' if lines else ' '}{word}", width))
    return lines


@dataclass(frozen=True, slots=True)
class _View:
    picture: Curve
    scale: TimeScale
    columns: int
    unicode: bool

    def plot(self, height: int, *, color: bool) -> Iterator[str]:
        canvas = Canvas(self.columns, height, unicode=self.unicode)
        both = "◆" if self.unicode else "#"
        for side, samples, sign in self._sides():
            ordered = sorted(samples, key=lambda sample: sample.at.astimezone(UTC))
            places = [(self.scale.x(s.at), (1 - s.valence) / 2) for s in ordered]
            wide, high = canvas.fine
            fine = [(x * wide, y * (height * high - 1)) for x, y in places]
            canvas.line(side, pieces(fine))
            for x, y in places:
                canvas.point(side, round(x), round(y * (height - 1)), sign, both)
        bar, zero, tear = "│┄╱" if self.unicode else "|-/"
        figures_ = {0: "+1", height // 2: " 0", height - 1: "−1"}
        for y in range(height):
            backdrop = list((zero if y == height // 2 else " ") * self.columns)
            for stretch in self.scale.stretches[:-1]:
                middle = round(stretch.right + _GAP / 2)
                backdrop[middle - 1 : middle + 2] = [" ", tear, " "]
            figure = figures_.get(y, "  ")
            yield f"{figure} {bar}{canvas.row(y, ''.join(backdrop), color=color)}"

    def _sides(self) -> tuple[tuple[str, tuple[Sample, ...], str], ...]:
        round_, square = "●■" if self.unicode else "*o"
        picture = self.picture
        return (("staff", picture.staff, square), ("client", picture.client, round_))

    def phases(self) -> tuple[str, list[str]]:
        """Return the phase strip, and the phases of which it has the letter alone."""
        words, strip, told = self.picture.words, [" "] * self.columns, set[str]()
        for band in self.picture.bands:
            left = round(self.scale.x(band.start))
            end = self.columns if band.end is None else round(self.scale.x(band.end))
            right = self.columns if end >= self.columns - 1 else max(left + 1, end)
            name = clean(band.label) or words.phases[band.phase]
            if cells(name) == len(name) < right - left:
                told.add(band.phase)
            else:
                name = words.letters[band.phase]
            piece = name if right - left == 1 else f"{'▏' if self.unicode else '|'}{name}"
            strip[left:right] = piece.ljust(right - left)[: right - left]
        short = dict.fromkeys(b.phase for b in self.picture.bands if b.phase not in told)
        return "".join(strip), list(short)

    def dates(self) -> Iterator[str]:
        corner, axis, notch = "└─┴" if self.unicode else "+-'"
        line = [axis] * self.columns
        upper, lower = [" "] * self.columns, [" "] * self.columns
        for tick in ticks(self.scale, self.picture.words, cells, 2, 0.5):
            line[round(tick.x)] = notch
            _put(upper, tick.label)
            if tick.context is not None:
                _put(lower, tick.context)
        yield " " * (_AXIS - 1) + corner + "".join(line)
        yield " " * _AXIS + "".join(upper)
        yield " " * _AXIS + "".join(lower)

    def key(self, short: list[str], plotted: str) -> Iterator[str]:
        signs = {side: sign for side, _, sign in self._sides()}
        words, both = self.picture.words, "◆" if self.unicode else "#"
        for side, name, said in figures(self.picture):
            yield f"{signs[side]} {name}: {said}" if said else f"{signs[side]} {name}"
        if both in plotted:
            yield f"{both} {words.both}"
        if len(self.scale.stretches) > 1:
            tear = "╱" if self.unicode else "/"
            last = words.last_stretch.format(self.scale.factor)
            yield f"{tear} {words.long_history} {tear} {last}"
        if short:
            yield ", ".join(f"{words.letters[p]} {words.phases[p]}" for p in short)


def _put(row: list[str], label: Label) -> None:
    start = min(len(row) - len(label.text), max(0, round(label.x - label.width / 2 + 0.5)))
    row[start : start + len(label.text)] = label.text

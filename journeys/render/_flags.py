"""Findings as numbered flags above the plot; those that would collide share one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Final

from journeys.render._frame import SMALL, Frame
from journeys.render._scale import TimeScale
from journeys.render._shapes import severity
from journeys.render._xml import clean, escape, tag, text, width
from journeys.render.values import SEVERITIES, Curve, Mark, Words

LANE: Final = 22.0
_HEIGHT: Final = 18.0
_LANES: Final = 3
_NEAR: Final = (3.0, 8.0, 14.0, 20.0, 28.0, 40.0, 56.0, 80.0, 120.0)


@dataclass(frozen=True, slots=True)
class Flag:
    """One or more findings, numbered `first` to `last`, at `x`; it flies over `left`…`right`."""

    first: int
    marks: tuple[Mark, ...]
    x: float
    left: float
    lane: int

    @property
    def number(self) -> str:
        """Return `3`, or `3–5` for a shared flag."""
        last = self.first + len(self.marks) - 1
        return f"{self.first}" if last == self.first else f"{self.first}–{last}"

    @property
    def worst(self) -> str:
        """Return the gravest severity."""
        return max((mark.severity for mark in self.marks), key=SEVERITIES.index)

    @property
    def right(self) -> float:
        """Return the right end of the cloth, px."""
        return self.left + _width(self.number)


def numbered(curve: Curve) -> list[tuple[int, Mark]]:
    """Return the findings with their numbers, in the order in which they became true."""
    return list(enumerate(sorted(curve.marks, key=lambda mark: mark.at.astimezone(UTC)), start=1))


def flags(curve: Curve, scale: TimeScale, right: float) -> tuple[Flag, ...]:
    """Return the flags: merged as little as lets them hang in three lanes without touching."""
    marks = numbered(curve)
    placed: list[Flag] | None = None
    for near in (*_NEAR, float("inf")):
        placed = _place(_groups(marks, scale, near), scale, right)
        if placed is not None:
            break
    return tuple(placed or ())


def draw(flags_: Sequence[Flag], frame: Frame) -> Iterator[str]:
    """Yield the poles, then the cloths, so that no pole crosses a number."""
    for flag in flags_:
        foot = frame.top - flag.lane * LANE - 6
        pole = f"M{flag.x:.2f},{foot - _HEIGHT:.2f}V{frame.bottom:.2f}"
        yield tag("path", d=pole, class_="pole")
    for flag in flags_:
        top = frame.top - flag.lane * LANE - 6 - _HEIGHT
        yield tag(
            "g",
            tag("title", escape(_says(flag, frame.curve.words))),
            tag(
                "rect",
                x=flag.left,
                y=top,
                width=flag.right - flag.left,
                height=_HEIGHT,
                rx=4,
                class_="pill",
            ),
            severity(flag.worst, flag.left + 10, top + _HEIGHT / 2, 4.5),
            text(flag.number, flag.left + 18, top + 13, "small strong"),
        )


def _says(flag: Flag, words: Words) -> str:
    return "\n".join(
        f"{flag.first + i}. {words.format_date(mark.at, 'date')}"
        f" ({words.severities[mark.severity]}): {clean(mark.label)}"
        for i, mark in enumerate(flag.marks)
    )


def _width(number: str) -> float:
    return 24 + width(number, SMALL)


def _groups(
    marks: Sequence[tuple[int, Mark]], scale: TimeScale, near: float
) -> list[list[tuple[int, Mark]]]:
    groups: list[list[tuple[int, Mark]]] = []
    for number, mark in marks:
        if groups and scale.x(mark.at) - scale.x(groups[-1][0][1].at) < near:
            groups[-1].append((number, mark))
        else:
            groups.append([(number, mark)])
    return groups


def _place(
    groups: Sequence[Sequence[tuple[int, Mark]]], scale: TimeScale, right: float
) -> list[Flag] | None:
    ends = [float("-inf")] * _LANES
    placed: list[Flag] = []
    for group in groups:
        x = scale.x(group[0][1].at)
        flag = Flag(group[0][0], tuple(mark for _, mark in group), x, x, 0)
        left = min(x, right - (flag.right - flag.left))
        lane = next((i for i, end in enumerate(ends) if end + 4 <= left), None)
        if lane is None:
            return None
        flag = Flag(flag.first, flag.marks, x, left, lane)
        ends[lane] = flag.right
        placed.append(flag)
    return placed

"""Inside the plot: phase bands, grid, the lines and points of both sides, the break."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from journeys.render._frame import SMALL, TEXT, Frame
from journeys.render._monotone import path, pieces
from journeys.render._shapes import point
from journeys.render._xml import clean, escape, num, tag, text, width
from journeys.render.values import Band, Curve, Sample

STRIP: Final = 20.0
_AIR: Final = 4.0
_SIZES: Final = ((40, 4.5), (120, 3.2))


@dataclass(frozen=True, slots=True)
class Name:
    """What fits of a phase's name in a piece of its band: all, its letter, or nothing."""

    phase: str
    text: str
    x: float
    whole: bool


def names(frame: Frame) -> tuple[Name, ...]:
    """Return what stands in the phase strip, piece by piece."""
    found = []
    for band in frame.curve.bands:
        low, high = ends(band, frame)
        for stretch in frame.scale.stretches:
            left, right = max(low, stretch.left), min(high, stretch.right)
            whole = clean(band.label) or frame.curve.words.phases[band.phase]
            letter = frame.curve.words.letters[band.phase]
            if right > left:
                room = right - left - _AIR
                says = next((s for s in (whole, letter) if width(s, SMALL) <= room), "")
                found.append(Name(band.phase, says, (left + right) / 2, says == whole))
    return tuple(found)


def ends(band: Band, frame: Frame) -> tuple[float, float]:
    """Return where a band begins and ends, px; the first and last reach the plot's edges."""
    stretches = frame.scale.stretches
    low = frame.scale.x(band.start)
    high = frame.right if band.end is None else frame.scale.x(band.end)
    low = frame.left if low <= stretches[0].left else low
    return low, frame.right if high >= stretches[-1].right else high


def bands(frame: Frame) -> Iterator[str]:
    """Yield the tints behind the plot and the strip below it."""
    height = frame.bottom - frame.top
    for band in frame.curve.bands:
        low, high = ends(band, frame)
        place = {"x": low, "width": max(high - low, 0.75)}
        yield tag("rect", **place, y=frame.top, height=height, class_=f"tint {band.phase}")
        yield tag(
            "g",
            tag("title", escape(_band_says(band, frame.curve))),
            tag("rect", **place, y=frame.bottom, height=STRIP, class_=f"strip {band.phase}"),
        )


def strip(frame: Frame) -> Iterator[str]:
    """Yield the names in the phase strip."""
    for name in names(frame):
        if name.text:
            yield text(name.text, name.x, frame.bottom + 14, "small middle")


def grid(frame: Frame) -> Iterator[str]:
    """Yield the lines at whole and half valences and the scale in figures and words."""
    words = frame.curve.words
    for valence in (1.0, 0.5, 0.0, -0.5, -1.0):
        class_ = "grid" if valence else "zero"
        line = f"M{num(frame.left)},{num(frame.y(valence))}H{num(frame.right)}"
        yield tag("path", d=line, class_=class_)
    for valence, word in ((1, words.very_good), (0, words.neutral), (-1, words.very_bad)):
        x, y = frame.left - 8, frame.y(valence)
        figure = words.number(valence) if valence else "0"
        yield text(figure, x, y - 1, "small strong end")
        yield text(word, x, y + 12, "small muted end")


def line(frame: Frame, side: str, samples: tuple[Sample, ...]) -> str:
    """Return the smooth line of a side; nothing with fewer than two samples."""
    places = [(frame.scale.x(s.at), frame.y(s.valence)) for s in _in_order(samples)]
    smooth = path(pieces(places))
    d = " ".join(p if isinstance(p, str) else f"{num(p[0])},{num(p[1])}" for p in smooth)
    return tag("path", d=d, class_=f"line {side}") if d else ""


def points(frame: Frame, side: str, samples: tuple[Sample, ...]) -> Iterator[str]:
    """Yield the recorded feelings of a side, each with its tooltip."""
    radius = next((r for most, r in _SIZES if len(samples) <= most), 2.2)
    name = frame.curve.words.client if side == "client" else frame.curve.words.staff
    for sample in _in_order(samples):
        place = frame.scale.x(sample.at), frame.y(sample.valence)
        yield tag(
            "g",
            tag("title", escape(f"{name} · {sample_says(sample, frame.curve)}")),
            point(side, *place, radius, hollow=sample.approximate),
        )


def tear(frame: Frame, gap: float) -> Iterator[str]:
    """Yield the break in the axis: a torn strip over everything, from top to date axis."""
    step, depth = 6.0, 3.0
    for stretch in frame.scale.stretches[:-1]:
        left, right = stretch.right + depth, stretch.right + gap - depth
        down = [
            frame.top + i * step for i in range(int((frame.bottom + STRIP - frame.top) // step))
        ]
        down += [frame.bottom + STRIP]
        sway = [depth if i % 2 else -depth for i in range(len(down))]
        one = [f"{num(left + s)},{num(y)}" for s, y in zip(sway, down, strict=True)]
        two = [f"{num(right + s)},{num(y)}" for s, y in zip(sway, down, strict=True)]
        yield tag("polygon", points=" ".join((*one, *reversed(two))), class_="surface")
        yield tag("polyline", points=" ".join(one), class_="zero")
        yield tag("polyline", points=" ".join(two), class_="zero")


def nothing(frame: Frame) -> str:
    """Return the words for a picture without feelings."""
    x, y = (frame.left + frame.right) / 2, frame.y(0) - TEXT
    return text(frame.curve.words.nothing, x, y, "middle muted")


def sample_says(sample: Sample, curve: Curve) -> str:
    """Return a feeling in words: date, valence, emotion, what happened."""
    words = curve.words
    date = words.format_date(sample.at, "date")
    parts = [
        words.about.format(date) if sample.approximate else date,
        words.number(sample.valence),
        clean(sample.category or ""),
        clean(sample.label),
    ]
    return " · ".join(part for part in parts if part)


def _band_says(band: Band, curve: Curve) -> str:
    words = curve.words
    dates = words.format_date(band.start, "date")
    if band.end is not None:
        dates += f" – {words.format_date(band.end, 'date')}"
    return f"{clean(band.label) or words.phases[band.phase]} · {dates}"


def _in_order(samples: tuple[Sample, ...]) -> list[Sample]:
    return sorted(samples, key=_utc)


def _utc(sample: Sample) -> datetime:
    return sample.at.astimezone(UTC)

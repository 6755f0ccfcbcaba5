"""Keys: who is who with the two figures, and what the signs mean."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from journeys.render._frame import TEXT
from journeys.render._shapes import point, severity
from journeys.render._xml import num, tag, text, width, wrap
from journeys.render.values import SEVERITIES, Curve, Figures, Sample, Words

ROW: Final = 20.0
Kind = Literal["line", "more", "hollow", "severity", "phase", "within"]
_SPACE: Final = 22.0
_SIGN_WIDTHS: Final = {"line": 38.0, "more": 38.0, "hollow": 17.0, "severity": 17.0, "phase": 24.0,
                      "within": 28.0}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """A sign and its meaning."""

    kind: Kind
    name: str
    meaning: str
    letter: str = ""

    @property
    def sign_width(self) -> float:
        """Return the room for the sign, px."""
        return _SIGN_WIDTHS[self.kind]

    @property
    def width(self) -> float:
        """Return the room for sign and meaning, px."""
        return self.sign_width + width(self.meaning, TEXT)

    def draw(self, x: float, y: float) -> str:
        """Return the entry with its left end at `x` and its text on the line `y`."""
        return self._sign(x, y - 4) + text(self.meaning, x + self.sign_width, y, "")

    def _sign(self, x: float, y: float) -> str:
        match self.kind:
            case "line":
                stroke = tag("path", d=f"M{num(x)},{num(y)}h30", class_=f"line {self.name}")
                return stroke + point(self.name, x + 15, y, 4.5)
            case "more":
                return ""
            case "hollow":
                return point(self.name, x + 6, y, 4.5, hollow=True)
            case "within":
                box = {"x": x, "y": y - 6, "width": 22.0, "height": 12.0}
                edges = tag(
                    "path", d=f"M{num(x)},{num(y - 6)}h22m-22,12h22", class_=f"edge {self.name}"
                )
                return tag("rect", **box, class_=f"within {self.name}") + edges
            case "severity":
                return severity(self.name, x + 6, y)
            case "phase":
                patch = {"x": x, "y": y - 7, "width": 18.0, "height": 14.0}
                letter = text(self.letter, x + 9, y + 4, "small middle")
                return tag("rect", **patch, class_=f"strip {self.name}") + letter


def figures(curve: Curve) -> list[tuple[str, str, str]]:
    """Return side, name and the two figures in words, for each side that has samples."""
    words = curve.words
    sides: list[tuple[str, str, tuple[Sample, ...]]] = [
        ("client", words.client, curve.client),
        ("staff", words.staff, curve.staff),
    ]
    return [
        (side, name, _says(curve.figures.get(side), words))
        for side, name, samples in sides
        if samples
    ]


def _says(told: Figures | None, words: Words) -> str:
    if told is None:
        return ""
    mean, remembered = words.number(told.mean), words.number(told.peak_end)
    return f"{words.mean} {mean} · {words.peak_end} {remembered}"


def sides(curve: Curve) -> list[Entry]:
    """Return the entries of the two lines."""
    return [
        Entry("line", side, f"{name}: {said}" if said else name)
        for side, name, said in figures(curve)
    ]


def signs(curve: Curve, phases: Sequence[str]) -> list[Entry]:
    """Return the entries of the signs in this picture, the gravest severity first."""
    entries = []
    vague = {
        side
        for side, samples in (("client", curve.client), ("staff", curve.staff))
        for sample in samples
        if sample.approximate
    }
    if vague:
        entries.append(Entry("hollow", min(vague), curve.words.approximate))
    present = {mark.severity for mark in curve.marks}
    entries += [
        Entry("severity", name, curve.words.severities[name])
        for name in reversed(SEVERITIES)
        if name in present
    ]
    words = curve.words
    entries += [Entry("phase", name, words.phases[name], words.letters[name]) for name in phases]
    return entries


def flow(entries: Sequence[Entry], left: float, right: float) -> list[list[tuple[float, Entry]]]:
    """Return rows of entries with their left ends; an entry that is too wide takes two rows."""
    rows: list[list[tuple[float, Entry]]] = []
    x = left
    for entry in (part for whole in entries for part in _parts(whole, right - left)):
        if not rows or x + entry.width > right:
            rows.append([])
            x = left
        rows[-1].append((x, entry))
        x += entry.width + _SPACE
    return rows


def draw(rows: Sequence[Sequence[tuple[float, Entry]]], top: float) -> Iterator[str]:
    """Yield the rows, the first one's text `ROW` below `top`."""
    for i, row in enumerate(rows):
        for x, entry in row:
            yield entry.draw(x, top + (i + 1) * ROW - 5)


def _parts(entry: Entry, room: float) -> list[Entry]:
    lines = wrap(entry.meaning, room - entry.sign_width, TEXT, 2)
    kinds: tuple[Kind, ...] = (entry.kind, "more")
    return [
        Entry(kind, entry.name, line, entry.letter)
        for kind, line in zip(kinds, lines, strict=False)
    ]

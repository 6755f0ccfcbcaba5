"""The filmstrip: a story moment by moment, with both sides' feelings running through it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from journeys.render._boxes import face, feeling
from journeys.render._document import document, header
from journeys.render._figure import wide_enough
from journeys.render._frame import MARGIN, SMALL, TEXT
from journeys.render._moods import Told, moods, row
from journeys.render._shapes import severity
from journeys.render._strip_key import key
from journeys.render._xml import clean, escape, fit, num, tag, text, width, wrap
from journeys.render.picture_style import picture_stylesheet
from journeys.render.strip_values import Shot, Strip, Turn
from journeys.render.style import Scheme

__all__ = ["MOST", "Scheme", "gathered", "says", "svg"]

MOST: Final = 60
_CARD: Final = 160.0
_GAP: Final = 10.0
_EDGE: Final = 15.0  # px of film above and below the shots
_STRIP: Final = 20.0
_BAND: Final = 58.0
_LINE: Final = 13.5
_PAD: Final = 8.0
_LINES: Final = 3
_TURNS: Final = 3


def svg(
    strip: Strip,
    *,
    width: int | None = None,
    most: int = MOST,
    scheme: Scheme = "auto",
    styled: bool = True,
) -> str:
    """Draw a filmstrip.

    Each shot is a moment: the phase it stands in, both sides' feelings (the client a whole line
    with round points, our people a dashed one with square points; nothing where nothing was told),
    when it was, what happened, and which findings begin there or are no longer so.

    Parameters
    ----------
    strip
        What to draw; nothing and one moment can be drawn too.
    width
        px, at least 280; 960 unless told.
    most
        So many moments are drawn at most; of more, runs of the quietest stand as one.
    scheme
        `auto` follows the reader's preference for light or dark.
    styled
        Whether the picture carries its stylesheet.

    Raises
    ------
    ValueError
        When the width is below 280 px.

    Examples
    --------
    >>> "nothing had happened by then" in svg(Strip("Nothing yet"))
    True
    """
    full = float(960 if width is None else width)
    wide_enough(full, "a filmstrip is")
    shots = gathered(strip.shots, most)
    drawn, y = header(strip.title, strip.description, full)
    told = {side: moods(shots, side) for side in ("staff", "client")}
    room = full - 2 * MARGIN - _GAP
    size = max(1, int(room // (_CARD + _GAP)))
    wide = min(room / size - _GAP, 230.0)
    for first in range(0, len(shots), size):
        part, y = _row(shots[first : first + size], first, told, strip, wide, y)
        drawn += [*part]
        y += 12
    if shots:
        entries, y = key(strip, MARGIN, full - MARGIN, y + 12)
        drawn += entries
    else:
        drawn.append(text(strip.words.nothing, full / 2, y + 40, "middle muted"))
        y += 80
    shown = sum(1 for shot in shots if not shot.skipped)
    about = (strip.description, strip.words.summary.format(len(strip.shots), shown))
    named = clean(strip.title) or strip.words.moment
    style = picture_stylesheet(scheme) if styled else None
    return document("js", named, about, (full, y + 6), strip.words.base.language, style, drawn)


def gathered(shots: Sequence[Shot], most: int) -> list[Shot]:
    """Return at most about *most* shots: runs of those that matter least stand as one.

    The first and the last stay; of those that matter alike, those at which a mood turns most.

    Examples
    --------
    >>> quiet = [Shot(f"{day} May", "contract") for day in range(1, 9)]
    >>> [shot.skipped for shot in gathered([Shot("1 May", "contract", begins=True), *quiet], 4)]
    [0, 7, 0]
    """
    if len(shots) <= most:
        return list(shots)
    # About every second shot that is drawn may be a run of quiet ones.
    jumps = _jumps(shots)
    ends = (0, len(shots) - 1)
    ranked = sorted(
        range(len(shots)), key=lambda n: (n not in ends, -shots[n].weight, -jumps[n], n)
    )
    stay = set(ranked[: max(1, most // 2)])
    found: list[Shot] = []
    for number, shot in enumerate(shots):
        if number in stay:
            found.append(shot)
        elif found and found[-1].skipped:
            found[-1] = replace(found[-1], skipped=found[-1].skipped + 1, when=shot.when)
        else:
            found.append(Shot(shot.when, shot.phase, skipped=1))
    return [shots[_place(found, n)] if shot.skipped == 1 else shot for n, shot in enumerate(found)]


def _jumps(shots: Sequence[Shot]) -> list[float]:
    """Return by how much a side's feeling at each shot differs from the one told before."""
    jumps = [0.0] * len(shots)
    for side in ("client", "staff"):
        for (_, before), (number, felt) in pairwise(moods(shots, side)):
            jumps[number] = max(jumps[number], abs(felt - before))
    return jumps


def _place(found: Sequence[Shot], number: int) -> int:
    return sum(max(1, shot.skipped) for shot in found[:number])


def says(turn: Turn, strip: Strip) -> str:
    """Return a finding that begins or ends, in words."""
    words = strip.words
    if not turn.begins:
        return words.closes.format(clean(turn.label))
    return f"{words.base.severities[turn.severity]}: {clean(turn.label)}"


def _row(
    shots: Sequence[Shot],
    first: int,
    told: dict[str, list[Told]],
    strip: Strip,
    wide: float,
    top: float,
) -> tuple[list[str], float]:
    high = max(_height(shot, strip, wide) for shot in shots)
    bottom = top + high + 2 * _EDGE
    left = MARGIN + _GAP
    right = left + len(shots) * (wide + _GAP)
    drawn = [
        tag(
            "rect", x=MARGIN, y=top, width=right - MARGIN, height=bottom - top, rx=6, class_="film"
        ),
        *_holes(MARGIN, right, (top, bottom)),
    ]
    for number, shot in enumerate(shots):
        drawn += _shot(shot, strip, left + number * (wide + _GAP), top + _EDGE, (wide, high))
    band = top + _EDGE + _STRIP, top + _EDGE + _STRIP + _BAND
    step = wide + _GAP
    for side, felt in told.items():
        across = (left + wide / 2, step, (wide / 2) / step)
        drawn += row(felt, side, first, len(shots), across, band)
    return drawn, bottom


def _holes(left: float, right: float, along: tuple[float, float]) -> Iterator[str]:
    """Yield the holes at both edges of the film, as one path."""
    top, bottom = along
    count = int((right - left - 12) // 18)
    begins = (left + 9 + 18 * number for number in range(count))
    ends = (top + 4.5, bottom - 10.5)
    d = "".join(f"M{num(x)},{num(y)}h8v6h-8z" for x in begins for y in ends)
    yield tag("path", d=d, class_="card")


def _shot(shot: Shot, strip: Strip, x: float, y: float, size: tuple[float, float]) -> Iterator[str]:
    wide, high = size
    words = strip.words
    yield tag("rect", x=x, y=y, width=wide, height=high, rx=3, class_="card")
    yield tag("rect", x=x, y=y, width=wide, height=_STRIP, rx=3, class_=f"strip {shot.phase}")
    phase = words.base.phases[shot.phase]
    named = words.begins.format(phase) if shot.begins else phase
    yield text(fit(named, wide - 2 * _PAD, SMALL), x + _PAD, y + 14,
               "small strong" if shot.begins else "small")  # fmt: skip
    middle = y + _STRIP + _BAND / 2
    yield tag("path", d=f"M{num(x)},{num(middle)}h{num(wide)}", class_="grid")
    body = y + _STRIP + _BAND
    yield tag("path", d=f"M{num(x)},{num(body)}h{num(wide)}", class_="grid")
    yield tag("g", tag("title", escape(_told(shot, strip))), *_inside(shot, strip, x, body, wide))


def _inside(shot: Shot, strip: Strip, x: float, y: float, wide: float) -> Iterator[str]:
    left, room = x + _PAD, wide - 2 * _PAD
    line = y + 17
    name = fit(clean(shot.name), room - width(shot.when, TEXT) - 8, SMALL)
    yield text(fit(shot.when, room, TEXT), left, line, "strong")
    if name:
        yield text(name, x + wide - _PAD, line, "small muted end")
    if shot.skipped:
        yield text(strip.words.quiet.format(shot.skipped), left, line + 16, "small muted")
        return
    line += 4
    if shot.client is not None or shot.staff is not None:
        line += 15
        yield from _felt(shot, strip, left, line)
        line += 4
    for said in _lines(shot, strip, room):
        line += _LINE
        yield text(said, left, line, "small")
    for turn in shot.turns[:_TURNS]:
        line += 5
        for number, said in enumerate(_turn(turn, strip, room)):
            line += _LINE
            if not number:
                yield _sign(turn, left, line)
            yield text(said, left + 15, line, "small" if turn.begins else "small muted")
    if len(shot.turns) > _TURNS:
        more = strip.words.more.format(len(shot.turns) - _TURNS)
        yield text(more, left + 15, line + _LINE + 3, "small muted")


def _sign(turn: Turn, left: float, line: float) -> str:
    if turn.begins:
        return severity(turn.severity, left + 5, line - 4, 4.5)
    return text("✓", left + 1, line, "small muted")


def _felt(shot: Shot, strip: Strip, x: float, y: float) -> Iterator[str]:
    for side, felt in (("client", shot.client), ("staff", shot.staff)):
        if felt is not None:
            said = strip.words.base.number(felt)
            yield face(side, feeling(felt), x + 6, y - 4, 6)
            yield text(said, x + 16, y, "small")
            x += 28 + width(said, SMALL)


def _lines(shot: Shot, strip: Strip, room: float) -> list[str]:
    told = [clean(line) for line in shot.lines]
    if not told and not shot.skipped and any(turn.begins for turn in shot.turns):
        told = [strip.words.deadline]
    found = [part for line in told[:_LINES] for part in wrap(line, room, SMALL, 2)]
    if len(told) > _LINES:
        found.append(strip.words.more.format(len(told) - _LINES))
    return found


def _turn(turn: Turn, strip: Strip, room: float) -> list[str]:
    return wrap(says(turn, strip), room - 15, SMALL, 3 if turn.begins else 2)


def _height(shot: Shot, strip: Strip, wide: float) -> float:
    room = wide - 2 * _PAD
    high = _STRIP + _BAND + 21
    if shot.skipped:
        return high + 20
    high += 19 if shot.client is not None or shot.staff is not None else 0
    high += _LINE * len(_lines(shot, strip, room))
    for turn in shot.turns[:_TURNS]:
        high += 5 + _LINE * len(_turn(turn, strip, room))
    return high + (_LINE + 3 if len(shot.turns) > _TURNS else 0) + 8


def _told(shot: Shot, strip: Strip) -> str:
    """Return everything that a shot shows, in words, a line each."""
    words = strip.words
    lines = [clean(f"{shot.when} {shot.name}"), *map(clean, shot.lines)]
    if shot.skipped:
        lines.append(words.quiet.format(shot.skipped))
    for name, felt in ((words.base.client, shot.client), (words.base.staff, shot.staff)):
        if felt is not None:
            lines.append(f"{name}: {words.base.number(felt)}")
    return "\n".join([*lines, *(says(turn, strip) for turn in shot.turns)])

"""The key of a filmstrip: only what this one shows."""

from journeys.render import _legend
from journeys.render.strip_values import Strip
from journeys.render.values import SEVERITIES


def key(strip: Strip, left: float, right: float, y: float) -> tuple[list[str], float]:
    """Return the key drawn between left and right from the line *y* on, and where it ends."""
    base = strip.words.base
    sides = [
        ("client", base.client, [shot.client for shot in strip.shots]),
        ("staff", base.staff, [shot.staff for shot in strip.shots]),
    ]
    entries = [
        _legend.Entry("line", side, name)
        for side, name, felt in sides
        if any(one is not None for one in felt)
    ]
    present = {turn.severity for shot in strip.shots for turn in shot.turns if turn.begins}
    entries += [
        _legend.Entry("severity", name, base.severities[name])
        for name in reversed(SEVERITIES)
        if name in present
    ]
    rows = _legend.flow(entries, left, right)
    top = y - _legend.ROW
    return [*_legend.draw(rows, top)], top + len(rows) * _legend.ROW

"""The dates under a plot."""

from journeys.render._frame import SMALL, TEXT, Frame
from journeys.render._ticks import ticks
from journeys.render._xml import fit, num, tag, text, width


def dates(frame: Frame, top: float, inset: float) -> list[str]:
    """Return the dates from *top* on; one may reach *inset* px over the ends of its stretch."""
    words = frame.curve.words
    drawn = []
    for tick in ticks(frame.scale, words, lambda label: width(label, TEXT), 14, inset):
        drawn.append(tag("path", d=f"M{num(tick.x)},{num(top)}v5", class_="zero"))
        drawn.append(text(tick.label.text, tick.label.x, top + 18, "middle"))
        if tick.context is not None:
            drawn.append(text(tick.context.text, tick.context.x, top + 33, "small muted middle"))
    if len(frame.scale.stretches) > 1:
        captions = (words.long_history, words.last_stretch.format(frame.scale.factor))
        for stretch, caption in zip(frame.scale.stretches, captions, strict=True):
            x, room = (stretch.left + stretch.right) / 2, stretch.right - stretch.left + inset + 3
            drawn.append(text(fit(caption, room, SMALL), x, top + 51, "small muted middle"))
    return drawn

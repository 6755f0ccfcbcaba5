"""What filmstrips, comparisons and lists add to the one stylesheet."""

from journeys.render.network_style import network_stylesheet
from journeys.render.style import Scheme, palette

__all__ = ["picture_stylesheet"]


def picture_stylesheet(scheme: Scheme = "auto") -> str:
    """Return the CSS of these pictures, every rule confined to `.journey-curve`.

    Examples
    --------
    >>> ".journey-curve .film" in picture_stylesheet()
    True
    """
    colours = palette(scheme)

    def paint(which: str, name: str) -> str:
        return f"{which}:{colours[name]};{which}:var(--jc-{name})"

    rules = {
        ".film": [paint("fill", "ended-strong")],
        ".card": [paint("fill", "surface")],
        ".hatch": ["fill:none", paint("stroke", "zero"), "stroke-width:1.25"],
        ".madeup": [
            "fill:none",
            paint("stroke", "ink"),
            "stroke-width:1.5",
            "stroke-dasharray:9 4",
        ],
        ".span": ["fill:none", "stroke-width:5", "stroke-linecap:butt"],
        ".bar": [paint("fill", "grid"), paint("stroke", "zero"), "stroke-width:.75"],
        ".reach": ["fill:none", "stroke-width:2"],
        ".within.client": [paint("fill", "client"), "fill-opacity:.16"],
        ".within.staff": [paint("fill", "staff"), "fill-opacity:.13"],
        ".edge": ["fill:none", "stroke-width:1", "stroke-opacity:.7"],
        ".edge.client": [paint("stroke", "client")],
        ".edge.staff": [paint("stroke", "staff"), "stroke-dasharray:2 3"],
    }
    for name in ("critical", "high", "medium", "low", "info", "positive"):
        rules[f".span.{name}"] = ["fill:none", paint("stroke", name)]
    rules[".reach"].append(paint("stroke", "ink"))
    own = (f".journey-curve {name}{{{';'.join(said)}}}" for name, said in rules.items())
    return network_stylesheet(scheme) + "".join(own)

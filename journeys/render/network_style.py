"""What a touchpoint graph and a blueprint add to the one stylesheet: boxes, ways, marks."""

from journeys.render.style import Scheme, palette, stylesheet

__all__ = ["network_stylesheet"]


def network_stylesheet(scheme: Scheme = "auto") -> str:
    """Return the CSS of a touchpoint graph, every rule confined to `.journey-curve`.

    Examples
    --------
    >>> ".journey-curve .box" in network_stylesheet()
    True
    """
    colours = palette(scheme)

    def paint(which: str, name: str) -> str:
        return f"{which}:{colours[name]};{which}:var(--jc-{name})"

    rules = {
        ".box": [paint("fill", "surface"), paint("stroke", "zero"), "stroke-width:1.25"],
        ".box.designed": ["stroke-dasharray:4 3"],
        ".box.unplanned": [paint("stroke", "high"), "stroke-width:1.75"],
        ".box.grave": [paint("stroke", "critical"), "stroke-width:2.25"],
        ".box.focus": [paint("stroke", "info"), "stroke-width:2.75"],
        ".way": ["fill:none", "stroke-opacity:.75", paint("stroke", "muted")],
        ".way.designed": ["stroke-dasharray:2 4", paint("stroke", "zero")],
        ".way.unplanned": ["stroke-dasharray:8 4", paint("stroke", "high")],
        ".way.group": ["stroke-opacity:.3"],
        ".tip.group": ["fill-opacity:.45"],
        ".tip": [paint("fill", "muted")],
        ".tip.designed": [paint("fill", "zero")],
        ".tip.unplanned": [paint("fill", "high")],
        ".halo": [paint("stroke", "surface"), "stroke-width:3.5", "paint-order:stroke"],
        ".felt": [paint("stroke", "surface"), "stroke-width:1"],
        ".felt.good": [paint("fill", "positive")],
        ".felt.neutral": [paint("fill", "low")],
        ".felt.bad": [paint("fill", "critical")],
        ".felt.untold": ["fill:none", paint("stroke", "zero"), "stroke-dasharray:2 2"],
        ".sign": [paint("stroke", "surface"), "stroke-width:1.75", "fill:none"],
        ".mark": [paint("fill", "high"), "font-weight:600"],
        ".mark.grave": [paint("fill", "critical")],
        ".mark.mild": [paint("fill", "muted")],
        ".lane": [paint("fill", "ended")],
        ".sight": ["fill:none", paint("stroke", "ink"), "stroke-width:2", "stroke-dasharray:10 5"],
    }
    own = (f".journey-curve {name}{{{';'.join(said)}}}" for name, said in rules.items())
    return stylesheet(scheme) + "".join(own)

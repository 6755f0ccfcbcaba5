"""The one stylesheet of all pictures: light, dark, or whichever the reader prefers."""

from typing import Final, Literal

__all__ = ["Scheme", "palette", "stylesheet"]

Scheme = Literal["auto", "light", "dark"]

_LIGHT: Final = {
    "surface": "#ffffff",
    "ink": "#1b2430",
    "muted": "#55606e",
    "grid": "#dfe4ea",
    "zero": "#8a95a3",
    "client": "#0a5bc2",
    "staff": "#b0460c",
    "critical": "#a8071a",
    "high": "#c2410c",
    "medium": "#946200",
    "low": "#5b6675",
    "info": "#1d4ed8",
    "positive": "#157347",
    "courtship": "#f4f0fe",
    "contract": "#edf8f1",
    "friction": "#fef6e2",
    "breakup": "#fdeeee",
    "ended": "#f2f4f6",
    "courtship-strong": "#ddd3fb",
    "contract-strong": "#c3e9d1",
    "friction-strong": "#fbe1a0",
    "breakup-strong": "#f8c6c6",
    "ended-strong": "#d9dee4",
}
_DARK: Final = {
    "surface": "#12161c",
    "ink": "#e8ecf1",
    "muted": "#a6b1be",
    "grid": "#2c343e",
    "zero": "#6f7b89",
    "client": "#74b3ff",
    "staff": "#ffa45f",
    "critical": "#ff7b83",
    "high": "#ff9a5c",
    "medium": "#e9bd4f",
    "low": "#a6b1be",
    "info": "#8ab4ff",
    "positive": "#5fd08f",
    "courtship": "#1f1b30",
    "contract": "#14251c",
    "friction": "#29220f",
    "breakup": "#2d181b",
    "ended": "#1b2027",
    "courtship-strong": "#463a76",
    "contract-strong": "#22573a",
    "friction-strong": "#614c12",
    "breakup-strong": "#722c35",
    "ended-strong": "#3c4651",
}
_FONT: Final = 'Inter,system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif'


def stylesheet(scheme: Scheme = "auto") -> str:
    """Return the CSS of a picture, every rule confined to `.journey-curve`.

    A page with a content security policy serves this itself and asks for pictures without
    a style of their own (`svg(…, styled=False)`). A page's theme sets the `--jc-…` variables.
    Each colour is given plainly before its variable, for programs that know no variables
    (librsvg, Inkscape): they draw the light scheme, or the one asked for.

    Parameters
    ----------
    scheme
        `auto` follows the reader's preference.

    Examples
    --------
    >>> "prefers-color-scheme:dark" in stylesheet()
    True
    >>> "prefers-color-scheme" in stylesheet("dark")
    False
    """
    plain = palette(scheme)
    preferred = (
        f"@media (prefers-color-scheme:dark){{{_variables(_DARK)}}}" if scheme == "auto" else ""
    )
    return _variables(plain) + preferred + "".join(_rules(plain))


def palette(scheme: Scheme = "auto") -> dict[str, str]:
    """Return the colours by name; those of the light scheme where the reader decides.

    >>> palette("dark")["surface"]
    '#12161c'
    """
    return dict(_DARK if scheme == "dark" else _LIGHT)


def _variables(palette: dict[str, str]) -> str:
    values = ";".join(f"--jc-{name}:{colour}" for name, colour in palette.items())
    return f":where(.journey-curve){{{values}}}"


def _rules(palette: dict[str, str]) -> list[str]:
    def paint(which: str, name: str) -> str:
        return f"{which}:{palette[name]};{which}:var(--jc-{name})"

    def rule(selector: str, *declarations: str) -> str:
        return f".journey-curve {selector}{{{';'.join(declarations)}}}"

    rules = [
        ".journey-curve{max-width:100%;height:auto}",
        rule("text", f"font-family:{_FONT};font-size:12px", paint("fill", "ink")),
        rule(".title", "font-size:18px;font-weight:600"),
        rule(".small", "font-size:11px"),
        rule(".muted", paint("fill", "muted")),
        rule(".strong", "font-weight:600"),
        rule(".end", "text-anchor:end"),
        rule(".middle", "text-anchor:middle"),
        rule(".surface", paint("fill", "surface")),
        rule(".grid", paint("stroke", "grid"), "fill:none"),
        rule(".zero", paint("stroke", "zero"), "fill:none"),
        rule(".pole", paint("stroke", "muted"), "stroke-dasharray:1 3;fill:none"),
        rule(".pill", paint("fill", "surface"), paint("stroke", "zero")),
        rule(".line", "fill:none;stroke-width:2.5;stroke-linecap:round;stroke-linejoin:round"),
        rule(".line.staff", "stroke-dasharray:7 5"),
        rule(".dot", paint("stroke", "surface"), "stroke-width:1.5"),
        rule(".dot.hollow", paint("fill", "surface"), "stroke-width:2"),
    ]
    for side in ("client", "staff"):
        rules += [
            rule(f".line.{side}", paint("stroke", side)),
            rule(f".dot.{side}", paint("fill", side)),
            rule(f".dot.hollow.{side}", paint("fill", "surface"), paint("stroke", side)),
        ]
    for name in ("critical", "high", "medium", "low", "info", "positive"):
        rules.append(rule(f".{name}", paint("fill", name)))
    for name in ("courtship", "contract", "friction", "breakup", "ended"):
        rules.append(rule(f".tint.{name}", paint("fill", name)))
        rules.append(rule(f".strip.{name}", paint("fill", f"{name}-strong")))
    return rules

"""Where a picture goes: the options that every verb with a picture has, and what they do."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from domain.errors import NotFound
from journeys.cli.options import Body, option
from journeys.io.files import whole_or_not
from journeys.language import t

if TYPE_CHECKING:
    from journeys.cli.run import Run
    from journeys.pictures.picture import Picture

CONVERTERS: dict[str, tuple[str, ...]] = {
    "rsvg-convert": ("--output", "{png}", "{svg}"),
    "resvg": ("{svg}", "{png}"),
    "inkscape": ("--export-type=png", "--export-filename={png}", "{svg}"),
    "cairosvg": ("-o", "{png}", "{svg}"),
    "chromium": (
        "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
        "--window-size={wide},{high}", "--screenshot={png}", "file://{svg}",
    ),
}  # fmt: skip
"""Programs that make a PNG of an SVG, the first that is installed is taken, with what they are
told. None of them is fetched, and none is shown anything but the picture."""
NARROWEST = 280
"""px; no picture is narrower."""
WIDEST = 20_000
"""px; more than any program can draw is a slip of the hand."""
_PATIENCE = 60


@dataclass(frozen=True, slots=True)
class Drawn:
    """Which forms of a picture were asked for, and how wide."""

    svg: str | None = None
    png: str | None = None
    html: str | None = None
    width: int | None = None

    def __bool__(self) -> bool:
        """Whether any was."""
        return bool(self.svg or self.png or self.html)


def drawn(
    *, width: str = t("Pixels of the picture."), least: int = NARROWEST
) -> Callable[[Body], Body]:
    """Add ``--svg``, ``--png``, ``--html`` and ``--width``, handed on as one `Drawn`."""

    def add(body: Body) -> Body:
        @wraps(body)
        def gathered(*args: Any, **rest: Any) -> Any:  # noqa: ANN401 - what click gathers
            files = (rest.pop(name) for name in ("svg", "png", "html", "width"))
            return body(*args, drawn=Drawn(*files), **rest)

        made: Body = gathered
        wide = click.IntRange(min=least, max=WIDEST)
        made = option("--width", type=wide, metavar="N", help=width)(made)
        for name, text in (
            ("--html", t("Write the picture and its table as a page to FILE.")),
            ("--png", t("Write a PNG picture to FILE or -, where a converter is found.")),
            ("--svg", t("Write an SVG picture to FILE, or - for standard output.")),
        ):
            made = option(name, metavar="FILE", help=text)(made)
        return made

    return add


def draw(run: Run, picture: Picture, files: Drawn) -> None:
    """Write a picture in every form that was asked for."""
    width = max(files.width, NARROWEST) if files.width else None
    if files.svg:
        put(run, files.svg, picture.svg(width) + "\n")
    if files.html:
        put(run, files.html, picture.page(run.words))
    if files.png:
        made = png(picture.svg(width, "light"))
        if files.png == "-":
            click.echo(made, nl=False)
            return
        _write(Path(files.png), made)
        run.out.note(run.say(t("Written to {file}."), file=files.png))


def put(run: Run, file: str, text: str) -> None:
    """Write text to a file, or to standard output for ``-``."""
    if file == "-":
        run.out.raw(text)
        return
    _write(Path(file), text.encode())
    run.out.note(run.say(t("Written to {file}."), file=file))


def _write(file: Path, data: bytes) -> None:
    with whole_or_not(file) as part:
        part.write_bytes(data)


def png(svg: str) -> bytes:
    """Return a picture as PNG, made by the first converter that is installed.

    Raises
    ------
    NotFound
        When there is none, or it made nothing.
    """
    program = next((name for name in CONVERTERS if shutil.which(name)), None)
    if program is None:
        message = "no program that makes PNG is installed: install one of {programs}, or use --svg"
        raise NotFound(message, programs=", ".join(CONVERTERS))
    with tempfile.TemporaryDirectory() as folder:
        source, made = Path(folder) / "graph.svg", Path(folder) / "graph.png"
        source.write_text(svg, encoding="utf-8")
        wide, high = _size(svg)
        said = [
            part.format(svg=source, png=made, wide=wide, high=high) for part in CONVERTERS[program]
        ]
        with suppress(subprocess.TimeoutExpired):  # what it has made by then may be half a picture
            subprocess.run(  # noqa: S603 - a fixed list of programs, told a file of our own
                [str(shutil.which(program)), *said], check=False, capture_output=True,
                timeout=_PATIENCE, env={**os.environ, "HOME": folder},
            )  # fmt: skip
            if made.exists():
                return made.read_bytes()
        message = "{program} made no picture: use --svg"
        raise NotFound(message, program=program)


def _size(svg: str) -> tuple[int, int]:
    """Return the width and height in the picture's viewBox, px.

    Examples
    --------
    >>> _size('<svg viewBox="0 0 480 139.5">')
    (480, 140)
    """
    *_, wide, high = svg.split('viewBox="', 1)[1].split('"', 1)[0].split()
    return round(float(wide)), round(float(high))

"""Where a graph goes: pictures and the files of other tools."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from domain.errors import NotFound
from journeys.language import t

if TYPE_CHECKING:
    from collections.abc import Callable

    from journeys.cli.run import Run
    from journeys.graph.living import Graph
    from journeys.render.blueprint_values import Blueprint
    from journeys.render.network_values import Network
    from journeys.render.style import Scheme
    from projections.touchpoints.lived import Node

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
_PATIENCE = 60


@dataclass(frozen=True, slots=True)
class Files:
    """Which files were asked for, by form."""

    svg: str | None = None
    png: str | None = None
    html: str | None = None
    mermaid: str | None = None
    dot: str | None = None
    graphml: str | None = None


def write(
    run: Run, graph: Graph, files: Files, *, title: str, focus: Node | None, width: int | None
) -> None:
    """Write a graph in every form that was asked for."""
    from journeys.graph.picture import picture

    if files.svg or files.png or files.html:
        draw(run, picture(graph, run.words, title=title, focus=focus), files, width=width)
    for file, made in (
        (files.mermaid, graph.mermaid),
        (files.dot, graph.dot),
        (files.graphml, graph.graphml),
    ):
        if file:
            put(run, file, made(run.words))


def draw(run: Run, network: Network, files: Files, *, width: int | None) -> None:
    """Write a touchpoint graph as SVG, PNG and a page, whichever was asked for."""
    from journeys.render.network import svg
    from journeys.render.network_table import html

    def drawn(scheme: Scheme) -> str:
        return svg(network, width=width, scheme=scheme)

    _draw(run, files, drawn, lambda: html(network))


def draw_blueprint(run: Run, blueprint: Blueprint, files: Files, *, width: int | None) -> None:
    """Write a blueprint as SVG, PNG and a page, whichever was asked for."""
    from journeys.render.blueprint import svg
    from journeys.render.blueprint_table import html

    def drawn(scheme: Scheme) -> str:
        return svg(blueprint, width=width, scheme=scheme)

    _draw(run, files, drawn, lambda: html(blueprint))


def _draw(
    run: Run, files: Files, drawn: Callable[[Scheme], str], figure: Callable[[], str]
) -> None:
    if files.svg:
        put(run, files.svg, drawn("auto") + "\n")
    if files.html:
        head = f'<!doctype html>\n<html lang="{run.words.code}"><meta charset="utf-8">'
        look = '<meta name="viewport" content="width=device-width"><meta name="color-scheme"'
        put(run, files.html, f'{head}{look} content="light dark">\n{figure()}\n</html>\n')
    if files.png:
        png(drawn("light"), Path(files.png))
        run.out.note(run.say(t("Written to {file}."), file=files.png))


def put(run: Run, file: str, text: str) -> None:
    """Write text to a file, or to standard output for ``-``."""
    if file == "-":
        run.out.raw(text)
        return
    Path(file).write_text(text, encoding="utf-8")
    run.out.note(run.say(t("Written to {file}."), file=file))


def png(svg: str, file: Path) -> None:
    """Write a picture as PNG with the first converter that is installed.

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
        subprocess.run(  # noqa: S603 - a fixed list of programs, told a file of our own
            [str(shutil.which(program)), *said], check=False, capture_output=True,
            timeout=_PATIENCE, env={**os.environ, "HOME": folder},
        )  # fmt: skip
        if not made.exists():
            message = "{program} made no picture: use --svg"
            raise NotFound(message, program=program)
        shutil.copyfile(made, file)


def _size(svg: str) -> tuple[int, int]:
    """Return the width and height in the picture's viewBox, px.

    Examples
    --------
    >>> _size('<svg viewBox="0 0 480 139.5">')
    (480, 140)
    """
    *_, wide, high = svg.split('viewBox="', 1)[1].split('"', 1)[0].split()
    return round(float(wide)), round(float(high))

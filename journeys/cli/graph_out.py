"""Where a graph goes beside its picture: the files of other tools."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from journeys.cli.drawing import put

if TYPE_CHECKING:
    from journeys.cli.run import Run
    from journeys.graph.living import Graph


@dataclass(frozen=True, slots=True)
class Files:
    """Which files were asked for, by form."""

    mermaid: str | None = None
    dot: str | None = None
    graphml: str | None = None

    def __bool__(self) -> bool:
        """Whether any was."""
        return bool(self.mermaid or self.dot or self.graphml)


def write(run: Run, graph: Graph, files: Files) -> None:
    """Write a graph in every form that was asked for."""
    for file, made in (
        (files.mermaid, graph.mermaid),
        (files.dot, graph.dot),
        (files.graphml, graph.graphml),
    ):
        if file:
            put(run, file, made(run.words))

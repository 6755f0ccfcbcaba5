"""How far a long work is: bars with rate and remaining time, on a terminal and nowhere else."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from journeys.io.mapped.sources import Source
from journeys.io.mapped.taking import Watch
from journeys.language import Language, t

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_READING = t("Reading rows")
_RECORDING = t("Recording facts")
_LOOKING = t("Drawing conclusions")


class Bars(Watch):
    """Draws an import's progress on standard error."""

    def __init__(self, words: Language, progress: Progress) -> None:
        super().__init__()
        self._words, self._progress = words, progress
        self._task: TaskID | None = None
        self._done = self._before = self._rows = 0

    def reading(self, sources: list[Source]) -> None:
        """Begin with the files' bytes."""
        super().reading(sources)
        self._begin(_READING, sum(one.path.stat().st_size for one in sources))

    def read(self, position: int, rows: int) -> None:
        """Go on with the bytes; a position that falls back is the next file's."""
        if position < self._before:
            self._done += self._before
        self._before = position
        self._rows += rows
        self._move(self._done + position, self._rows)

    def deciding(self, facts: int) -> None:
        """Go on with the facts."""
        self._begin(_RECORDING, facts)

    def decided(self, facts: int) -> None:
        """Go on with the facts."""
        self._rows += facts
        self._move(self._rows, self._rows)

    def looking(self, done: int, end: int) -> None:
        """Go on with the views."""
        if self._progress.tasks[-1].description != self._words.say(_LOOKING):
            self._begin(_LOOKING, end)
        self._move(done, done)

    def _begin(self, what: str, total: int) -> None:
        if self._task is not None:
            self._progress.update(self._task, visible=False)
        self._done = self._before = self._rows = 0
        self._task = self._progress.add_task(self._words.say(what), total=total or 1, rate="")

    def _move(self, completed: int, rows: int) -> None:
        if self._task is None:
            return
        passed = self._progress.tasks[-1].elapsed or 0.0
        rate = f"{self._words.number(rows / passed, digits=0)}/s" if passed else ""
        self._progress.update(self._task, completed=completed, rate=rate)


@contextmanager
def watching(words: Language) -> Iterator[Bars | None]:
    """Draw progress while the block runs, if somebody is there to see it."""
    if not sys.stderr.isatty():
        yield None
        return
    with _drawn() as progress:
        yield Bars(words, progress)


@contextmanager
def counting(
    words: Language, what: str, *, rate: bool = False
) -> Iterator[Callable[[int, int], None] | None]:
    """Draw one bar while the block runs, if somebody is there to see it: so many done, of all.

    With a *rate* it says how many a second: where what is done are things that somebody counts.
    """
    if not sys.stderr.isatty():
        yield None
        return
    with _drawn() as progress:
        task = progress.add_task(words.say(what), total=None, rate="")

        def move(done: int, of: int) -> None:
            passed = progress.tasks[task].elapsed if rate else None
            said = f"{words.number(done / passed, digits=0)}/s" if passed else ""
            progress.update(task, completed=done, total=of, rate=said)

        yield move


def _drawn() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=None),
        TextColumn("{task.percentage:>3.0f} %"),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=Console(stderr=True), transient=True)

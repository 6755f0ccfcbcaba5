"""Progress is drawn on a terminal, and nowhere else."""

import io
import sys
from pathlib import Path

import pytest

from journeys.cli.progress import watching
from journeys.io.mapped.sources import Source
from journeys.language import speak


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_nothing_is_drawn_where_nobody_looks() -> None:
    with watching(speak("en")) as bars:
        assert bars is None


def test_bars_show_what_is_done_at_which_rate(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    files = [tmp_path / "a.csv", tmp_path / "b.csv"]
    for file in files:
        file.write_bytes(b"x" * 100)
    with watching(speak("nl")) as bars:
        assert bars is not None
        bars.reading([Source(n, file) for n, file in enumerate(files)])
        bars.read(100, 10)
        bars.read(50, 5)
        reading = bars._progress.tasks[0]
        assert (reading.completed, reading.total) == (150, 200)
        assert reading.fields["rate"].endswith("/s")
        bars.deciding(20)
        bars.decided(20)
        bars.looking(5, 10)
        bars.looking(10, 10)
        assert [task.completed for task in bars._progress.tasks] == [150, 20, 10]
        assert [task.visible for task in bars._progress.tasks] == [False, False, True]
        assert reading.description == "Rijen lezen"

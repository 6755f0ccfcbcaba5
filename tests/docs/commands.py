"""The command catalogue: every help page, as it is shown."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator

from click import Context

from journeys.cli.app import cli

_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def help_of(*words: str) -> str:
    """Return the help text of a command, 80 columns wide and without colour."""
    surroundings = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "JOURNEYS_"))}
    surroundings |= {"COLUMNS": "80", "NO_COLOR": "1", "TERM": "dumb", "LANG": "C.UTF-8"}
    shown = subprocess.run(
        [sys.executable, "-m", "journeys", *words, "--help"],
        capture_output=True,
        text=True,
        check=True,
        env=surroundings,
    )
    return _ESCAPES.sub("", shown.stdout)


def names() -> list[str]:
    """Return every command by name."""
    return sorted(cli.list_commands(Context(cli)))


def page() -> Iterator[str]:
    """Yield the lines of the page."""
    yield "# Commands"
    yield ""
    yield "Data go to standard output, everything else to standard error. Exit codes: 0 fine,"
    yield "1 the check found something, 2 wrong use or bad input, 3 not found or ambiguous,"
    yield "4 not allowed, 5 store busy or conflict, 130 interrupted, 143 ended from outside."
    for words in ([], *[[name] for name in names()]):
        yield f"\n## journeys {' '.join(words)}".rstrip()
        yield "\n```text"
        for line in help_of(*words).splitlines():
            yield line.rstrip()
        yield "```"

"""What a command tells of its own work, when somebody asked for it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from journeys.telemetry.spans import around, watched

if TYPE_CHECKING:
    import click

    from journeys.telemetry.spans import Work


@contextmanager
def told(context: click.Context, level: str | None) -> Iterator[Work]:
    """Run a command inside a span of its own, told to whom the options and settings ask for.

    Raises
    ------
    Unreadable, NotFound
        When the settings cannot be understood, or what they ask for is not installed.
    """
    with ExitStack() as stack:
        setting = os.environ.get("JOURNEYS_LOG", "")
        if level or setting:
            from journeys.telemetry.logs import Log, asked

            wanted = asked(level, setting, terminal=sys.stderr.isatty())
            if wanted is not None:
                stack.enter_context(watched(Log(sys.stderr, *wanted)))
        if os.environ.get("OTEL_TRACES_EXPORTER"):
            from journeys.telemetry.tracing import from_settings

            found = from_settings(os.environ)
            if found is not None:
                tracing, provider = found
                stack.callback(provider.shutdown)
                stack.enter_context(watched(tracing))
        # "journeys map list" is "map list": words of our own, and nothing that was typed after.
        path = context.command_path.partition(" ")[2]
        with around("command", verb=path) as work:
            yield work

"""Recording by people: the verbs of daily use, as data, and what carries them out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from journeys.cli.command import Command


@cache
def commands() -> Mapping[str, Command]:
    """Return every verb of recording by name."""
    from journeys.cli.recording import general
    from journeys.cli.recording.making import command_of
    from journeys.cli.recording.table import VERBS

    return {**{verb.name: command_of(verb) for verb in VERBS}, "record": general.command}

"""Lines of a log, by structlog, for people or for programs."""

from __future__ import annotations

import logging
import secrets
from contextlib import suppress
from importlib import import_module
from typing import IO, Any, Literal

from domain.errors import Unreadable
from journeys.telemetry.spans import Told, Value

Level = Literal["debug", "info", "warning", "error"]
LEVELS: tuple[Level, ...] = ("debug", "info", "warning", "error")
FORMS = ("console", "json")
_OFTEN = {"page", "save", "fold"}
"""What happens so often that only who looks closely wants to know."""


class Log:
    """Writes a line when a piece of work has ended.

    Parameters
    ----------
    out
        Where to.
    level
        The least that is written: ``debug`` has saves, pages and folds as well; ``info`` every
        command, question, import and the like; ``warning`` what was refused or could not be done;
        ``error`` mistakes in the program itself.
    form
        ``json``, one document a line, or ``console``, for people.
    """

    def __init__(self, out: IO[str], level: Level = "info", form: str = "console") -> None:
        # By name: who wants no log never loads it.
        structlog: Any = import_module("structlog")
        last = (
            structlog.processors.JSONRenderer()
            if form == "json"
            else structlog.dev.ConsoleRenderer(colors=out.isatty(), sort_keys=False)
        )
        processors = [
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            last,
        ]
        # Nothing of structlog's own, global settings: whoever uses us may have theirs.
        self._write = structlog.wrap_logger(
            structlog.PrintLogger(out),
            processors=processors,
            wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
            context_class=dict,
        ).bind(run=secrets.token_hex(4))

    def begin(self, name: str) -> Told:
        """Return what writes the line when it ends."""
        return _Line(self._write, name)


class _Line:
    def __init__(self, write: Any, name: str) -> None:  # noqa: ANN401 - structlog's own logger
        self._write, self._name = write, name

    def end(self, values: dict[str, Value], seconds: float, error: str, *, expected: bool) -> None:
        told = {**values, "seconds": round(seconds, 6)}
        if error:
            level = "warning" if expected else "error"
            told["error"] = error
        else:
            level = "debug" if self._name in _OFTEN else "info"
        # What is to be recorded is recorded, also where its line finds no room, or nobody hears it.
        with suppress(OSError, ValueError):
            getattr(self._write, level)(self._name, **told)


def asked(option: str | None, setting: str, *, terminal: bool) -> tuple[Level, str] | None:
    """Return the level and the form that were asked for, None when no log was.

    Parameters
    ----------
    option
        The level that stands on the command line.
    setting
        ``JOURNEYS_LOG``: a level, a form, or both with a comma between.
    terminal
        Whether a person looks, who is given ``console`` where no form is named.

    Raises
    ------
    Unreadable
        When the setting is none of these.

    Examples
    --------
    >>> asked("debug", "json", terminal=True), asked(None, "warning", terminal=True)
    (('debug', 'json'), ('warning', 'console'))
    >>> asked(None, "", terminal=True) is None
    True
    """
    words = [word.strip().lower() for word in setting.split(",") if word.strip()]
    strange = [word for word in words if word not in LEVELS and word not in FORMS]
    if strange:
        message = "JOURNEYS_LOG is a level ({levels}), json or console, or both with a comma"
        raise Unreadable(message, levels=", ".join(LEVELS))
    if option is None and not words:
        return None
    named = [option] if option else words
    level: Level = next((one for one in LEVELS if one in named), "info")
    form = next((word for word in words if word in FORMS), "console" if terminal else "json")
    return level, form

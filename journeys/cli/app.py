"""The ``journeys`` command: which verbs there are, and in which file each one lives."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click
import rich_click

from journeys.cli.command import Command, Option, Page
from journeys.cli.errors import report
from journeys.cli.speaking import asked_language, words_of
from journeys.language import speak, t

RECORDING = (
    "open", "accept", "decline", "start", "sign", "renew", "agree", "goal", "gate", "waive",
    "promise", "settle", "ask-status", "measure", "expect", "advise", "heed", "assign", "meet",
    "feel", "care", "need", "signal", "raise", "handle", "seek", "answer", "incident", "concede",
    "uneasy", "reassure", "announce", "set-end", "act", "end", "complete", "part", "lesson",
    "withdraw", "rekindle", "acknowledge", "dismiss", "snooze", "act-on", "reopen", "record",
)  # fmt: skip
"""The verbs of recording; one table holds them all."""

GROUPS: dict[str, dict[str, str]] = {
    t("Look"): {
        "list": "list_",
        "show": "show",
        "replay": "replay",
        "curve": "curve",
        "what-if": "what_if",
        "history": "history",
        "graph": "graph",
        "query": "query",
        "ask": "ask",
    },
    t("Judge"): {
        "board": "board",
        "findings": "findings",
        "drift": "drift",
        "budget": "budget",
        "backtest": "backtest",
        "farewell": "farewell",
        "suggest": "suggest",
        "verify": "verify",
    },
    t("Record"): dict.fromkeys(RECORDING, "recording"),
    t("Design"): {"map": "map"},
    t("Run"): {
        "demo": "demo",
        "import": "import_",
        "quarantine": "quarantine",
        "export": "export",
        "project": "project",
        "shards": "shards",
        "backup": "backup",
        "restore": "restore",
        "compact": "compact",
        "doctor": "doctor",
    },
}
"""Every verb with its file, in the order in which help lists them."""

_PLACES = {name: place for group in GROUPS.values() for name, place in group.items()}


class LazyGroup(Page, rich_click.RichGroup):  # type: ignore[misc]
    """A group whose commands are loaded when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return every verb, group by group."""
        del ctx
        return list(_PLACES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> Command | None:
        """Load the file of a verb."""
        del ctx
        if cmd_name not in _PLACES:
            return None
        place = import_module(f"journeys.cli.{_PLACES[cmd_name]}")
        own: Command | None = getattr(place, "command", None)
        return own or place.commands()[cmd_name]

    def sections(self, ctx: click.Context) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return the verbs by group, each with its first sentence."""
        words = words_of(ctx)
        return [
            (words.say(title), [(name, self._line(ctx, name)) for name in verbs])
            for title, verbs in GROUPS.items()
        ]

    def _line(self, ctx: click.Context, name: str) -> str:
        command = self.get_command(ctx, name)
        text = command.help if command is not None else None
        return words_of(ctx).say(text or "").split("\n\n")[0]

    def main(  # type: ignore[override]
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,  # noqa: FBT001, FBT002 - click's protocol
        **extra: Any,  # noqa: ANN401 - click's protocol
    ) -> int:
        """Run a command; every way in which it can end has its exit code."""
        given = list(sys.argv[1:] if args is None else args)
        name = prog_name or "journeys"
        self._main_shell_completion(extra, name, complete_var)
        try:
            with self.make_context(name, list(given), **extra) as ctx:
                answer = self.invoke(ctx)
                sys.stdout.flush()
            code = answer if isinstance(answer, int) else 0
        except click.exceptions.Exit as leaving:
            code = leaving.exit_code
        except BrokenPipeError:
            # The reader has gone, as in `journeys history REL | head`. Nothing is wrong.
            sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - until the process ends
            code = 0
        except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the last place that can say it kindly
            code = report(error, speak(asked_language(given)), debug="--debug" in given)
        if standalone_mode:
            sys.exit(code)
        return code


cli = LazyGroup(
    "journeys",
    help=t(
        "The true history of client relationships: what happened, how both sides felt, and how we"
        " say goodbye.\n\nA relationship may be named by the first letters of its id."
    ),
    examples=(
        ("journeys demo", t("load two true stories and look around")),
        ("journeys board", t("what asks for attention today")),
    ),
    params=[
        Option(
            ["--lang"],
            type=click.Choice(["en", "nl"]),
            expose_value=False,
            help=t("Speak English or Dutch (also JOURNEYS_LANG, LC_ALL, LANG)."),
        ),
        Option(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=lambda ctx, _param, asked: _version(ctx) if asked else None,
            help=t("Say which version this is."),
        ),
    ],
)


def _version(ctx: click.Context) -> None:
    from importlib.metadata import version

    click.echo(f"journeys {version('journeys-engine')}")
    ctx.exit()

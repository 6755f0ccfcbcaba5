"""A help page: what the verb does, how to write it, its options, and two examples."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from io import StringIO
from typing import TYPE_CHECKING

import click

from journeys.cli.speaking import words_of
from journeys.language import t

if TYPE_CHECKING:
    from rich.console import Console

    from journeys.language import Language

Sections = Sequence[tuple[str, list[tuple[str, str]]]]

_WIDEST = 100
_NARROW = 60
_SHORT = 8


def page(
    command: click.Command,
    ctx: click.Context,
    sections: Sections,
    examples: Sequence[tuple[str, str]],
) -> str:
    """Return the help page of *command*, as wide as the terminal and at most 100 columns."""
    from rich.console import Console

    words = words_of(ctx)
    terminal = sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    written = StringIO()
    console = Console(
        file=written, force_terminal=terminal, highlight=False, markup=False, emoji=False
    )
    console.width = min(console.width, _WIDEST)
    text = words.say(command.help or "")
    usage = " ".join([ctx.command_path, *_usage(command, ctx)])
    _paragraph(console, text.split("\n\n")[0], "bold")
    for more in text.split("\n\n")[1:]:
        console.print()
        _paragraph(console, more)
    _list(console, words.say(t("Usage")), [(usage, "")])
    left = max((len(line[0]) for _, lines in sections for line in lines), default=0)
    for title, lines in sections:
        _list(console, title, lines, left)
    _list(console, words.say(t("Options")), _options(command, ctx))
    _list(
        console,
        words.say(t("Examples")),
        [(line, words.say(what)) for line, what in examples],
        below=True,
    )
    return "\n".join(line.rstrip() for line in written.getvalue().rstrip("\n").splitlines())


def _usage(command: click.Command, ctx: click.Context) -> list[str]:
    words = words_of(ctx)
    parts = [f"[{words.say(t('options'))}]"]
    if isinstance(command, click.Group):
        return [words.say(t("COMMAND")), *parts]
    for param in command.params:
        if isinstance(param, click.Argument):
            name = words.say(param.metavar or param.name or "")
            many = "..." if param.nargs == -1 else ""
            parts.append(f"{name}{many}" if param.required else f"[{name}{many}]")
    return parts


def _options(command: click.Command, ctx: click.Context) -> list[tuple[str, str]]:
    words = words_of(ctx)
    lines = []
    for param in command.get_params(ctx):
        if not isinstance(param, click.Option) or param.hidden:
            continue
        left = ", ".join(param.opts)
        if not param.is_flag:
            shown, told = _shown(param, words)
            left = f"{left} {shown}"
        else:
            told = ""
        lines.append((left, f"{words.say(param.help or '')} {told}".strip()))
    return lines


def _shown(param: click.Option, words: Language) -> tuple[str, str]:
    choices = getattr(param.type, "choices", None)
    if not choices:
        return words.say(param.metavar or param.type.name.upper()), ""
    written = "|".join(choices)
    if len(written) <= _SHORT:
        return written, ""
    return words.say(t("WORD")), words.say(t("One of {choices}."), choices=", ".join(choices))


def _paragraph(console: Console, text: str, style: str = "") -> None:
    from rich.text import Text

    console.print(Text(" ".join(text.split()), style=style))


def _list(
    console: Console,
    title: str,
    lines: list[tuple[str, str]],
    left: int = 0,
    *,
    below: bool = False,
) -> None:
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    if not lines:
        return
    console.print()
    console.print(Text(title, style="dim"))
    left = left or max(len(line[0]) for line in lines)
    if below or console.width < _NARROW or left > console.width // 2:
        for first, second in lines:
            console.print(Padding(Text(first, style="cyan", overflow="fold"), (0, 0, 0, 2)))
            if second:
                console.print(Padding(Text(second), (0, 0, 0, 6)))
        return
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True, width=left)
    grid.add_column()
    for first, second in lines:
        grid.add_row(Text(first, style="cyan"), Text(second))
    console.print(Padding(grid, (0, 0, 0, 2)))

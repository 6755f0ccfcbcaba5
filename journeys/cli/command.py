"""What a verb is made of: its help in the reader's language, its options, and its run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import click
import rich_click

from journeys.cli.speaking import learn
from journeys.language import t

Examples = Sequence[tuple[str, str]]
Option = rich_click.RichOption


class Page(rich_click.RichCommand):
    """A command whose help page is in the reader's language and ends with its examples."""

    def __init__(self, *args: Any, examples: Examples = (), **kwargs: Any) -> None:  # noqa: ANN401 - click's
        super().__init__(*args, **kwargs)
        self.examples = tuple(examples)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Learn the language before anything is said, then parse."""
        learn(ctx, args)
        return super().parse_args(ctx, args)

    def sections(self, ctx: click.Context) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return lists that stand above the options; a group has its verbs there."""
        del ctx
        return []

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return ``--help``, said our way."""
        option = super().get_help_option(ctx)  # type: ignore[arg-type]
        if option is not None:
            option.help = t("Show this page.")
        return option

    def get_help(self, ctx: click.Context) -> str:
        """Return the help page as text with the terminal's colours, if it has any."""
        from journeys.cli.helping import page

        return page(self, ctx, self.sections(ctx), self.examples)


class Command(Page):
    """A verb."""


Body = Callable[..., Any]


def command(
    name: str,
    *,
    help: str,
    examples: Examples,
) -> Callable[[Body], Command]:
    """Make a verb of a function; its options come from the decorators below it."""

    def make(body: Body) -> Command:
        params = list(reversed(getattr(body, "__click_params__", [])))
        return Command(name, callback=body, params=params, help=help, examples=examples)

    return make

"""A verb with verbs of its own, as in ``journeys map list``."""

from __future__ import annotations

from collections.abc import Sequence

import click
import rich_click

from journeys.cli.command import Command, Examples, Option, Page
from journeys.cli.speaking import words_of
from journeys.language import t


class Verbs(Page, rich_click.RichGroup):  # type: ignore[misc]
    """A verb with verbs of its own."""

    def __init__(
        self, name: str, verbs: Sequence[Command], *, help: str, examples: Examples
    ) -> None:
        params = [
            Option(
                ["--lang"],
                type=click.Choice(["en", "nl"]),
                expose_value=False,
                help=t("Speak English or Dutch (also JOURNEYS_LANG, LC_ALL, LANG)."),
            )
        ]
        commands = {str(one.name): one for one in verbs}
        super().__init__(name, commands=commands, params=params, help=help, examples=examples)

    def sections(self, ctx: click.Context) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return the verbs, each with its first sentence."""
        words = words_of(ctx)
        lines = [
            (name, words.say(one.help or "").split("\n\n")[0])
            for name, one in self.commands.items()
        ]
        return [(words.say(t("Verbs")), lines)]

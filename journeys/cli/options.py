"""Options that several verbs share, each written once."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, Literal

import click

from journeys.cli.command import Option
from journeys.cli.speaking import words_of
from journeys.language import t

if TYPE_CHECKING:
    from domain.moments import Moment

FORMATS = ("table", "json", "jsonl", "csv", "md")
Format = Literal["table", "json", "jsonl", "csv", "md"]
Body = Callable[..., Any]


class When(click.ParamType[Any]):
    """A moment as people type it."""

    name = "when"

    def convert(
        self,
        value: Any,  # noqa: ANN401 - click's protocol
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Moment:
        """Return the moment; a text that is none says how to write one."""
        from journeys.cli import when

        try:
            return when.when(str(value), when.clock())
        except (ValueError, OverflowError):
            words = words_of(ctx or click.get_current_context())
            wrong = t(
                "{text} is no moment: write 2025-08-19, 2025-08, 2025, yesterday or 3 weeks ago"
            )
            self.fail(words.say(wrong, text=repr(str(value)[:40])), param, ctx)


WHEN = When()


def option(*names: str, **kwargs: Any) -> Callable[[Body], Body]:  # noqa: ANN401 - click's protocol
    """Add an option with help in the reader's language."""
    return click.option(*names, cls=Option, **kwargs)


def relationship(body: Body) -> Body:
    """Add REL: the relationship that is meant, by the first letters of its id."""
    return click.argument("relationship", metavar="REL")(body)


def moments(body: Body) -> Body:
    """Add ``--at`` and ``--as-known``: the two times."""
    body = option(
        "--as-known",
        type=WHEN,
        metavar="WHEN",
        help=t("As it was known then: what had been recorded by WHEN."),
    )(body)
    return option(
        "--at",
        type=WHEN,
        metavar="WHEN",
        help=t("As it happened: what had happened by WHEN, whenever recorded."),
    )(body)


def shared(*, rows: bool = False, default: Format = "table") -> Callable[[Body], Body]:
    """Add what every verb has, and hand its body a `Run` in their place."""

    def add(body: Body) -> Body:
        @wraps(body)
        def run(
            *,
            store: str | None,
            debug: bool,
            log_level: str | None,
            format: Format = "json",
            **rest: Any,  # noqa: ANN401 - the verb's own options
        ) -> Any:  # noqa: ANN401 - what the verb returns
            from journeys.cli.run import Run
            from journeys.cli.telling import told

            context = click.get_current_context()
            if store == "":  # a shell's variable that was not set: not to be taken for no option
                raise click.BadOptionUsage("--store", "", context)
            own = Run(words_of(context), store or os.environ.get("JOURNEYS_STORE"), format, debug)
            with told(context, log_level) as work:
                code = body(own, **rest)
                work.note(exit=code if isinstance(code, int) else 0)
            return code

        decorated: Body = run
        decorated = option(
            "--log-level",
            type=click.Choice(("debug", "info", "warning", "error")),
            help=t(
                "Tell on standard error what is done, with nothing personal (also JOURNEYS_LOG)."
            ),
        )(decorated)
        decorated = option(
            "--debug", is_flag=True, help=t("When something goes wrong, show where in the program.")
        )(decorated)
        decorated = option(
            "--lang",
            type=click.Choice(["en", "nl"]),
            expose_value=False,
            help=t("Speak English or Dutch (also JOURNEYS_LANG, LC_ALL, LANG)."),
        )(decorated)
        decorated = option(
            "--store",
            metavar="PLACE",
            help=t(
                "Where the history is: a file, a postgresql:// address, or a .toml that names"
                " shards (also JOURNEYS_STORE)."
            ),
        )(decorated)
        if rows:
            decorated = option(
                "--format",
                type=click.Choice(FORMATS),
                default=default,
                help=t("How to print it: for people, for programs, or for a page."),
            )(decorated)
        return decorated

    return add

"""``--on``, ``--workers`` and ``--partitions``: over which processes a long fold goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from journeys.cli.options import Body, option
from journeys.language import t

if TYPE_CHECKING:
    from journeys.cli.run import Run
    from journeys.partitions.spread import Spread

ON = ("local", "processes", "ray")
MOST = 256


@dataclass(frozen=True, slots=True)
class Over:
    """What was typed."""

    on: str | None
    workers: int | None
    partitions: str | None

    def __call__(self, run: Run) -> Spread | None:
        """Return over which processes to go; None for this one alone.

        Raises
        ------
        click.UsageError
            When something was said about others, but not which.
        NotFound
            When Ray is asked for and not installed.
        """
        if self.on in (None, "local"):
            for name, value in (("--workers", self.workers), ("--partitions", self.partitions)):
                if value is not None:
                    raise click.UsageError(
                        run.say(t("{option} belongs to --on processes or --on ray"), option=name)
                    )
            return None
        from journeys.partitions.mapping import mapper
        from journeys.partitions.spread import Spread

        def torn(names: Sequence[str]) -> None:
            one = t("{n} file of the partitions was torn or missing; all are made anew.")
            many = t("{n} files of the partitions were torn or missing; all are made anew.")
            run.out.note(run.words.plural(one, many, len(names)))

        return Spread(
            mapper("ray" if self.on == "ray" else "processes", self.workers),
            self.workers,
            Path(self.partitions) if self.partitions else None,
            run.store if isinstance(run.store, Path) else None,
            on_torn=torn,
        )


def spread(body: Body) -> Body:
    """Add the three options, and hand the body an `Over` in their place."""

    @wraps(body)
    def run(*args: Any, **named: Any) -> Any:  # noqa: ANN401 - the verb's own
        on, workers, partitions = (named.pop(name) for name in ("on", "workers", "partitions"))
        return body(*args, over=Over(on, workers, partitions), **named)

    decorated = option(
        "--partitions",
        metavar="FOLDER",
        help=t("Keep the partitions of the facts there for the next time (there are words in it)."),
    )(run)
    decorated = option(
        "--workers",
        type=click.IntRange(1, MOST),
        metavar="N",
        help=t("So many at once; by default one a core."),
    )(decorated)
    return option(
        "--on",
        type=click.Choice(ON),
        help=t("Here in one process, in several, or on Ray ('journeys-engine[ray]')."),
    )(decorated)

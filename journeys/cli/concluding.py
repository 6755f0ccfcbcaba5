"""Bringing the views up to date after facts came in: those are kept, whatever becomes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeys.language import t

if TYPE_CHECKING:
    from collections.abc import Callable

    from journeys.cli.run import Run
    from journeys.engine import Engine


def conclude(run: Run, engine: Engine, move: Callable[[int, int], None] | None = None) -> None:
    """Bring the views up to date; where that cannot be done now, leave it to who looks next.

    That somebody else does it just now is nothing to speak of. A disk without room is. *move* is
    told how far it has come, and how far that is to be.
    """
    from domain.errors import Busy
    from journeys.store import CannotWrite

    try:
        engine.catch_up((lambda done: move(done.position, done.end)) if move else None)
    except Busy:
        return
    except CannotWrite as error:
        line = t(
            "Everything is recorded; the views are not up to date yet: {why}. The next command that"
            " needs them tries again."
        )
        run.out.note(run.say(line, why=run.say(error.message, **error.details)))

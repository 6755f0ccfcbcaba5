"""What can be otherwise in a branch: a closed list of changes, each plain data."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from domain._kernel import Frozen, Key
from domain.moments import Moment
from domain.vocabulary import Channel as Means

EventName = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$")]
"""An event by its id, by the beginning of its id, or by its name in a story (``A12``)."""


class Drop(Frozen):
    """These events did not happen."""

    drop: EventName


class Delay(Frozen):
    """These events happened so many days later (or, below zero, earlier).

    What they led to moves along, unless they move ``alone``.
    """

    delay: EventName
    days: Annotated[int, Field(ge=-36_500, le=36_500)]
    alone: bool = False


class Channel(Frozen):
    """These events went through another channel."""

    channel: EventName
    to: Means


class Keep(Frozen):
    """A promise was kept: by its due moment, or on ``on``."""

    keep: Key
    on: Moment | None = None


class Hold(Frozen):
    """A gate was held: neither skipped, nor waived, nor passed. What went past it did not."""

    hold: Key


class Call(Frozen):
    """After these events a person whom the client knows called, within so many working days."""

    call: EventName
    working_days: Annotated[int, Field(ge=0, le=250)] = 1
    channel: Literal["in-person", "video", "call"] = "call"


class Stop(Frozen):
    """The history ends after these events: what came later did not."""

    stop: EventName


class Add(Frozen):
    """Something else happened: facts by their names in stories, with their fields.

    Feelings cannot be added: nobody felt them.
    """

    add: Annotated[tuple[dict[str, dict[str, Any]], ...], Field(min_length=1)]
    at: Moment
    channel: Means | None = None


Change = Drop | Delay | Channel | Keep | Hold | Call | Stop | Add

CHANGES: dict[str, type[Change]] = {
    next(iter(kind.model_fields)): kind
    for kind in (Drop, Delay, Channel, Keep, Hold, Call, Stop, Add)
}
"""Every kind of change by the word that a file or a command line uses for it."""

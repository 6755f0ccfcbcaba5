"""The reading process: goes through a file, and tells the one that stores it what is in it.

It is begun by `journeys.io.bulk.apart` where nothing is stored yet; so all that there is of a
relationship is in the file.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from itertools import islice
from typing import BinaryIO

from domain._kernel import AnyEvent, read
from domain.errors import Unreadable
from journeys.io.bulk.handing import Packing, flat, message, next_bytes, send
from journeys.io.bulk.lines import Lines
from journeys.io.bulk.ordinary import OutOfTheOrdinary
from journeys.io.bulk.through import Pass, Steps
from journeys.store.bulk import AT_ONCE
from journeys.store.chain import NO_HEAD, Attested, Chain
from journeys.store.numbering import Numbering


def main(path: str, block: int) -> None:
    """Read a file; say to standard output what is in it, and hear the answers on the input."""
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # nothing but messages may come between
    numbers = Numbering[str]()
    stock = _Told(out, sys.stdin.buffer, numbers)
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - as the message says it
            taken = Pass(path, stock, Steps(block, batch=1), numbers).run(file, stock.note)
        stock.end()
        send(out, "done", *taken)
    except Unreadable as error:
        details = {
            name: value if type(value) in {int, float} else str(value)
            for name, value in error.details.items()
        }
        send(out, "wrong", error.message, details)
    except OutOfTheOrdinary:
        send(out, "odd")


class _Told:
    """A store that is somebody else's; it is a `journeys.io.bulk.through.Stock`."""

    begun = False

    def __init__(self, out: BinaryIO, answers: BinaryIO, numbers: Numbering[str]) -> None:
        self._out, self._answers = out, answers
        self._chain, self._many = Chain(numbers, lambda _: NO_HEAD), 0
        self._packing = Packing(numbers)

    def note(self, done: int, _size: int) -> None:
        """Say how many bytes were read."""
        send(self._out, "read", done)

    def add(self, lines: Lines) -> None:
        """Hand the next events over, with their evidence."""
        payloads = [text.encode() for text in lines.payload]
        told = Attested(
            lines.relationship, lines.version, lines.topic, payloads,
            lines.recorded_at, lines.actor, lines.command,
        )  # fmt: skip
        linked = self._chain.link(lines.who, told, self._many)
        self._many += len(lines)
        send(self._out, "batch", self._packing.packed(lines), flat(linked))

    def end(self) -> None:
        """Say where the evidence of every relationship ends."""
        grown = self._chain.grown()
        while some := list(islice(grown, AT_ONCE)):
            send(self._out, "heads", some)

    def last(self, relationship: str) -> int:  # noqa: ARG002 - whichever it is
        """Return 0: nothing was there."""
        return 0

    def events(self, relationship: str) -> Sequence[AnyEvent]:
        """Ask for the events of a relationship that were handed over."""
        send(self._out, "events", relationship)
        found = next_bytes(self._answers)
        if found is None:
            sys.exit(1)  # nobody is there any more
        return [read(*one) for one in message(found)]

    def stored_as(self, relationship: str, version: int) -> list[tuple[bytes, str]]:  # noqa: ARG002 - whichever it is
        """Return nothing: nothing was there."""
        return []

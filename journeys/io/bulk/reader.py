"""A file that is read for a store in which nothing is: message by message it is told what is in it.

`journeys.io.bulk.apart`, which stores it, begins with the reading as well, and a process of its own
goes on with it as soon as it is there.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable, Sequence
from itertools import islice
from typing import IO, Any, BinaryIO, TypeAlias

from domain._kernel import AnyEvent, read
from domain.errors import Unreadable
from journeys.io.bulk.handing import Message, Packing, flat, message, next_bytes, send
from journeys.io.bulk.lines import Lines
from journeys.io.bulk.ordinary import OutOfTheOrdinary
from journeys.io.bulk.through import Pass, Steps
from journeys.store.bulk import AT_ONCE
from journeys.store.chain import NO_HEAD, Attested, Chain, Head
from journeys.store.numbering import Numbering

HERE = "here"
"""What a process says first."""
Say: TypeAlias = Callable[..., object]
"""Takes a message: what it is called, and what belongs to it."""
Ask: TypeAlias = Callable[[str], Sequence[AnyEvent]]
"""Returns the events of a relationship that were told of."""


class Reading:
    """A file that is read, as far as it was; another process can go on with it.

    Parameters
    ----------
    path
        Where the file is.
    block
        Bytes read and checked at a time.
    """

    def __init__(self, path: str, block: int) -> None:
        self.path = path
        self._file: tuple[int, int] | None = None
        """What tells the file from others, once it was read in another process."""
        numbers = Numbering[str]()
        self._stock = _Told(numbers)
        self._pass = Pass(path, self._stock, Steps(block, batch=1), numbers)

    @property
    def done(self) -> int:
        """The bytes that were read."""
        return self._pass.done

    def speak(self, say: Say, ask: Ask) -> None:
        """Have it say what it finds, and ask, in this way."""
        self._stock.say, self._stock.ask = say, ask

    def step(self, file: BinaryIO) -> bool:
        """Read the next block; whether there was one. At the end it says so.

        Raises
        ------
        Unreadable, OutOfTheOrdinary
            As `journeys.io.bulk.taking.take`.
        """
        if self._pass.step(file, self._stock.note):
            return True
        taken = self._pass.end()
        self._stock.end()
        self._stock.say("done", *taken)
        return False

    def moved(self, file: BinaryIO) -> bytes:
        """Return it for another process, which has to have it speak."""
        self._file = _identity(file)
        self.speak(_nothing, _nothing)
        self._stock.forget()
        return pickle.dumps(self)

    def begin_again(self, file: BinaryIO) -> None:
        """Go to the place in the file from which it is to go on.

        Raises
        ------
        OutOfTheOrdinary
            When this is another file, to which its name was given meanwhile.
        """
        if self._file != _identity(file):
            raise OutOfTheOrdinary
        file.seek(self.done)


def main() -> None:
    """Go on with a reading; say to standard output what is found, hear answers on the input."""
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # nothing but messages may come between

    def say(*told: Any) -> None:  # noqa: ANN401 - a message
        send(out, *told)

    def ask(relationship: str) -> list[AnyEvent]:
        say("events", relationship)
        return [read(*one) for one in _heard(sys.stdin.buffer)]

    say(HERE)
    (moved,) = _heard(sys.stdin.buffer)
    reading: Reading = pickle.loads(moved)  # noqa: S301 - of the process that began this one
    reading.speak(say, ask)
    try:
        with open(reading.path, "rb") as file:  # noqa: PTH123 - as it was said
            reading.begin_again(file)
            while reading.step(file):
                pass
    except Unreadable as error:
        details = {
            name: value if type(value) in {int, float} else str(value)
            for name, value in error.details.items()
        }
        say("wrong", error.message, details)
    except OutOfTheOrdinary:
        say("odd")


def _heard(answers: IO[bytes]) -> Message:
    found = next_bytes(answers)
    if found is None:
        sys.exit(1)  # nobody is there any more
    return message(found)


def _identity(file: BinaryIO) -> tuple[int, int]:
    about = os.fstat(file.fileno())
    return about.st_dev, about.st_ino


def _nothing(*_: object) -> Sequence[AnyEvent]:
    return ()


def _no_head(_relationship: str) -> Head:
    return NO_HEAD


class _Told:
    """A store that is somebody else's; it is a `journeys.io.bulk.through.Stock`."""

    begun = False

    def __init__(self, numbers: Numbering[str]) -> None:
        self.say: Say = _nothing
        self.ask: Ask = _nothing
        self._chain, self._many = Chain(numbers, _no_head), 0
        self._packing = Packing(numbers)

    def note(self, done: int, _size: int) -> None:
        """Say how many bytes were read."""
        self.say("read", done)

    def forget(self) -> None:
        """Forget what need not move to another process."""
        self._packing.forget()

    def add(self, lines: Lines) -> None:
        """Hand the next events over, with their evidence."""
        payloads = [text.encode() for text in lines.payload]
        told = Attested(
            lines.relationship, lines.version, lines.topic, payloads,
            lines.recorded_at, lines.actor, lines.command,
        )  # fmt: skip
        linked = self._chain.link(lines.who, told, self._many)
        self._many += len(lines)
        self.say("batch", self._packing.packed(lines), flat(linked))

    def end(self) -> None:
        """Say where the evidence of every relationship ends."""
        grown = self._chain.grown()
        while some := list(islice(grown, AT_ONCE)):
            self.say("heads", some)

    def last(self, relationship: str) -> int:  # noqa: ARG002 - whichever it is
        """Return 0: nothing was there."""
        return 0

    def events(self, relationship: str) -> Sequence[AnyEvent]:
        """Ask for the events of a relationship that were handed over."""
        return self.ask(relationship)

    def stored_as(self, relationship: str, version: int) -> list[tuple[bytes, str]]:  # noqa: ARG002 - whichever it is
        """Return nothing: nothing was there."""
        return []

"""Batches handed from one process to another: flat columns, in the form that costs both least.

Of what comes again and again each is handed over once, with a number for every event: relationships
and most facts in the whole file, texts of a few kinds in every batch. Who hears of a relationship
has one and the same object of it from then on, which is found again the sooner.
"""

from __future__ import annotations

import marshal
from array import array
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import IO, Any, Literal

import numpy as np

from journeys.columns.facts import Kept, apart, together
from journeys.columns.moments import Numbers
from journeys.io.bulk.facts import Known
from journeys.io.bulk.lines import Batch, Lines
from journeys.store.numbering import Numbering

_FORM = 2
"""Of marshal: the last one that does not look for what it has written before."""
_HEADER = 8
_LONGEST = 2**40
"""Bytes of a message, by far: a longer one is none of ours."""
_NUMBERS: Literal["H"] = "H"
_MANY: Literal["I"] = "I"
_LONG = array(_NUMBERS).itemsize
MOST = 2 ** (8 * _LONG)
"""Events that may be handed over at a time."""
Message = tuple[Any, ...]
_BETWEEN = "\n"
"""Stands between texts that are handed over as one: no id nor command holds a control character,
and JSON never writes one."""
Coded = tuple[list[Any], bytes]
"""What there is, and for every event which of it."""
CodedFacts = tuple[int, list[tuple[str, tuple[Any, ...]]], bytes]
"""From which number on those that follow are counted, the topic of each with what is kept of it,
and for every event which of all."""
FACTS_KEPT = 16_384
"""So many facts are remembered; from then on all are told of anew."""


def send(out: IO[bytes], *message: Any) -> None:  # noqa: ANN401 - whatever marshal takes
    """Write a message: what it is called, and what belongs to it."""
    data = marshal.dumps(message, _FORM)
    for piece in (len(data).to_bytes(_HEADER, "little"), data):
        rest = memoryview(piece)
        while rest:
            rest = rest[out.write(rest) :]


def next_bytes(file: IO[bytes]) -> bytearray | None:
    """Return the next message as it was written; None where no more comes, or half of one."""
    header = _exactly(file, _HEADER)
    length = _LONGEST if header is None else int.from_bytes(header, "little")
    return _exactly(file, length) if length < _LONGEST else None


def message(data: bytes | bytearray) -> Message:
    """Return what a message says."""
    found: Message = marshal.loads(data)  # noqa: S302 - of a process that we began
    return found


def _exactly(file: IO[bytes], length: int) -> bytearray | None:
    data = bytearray(length)
    rest = memoryview(data)
    while rest:
        count = file.readinto(rest)  # type: ignore[attr-defined] # of every binary file
        if not count:
            return None
        rest = rest[count:]
    return data


class Packing:
    """Batches as messages can say them, one after another.

    Parameters
    ----------
    numbers
        Those of the relationships.
    """

    def __init__(self, numbers: Numbering[str]) -> None:
        self._names, self._told = numbers.names, 0
        """The relationships, and of how many was told."""
        self._facts = Numbering[Known]()

    def packed(self, batch: Lines) -> Message:
        """Return the next batch as a message."""
        return (
            (self._new_names(), array(_MANY, batch.who).tobytes()),
            list(batch.version),
            flat(batch.payload),
            flat(batch.event),
            flat(batch.command),
            _coded(batch.actor),
            self._coded_facts(batch.known),
            *(one.tobytes() for one in (batch.at, batch.day, batch.precision, batch.recorded)),
            *map(
                _coded, (batch.cause, batch.channel, batch.word, batch.touchpoint, batch.story)
            ),
        )  # fmt: skip

    def forget(self) -> None:
        """Forget the facts, of which all will be told anew."""
        self._facts = Numbering()

    def _new_names(self) -> list[str]:
        new = self._names[self._told :]
        self._told += len(new)
        return new

    def _coded_facts(self, facts: Sequence[Known]) -> CodedFacts:
        if len(self._facts) > FACTS_KEPT:
            self.forget()
        begin = len(self._facts)
        numbers = self._facts.of(facts)
        new = self._facts.names[begin:]
        return begin, [(one.topic, apart(one.kept)) for one in new], numbers.tobytes()


class Unpacking:
    """The batches that messages say, in the order in which they were packed."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._topics: list[str] = []
        self._kept: list[Kept] = []
        """Of the relationships and of the facts that were told of, each at its number."""

    def unpacked(self, said: Sequence[Message]) -> Batch:
        """Return the batch that the next messages say together."""
        names, versions, payloads, events, commands, actors, facts, *rest = zip(*said, strict=True)
        at, day, precision, recorded = map(_whole, rest[:4])
        topics, kept = self._facts(facts)
        return Batch(
            self._named(names),
            list(chain.from_iterable(versions)),
            topics,
            parted(payloads),
            parted(events),
            parted(commands),
            _decoded(actors),
            kept,
            at,
            day,
            precision,
            recorded,
            *map(_decoded, rest[4:]),
        )

    def _named(self, several: Iterable[Coded]) -> list[str]:
        found = list[str]()
        for new, numbers in several:
            self._names += new
            found += map(self._names.__getitem__, memoryview(numbers).cast(_MANY))
        return found

    def _facts(self, several: Iterable[CodedFacts]) -> tuple[list[str], list[Kept]]:
        topics, kept = list[str](), list[Kept]()
        for begin, new, numbers in several:
            del self._topics[begin:], self._kept[begin:]
            self._topics += [topic for topic, _ in new]
            self._kept += [together(said) for _, said in new]
            each = memoryview(numbers).cast(_MANY)
            topics += map(self._topics.__getitem__, each)
            kept += map(self._kept.__getitem__, each)
        return topics, kept


def flat(texts: Sequence[str]) -> str:
    r"""Return texts as one, which have no line ends; see `parted`.

    Examples
    --------
    >>> flat(["ada", "bob"])
    'ada\nbob'
    """
    return _BETWEEN.join(texts)


def parted(several: Iterable[str]) -> list[str]:
    r"""Return the texts that were made one, all of them.

    Examples
    --------
    >>> parted(["ada\nbob", "eve"])
    ['ada', 'bob', 'eve']
    """
    return list(chain.from_iterable(one.split(_BETWEEN) for one in several))


def _whole(pieces: Iterable[bytes]) -> Numbers:
    return np.frombuffer(b"".join(pieces), np.int64)


def _coded(texts: Sequence[str]) -> Coded:
    if texts.count(texts[0]) == len(texts):
        return [texts[0]], bytes(len(texts) * _LONG)
    distinct = dict.fromkeys(texts)
    numbers = dict(zip(distinct, range(len(distinct)), strict=True))
    return list(distinct), _numbered(map(numbers.__getitem__, texts))


def _numbered(numbers: Iterable[int]) -> bytes:
    return array(_NUMBERS, numbers).tobytes()


def _decoded(several: Iterable[Coded]) -> list[Any]:
    found = list[Any]()
    for distinct, numbers in several:
        if len(distinct) == 1:
            found += distinct * (len(numbers) // _LONG)
        else:
            found += map(distinct.__getitem__, memoryview(numbers).cast(_NUMBERS))
    return found

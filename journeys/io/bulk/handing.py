"""Batches handed from one process to another: flat columns, in the form that costs both least.

Of texts that come again and again each is handed over once, with a number for every event: those of
a few kinds in every batch, relationships in the whole file. Who hears of one has one and the same
object of it from then on, which is found again the sooner.
"""

from __future__ import annotations

import marshal
from array import array
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import IO, Any, Literal

import numpy as np

from journeys.columns.facts import together
from journeys.columns.moments import Numbers
from journeys.io.bulk.facts import Known
from journeys.io.bulk.lines import Batch, Lines

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


def packed(batch: Lines, relationships: list[str]) -> Message:
    """Return a batch as a message can say it.

    Parameters
    ----------
    batch
        The lines.
    relationships
        Those that earlier messages told of, each at its number; it grows by those that are new.
    """
    return (
        (_new(batch, relationships), array(_MANY, batch.who).tobytes()),
        list(batch.version),
        _coded(batch.topic),
        flat(batch.payload),
        flat(batch.event),
        flat(batch.command),
        _coded(batch.actor),
        _coded_facts(batch.known),
        *(one.tobytes() for one in (batch.at, batch.day, batch.precision, batch.recorded)),
        *map(
            _coded, (batch.cause, batch.channel, batch.word, batch.touchpoint, batch.story)
        ),
    )  # fmt: skip


def unpacked(said: Sequence[Message], relationships: list[str]) -> Batch:
    """Return the batch that messages say together, one after another.

    Parameters
    ----------
    said
        The messages.
    relationships
        Those that earlier ones told of; it grows by those that are new in these.
    """
    names, versions, topics, payloads, events, commands, actors, kept, *rest = zip(
        *said, strict=True
    )
    at, day, precision, recorded = map(_whole, rest[:4])
    return Batch(
        _named(names, relationships),
        list(chain.from_iterable(versions)),
        _decoded(topics),
        parted(payloads),
        parted(events),
        parted(commands),
        _decoded(actors),
        _decoded([(list(map(together, distinct)), numbers) for distinct, numbers in kept]),
        at,
        day,
        precision,
        recorded,
        *map(_decoded, rest[4:]),
    )


def _new(batch: Lines, known: list[str]) -> list[str]:
    numbers = range(len(known), max(batch.who) + 1)
    names = dict(zip(batch.who, batch.relationship, strict=True)) if numbers else {}
    new = [names[number] for number in numbers]
    known += new
    return new


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


def _coded_facts(facts: Sequence[Known]) -> Coded:
    """Return the same of what is kept of facts, where the same fact is the same object."""
    each = list(map(id, facts))
    distinct = dict(zip(each, facts, strict=True))
    numbers = dict(zip(distinct, range(len(distinct)), strict=True))
    return [one.apart for one in distinct.values()], _numbered(map(numbers.__getitem__, each))


def _numbered(numbers: Iterable[int]) -> bytes:
    return array(_NUMBERS, numbers).tobytes()


def _named(several: Iterable[Coded], known: list[str]) -> list[str]:
    found = list[str]()
    for new, numbers in several:
        known += new
        found += map(known.__getitem__, memoryview(numbers).cast(_MANY))
    return found


def _decoded(several: Iterable[Coded]) -> list[Any]:
    found = list[Any]()
    for distinct, numbers in several:
        if len(distinct) == 1:
            found += distinct * (len(numbers) // _LONG)
        else:
            found += map(distinct.__getitem__, memoryview(numbers).cast(_NUMBERS))
    return found

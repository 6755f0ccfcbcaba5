"""Batches handed from one process to another: flat columns, in the form that costs both least.

Of texts that come again and again each is handed over once, with a number for every event: those of
a few kinds in every batch, relationships in the whole file. Who hears of one has one and the same
object of it from then on, which is found again the sooner.
"""

from __future__ import annotations

import marshal
from array import array
from collections.abc import Iterable, Sequence
from itertools import chain, islice
from typing import IO, Any, Literal

import numpy as np

from journeys.columns.facts import Kept, apart, together
from journeys.columns.moments import Numbers
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
Flat = str | list[str]
"""Texts, one after another with a line end between them; or as they are."""
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


class Numbering(dict[str, int]):
    """A number for every text of a whole file, in the order in which they came up."""

    def __missing__(self, text: str) -> int:
        """Number the next text that nobody met before."""
        number = self[text] = len(self)
        return number

    def coded(self, texts: Sequence[str]) -> Coded:
        """Return the texts that nobody met before, and for each of all its number."""
        before = len(self)
        numbers = array(_MANY, map(self.__getitem__, texts)).tobytes()
        return list(islice(reversed(self), len(self) - before))[::-1], numbers


def packed(batch: Lines, relationships: Numbering) -> Message:
    """Return a batch as a message can say it."""
    return (
        relationships.coded(batch.relationship),
        list(batch.version),
        _coded(batch.topic),
        _flat_bytes(batch.payload),
        flat(batch.event),
        flat(batch.recorded_at),
        _coded(batch.actor),
        flat(batch.command),
        _coded_kept(batch.kept),
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
    names, versions, topics, payloads, events, times, actors, commands, kept, *rest = zip(
        *said, strict=True
    )
    at, day, precision, recorded = map(_whole, rest[:4])
    return Batch(
        _named(names, relationships),
        list(chain.from_iterable(versions)),
        _decoded(topics),
        parted(payloads),
        parted(events),
        parted(times),
        _decoded(actors),
        parted(commands),
        _decoded([(list(map(together, distinct)), numbers) for distinct, numbers in kept]),
        at,
        day,
        precision,
        recorded,
        *map(_decoded, rest[4:]),
    )


def flat(texts: Sequence[str]) -> Flat:
    r"""Return texts as one, where none of them has lines; see `parted`.

    Examples
    --------
    >>> flat(["ada", "bob"]), flat(["a", "b\nc"])
    ('ada\nbob', ['a', 'b\nc'])
    """
    one = _BETWEEN.join(texts)
    return one if one.count(_BETWEEN) == len(texts) - 1 else list(texts)


def _flat_bytes(texts: Sequence[bytes]) -> Flat:
    between = _BETWEEN.encode()
    one = between.join(texts)
    plain = one.count(between) == len(texts) - 1
    return one.decode() if plain else [text.decode() for text in texts]


def parted(several: Iterable[Flat]) -> list[str]:
    r"""Return the texts that were made one, all of them.

    Examples
    --------
    >>> parted(["ada\nbob", ["b\nc"]])
    ['ada', 'bob', 'b\nc']
    """
    found = list[str]()
    for one in several:
        found += one.split(_BETWEEN) if isinstance(one, str) else one
    return found


def _whole(pieces: Iterable[bytes]) -> Numbers:
    return np.frombuffer(b"".join(pieces), np.int64)


def _coded(texts: Sequence[str]) -> Coded:
    if texts.count(texts[0]) == len(texts):
        return [texts[0]], bytes(len(texts) * _LONG)
    distinct = dict.fromkeys(texts)
    numbers = dict(zip(distinct, range(len(distinct)), strict=True))
    return list(distinct), _numbered(map(numbers.__getitem__, texts))


def _coded_kept(kept: Sequence[Kept]) -> Coded:
    """Return the same of what is kept of facts, where the same one is the same object."""
    each = list(map(id, kept))
    distinct = dict(zip(each, kept, strict=True))
    numbers = dict(zip(distinct, range(len(distinct)), strict=True))
    return list(map(apart, distinct.values())), _numbered(map(numbers.__getitem__, each))


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

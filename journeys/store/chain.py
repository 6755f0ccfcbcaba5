"""The chain of evidence of very many events: the lines that stand beside them, and the heads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import count
from typing import NamedTuple

from journeys.store.errors import OutOfTurn
from journeys.store.evidence import END, FIRST, begun, check_that_they_fit, escaped
from journeys.store.numbering import Numbering

Bytes = tuple[str, int, str, bytes, str, str, str, str]
"""An event as it is stored, and what the recorder has to know of it.

Relationship, version, topic, payload; the event's id, when it was recorded, the actor and the
command, as the payload says them.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """The same of many events as far as it is stored, a column for every thing, in their order."""

    relationship: Sequence[str]
    version: Sequence[int]
    topic: Sequence[str]
    payload: Sequence[bytes] | Sequence[str]
    """The bytes, or the text that they are."""
    event: Sequence[str]
    """The ids."""
    command: Sequence[str]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.version)


class Attested(NamedTuple):
    """The same of many events as far as their evidence says it, in columns."""

    relationship: Sequence[str]
    version: Sequence[int]
    topic: Sequence[str]
    payload: Sequence[bytes]
    recorded_at: Sequence[str]
    actor: Sequence[str]
    command: Sequence[str]


Head = tuple[int, int, str]
"""A relationship's last version, where its entry is, and the entry's hash in hexadecimal digits."""
HeadRow = tuple[str, int, int, bytes]
"""The same as it is stored: the relationship, then version, place and the hash."""
NO_HEAD: Head = (0, -1, FIRST)
"""Of a relationship that has nothing yet."""


class Chain:
    """The end of every relationship's chain, as far as anybody has asked.

    Parameters
    ----------
    numbers
        Those of the relationships.
    head
        Returns the head of a relationship in the store before.
    """

    def __init__(self, numbers: Numbering[str], head: Callable[[str], Head]) -> None:
        self._numbers, self._before = numbers, head
        self._heads: list[Head] = []
        """Each at the number of its relationship."""

    def last(self, relationship: str) -> int:
        """Return the last version of a relationship so far, 0 when it has none."""
        number = self._numbers[relationship]
        self._meet()
        return self._heads[number][0]

    def link(self, which: Sequence[int], told: Attested, start: int) -> list[str]:
        """Return the lines of events, each linked to the one before it of its relationship.

        Parameters
        ----------
        which
            The number of each event's relationship.
        told
            The events.
        start
            The index in the log of the first one.

        Raises
        ------
        OutOfTurn
            When one does not follow the last one of its relationship.
        Refused
            ``entry-fits``: when a line would be longer than one may be.
        """
        self._meet()
        heads, lines = self._heads, list[str]()
        followed = zip(which, told.version, _begun(told, start), strict=True)
        for index, (number, version, line_begun) in enumerate(followed, start):
            before, _, previous = heads[number]
            if version != before + 1:
                message = "event {version} of {relationship} does not follow event {last}"
                name = told.relationship[index - start]
                raise OutOfTurn(message, version=version, relationship=name, last=before)
            line = f"{line_begun}{previous}{END}"
            heads[number] = (version, index, sha256(line.encode()).hexdigest())
            lines.append(line)
        check_that_they_fit(lines)
        return lines

    def grown(self, begin: int = 0) -> Iterator[HeadRow]:
        """Yield the head of every relationship that has grown since an index of the log."""
        heads = zip(self._numbers.names, self._heads, strict=False)
        for relationship, (version, index, entry_hash) in heads:
            if index >= begin:
                yield relationship, version, index, bytes.fromhex(entry_hash)

    def _meet(self) -> None:
        """Ask for the heads of relationships that have a number by now."""
        self._heads += map(self._before, self._numbers.names[len(self._heads) :])


def _begun(told: Attested, start: int) -> list[str]:
    texts = [told.relationship, told.topic, told.recorded_at, told.actor, told.command]
    # All that a line says but the topic stands in the payload as well: without a backslash there,
    # JSON writes every text of it as it is.
    if b"\\" in b"".join(told.payload):
        texts = [list(map(escaped, column)) for column in texts]
    name, *others = texts
    digests = [sha256(payload).hexdigest() for payload in told.payload]
    return begun(zip(count(start), name, told.version, *others, digests, strict=False))

"""The chain of evidence of very many events: the lines that stand beside them, and the heads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import count
from typing import Generic, NamedTuple, TypeVar

from journeys.store.errors import OutOfTurn
from journeys.store.evidence import END, FIRST, begun, check_that_they_fit, escaped

K = TypeVar("K")
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


class Chain(Generic[K]):
    """The end of every relationship's chain, as far as anybody has asked.

    Parameters
    ----------
    head
        Returns the head of a relationship in the store before.
    """

    def __init__(self, head: Callable[[K], Head]) -> None:
        self._before, self._heads = head, dict[K, Head]()

    def last(self, key: K) -> int:
        """Return the last version of a relationship so far, 0 when it has none."""
        return self._head(key)[0]

    def link(self, keys: Sequence[K], told: Attested, start: int) -> list[str]:
        """Return the lines of events, each linked to the one before it of its relationship.

        Parameters
        ----------
        keys
            Of each event that of its relationship: the name, or whatever else stands for it.
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
        heads, lines = self._heads, list[str]()
        followed = zip(keys, told.version, _begun(told, start), strict=True)
        for index, (key, version, line_begun) in enumerate(followed, start):
            before, _, previous = heads.get(key) or self._head(key)
            if version != before + 1:
                message = "event {version} of {relationship} does not follow event {last}"
                name = told.relationship[index - start]
                raise OutOfTurn(message, version=version, relationship=name, last=before)
            line = f"{line_begun}{previous}{END}"
            heads[key] = (version, index, sha256(line.encode()).hexdigest())
            lines.append(line)
        check_that_they_fit(lines)
        return lines

    def grown(self, begin: int = 0) -> Iterator[tuple[K, int, int, bytes]]:
        """Yield the head of every relationship that has grown since an index of the log."""
        for key, (version, index, entry_hash) in self._heads.items():
            if index >= begin:
                yield key, version, index, bytes.fromhex(entry_hash)

    def _head(self, key: K) -> Head:
        found = self._heads.get(key)
        if found is None:
            found = self._heads[key] = self._before(key)
        return found


def _begun(told: Attested, start: int) -> list[str]:
    texts = [told.relationship, told.topic, told.recorded_at, told.actor, told.command]
    # All that a line says but the topic stands in the payload as well: without a backslash there,
    # JSON writes every text of it as it is.
    if b"\\" in b"".join(told.payload):
        texts = [list(map(escaped, column)) for column in texts]
    name, *others = texts
    digests = [sha256(payload).hexdigest() for payload in told.payload]
    return begun(zip(count(start), name, told.version, *others, digests, strict=False))

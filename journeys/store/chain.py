"""The chain of evidence of very many events: the lines that stand beside them, and the heads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from itertools import count

from journeys.store.errors import OutOfTurn
from journeys.store.evidence import END, FIRST, begun_lines, escaped

Bytes = tuple[str, int, str, bytes, str, str, str, str]
"""An event as it is stored, and what the recorder has to know of it.

Relationship, version, topic, payload; the event's id, when it was recorded, the actor and the
command, as the payload says them.
"""
Head = tuple[int, int, str]
"""A relationship's last version, where its entry is, and the entry's hash in hexadecimal digits."""
NO_HEAD: Head = (0, -1, FIRST)
"""Of a relationship that has nothing yet."""


class Chain:
    """The end of every relationship's chain, as far as anybody has asked.

    Parameters
    ----------
    head
        Returns the head of a relationship in the store before.
    """

    def __init__(self, head: Callable[[str], Head]) -> None:
        self._before, self._heads = head, dict[str, Head]()

    def last(self, relationship: str) -> int:
        """Return the last version of a relationship so far, 0 when it has none."""
        return self._head(relationship)[0]

    def link(
        self, names: Sequence[str], versions: Sequence[int], begun: Sequence[str], start: int
    ) -> list[str]:
        """Return the lines of events, each linked to the one before it of its relationship.

        Parameters
        ----------
        names, versions
            Of every event its relationship, and its version there.
        begun
            How its line begins; see `begun`.
        start
            The index in the log of the first one.

        Raises
        ------
        OutOfTurn
            When one does not follow the last one of its relationship.
        """
        heads, lines = self._heads, list[str]()
        told = zip(names, versions, begun, strict=True)
        for index, (name, version, first) in enumerate(told, start):
            before, _, previous = heads.get(name) or self._head(name)
            if version != before + 1:
                message = "event {version} of {relationship} does not follow event {last}"
                raise OutOfTurn(message, version=version, relationship=name, last=before)
            line = first + previous + END
            heads[name] = (version, index, sha256(line.encode()).hexdigest())
            lines.append(line)
        return lines

    def grown(self, begin: int) -> Iterator[tuple[str, int, int, bytes]]:
        """Yield the head of every relationship that has grown since an index of the log."""
        for name, (version, index, digest) in self._heads.items():
            if index >= begin:
                yield name, version, index, bytes.fromhex(digest)

    def _head(self, relationship: str) -> Head:
        found = self._heads.get(relationship)
        if found is None:
            found = self._heads[relationship] = self._before(relationship)
        return found


def begun(
    names: Sequence[str],
    versions: Sequence[int],
    topics: Sequence[str],
    payloads: Sequence[bytes],
    times: Sequence[str],
    actors: Sequence[str],
    commands: Sequence[str],
    start: int,
) -> list[str]:
    """Return how the lines of events begin, the first of them at this index of the log.

    That is all which an event decides by itself; `Chain.link` adds what came before it.
    """
    digests = [sha256(payload).hexdigest() for payload in payloads]
    told = zip(
        count(start), names, versions, topics, times, actors, commands, digests, strict=False
    )
    # All that a line says but the topic stands in the payload as well: without a backslash there,
    # JSON writes every text of it as it is.
    if b"\\" not in b"".join(payloads):
        return begun_lines(told)
    odd = (b"\\" in payload for payload in payloads)
    return begun_lines(escaped(one) if this else one for one, this in zip(told, odd, strict=True))

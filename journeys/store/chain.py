"""The chain of evidence of very many events: the lines that stand beside them, and the heads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from journeys.store.errors import OutOfTurn
from journeys.store.evidence import FIRST, check_that_they_fit, digest, escaped, line_of

Bytes = tuple[str, int, str, bytes, str, str, str, str]
"""An event as it is stored, and what the recorder has to know of it.

Relationship, version, topic, payload; the event's id, when it was recorded, the actor and the
command, as the payload says them.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """The same of many events, a column for every thing, in the order of the log."""

    relationship: Sequence[str]
    version: Sequence[int]
    topic: Sequence[str]
    payload: Sequence[bytes] | Sequence[str]
    """The bytes, or the text that they are."""
    event: Sequence[str]
    """The ids."""
    recorded_at: Sequence[str]
    actor: Sequence[str]
    command: Sequence[str]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.version)


class Digests(NamedTuple):
    """What is worked out of payloads for their evidence."""

    sha256: Sequence[str]
    """In hexadecimal digits, of every payload."""
    plain: bool
    """Whether JSON writes every text of their events as it is."""

    @classmethod
    def of(cls, payloads: Sequence[bytes]) -> Digests:
        """Return those of payloads."""
        # All that a line says but the topic stands in the payload as well: without a backslash
        # there, JSON writes every text of it as it is.
        return cls(list(map(digest, payloads)), b"\\" not in b"".join(payloads))


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

    def link(self, rows: Rows, digests: Digests, start: int) -> list[str]:
        """Return the lines of events, each linked to the one before it of its relationship.

        Parameters
        ----------
        rows, digests
            The events, and what was worked out of their payloads.
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
        texts = [rows.relationship, rows.topic, rows.recorded_at, rows.actor, rows.command]
        if not digests.plain:
            texts = [list(map(escaped, column)) for column in texts]
        told = zip(rows.relationship, rows.version, *texts, digests.sha256, strict=True)
        for index, (name, version, shown, topic, time, actor, command, payload) in enumerate(
            told, start
        ):
            before, _, previous = heads.get(name) or self._head(name)
            if version != before + 1:
                message = "event {version} of {relationship} does not follow event {last}"
                raise OutOfTurn(message, version=version, relationship=name, last=before)
            line = line_of((index, shown, version, topic, time, actor, command, payload, previous))
            heads[name] = (version, index, sha256(line.encode()).hexdigest())
            lines.append(line)
        check_that_they_fit(lines)
        return lines

    def grown(self, begin: int) -> Iterator[tuple[str, int, int, bytes]]:
        """Yield the head of every relationship that has grown since an index of the log."""
        for name, (version, index, entry_hash) in self._heads.items():
            if index >= begin:
                yield name, version, index, bytes.fromhex(entry_hash)

    def _head(self, relationship: str) -> Head:
        found = self._heads.get(relationship)
        if found is None:
            found = self._heads[relationship] = self._before(relationship)
        return found

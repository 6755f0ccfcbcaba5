"""Which shard keeps a relationship: the same on every machine, and for ever."""

from __future__ import annotations

import zlib

_BITS = 32


def hash_of(relationship: str) -> int:
    """Return the CRC-32 of a relationship's id: 32 bits.

    Examples
    --------
    >>> hash_of("agency")
    1891682022
    """
    return zlib.crc32(relationship.encode("utf-8", "surrogatepass"))


def shard_of(relationship: str, shards: int) -> int:
    """Return which of so many *shards* keeps a relationship, from 0.

    Shard k keeps the k-th stretch of all hashes. Partitions go by the remainder of the same hash:
    were shards dealt like that as well, all that is in one shard would fall into few partitions.

    Examples
    --------
    >>> [shard_of(one, 4) for one in ("agency", "telecom", "map:courtship")]
    [1, 0, 0]
    """
    return hash_of(relationship) * shards >> _BITS

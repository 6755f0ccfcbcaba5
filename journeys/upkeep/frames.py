r"""The form of a backup: frames in a chain, so that a file that was cut or altered is not taken.

::

    journeys backup 1\n
    frame, frame, …, last frame

A frame is the length of its body (4 bytes, the highest first), a digest (32 bytes) and the body. A
digest is the SHA-256 of the digest before it (the first line's, for the first frame), the length
and the body: frames that are altered, left out, doubled or put in another order do not fit. A body
is MessagePack, compressed by zlib. The first frame is a `Label`; the others are a table's name and
some of its rows; the last one has no name, and how many rows there were of each table.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

import msgspec

from domain.errors import Unreadable

MAGIC = b"journeys backup 1\n"
_ANY = MAGIC[:-2]
_LENGTH, _DIGEST = 4, 32
_MOST = 256 * 1024**2
_FAST = 3


class Label(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a backup says of itself: the format of the tables, and how much there is.

    Of a shard it says as well which of how many it is, and of which set.
    """

    format: int
    made: str
    program: str
    events: int
    relationships: int
    set_id: str = ""
    shard: int = 0
    shards: int = 0


class Frame(msgspec.Struct, array_like=True, frozen=True):
    """Rows of one table; with an empty name, how many rows there were of each."""

    table: str
    rows: list[list[Any]]


def write(out: IO[bytes], label: Label, frames: Iterable[Frame]) -> int:
    """Write a backup and return the number of its bytes."""
    out.write(MAGIC)
    written, previous = len(MAGIC), sha256(MAGIC).digest()
    counts: dict[str, int] = {}

    def put(document: object) -> None:
        nonlocal written, previous
        body = zlib.compress(msgspec.msgpack.encode(document), _FAST)
        length = len(body).to_bytes(_LENGTH, "big")
        previous = sha256(previous + length + body).digest()
        written += out.write(length + previous + body)

    put(label)
    for frame in frames:
        counts[frame.table] = counts.get(frame.table, 0) + len(frame.rows)
        put(frame)
    put(Frame("", [[table, count] for table, count in counts.items()]))
    return written


def read(file: IO[bytes], name: str) -> Iterator[Label | Frame]:
    """Yield the label and the frames of a backup, each checked before it is yielded.

    Parameters
    ----------
    file
        From its first byte.
    name
        What to call it in an error.

    Raises
    ------
    Unreadable
        When it is no backup, was made by a later version, is cut short, was altered, or goes on
        after its end: with where.
    """
    _begin(file, name)
    previous = sha256(MAGIC).digest()
    counts: dict[str, int] = {}
    first = True
    while True:
        at = file.tell()
        head = file.read(_LENGTH + _DIGEST)
        length = int.from_bytes(head[:_LENGTH], "big")
        body = file.read(length) if len(head) == _LENGTH + _DIGEST and length <= _MOST else b""
        if len(body) < length <= _MOST or len(head) < _LENGTH + _DIGEST:
            message = "{file} is cut short at byte {byte}: take another backup"
            raise Unreadable(message, file=name, byte=at + len(head) + len(body))
        previous = sha256(previous + head[:_LENGTH] + body).digest()
        if previous != head[_LENGTH:]:
            message = "{file} was altered between bytes {byte} and {end}: take another backup"
            raise Unreadable(message, file=name, byte=at, end=at + len(head) + len(body))
        document = _document(body, Label if first else Frame, name, at)
        first = False
        if isinstance(document, Frame) and not document.table:
            _end(file, name, document, counts)
            return
        if isinstance(document, Frame):
            counts[document.table] = counts.get(document.table, 0) + len(document.rows)
        yield document


def is_backup(path: Path) -> bool:
    """Whether a file begins as a backup does, of whatever version; an empty one may become one."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        begun = file.read(len(MAGIC))
    return not begun or begun.startswith(_ANY)


def _begin(file: IO[bytes], name: str) -> None:
    begun = file.read(len(MAGIC))
    if begun == MAGIC:
        return
    if begun.startswith(_ANY):
        message = "{file} is a backup of a later version of journeys: restore it with that one"
        raise Unreadable(message, file=name)
    raise Unreadable("{file} is no backup of a journeys store", file=name)


def _end(file: IO[bytes], name: str, last: Frame, counts: dict[str, int]) -> None:
    if file.read(1):
        raise Unreadable("{file} goes on after its end: take another backup", file=name)
    if last.rows != [[table, count] for table, count in counts.items()]:
        raise Unreadable("{file} holds other rows than it says: take another backup", file=name)


def _document(body: bytes, kind: type[Label | Frame], name: str, at: int) -> Label | Frame:
    try:
        return msgspec.msgpack.decode(zlib.decompressobj().decompress(body, _MOST), type=kind)
    except (zlib.error, msgspec.MsgspecError) as error:
        # Its digest fits: somebody made it, but not this program.
        message = "{file} holds something else at byte {byte}: it was not made by journeys"
        raise Unreadable(message, file=name, byte=at) from error

"""Our native file, read: line by line, each checked before the next."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import BinaryIO

from journeys.io.envelope import Incoming, incoming
from journeys.io.files import MEGABYTE, check_size, decoded, open_file, wrong
from journeys.io.shapes import registered
from journeys.io.strict_json import NotTaken

SIZE_LIMIT = 256 * MEGABYTE
LINE_LIMIT = 1 * MEGABYTE


def read(
    source: Path | str | BinaryIO, *, file: str | None = None, batch: int = 1000
) -> Iterator[list[Incoming]]:
    """Yield the events of a native file, *batch* at a time, never more than a line in memory.

    Parameters
    ----------
    source
        A path, or an open binary stream.
    file
        What messages call it; the path by itself.
    batch
        How many events at most in one list.

    Raises
    ------
    Unreadable
        For the first line that is not an event, with what to do. What was yielded before it is
        sound by itself; `journeys.io.importing.plan` takes a file as a whole or not at all.
    NotFound
        When there is no such file.
    """
    name = file or name_of(source)
    opened: AbstractContextManager[BinaryIO] = (
        open_file(source, SIZE_LIMIT) if isinstance(source, (str, Path)) else nullcontext(source)
    )
    kinds = registered()
    found: list[Incoming] = []
    seen = False
    with opened as stream:
        for number, text in _lines(stream, name):
            try:
                found.append(incoming(name, number, text, kinds))
            except NotTaken as error:
                if not seen:
                    message = "this is not a native journeys file: " + str(error)
                    raise wrong(name, number, message) from None
                raise wrong(name, number, str(error)) from None
            seen = True
            if len(found) >= batch:
                yield found
                found = []
    if not seen:
        raise wrong(name, 1, "the file is empty: a native file has one event on each line")
    if found:
        yield found


def name_of(source: Path | str | BinaryIO) -> str:
    """Return what messages call a source."""
    return str(source) if isinstance(source, (str, Path)) else "standard input"


def _lines(stream: BinaryIO, file: str) -> Iterator[tuple[int, str]]:
    size = number = 0
    while raw := stream.readline(LINE_LIMIT + 2):
        number += 1
        size += len(raw)
        check_size(file, size, SIZE_LIMIT)
        if len(raw.rstrip(b"\r\n")) > LINE_LIMIT:
            message = "the line is longer than {limit:g} MB: an event is shorter than that"
            raise wrong(file, number, message, limit=LINE_LIMIT / MEGABYTE)
        text = decoded(raw, file, number).strip(" \t\r\n")
        if text:
            yield number, text

"""Files as lines of text: unpacked within limits, decoded, each line with its number."""

from __future__ import annotations

import codecs
import gzip
import re
import zlib
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, cast

from domain.errors import Unreadable
from journeys.io.files import GZIP, MEGABYTE, decoded, open_file, wrong

SIZE_LIMIT = 4_000 * MEGABYTE
LINE_LIMIT = 1 * MEGABYTE
PACKED_FREELY = 32 * MEGABYTE
"""Up to here nobody asks how tightly a file was packed."""
PACKED_TIGHTLY = 100
"""Tables pack five to thirty times smaller; what packs a hundred times smaller is a trap."""
ENCODINGS = ("utf-8", "latin-1", "windows-1252", "utf-16")

_LOOKED_THROUGH = 400 * MEGABYTE
_LOOKED_AT = 4 * MEGABYTE
_NO_TEXT = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f]")
_NOT_OF_WINDOWS = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
"""Bytes that stand for nothing there."""
_MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


class Texts:
    """The lines of a file, and how far it has been read.

    Parameters
    ----------
    path
        The file, which may be packed with gzip.
    file
        What messages call it.
    encoding
        One of `ENCODINGS`.
    """

    def __init__(self, path: Path, file: str, encoding: str = "utf-8") -> None:
        self._raw = open_file(path, SIZE_LIMIT)
        self.file, self.encoding, self.number = file, encoding, 0
        self._size = 0
        packed = self._raw.read(2) == GZIP
        self._raw.seek(0)
        bare = cast("BinaryIO", gzip.GzipFile(fileobj=self._raw)) if packed else self._raw
        # Lines of UTF-16 end in two bytes, so that they are found in the text only.
        wide = encoding == "utf-16"
        self._stream = TextIOWrapper(bare, encoding="utf-16", newline="\n") if wide else bare
        self._packed = packed

    def position(self) -> int:
        """Return how many bytes of the file as it is stored have been read."""
        return 0 if self._raw.closed else self._raw.tell()

    def close(self) -> None:
        """Close the file."""
        self._raw.close()

    def __iter__(self) -> Iterator[str]:
        """Yield the lines with their ends. ``number`` is the last line that was yielded.

        Raises
        ------
        Unreadable
            With the line: for bytes that are no text, a line too long, or a packed file that is
            damaged or a trap.
        """
        while raw := self._readline():
            self.number += 1
            yield self._text(raw)

    def _text(self, raw: bytes | str) -> str:
        if isinstance(raw, str):
            return raw
        if self.number == 1 and raw[:2] in _MARKS and self.encoding == "utf-8":
            message = (
                "this is {found}, not UTF-8: save the file as UTF-8, or write"
                ' encoding = "utf-16" in the mapping'
            )
            raise wrong(self.file, 1, message, found=_MARKS[raw[:2]])
        if self.encoding == "utf-8":
            try:
                return decoded(raw, self.file, self.number)
            except Unreadable:
                message = (
                    "here is a byte that is not UTF-8: save the file as UTF-8, or name its"
                    " encoding in the mapping ({known})"
                )
                raise wrong(
                    self.file, self.number, message, known=", ".join(ENCODINGS[1:])
                ) from None
        try:
            return raw.decode(self.encoding).removeprefix("\ufeff")
        except UnicodeDecodeError:
            raise self._not(self.number) from None

    def _not(self, line: int) -> Unreadable:
        message = "here is a byte that is not {encoding}: look at encoding in the mapping"
        return wrong(self.file, line, message, encoding=self.encoding)

    def _readline(self) -> bytes | str:
        try:
            raw = self._stream.readline(LINE_LIMIT + 2)
        except (OSError, EOFError, zlib.error):
            message = "the packed file is damaged after this line: fetch it again"
            raise wrong(self.file, max(self.number, 1), message) from None
        except UnicodeDecodeError:
            raise self._not(self.number + 1) from None
        self._size += len(raw)
        if len(raw) > LINE_LIMIT + 1:
            message = "the line is longer than {limit:g} MB: this is no table of rows"
            raise wrong(self.file, self.number + 1, message, limit=LINE_LIMIT / MEGABYTE)
        if self._packed and self._size > SIZE_LIMIT:
            raise overgrown(self.file, self.number + 1)
        return raw


def encoding_of(path: Path) -> str:
    """Return the encoding that a text seems to be in, by its first megabytes.

    Plain texts alone are looked at; of whatever else it is *utf-8*, which its reader will refuse.
    """
    with open_file(path, SIZE_LIMIT) as raw:
        begin = raw.read(_LOOKED_AT)
    if begin[:2] in _MARKS:
        return "utf-16"
    if _NO_TEXT.search(begin):
        return "utf-8"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(begin)
    except UnicodeDecodeError:
        return "latin-1" if _NOT_OF_WINDOWS.search(begin) else "windows-1252"
    return "utf-8"


def check_packed(path: Path, file: str) -> None:
    """Refuse a packed file that grows beyond measure, without looking at what is in it.

    Raises
    ------
    Unreadable
        When it packs more than a hundred times smaller, or is damaged near its beginning.
    """
    with open_file(path, SIZE_LIMIT) as raw:
        if raw.read(2) != GZIP:
            return
        raw.seek(0)
        most = max(PACKED_FREELY, PACKED_TIGHTLY * path.stat().st_size)
        size = 0
        with gzip.GzipFile(fileobj=raw) as stream:
            try:
                while size <= min(most, _LOOKED_THROUGH) and (part := stream.read(MEGABYTE)):
                    size += len(part)
            except (OSError, EOFError, zlib.error):
                return  # said with its line when it is read
        if size > most:
            raise overgrown(file, 1)


def overgrown(file: str, line: int) -> Unreadable:
    """Return the error that says that a packed file is a trap."""
    message = "the packed file grows beyond all measure: unpack it and look what is in it"
    return wrong(file, line, message)

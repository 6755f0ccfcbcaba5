"""Files as they come in: checked before they are read, and blamed by name and line."""

from __future__ import annotations

import difflib
import os
import re
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from domain.errors import NotFound, Unreadable

MEGABYTE = 1_000_000
WHERE = "{file}, line {line}: "
"""What every message about a place in a file begins with; the rest is the sentence to translate."""

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,63}")


def wrong(file: str, line: int, message: str, **details: object) -> Unreadable:
    """Return the error that says what is wrong on a line (1-based) of a file.

    Examples
    --------
    >>> str(wrong("agency.yaml", 3, "{key} is missing: add it", key="when"))
    'agency.yaml, line 3: when is missing: add it'
    """
    return Unreadable(WHERE + message, file=file, line=line, **details)


def open_file(path: Path | str, limit: int) -> BinaryIO:
    """Open an ordinary file of at most *limit* bytes. Its size is looked at, not its content.

    Raises
    ------
    NotFound
        When there is no such file.
    Unreadable
        For a folder, a device or a pipe, a file that is too large or that may not be read.
    """
    path = Path(path)
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise Unreadable("{file}: this is a folder; name a file in it", file=str(path))
        if not stat.S_ISREG(found.st_mode):
            message = "{file}: this is not an ordinary file; save the text in a file first"
            raise Unreadable(message, file=str(path))
        check_size(str(path), found.st_size, limit)
        return path.open("rb")
    except (FileNotFoundError, NotADirectoryError):
        raise NotFound("{file}: there is no such file; check its name", file=str(path)) from None
    except (OSError, ValueError) as error:
        message = "{file}: it cannot be opened ({reason}); check its name and who may read it"
        reason = (isinstance(error, OSError) and error.strerror) or "not a name of a file"
        raise Unreadable(message, file=str(path), reason=reason) from None


@contextmanager
def whole_or_not(path: Path) -> Iterator[Path]:
    """Give a file to write beside *path*, which takes its place at the end of the block.

    When the block raises, what stood at *path* stands there still.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield beside
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def check_size(file: str, size: int, limit: int) -> None:
    """Refuse more than *limit* bytes.

    Raises
    ------
    Unreadable
        With the size and the limit in megabytes.
    """
    if size > limit:
        message = "{file}: this is larger than {limit:g} MB; split it into smaller files"
        raise Unreadable(message, file=file, limit=limit / MEGABYTE)


def decoded(raw: bytes, file: str, line: int = 1) -> str:
    """Return UTF-8 as text; *line* is where it starts. A byte order mark is left out.

    Raises
    ------
    Unreadable
        With the line and the offset (0-based) of the first byte that is not UTF-8.
    """
    try:
        return raw.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        at = line + raw.count(b"\n", 0, error.start)
        message = "byte {offset} is not UTF-8; save the file as UTF-8"
        raise wrong(file, at, message, offset=error.start) from None


def shown(name: object) -> str:
    """Return a name fit for a message; what does not look like a name may be somebody's words.

    Examples
    --------
    >>> shown("goal-set"), shown("She told me that")
    ('goal-set', '(not a name)')
    """
    return name if isinstance(name, str) and _NAME.fullmatch(name) else "(not a name)"


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name that looks most like *name*, or all of them when none does."""
    names = sorted(known)
    close = difflib.get_close_matches(name[:64], names, n=1)
    return close[0] if close else ", ".join(names)

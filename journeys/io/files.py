"""Files as they come in: checked before they are read, and blamed by name and line."""

from __future__ import annotations

import difflib
import errno
import gzip
import os
import re
import secrets
import shutil
import stat
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from domain.errors import NotFound, Unreadable
from journeys.io.sparing import followed, spare

MEGABYTE = 1_000_000
WHERE = "{file}, line {line}: "
"""What every message about a place in a file begins with; the rest is the sentence to translate."""

GZIP = b"\x1f\x8b"
"""What a packed file begins with."""
_OF_THE_SYSTEM = {"/dev", "/dev/fd", "/proc/self/fd"}
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


def head(path: Path | str, limit: int, length: int = 4096) -> tuple[bytes, bool]:
    """Return the first bytes of an ordinary file, and whether it is packed (gzip).

    Of a packed file these are the first bytes of what is in it; none where that is damaged.

    Raises
    ------
    NotFound, Unreadable
        As of `open_file`.
    """
    with open_file(path, limit) as file:
        first = file.read(length)
        if not first.startswith(GZIP):
            return first, False
        file.seek(0)
        with gzip.GzipFile(fileobj=file) as inside:
            try:
                return inside.read(length), True
            except (EOFError, zlib.error, gzip.BadGzipFile):
                return b"", True


@contextmanager
def whole_or_not(path: Path) -> Iterator[Path]:
    """Give a file to write, which takes the place of *path* at the end of the block.

    When the block raises, what stood at *path* stands there still. A link stays a link, and what
    it names is replaced. What stood there is never readable by more people than before. What is
    no file, such as a device or a pipe, is never replaced: it is written into, once all is there.

    Raises
    ------
    NotFound
        When its folder is not there.
    JourneysError
        When a history is kept there.
    OSError
        As the block or the system has it, with the name that was given.
    """
    if not path.parent.is_dir():
        message = "there is no folder {folder}: create it first"
        raise NotFound(message, folder=str(path.parent))
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    spare(path)
    with _into(path) if _is_kept(path) else _in_place_of(path) as part:
        try:
            yield part
        except OSError as error:
            raise _named(error, part, path) from None


def _is_kept(path: Path) -> bool:
    """Return whether a path is a thing of the system, such as a device, which has to stay."""
    if path.parent.as_posix() in _OF_THE_SYSTEM:  # /dev/stdout, whatever it leads to now
        return True
    return path.exists() and not path.is_file()


def _named(error: OSError, part: Path, path: Path) -> OSError:
    """Return an error with the name that was given: nobody asked for the part."""
    if error.filename in {None, str(part)}:
        error.filename, error.filename2 = str(path), None
    return error


def part_of(path: Path) -> Path:
    """Return where a file is written until it is whole, beside the place that it is to take."""
    # A name of its own each time: in a container every program has the same number, also the one
    # that was killed and left its part.
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")


@contextmanager
def _in_place_of(path: Path) -> Iterator[Path]:
    real = followed(path)
    part = part_of(real)
    try:
        with suppress(FileNotFoundError):  # nor while it is being written
            part.touch(mode=stat.S_IMODE(real.stat().st_mode) | stat.S_IWUSR)
        yield part
        try:
            with suppress(FileNotFoundError):
                part.chmod(stat.S_IMODE(part.stat().st_mode & real.stat().st_mode))
            part.replace(real)
        except OSError as error:
            raise _named(error, part, path) from None
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _into(path: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        part = Path(folder) / "part"
        yield part
        try:
            with part.open("rb") as whole, path.open("wb") as device:
                shutil.copyfileobj(whole, device)
        except OSError as error:
            raise _named(error, part, path) from None


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

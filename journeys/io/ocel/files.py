"""OCEL 2.0 files: which form a file has, read with limits, written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from domain.errors import Unreadable
from journeys.io.files import MEGABYTE, check_size, nearest, open_file, whole_or_not, wrong
from journeys.io.ocel import json_file, sqlite_file, sqlite_writing, xml_file, xml_writing
from journeys.io.ocel.log import Log, twice
from projections.sweeping import unswept

SIZE_LIMIT = 512 * MEGABYTE
_SQLITE = b"SQLite format 3\x00"
_BOM = b"\xef\xbb\xbf"


def read(path: Path | str) -> Log:
    """Return the log in a file; JSON, SQLite or XML, as its first bytes say.

    Raises
    ------
    NotFound
        When there is no such file.
    Unreadable
        When it is none of them, is larger than 512 MB, or is no OCEL 2.0 log: file, line and what
        to do.
    """
    path = Path(path)
    with open_file(path, SIZE_LIMIT) as stream, unswept():
        head = stream.read(64)
        if head.startswith(_SQLITE):
            log = sqlite_file.load(path)
        elif head.removeprefix(_BOM).lstrip()[:1] == b"<" or head[:2] in (b"\xff\xfe", b"\xfe\xff"):
            log = xml_file.load(_whole(stream, path), str(path))
        elif head.removeprefix(_BOM).lstrip()[:1] == b"{":
            log = json_file.loads(_whole(stream, path).removeprefix(_BOM), str(path))
        else:
            message = "this is no OCEL 2.0 log: it is neither JSON, nor XML, nor SQLite"
            raise wrong(str(path), 1, message)
    _sound(log, str(path))
    return log


def _whole(stream: BinaryIO, path: Path) -> bytes:
    """Return all of a file, which may have grown since its size was looked at."""
    stream.seek(0)
    raw = stream.read(min(path.stat().st_size, SIZE_LIMIT) + 1)
    raw += stream.read(SIZE_LIMIT)
    check_size(str(path), len(raw), SIZE_LIMIT)
    return raw


def _sound(log: Log, file: str) -> None:
    """Refuse ids that stand twice: it could not be said whose the ties are."""
    for what, ids in zip(("event", "object"), log.ids(), strict=True):
        if len(set(ids)) < len(ids):
            again = twice(ids) or ""
            message = "{file}: the {what} id {id} stands twice: an {what} has its own"
            raise Unreadable(message, file=file, what=what, id=again[:80])


def _json(log: Log, path: Path) -> None:
    path.write_bytes(json_file.dumps(log))


def _xml(log: Log, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(xml_writing.dumps(log))


FORMATS: dict[str, Callable[[Log, Path], None]] = {
    "json": _json,
    "sqlite": sqlite_writing.dump,
    "xml": _xml,
}
"""How each form is written."""


def write(log: Log, path: Path | str, form: str) -> None:
    """Write a log to a file, whole or not at all; what was there before is replaced.

    Raises
    ------
    Unreadable
        For a form that is none of `FORMATS`.
    """
    if form not in FORMATS:
        message = "{form} is no form of OCEL 2.0: use {nearest}"
        raise Unreadable(message, form=form[:20], nearest=nearest(form, FORMATS))
    with whole_or_not(Path(path)) as beside, unswept():
        FORMATS[form](log, beside)

"""The quarantine: rows that were not taken, kept as they were read, beside the store.

It is a file of its own, so that what people wrote in foreign tables can be thrown away without
touching the history. A crash between the two leaves a row in both at worst, and the next import of
it finds that out: what is recorded already is recognised.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Literal, NamedTuple, Self

from domain.errors import Busy, JourneysError, NotFound, Unreadable
from journeys.io.mapped.staging import Kept, written
from journeys.io.rows.row import Fault, Row, digest
from journeys.store import CannotWrite

Status = Literal["waiting", "dropped", "mended"]

APPLICATION_ID = 0x4A524E51
_TABLES = (
    "CREATE TABLE mappings (digest TEXT PRIMARY KEY, name TEXT, text TEXT) WITHOUT ROWID",
    """CREATE TABLE rows (
    id TEXT PRIMARY KEY, mapping TEXT NOT NULL, part TEXT NOT NULL, identity TEXT NOT NULL,
    digest TEXT NOT NULL, file TEXT NOT NULL, line INTEGER NOT NULL, typed INTEGER NOT NULL,
    cells TEXT NOT NULL, reason TEXT NOT NULL, message TEXT NOT NULL, details TEXT NOT NULL,
    status TEXT NOT NULL, because TEXT, text TEXT NOT NULL,
    mended INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID""",
    "CREATE INDEX by_status ON rows (status, file, line)",
    f"PRAGMA application_id = {APPLICATION_ID}",
)
_COLUMNS = (
    "id, mapping, part, identity, digest, file, line, typed, cells, reason, message, details,"
    " status, because, text"
)
_KEPT = ("typed", "cells", "reason", "message", "details")
# What somebody has been mending stays as it is while the row comes as it came before.
_CHANGED = ", ".join(
    f"{name} = CASE WHEN mended AND digest = excluded.digest THEN {name} ELSE excluded.{name} END"
    for name in _KEPT
)
_VALUES = "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', NULL, ?"
_PUT = (
    f"INSERT INTO rows ({_COLUMNS}) VALUES ({_VALUES})"  # noqa: S608 - our own columns
    " ON CONFLICT (id) DO UPDATE SET file = excluded.file, line = excluded.line, "
    f"{_CHANGED}, mended = mended AND digest = excluded.digest, digest = excluded.digest,"
    " text = excluded.text, status = 'waiting', because = NULL"
)


class Waiting(NamedTuple):
    """A row in quarantine."""

    id: str
    mapping: str
    kept: Kept
    fault: Fault
    status: Status
    because: str | None
    text: str


def place(store: Path) -> Path:
    """Return where the quarantine of a store is kept.

    Examples
    --------
    >>> place(Path("my.db")).name
    'my.db.quarantine'
    """
    return store.with_name(store.name + ".quarantine")


def id_of(mapping: str, kept: Kept) -> str:
    """Return the id of a row in quarantine: the same row gets the same id again."""
    return "q-" + digest(f"{mapping}\n{kept.part}\n{kept.identity}")[:12]


@contextmanager
def translating() -> Iterator[None]:
    """Raise our errors in the place of SQLite's."""
    try:
        yield
    except sqlite3.Error as error:
        raise _translated(error) from error


def _translated(error: sqlite3.Error) -> JourneysError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return CannotWrite("there is no room for the quarantine: make room and do the same again")
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return Busy("another program is writing to the quarantine: try again")
    if code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
        message = "the quarantine is damaged: put its file away, and import the same again"
        return Unreadable(message)
    name = getattr(error, "sqlite_errorname", "")
    return CannotWrite("the quarantine cannot be read or written ({code})", code=name)


class Quarantine:
    """A quarantine, opened. Use it in a ``with`` block.

    Parameters
    ----------
    path
        Its file; made when it is first written to.
    create
        Whether a missing file is made at all.
    """

    def __init__(self, path: Path, *, create: bool = True) -> None:
        self.path = path
        if not create and not path.exists():
            message = "there is nothing in quarantine: no import of this store set a row aside"
            raise NotFound(message)
        with suppress(OSError):  # SQLite says better what is wrong
            path.touch(mode=0o600)  # rows as they came are for the owner, as the store is
        try:
            self._db = sqlite3.connect(path, isolation_level=None, timeout=10)
        except sqlite3.OperationalError:
            raise Unreadable(
                "{file} cannot be used: may you write to it?", file=str(path)
            ) from None
        try:
            ours = self._is_ours() or self._made()
        except sqlite3.OperationalError as error:
            self._db.close()
            if isinstance(found := _translated(error), Busy):
                raise found from None
            raise Unreadable(
                "{file} cannot be used: may you write to it?", file=str(path)
            ) from None
        except sqlite3.DatabaseError:
            ours = False
        if not ours:
            self._db.close()
            raise Unreadable("{file} is not a quarantine of journeys", file=str(path))

    def _is_ours(self) -> bool:
        (mark,) = self._db.execute("PRAGMA application_id").fetchone()
        return bool(mark == APPLICATION_ID)

    def _made(self) -> bool:
        """Make the tables in an empty file, all or none; whether they are there now."""
        self._db.execute("BEGIN IMMEDIATE")
        if self._is_ours():  # somebody else made them meanwhile
            self._db.execute("COMMIT")
            return True
        if self._db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
            return False
        for statement in _TABLES:
            self._db.execute(statement)
        self._db.execute("COMMIT")
        return True

    def __enter__(self) -> Self:
        """Return the quarantine itself."""
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        """Close the file."""
        self._db.close()

    # --- writing -----------------------------------------------------------------------------

    @translating()
    def update(self, mapping: str, text: str, rows: Iterable[tuple[Kept, Fault | None]]) -> None:
        """Keep the rows with a fault, and let go of those without; all of it or nothing."""
        version = digest(text)
        self._db.execute("BEGIN IMMEDIATE")
        try:
            self._db.execute(
                "INSERT OR IGNORE INTO mappings VALUES (?, ?, ?)", (version, mapping, text)
            )
            for kept, fault in rows:
                key = id_of(mapping, kept)
                if fault is None:
                    self._db.execute("DELETE FROM rows WHERE id = ? AND status = 'waiting'", (key,))
                    continue
                row = kept.row
                cells = json.dumps(dict(row.values), ensure_ascii=False)
                values = (key, mapping, kept.part, kept.identity, kept.digest, row.file, row.line)
                self._db.execute(_PUT, (*values, row.typed, cells, *written(fault), version))
            self._db.execute("COMMIT")
        except BaseException:
            self._db.rollback()
            raise

    @translating()
    def change(self, rows: Iterable[tuple[str, Row, Fault]]) -> None:
        """Keep rows as they were mended, with why they were not taken all the same."""
        self._db.execute("BEGIN IMMEDIATE")
        self._db.executemany(
            "UPDATE rows SET cells = ?, reason = ?, message = ?, details = ?, mended = 1"
            " WHERE id = ? AND status = 'waiting'",
            [
                (json.dumps(dict(row.values), ensure_ascii=False), *written(fault), key)
                for key, row, fault in rows
            ],
        )
        self._db.execute("COMMIT")

    @translating()
    def settle(self, ids: Iterable[str], status: Status, because: str | None = None) -> int:
        """Say of rows that wait that they are dropped, or mended; return how many they were."""
        self._db.execute("BEGIN IMMEDIATE")
        changed = sum(
            self._db.execute(
                "UPDATE rows SET status = ?, because = ? WHERE id = ? AND status = 'waiting'",
                (status, because, one),
            ).rowcount
            for one in ids
        )
        self._db.execute("COMMIT")
        return changed

    # --- reading -----------------------------------------------------------------------------

    @translating()
    def settled(self, mapping: str) -> dict[str, tuple[str, Status]]:
        """Return the rows that are dropped or mended, by id: their digest and their status."""
        found = self._db.execute(
            "SELECT id, digest, status FROM rows WHERE mapping = ? AND status != 'waiting'",
            (mapping,),
        )
        return {key: (said, status) for key, said, status in found}

    def rows(self, status: Status = "waiting") -> Iterator[Waiting]:
        """Yield the rows by file and line."""
        asked = f"SELECT {_COLUMNS} FROM rows WHERE status = ? ORDER BY file, line, id"  # noqa: S608 - our own columns
        with translating():
            yield from map(_waiting, self._db.execute(asked, (status,)))

    @translating()
    def counts(self) -> list[tuple[str, str, int]]:
        """Return (mapping, reason, how many) of the rows that wait, the most first."""
        return self._db.execute(
            "SELECT mapping, reason, count(*) FROM rows WHERE status = 'waiting'"
            " GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2"
        ).fetchall()

    @translating()
    def find(self, prefix: str) -> str:
        """Return the id of the one waiting row whose id begins with *prefix*.

        Raises
        ------
        NotFound
            When there is none, or more than one.
        """
        found = self._db.execute(
            "SELECT id FROM rows WHERE status = 'waiting' AND substr(id, 1, ?) = ? LIMIT 2",
            (len(prefix), prefix),
        ).fetchall()
        if len(found) != 1:
            message = "{id} is not one row in quarantine; 'journeys quarantine list' shows them all"
            raise NotFound(message, id=prefix[:40])
        return str(found[0][0])

    @translating()
    def text(self, version: str) -> str:
        """Return a mapping as it was when rows were set aside."""
        found = self._db.execute("SELECT text FROM mappings WHERE digest = ?", (version,))
        return str(found.fetchone()[0])


def _waiting(found: tuple[object, ...]) -> Waiting:
    key, mapping, part, identity, said, file, line, typed, cells, reason, message = found[:11]
    details, status, because, text = found[11:]
    row = Row(str(file), int(str(line)), json.loads(str(cells)), bool(typed))
    kept = Kept(row, str(part), str(identity), str(said), ())
    fault = Fault(str(reason), str(message), json.loads(str(details)))
    word: Status = (
        "dropped" if status == "dropped" else "mended" if status == "mended" else "waiting"
    )
    return Waiting(
        str(key),
        str(mapping),
        kept,
        fault,
        word,
        None if because is None else str(because),
        str(text),
    )

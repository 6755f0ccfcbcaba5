"""Where rows wait until all have been read: a private file that is gone afterwards.

Facts of one relationship come from several files and in any order; they are asked for one
relationship at a time, as they happened. What is in memory is a page, whatever the size of the log.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from itertools import groupby
from types import TracebackType
from typing import NamedTuple, Self

from journeys.io.mapped.templates import Draft
from journeys.io.rows.row import Fault, Row
from journeys.store import CannotWrite

_PAGE = 2000
_TABLES = """
CREATE TABLE rows (n INTEGER PRIMARY KEY, file, line, part, typed, identity, digest, cells, notes,
    reason, message, details);
CREATE TABLE drafts (relationship, opens, start, n, k, once, command, at, kind, data, testimony);
CREATE INDEX told_once ON drafts (command) WHERE once;
CREATE TABLE joined (source, key, cells, PRIMARY KEY (source, key)) WITHOUT ROWID;
CREATE TABLE ids (part, identity, digest, PRIMARY KEY (part, identity)) WITHOUT ROWID;
CREATE TABLE same (part, digest, n, PRIMARY KEY (part, digest)) WITHOUT ROWID;
CREATE TABLE shared (command PRIMARY KEY, start) WITHOUT ROWID;
"""
_GROUPS = (
    "SELECT relationship, opens, n, once, command, at, kind, data, testimony FROM drafts "
    "ORDER BY relationship, opens DESC, start, n, k"
)


_PUT_ROW = "INSERT INTO rows VALUES (" + "?, " * 11 + "?)"
_PUT_DRAFT = "INSERT INTO drafts VALUES (" + "?, " * 10 + "?)"


class Staged(NamedTuple):
    """A fact as it waits: its JSON is turned into a fact when its turn comes."""

    opens: bool
    row: int
    once: bool
    command: str
    at: str
    kind: str
    data: str
    testimony: str


class Kept(NamedTuple):
    """A row as it waits, with what has been found about it so far."""

    row: Row
    part: str
    identity: str
    digest: str
    notes: tuple[str, ...]


class Staging:
    """Rows and their facts, waiting. Use it in a ``with`` block."""

    def __init__(self) -> None:
        # An empty name is a private database on the disk, gone when it is closed.
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.executescript("PRAGMA journal_mode = OFF;" + _TABLES)
        self._rows: list[tuple[object, ...]] = []
        self._drafts: list[tuple[object, ...]] = []
        self.read = 0

    def __enter__(self) -> Self:
        """Return the staging itself."""
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        """Let go of everything; where there was no room for it, say so."""
        self._db.close()
        code = getattr(exc_val, "sqlite_errorcode", 0) & 0xFF
        if isinstance(exc_val, sqlite3.Error) and code in {
            sqlite3.SQLITE_FULL,
            sqlite3.SQLITE_IOERR,
        }:
            message = "there is no room for temporary files: make room, or name a folder in TMPDIR"
            raise CannotWrite(message) from exc_val

    # --- in ----------------------------------------------------------------------------------

    def join(self, source: str, key: str, cells: Mapping[str, str]) -> None:
        """Keep a row that others are joined with; the first of a key counts."""
        text = json.dumps(dict(cells), ensure_ascii=False)
        self._db.execute("INSERT OR IGNORE INTO joined VALUES (?, ?, ?)", (source, key, text))

    def joined(self, source: str, key: str) -> dict[str, str] | None:
        """Return the row of that key, None when there is none."""
        found = self._db.execute(
            "SELECT cells FROM joined WHERE source = ? AND key = ?", (source, key)
        ).fetchone()
        return None if found is None else json.loads(found[0])

    def first_of(self, part: str, identity: str, digest: str) -> str | None:
        """Keep an identity; return the digest of the row that had it before, if any had."""
        kept = self._db.execute(
            "INSERT OR IGNORE INTO ids VALUES (?, ?, ?)", (part, identity, digest)
        )
        if kept.rowcount:
            return None
        query = "SELECT digest FROM ids WHERE part = ? AND identity = ?"
        return str(self._db.execute(query, (part, identity)).fetchone()[0])

    def nth(self, part: str, digest: str) -> int:
        """Return how many rows of this content there have been, this one with them."""
        query = "INSERT INTO same VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET n = n + 1 RETURNING n"
        return int(self._db.execute(query, (part, digest)).fetchone()[0])

    def keep(self, kept: Kept, drafts: list[Draft], fault: Fault | None = None) -> None:
        """Keep a row with its facts, or with what is wrong with it."""
        self.read += 1
        row = kept.row
        cells = json.dumps(dict(row.values), ensure_ascii=False)
        self._rows.append(
            (
                self.read, row.file, row.line, kept.part, row.typed, kept.identity, kept.digest,
                cells, json.dumps(kept.notes), *written(fault),
            )
        )  # fmt: skip
        named: dict[tuple[str, str], float] = {}
        for k, draft in enumerate(drafts):
            if draft.once and not self._earlier(draft):
                continue
            # After what the row itself names: that it was closed before it was opened is then
            # said by a rule, and not that nothing was opened.
            starts = [named[thing] for thing in draft.fact.referred() if thing in named]
            start = max([draft.at.start.timestamp(), *starts])
            named.update(dict.fromkeys(draft.fact.defined(), start))
            data = draft.fact.__pydantic_serializer__.to_json(draft.fact, exclude_none=True)
            self._drafts.append(
                (
                    draft.relationship, draft.fact.opens, start, self.read, k,
                    draft.once, draft.command_id, str(draft.at), draft.fact.topic, data.decode(),
                    json.dumps(draft.testimony, ensure_ascii=False),
                )
            )  # fmt: skip
        if len(self._rows) >= _PAGE:
            self._flush()

    def _earlier(self, draft: Draft) -> bool:
        """Whether what is told once is told for the first time, or of an earlier moment."""
        start = draft.at.start.timestamp()
        found = self._db.execute(
            "SELECT start FROM shared WHERE command = ?", (draft.command_id,)
        ).fetchone()
        if found is not None and found[0] <= start:
            return False
        if found is not None:
            self._flush()
            # Rows may come the newest first: without its index this would look through all of them.
            self._db.execute("DELETE FROM drafts WHERE command = ? AND once", (draft.command_id,))
        self._db.execute("INSERT OR REPLACE INTO shared VALUES (?, ?)", (draft.command_id, start))
        return True

    def _flush(self) -> None:
        self._db.execute("BEGIN")
        self._db.executemany(_PUT_ROW, self._rows)
        self._db.executemany(_PUT_DRAFT, self._drafts)
        self._db.execute("COMMIT")
        self._rows.clear()
        self._drafts.clear()

    # --- out ---------------------------------------------------------------------------------

    def relationships(self) -> Iterator[tuple[str, list[Staged]]]:
        """Yield every relationship with its facts: what opens it first, then as they happened."""
        self._flush()
        found = self._db.execute(_GROUPS)
        for relationship, group in groupby(found, key=lambda row: row[0]):
            yield relationship, [Staged(*row[1:]) for row in group]

    def facts(self) -> int:
        """Return how many facts wait."""
        self._flush()
        return int(self._db.execute("SELECT count(*) FROM drafts").fetchone()[0])

    def set_aside(self, faults: Mapping[int, Fault]) -> None:
        """Keep why rows were set aside after all."""
        self._db.executemany(
            "UPDATE rows SET reason = ?, message = ?, details = ? WHERE n = ?",
            [(*written(fault), n) for n, fault in faults.items()],
        )

    def rows(self) -> Iterator[tuple[int, Kept, Fault | None]]:
        """Yield rows by number, with what is wrong with each."""
        self._flush()
        query = (
            "SELECT n, file, line, part, typed, identity, digest, cells, notes,"
            " reason, message, details FROM rows"
        )
        yield from map(_kept, self._db.execute(query + " ORDER BY n"))


def written(fault: Fault | None) -> tuple[str | None, str | None, str | None]:
    """Return a fault as three columns."""
    if fault is None:
        return None, None, None
    details = json.dumps(dict(fault.details), ensure_ascii=False, default=str)
    return fault.reason, fault.message, details


def _kept(found: tuple[object, ...]) -> tuple[int, Kept, Fault | None]:
    n, file, line, part, typed, identity, digest, cells, notes, reason, message, details = found
    row = Row(str(file), int(str(line)), json.loads(str(cells)), bool(typed))
    fault = Fault(str(reason), str(message), json.loads(str(details))) if reason else None
    kept = Kept(row, str(part), str(identity), str(digest), tuple(json.loads(str(notes))))
    return int(str(n)), kept, fault

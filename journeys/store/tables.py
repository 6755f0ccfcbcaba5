"""The tables of every store, and statements that both databases understand.

====================  ============================================================================
``events``            the facts, in the order of knowing; ``position`` is never given twice
``entries``           one evidence line per event, byte for byte; ``log_index`` is position − 1
``heads``             the last version of every relationship, with its entry and that entry's hash
``commands``          which command led to which versions, so that a repeated one is recognised
``snapshots``         folded states that an earlier version kept; read by nobody, thrown away
``view_rows``         answers, kept up to date by the runner; may be thrown away
``view_heads``        how far each view has come, and which of its two places is in force
``view_parked``       relationships that a view could not fold
====================  ============================================================================

Statements mark the places of their values with ``?``.
"""

from __future__ import annotations

from functools import cache

FORMAT = 1
"""The format of the tables; goes up when an older version could no longer read them."""

COLUMNS: dict[str, tuple[str, ...]] = {
    "events": ("position", "relationship", "version", "topic", "payload", "event_id"),
    "entries": ("log_index", "line"),
    "heads": ("relationship", "version", "log_index", "entry_hash"),
    "commands": ("command_id", "relationship", "first_version", "last_version", "fingerprint"),
    "snapshots": ("relationship", "version", "checksum", "data"),
    "view_rows": ("view", "relationship", "key", "data"),
    "view_heads": ("view", "version", "position"),
    "view_parked": ("view", "relationship", "position", "error"),
}
"""The columns of every table, in their order."""
BYTES = frozenset({"payload", "line", "entry_hash", "fingerprint", "checksum"})
"""The columns of bytes; where very many rows are told, texts stand for what UTF-8 makes of them."""
CHECKED = ("events", "entries", "heads", "commands")
"""The tables that hold what is true, and that verification walks."""
_KEYS = {
    "events": ("position",),
    "entries": ("log_index",),
    "commands": ("command_id",),
    "heads": ("relationship",),
    "snapshots": ("relationship",),
    "view_rows": ("view", "relationship", "key"),
    "view_heads": ("view",),
    "view_parked": ("view", "relationship"),
}


@cache
def insert(table: str) -> str:
    """Return the statement that adds a row of all columns.

    Examples
    --------
    >>> insert("entries")
    'INSERT INTO entries (log_index, line) VALUES (?, ?)'
    """
    columns = COLUMNS[table]
    places = ", ".join("?" * len(columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608 - our own names


@cache
def put(table: str) -> str:
    """Return the statement that adds a row, or puts it in the place of the one with its key.

    Examples
    --------
    >>> print(put("view_heads"))
    INSERT INTO view_heads (view, version, position) VALUES (?, ?, ?)
    ON CONFLICT (view) DO UPDATE SET version = excluded.version, position = excluded.position
    """
    key = _KEYS[table]
    rest = ", ".join(f"{name} = excluded.{name}" for name in COLUMNS[table] if name not in key)
    return f"{insert(table)}\nON CONFLICT ({', '.join(key)}) DO UPDATE SET {rest}"


@cache
def select(table: str) -> str:
    """Return the statement that reads a table in the order of its key.

    Examples
    --------
    >>> select("entries")
    'SELECT log_index, line FROM entries ORDER BY log_index'
    """
    columns, key = ", ".join(COLUMNS[table]), ", ".join(_KEYS[table])
    return f"SELECT {columns} FROM {table} ORDER BY {key}"  # noqa: S608 - our own names

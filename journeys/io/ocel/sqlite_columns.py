"""The columns of a table of SQLite, each at once.

A row that is handed over costs more than what is in it. Texts come as one JSON list a column: the
database writes it, and one call makes a list of it. JSON has not all digits of every number, and
nothing for bytes: what is no text comes row by row, and so does any column that cannot be a list.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from itertools import chain
from typing import Any, Literal

import msgspec

from journeys.io.ocel.columns import repeated
from journeys.io.ocel.sqlite_tables import quoted

_NUMBERS = ("INT", "REAL", "FLOA", "DOUB", "BOOL", "NUM", "DEC")
"""A column that is declared as one of these hardly holds texts."""

_TEXTS = msgspec.json.Decoder(list[str | None])

_LOOKED_AT = 1 << 13
"""Bytes of a column that tell whether it consists of few words."""

_FEW = 16
"""How often each of few words comes in that part, at least on average."""

_ITEM = "{0}" if sqlite3.sqlite_version_info < (3, 45) else "iif(typeof({0}) = 'blob', 0, {0})"
"""Later ones take bytes for JSON when they look like it; a number says that there are any."""


def column_types(connection: sqlite3.Connection, table: str) -> dict[str, str]:
    """Return how each column of a table is declared, in capitals."""
    found = connection.execute(f"PRAGMA table_info({quoted(table)})")
    return {name: declared.upper() for _, name, declared, *_ in found}


def columns_of(
    connection: sqlite3.Connection,
    table: str,
    asked: Mapping[str, str],
    known: list[str] | None = None,
) -> list[list[Any]]:
    """Return columns of a table, by their names; what each is declared as says what to expect.

    The values of a row stand at the same place in all of them, in the order of the rows. The first
    column may hold ids that are *known*, each in as many rows: then they are not made again.

    Raises
    ------
    sqlite3.Error
        As the database has it.
    """
    texts = [name for name in asked if not any(sign in asked[name] for sign in _NUMBERS)]
    found = _texts(connection, table, texts, known)
    others = [name for name in asked if name not in found]
    found |= dict(zip(others, _any(connection, table, others), strict=True))
    return [found[name] for name in asked]


def _texts(
    connection: sqlite3.Connection, table: str, names: list[str], known: list[str] | None
) -> dict[str, list[Any]]:
    """Return those of some columns that hold nothing but texts."""
    lists = [f"json_group_array({_ITEM.format(quoted(name))})" for name in names]
    found: dict[str, list[Any]] = {}
    given = connection.text_factory
    connection.text_factory = bytes
    try:
        said = connection.execute(_select(lists, table)).fetchone() if names else ()
    except sqlite3.Error:  # bytes, a value of gigabytes, or no JSON in this SQLite
        return found
    finally:
        connection.text_factory = given
    for place, (name, raw) in enumerate(zip(names, said, strict=True)):
        with suppress(msgspec.DecodeError, UnicodeDecodeError):
            ids = _again(raw, known) if known and not place else None
            found[name] = _decoded(raw) if ids is None else ids
    return found


def _again(raw: bytes, known: list[str]) -> list[str] | None:
    """Return the ids in a list, where they are those that are known, each as many times.

    Without a backslash, and with two quotation marks for each id, no id has any of them: then
    what is the same as bytes is the same list.
    """
    each, more = divmod(raw.count(b'"'), 2 * len(known))
    if more or not each or b"\\" in raw:
        return None
    ids = repeated(known, [each] * len(known))
    with suppress(TypeError, UnicodeEncodeError):  # an id that is no text, or none that UTF-8 has
        return ids if raw == b'["%b"]' % '","'.join(ids).encode() else None
    return None


def _decoded(raw: bytes) -> list[str | None]:
    """Return a list of texts; where they are few words again and again, each word is made once."""
    with suppress(msgspec.DecodeError, ValueError):  # no such place, or in the middle of a text
        begun = _TEXTS.decode(raw[: raw.index(b'",', _LOOKED_AT) + 1] + b"]")
        words = tuple({word for word in begun if word is not None})
        if words and len(words) * _FEW < len(begun):
            any_of: Any = Literal[words]  # known only now
            return msgspec.json.Decoder(list[any_of | None]).decode(raw)
    return _TEXTS.decode(raw)


def _any(connection: sqlite3.Connection, table: str, names: list[str]) -> list[list[Any]]:
    """Return columns that may hold anything."""
    if not names:
        return []
    rows = connection.execute(_select([quoted(name) for name in names], table))
    values = [*chain.from_iterable(rows)]
    return [values[place :: len(names)] for place in range(len(names))]


def _select(columns: list[str], table: str) -> str:
    """Return a query that goes through a table as it is stored: in the order of its rows."""
    return f"SELECT {', '.join(columns)} FROM {quoted(table)} NOT INDEXED"  # noqa: S608 - names are quoted

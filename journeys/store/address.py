"""Where a store is: a file, or a schema of a PostgreSQL database."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from domain.errors import Unreadable

_SCHEMES = ("postgresql://", "postgres://")
_SCHEMA = re.compile(r"(?!pg_)[a-z_][a-z0-9_]{0,62}")
_HOST = re.compile(r"(\[[0-9a-fA-F:.%]+\]|[^:\[\]]*)(:\d*)?")
WRONG_ADDRESS = (
    "this is no address of a database: write postgresql://USER@HOST/DATABASE, and signs in a "
    "password as % and their number"
)
_SECRETS = ("password", "sslpassword")


class Server:
    """A schema of a PostgreSQL database, by its address.

    The address is what PostgreSQL's own programs take, and two things more: ``schema``, in which
    the store keeps its tables, and ``mode=read``, with which nothing is ever written there. What it
    is shown as has no password in it; nor has its `repr`.

    Parameters
    ----------
    address
        Such as ``postgresql://ada@db.example/journeys?schema=acme``.

    Raises
    ------
    Unreadable
        When it cannot be read, or the schema's name is none that we take.

    Examples
    --------
    >>> Server("postgresql://ada:secret@db.example/crm?sslmode=require&schema=acme")
    Server('postgresql://ada@db.example/crm?sslmode=require&schema=acme')
    """

    __slots__ = ("_conninfo", "read_only", "schema", "shown")

    def __init__(self, address: str) -> None:
        try:
            parts = urlsplit(address)
            asked = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
        except ValueError:  # its own message would repeat the address
            raise Unreadable(WRONG_ADDRESS) from None
        user, at, hosts = parts.netloc.rpartition("@")
        # An @ or # further on is a piece of a password that was not written with % signs.
        astray = "@" in parts.path + parts.query or parts.fragment
        if astray or not all(_HOST.fullmatch(host) for host in hosts.split(",")):
            raise Unreadable(WRONG_ADDRESS)
        self.schema = dict(asked).get("schema", "journeys")
        if not _SCHEMA.fullmatch(self.schema):
            message = "{schema} is no name for a schema: use small letters, digits and _"
            raise Unreadable(message, schema=self.schema[:80])
        mode = dict(asked).get("mode", "write")
        if mode not in ("read", "write"):
            message = "mode={mode} means nothing in an address: write mode=read, or leave it out"
            raise Unreadable(message, mode=mode[:80])
        self.read_only = mode == "read"
        begin = f"{parts.scheme}://"
        own = ("schema", "mode")
        self._conninfo = begin + parts.netloc + parts.path + _query(asked, without=own)
        named = user.partition(":")[0] + at + hosts
        self.shown = begin + named + parts.path + _query(asked, without=_SECRETS)

    def conninfo(self) -> str:
        """Return what the driver connects with. It may hold a password: never show it."""
        return self._conninfo

    def __str__(self) -> str:
        return self.shown

    def __repr__(self) -> str:
        return f"Server({self.shown!r})"


def _query(pairs: list[tuple[str, str]], *, without: tuple[str, ...]) -> str:
    kept = [(name, value) for name, value in pairs if name not in without]
    return "?" + urlencode(kept, quote_via=quote) if kept else ""


Place = Path | Server


def place(text: Path | str) -> Place:
    """Return where a store is that is named like this.

    Examples
    --------
    >>> place("crm.db")
    PosixPath('crm.db')
    >>> place("postgresql:///crm")
    Server('postgresql:///crm')
    """
    if isinstance(text, str) and text.startswith(_SCHEMES):
        return Server(text)
    return Path(text)

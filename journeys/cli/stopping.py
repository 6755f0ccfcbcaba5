"""Being stopped from outside, as by a supervisor, a time limit or a terminal that is closed.

Nothing is left behind then: what was half written goes, as it does at Ctrl-C.
"""

from __future__ import annotations

import signal
from types import FrameType
from typing import NoReturn

SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)
)  # there is no terminal to be closed on Windows


class Stopped(KeyboardInterrupt):
    """The process was asked to end.

    Parameters
    ----------
    number
        The signal that asked.
    """

    def __init__(self, number: int) -> None:
        super().__init__()
        self.code = 128 + number
        """The exit code that a shell gives to a process that such a signal ended."""


def stop_in_order() -> None:
    """Have the signals that end a process raise `Stopped` in it, where nobody set them aside.

    Whoever asks a second time does not wait: the process ends where it is.
    """
    for number in SIGNALS:
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _stop)


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    del frame
    for one in SIGNALS:
        if signal.getsignal(one) is _stop:
            signal.signal(one, signal.SIG_DFL)
    raise Stopped(number)

"""Spans: pieces of work, as they are told to whoever listens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from time import perf_counter
from typing import Protocol, Self

from domain.errors import JourneysError

Value = int | float | bool | str
"""A count, a measure, or a word of our own: the name of a verb, a view, a question."""


class Told(Protocol):
    """One piece of work, as one listener knows it."""

    def end(self, values: dict[str, Value], seconds: float, error: str, *, expected: bool) -> None:
        """Be told that it ended; *error* is the name of a class, empty when all went well."""
        ...


class Watcher(Protocol):
    """Somebody who listens."""

    def begin(self, name: str) -> Told:
        """Be told that a piece of work begins."""
        ...


_watchers: tuple[Watcher, ...] = ()


class Work:
    """A piece of work; one like this is told to nobody."""

    __slots__ = ()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def note(self, **values: Value) -> None:
        """Leave it."""


class _Watched(Work):
    """A piece of work that is told to everybody who listened when it began."""

    __slots__ = ("_begun", "_name", "_told", "_values")

    def __init__(self, name: str, values: dict[str, Value]) -> None:
        self._name, self._values = name, values

    def __enter__(self) -> Self:
        self._begun = perf_counter()
        self._told = [watcher.begin(self._name) for watcher in _watchers]
        return self

    def __exit__(self, *left: object) -> None:
        seconds = perf_counter() - self._begun
        kind = left[0]
        error = kind.__name__ if isinstance(kind, type) else ""
        expected = isinstance(kind, type) and issubclass(kind, JourneysError)
        for told in reversed(self._told):
            told.end(self._values, seconds, error, expected=expected)

    def note(self, **values: Value) -> None:
        """Add what came of it."""
        self._values.update(values)


_UNWATCHED = Work()


def around(name: str, **values: Value) -> Work:
    """Return a block around a piece of work, which is told when somebody listens.

    Parameters
    ----------
    name
        A word: ``save``, ``page``, ``fold``, ``import``, ``question``, ``command`` …
    **values
        Counts, measures and words of our own. Never an id, a name, or what somebody wrote.

    Examples
    --------
    >>> with around("save", events=3) as work:
    ...     work.note(relationships=1)
    """
    return _Watched(name, values) if _watchers else _UNWATCHED


def listening() -> bool:
    """Whether anybody listens."""
    return bool(_watchers)


def watch(watcher: Watcher) -> None:
    """Let somebody listen from now on."""
    global _watchers  # noqa: PLW0603 - one for the process, as a log is
    _watchers = (*_watchers, watcher)


def unwatch(watcher: Watcher) -> None:
    """Let somebody listen no longer."""
    global _watchers  # noqa: PLW0603 - see above
    _watchers = tuple(one for one in _watchers if one is not watcher)


@contextmanager
def watched(*watchers: Watcher) -> Iterator[None]:
    """Let these listen while the block runs."""
    with ExitStack() as stack:
        for watcher in watchers:
            watch(watcher)
            stack.callback(unwatch, watcher)
        yield

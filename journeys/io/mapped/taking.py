"""One import from beginning to end: read, decide, write, tell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from domain.moments import Moment
from journeys.io.mapped.importer import Importer, Outcome
from journeys.io.mapped.loading import Loaded
from journeys.io.mapped.quarantine import Quarantine
from journeys.io.mapped.reading import Reader
from journeys.io.mapped.sources import Source, sources
from journeys.io.mapped.staging import Staging
from journeys.store import Store


@dataclass
class Watch:
    """Who wants to know how far an import is. Nobody, unless a subclass does."""

    sources: list[Source] = field(default_factory=list)

    def reading(self, sources: list[Source]) -> None:
        """These files are about to be read."""
        self.sources = sources

    def read(self, position: int, rows: int) -> None:
        """So many *rows* more were read; the file has been read up to *position* (bytes)."""

    def deciding(self, facts: int) -> None:
        """So many facts are about to be gone through."""

    def decided(self, facts: int) -> None:
        """So many *facts* more were gone through, and written."""


def take(
    loaded: Loaded,
    path: Path,
    now: Moment,
    store: Callable[[], Store | None],
    quarantine: Callable[[], Quarantine | None],
    *,
    write: bool = True,
    watch: Watch | None = None,
) -> Outcome:
    """Import the file or folder at *path* by a mapping.

    Nothing is written before every file has been read to its end, so that a file that cannot be
    read leaves no trace. After that, whole relationships are written, a batch in a transaction:
    whoever interrupts it finds them there, and the next run goes on with the others.

    Parameters
    ----------
    loaded, path
        The mapping, and what to read.
    now
        What lies after it has not happened yet.
    store, quarantine
        Open them once everything has been read; None where nothing is on record yet.
    write
        Whether to write at all.
    watch
        Is told how far it is.

    Raises
    ------
    NotFound, Unreadable
        See `sources.sources` and `reading.Reader.read`.
    Busy
        When others keep writing first.
    """
    watch = watch or Watch()
    with Staging() as staging:
        reader = Reader(loaded, staging)
        found = sources(loaded, path)
        watch.reading(found)
        reader.read(found, watch.read)
        watch.deciding(staging.facts())
        importer = Importer(loaded, staging, store(), quarantine(), now, write=write)
        outcome = importer.run(watch.decided)
    outcome.profile.unused = reader.unused
    return outcome

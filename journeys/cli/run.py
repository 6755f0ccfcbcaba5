"""One run of a verb: the language, the store, the output."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from journeys.cli.output import Output
from journeys.cli.when import clock
from journeys.language import Language, Template, t

if TYPE_CHECKING:
    from domain.moments import Moment
    from journeys.engine import Engine
    from journeys.store import Place


@dataclass(frozen=True)
class Run:
    """What every verb is handed."""

    words: Language
    given_store: str | None
    format: str
    debug: bool

    @cached_property
    def out(self) -> Output:
        """Where this run prints."""
        return Output(self.words, self.format)

    @property
    def store(self) -> Place:
        """Where the history is kept: a file, or a database."""
        from journeys.store import place

        return place(self.given_store) if self.given_store else home("journeys.db")

    @property
    def quarantine(self) -> Path:
        """Where rows are kept that an import did not take.

        Beside the store's file, or the one that names its shards; of a database in this user's
        data folder.
        """
        from journeys.io.mapped.quarantine import place
        from journeys.store import Shards

        store = self.store
        if isinstance(store, Shards):
            store = store.file or store
        if isinstance(store, Path):
            return place(store)
        known = sha256(str(store).encode()).hexdigest()[:12]
        return place(home(f"database-{known}"))

    def there(self, store: Place | None = None) -> bool:
        """Whether there is a store already."""
        from journeys.store import exists

        return exists(store or self.store)

    def now(self) -> Moment:
        """Return this instant."""
        from domain.moments import Moment

        return Moment.of(clock().replace(microsecond=0))

    def say(self, sentence: Template | str, /, **values: object) -> str:
        """Return a sentence in the reader's language."""
        return self.words.say(sentence, **values)

    @contextmanager
    def engine(
        self, *, create: bool = False, store: Place | None = None, alone: bool = False
    ) -> Iterator[Engine]:
        """Open the engine. A verb that reads creates nothing.

        Much that is to be folded is folded in several processes, unless *alone*.

        Raises
        ------
        NotFound
            When there is no store, with what to do.
        """
        import journeys
        from domain.errors import NotFound

        place = store or self.store
        if not create and not self.there(place):
            message = t("there is no store {store}: try 'journeys demo', or name one with --store")
            raise NotFound(message, store=str(place))
        if create and isinstance(place, Path):
            _make_folder(place.parent)
        with journeys.open(place, create=create) as engine:
            if not alone:
                from journeys.partitions.abreast import go_abreast

                go_abreast(engine, place)
            yield engine
            lag = engine.runner.lag() if engine.store.read_only else 0
        if lag:
            one, many = (
                t("The views here are {n} event behind."),
                t("The views here are {n} events behind."),
            )
            self.out.note(self.words.plural(one, many, lag))


def _make_folder(folder: Path) -> None:
    from domain.errors import NotFound

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):  # a file stands where a folder is to be
        message = "there is no folder {folder}: create it first"
        raise NotFound(message, folder=str(folder)) from None


def home(name: str) -> Path:
    """Return the place of a file in this user's data folder."""
    from platformdirs import user_data_path

    return user_data_path("journeys", appauthor=False) / name

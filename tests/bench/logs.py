"""Logs: OCEL 2.0 read and written, beside pm4py."""

from __future__ import annotations

import importlib
import random
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from journeys.io import ocel
from journeys.io.ocel import Attribute, Change, Declared, Event, Kind, Log, Object, Related
from journeys.io.ocel.log import FIRST
from tests.bench.contest import Contest, Stopwatch, Work
from tests.bench.sizes import Sizes

SEED = 20
_KINDS = ("meet", "call", "late")


def generated(events: int) -> Log:
    """Return a log of so many events about a quarter as many clients and promises."""
    chance, count = random.Random(SEED), max(4, events // 4)  # noqa: S311 - the same each time

    def someone() -> str:
        return f"o{chance.randrange(count)}"

    things = tuple(
        Object(
            f"o{n}",
            "client" if n % 3 else "promise",
            (Change("tier", "gold", FIRST), Change("tier", "silver", "2024-02-01T00:00:00Z")),
            (Related(someone(), "of"),),
        )
        for n in range(count)
    )
    told = tuple(
        Event(
            f"e{n}",
            _KINDS[n % 3],
            f"2024-{1 + n % 12:02d}-{1 + n % 28:02d}T10:{n % 60:02d}:00Z",
            (Attribute("valence", round(chance.uniform(-1, 1), 2)), Attribute("channel", "mail")),
            (Related(someone(), "about"), Related(someone(), "with")),
        )
        for n in range(events)
    )
    said = (Declared("valence", "float"), Declared("channel"))
    kinds = tuple(Kind(kind, (Declared("tier"),)) for kind in ("client", "promise"))
    return Log(kinds, tuple(Kind(kind, said) for kind in _KINDS), things, told)


def contests(sizes: Sizes, folder: Path) -> Iterator[Contest]:
    """Yield reading and writing, in each form; without pm4py ours alone."""
    whole, part = generated(sizes.logged), generated(sizes.logged_sample)
    theirs = _pm4py()
    for form in ocel.FORMATS:
        large, small = folder / f"large.{form}", folder / f"small.{form}"
        ocel.write(whole, large, form)
        ocel.write(part, small, form)
        out = folder / f"out.{form}"
        yield Contest(
            group="logs",
            what=f"read {form}",
            unit="event",
            ours=_timed(lambda path=large: ocel.read(path), sizes.logged),  # type: ignore[misc]
            stock=_timed(lambda f=form, path=small: theirs.read(f, path), sizes.logged_sample)  # type: ignore[misc]
            if theirs
            else None,
            sampled=sizes.logged_sample,
        )
        known = theirs.read(form, small) if theirs else None
        yield Contest(
            group="logs",
            what=f"write {form}",
            unit="event",
            ours=_timed(lambda f=form, path=out: ocel.write(whole, path, f), sizes.logged),  # type: ignore[misc]
            stock=_timed(
                lambda f=form, log=known, path=out: theirs.write(f, log, path),  # type: ignore[misc]
                sizes.logged_sample,
            )
            if theirs
            else None,
            sampled=sizes.logged_sample,
        )


def _counted(ours: Log, theirs: Any) -> dict[str, int]:  # noqa: ANN401 - the library's own log
    """Return how many events and ties each found in the file that we wrote."""
    found = {"ours": len(ours.events) + sum(len(event.relationships) for event in ours.events)}
    if theirs is not None:
        found["stock"] = len(theirs.events) + len(theirs.relations)
    return found


def _timed(work: Callable[[], object], count: int) -> Work:
    def timed(watch: Stopwatch) -> int:
        with watch:
            work()
        return count

    return timed


class _Pm4py:
    def __init__(self, module: Any) -> None:  # noqa: ANN401 - a library without types
        self.module = module

    def read(self, form: str, path: Path) -> Any:  # noqa: ANN401 - the library's own log
        with warnings.catch_warnings(action="ignore"):
            return getattr(self.module, f"read_ocel2_{form}")(str(path))

    def write(self, form: str, log: Any, path: Path) -> None:  # noqa: ANN401 - the library's own log
        path.unlink(missing_ok=True)
        with warnings.catch_warnings(action="ignore"):
            getattr(self.module, f"write_ocel2_{form}")(log, str(path))


def _pm4py() -> _Pm4py | None:
    try:
        with warnings.catch_warnings(action="ignore"):
            return _Pm4py(importlib.import_module("pm4py"))
    except ImportError:
        return None

"""The doctor: is everything as it should be, and what to do where it is not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from domain.errors import JourneysError
from domain.moments import Moment
from journeys.language import t
from journeys.store import Place, Server, Shards, exists, verify_at
from journeys.store.evidence import parsed
from journeys.upkeep import place
from journeys.upkeep.checks import Check, Checks, Sentence, fail, of_shards, ok, warn
from journeys.upkeep.installation import installation
from journeys.upkeep.views import COPIES, standings
from projections.ports import BUILDING

if TYPE_CHECKING:
    from journeys.engine import Engine

_LATEST = "SELECT line FROM entries ORDER BY log_index DESC LIMIT 1000"
_SAFE = {
    "synchronous": {"FULL", "EXTRA"},
    "journal_mode": {"wal", "memory"},
    "synchronous_commit": {"on", "remote_apply", "remote_write", "local"},
    "fsync": {"on"},
    "full_page_writes": {"on"},
}
"""Settings with which what was acknowledged survives a power cut."""


def examine(
    where: Place,
    now: Moment,
    *,
    quick: bool = False,
    on_progress: Callable[[int], object] | None = None,
) -> Checks:
    """Look at the installation and at a store, and say what is right and what is not.

    Nothing is changed; of a store that is not there, nothing is made.

    Parameters
    ----------
    where
        The store.
    now
        This moment, by the machine's clock.
    quick
        Whether to leave out the walk through all evidence.
    on_progress
        Told how many events were walked.
    """
    yield from installation()
    try:
        there = exists(where)
    except JourneysError as error:
        yield _unopened(error)
        return
    if not there:
        todo = t("make one: journeys demo, or record something")
        yield warn("store", t("there is no store {store} yet"), todo, store=str(where))
        if isinstance(where, Path):
            yield from place.unfinished(where, now)
        return
    yield from _store(where, now, None if quick else (on_progress or (lambda _: None)))


def _store(where: Place, now: Moment, walk: Callable[[int], object] | None) -> Checks:
    import journeys

    try:
        with journeys.open(where, create=False) as engine:
            yield ok("store", t("events in {store}: {n}"), n=engine.store.end(), store=str(where))
            if isinstance(where, Shards):
                both = zip(engine.parts, where.places, strict=True)
                yield from of_shards([list(_part(part, one, now)) for part, one in both])
            else:
                yield from _part(engine, where, now)
            if walk is not None:
                yield from copies(engine)
    except JourneysError as error:
        yield _unopened(error)
        if isinstance(where, Path) and where.is_file():
            yield from place.file(where, now)
    if walk is not None:
        yield evidence(where, walk)


def _part(engine: Engine, where: Path | Server, now: Moment) -> Checks:
    yield settings(engine.store.database.settings())
    yield clock(engine, now)
    yield from views(engine)
    if isinstance(where, Path) and where.is_file():
        yield from place.file(where, now)


def _unopened(error: JourneysError, name: str = "store") -> Check:
    return Check(
        name,
        "fail",
        Sentence(error.message, error.details),
        Sentence(t("see docs/operations.md: when a store does not open")),
    )


def evidence(where: Place, on_progress: Callable[[int], object]) -> Check:
    """Hold every event against its evidence."""
    try:
        report = verify_at(where, on_progress)
    except JourneysError as error:
        return _unopened(error, "evidence")
    if report.clean:
        said = t("all {n} events agree with their evidence")
        return ok("evidence", said, n=report.events)
    todo = t("keep the store as it is, look with 'journeys verify', restore a backup")
    n = len(report.faults) + report.more
    return fail("evidence", t("faults in events or evidence: {n}"), todo, n=n)


def settings(found: Mapping[str, str]) -> Check:
    """Look at the settings on which the safety of what is kept hangs."""
    told = ", ".join(f"{name}={value}" for name, value in found.items())
    unsafe = [name for name, safe in _SAFE.items() if name in found and found[name] not in safe]
    if unsafe:
        names = ", ".join(f"{name}={found[name]}" for name in unsafe)
        todo = t("turn it on: without it a power cut can lose what was acknowledged")
        return fail("settings", t("not safe: {names}"), todo, names=names)
    if found.get("data_checksums") == "off":
        todo = t("stop the server once and run: pg_checksums --enable")
        return warn("settings", t("{told}: damaged pages go unnoticed"), todo, told=told)
    return ok("settings", "{told}", told=told)


def clock(engine: Engine, now: Moment) -> Check:
    """Hold the machine's clock against the newest time of recording."""
    lines = engine.store.database.all(_LATEST)
    entries = (parsed(bytes(line)) for (line,) in lines)
    times = (_moment(entry.recorded_at) for entry in entries if entry)
    latest = max(filter(None, times), key=lambda moment: moment.start, default=None)
    if latest is not None and latest.start > now.end:
        todo = t("set the clock of this machine: what is recorded now seems older than it is")
        said = t("it is {now} here, but something was recorded at {latest}")
        return warn("clock", said, todo, now=now, latest=latest)
    return ok("clock", t("it is {now}; nothing was recorded later"), now=now)


def _moment(text: str) -> Moment | None:
    """Return a time of recording; None where bytes were changed, of which the evidence tells."""
    try:
        return Moment(text)
    except ValueError:
        return None


def views(engine: Engine) -> Checks:
    """Look at the views: lag, versions, what was set aside, what was left half built."""
    found = standings(engine)
    amiss = [one.name for one in found if one.state in ("outdated", "missing")]
    # A copy outside the store has a way of its own to be late: what it lacks is read from the log.
    lag = max((one.lag for one in found if one.rows is not None), default=0)
    parked = {one.relationship for view in found for one in view.parked}
    if amiss and engine.store.end():
        todo = t("build them anew: journeys project rebuild")
        yield warn("views", t("not of this version: {views}"), todo, views=", ".join(amiss))
    elif lag:
        todo = t("the next command that needs them catches up; or: journeys project rebuild")
        yield warn("views", t("behind by so many events: {n}"), todo, n=lag)
    else:
        yield ok("views", t("up to date: {n} views"), n=len(found))
    if parked:
        todo = t("see why: journeys project status; try again: journeys project rebuild")
        said = t("relationships that a view set aside: {n}")
        yield warn("set-aside", said, todo, n=len(parked))
    half = [name for name in engine.store.row_counts() if name.startswith(BUILDING)]
    if half:
        said = t("views left half built, unless a rebuild is under way: {n}")
        yield warn("leftovers", said, t("throw that away: journeys compact"), n=len(half))


def copies(engine: Engine) -> Checks:
    """Hold the files of the columns against their checksums."""
    each = [(name, of(part)) for part in engine.parts for name, of in COPIES.items()]
    kept = [(name, copy) for name, copy in each if copy is not None and copy.end()]
    torn = sorted({name for name, copy in kept if copy.torn()})
    if torn:
        todo = t("whoever needs them next has them made anew; or: journeys project rebuild")
        yield warn("copies", t("with files that are torn: {views}"), todo, views=", ".join(torn))
    elif kept:
        yield ok("copies", t("all files are whole"))

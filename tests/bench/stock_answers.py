"""What our columns answer, kept up by the library: a Projection, a view of tables, SQL to ask it.

Written as one would with the library: each event is one transaction, in which what it adds is
inserted, the relationship's last fact and contact are put in the place of those before, a promise
that is settled is updated, and the tracking record is kept. No table has an index beside its key,
and the events of a relationship are taken to come in order of happening, as they do here; both are
to the library's advantage. Ours sorts, and takes late ones in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby, zip_longest
from statistics import median
from typing import Any, NamedTuple

from eventsourcing.persistence import Tracking
from eventsourcing.projection import Projection

from domain._kernel import AnyEvent, Fact
from domain.care import ContactHeld
from domain.contract import CooperationStarted
from domain.courtship import RelationshipOpened
from domain.feelings import FeelingObserved
from domain.friction import IncidentOccurred
from domain.promises import PromiseMade, PromiseSettled
from projections.answers import Row
from projections.answers.portfolio import OPEN, feelings_row, in_days
from projections.answers.sums import mean, share
from projections.timeline import title
from tests.bench.aggregate import Journey
from tests.bench.contest import Disagreement
from tests.bench.stock_views import Table

_MICROSECOND = timedelta(microseconds=1)
_ROW = "event TEXT, relationship TEXT, number INTEGER, period TEXT"
_TABLES = (
    f"CREATE TABLE IF NOT EXISTS facts ({_ROW}, what TEXT)",
    f"CREATE TABLE IF NOT EXISTS steps ({_ROW}, what TEXT, next TEXT, wait INTEGER)",
    f"CREATE TABLE IF NOT EXISTS moods ({_ROW}, whose TEXT, valence REAL)",
    f"CREATE TABLE IF NOT EXISTS quiet ({_ROW}, wait INTEGER)",
    f"""CREATE TABLE IF NOT EXISTS promises ({_ROW}, promise TEXT, by TEXT, outcome TEXT,
        PRIMARY KEY (relationship, promise)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS lasts (relationship TEXT PRIMARY KEY, what TEXT, at TEXT,
        contact TEXT) WITHOUT ROWID""",
)
_LAST = "SELECT what, at, contact FROM lasts WHERE relationship = ?"
_PUT_LAST = """INSERT INTO lasts VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET
    what = ?2, at = ?3, contact = coalesce(?4, contact)"""
_SETTLE = "UPDATE promises SET event = ?, outcome = ? WHERE relationship = ? AND promise = ?"


class Seen(NamedTuple):
    """What the five questions ask of an event."""

    event: str
    relationship: str
    number: int
    what: str
    at: datetime
    contact: bool = False
    felt: tuple[str, float] | None = None
    made: tuple[str, str] | None = None
    settled: tuple[str, str] | None = None


class Answers(Table):
    """The tables, and the tracking record."""

    def construct_create_table_statements(self) -> list[str]:
        return [*super().construct_create_table_statements(), *_TABLES]

    def see(self, tracking: Tracking, seen: Seen) -> None:
        """Keep what an event adds, and track it, all or nothing."""
        at = seen.at.isoformat()
        row = (seen.event, seen.relationship, seen.number, f"{seen.at:%Y-%m}")
        with self.datastore.transaction(commit=True) as cursor:
            cursor.execute(_LAST, (seen.relationship,))
            last = cursor.fetchone()
            cursor.execute("INSERT INTO facts VALUES (?, ?, ?, ?, ?)", (*row, seen.what))
            if last:
                step = (*row, last["what"], seen.what, _wait(last["at"], seen.at))
                cursor.execute("INSERT INTO steps VALUES (?, ?, ?, ?, ?, ?, ?)", step)
            if seen.contact and last and last["contact"] and last["contact"] != at:
                quiet = (*row, _wait(last["contact"], seen.at))
                cursor.execute("INSERT INTO quiet VALUES (?, ?, ?, ?, ?)", quiet)
            if seen.felt:
                cursor.execute("INSERT INTO moods VALUES (?, ?, ?, ?, ?, ?)", (*row, *seen.felt))
            if seen.made:
                made = (*row, *seen.made, OPEN)
                cursor.execute("INSERT INTO promises VALUES (?, ?, ?, ?, ?, ?, ?)", made)
            if seen.settled:
                promise, outcome = seen.settled
                cursor.execute(_SETTLE, (seen.event, outcome, seen.relationship, promise))
            contact = at if seen.contact else None
            cursor.execute(_PUT_LAST, (seen.relationship, seen.what, at, contact))
            self._insert_tracking(cursor, tracking)
        if tracking.notification_id == self.done.last:
            self.done.set()

    def ask(self, statement: str) -> list[tuple[Any, ...]]:
        """Return the rows of a statement."""
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute(statement)
            return [tuple(row) for row in cursor.fetchall()]


def _wait(begin: str, end: datetime) -> int:
    return (end - datetime.fromisoformat(begin)) // _MICROSECOND


class SeesOurs(Projection[Answers]):
    """Our events, as our columns keep them."""

    def process_event(self, domain_event: AnyEvent, tracking: Tracking) -> None:
        fact: Any = domain_event.fact
        self.view.see(
            tracking,
            Seen(
                domain_event.id,
                domain_event.relationship,
                domain_event.version,
                title(type(fact)),
                domain_event.occurred_at.start,
                isinstance(fact, ContactHeld),
                *_told(type(fact), fact),
            ),
        )


_OURS: dict[str, type[Fact]] = {
    "Opened": RelationshipOpened,
    "Started": CooperationStarted,
    "Contact": ContactHeld,
    "Felt": FeelingObserved,
    "Promised": PromiseMade,
    "Settled": PromiseSettled,
    "Incident": IncidentOccurred,
}
_TITLES = {getattr(Journey, name): (title(kind), kind) for name, kind in _OURS.items()}


class SeesTheirs(Projection[Answers]):
    """The library's own events; one is known by its aggregate and number."""

    def process_event(
        self,
        domain_event: Any,  # noqa: ANN401 - the library makes these classes
        tracking: Tracking,
    ) -> None:
        what, kind = _TITLES[type(domain_event)]
        name, number = domain_event.originator_id.hex, domain_event.originator_version
        self.view.see(
            tracking,
            Seen(
                f"{name}:{number}",
                name,
                number,
                what,
                datetime.fromisoformat(domain_event.said["at"]),
                kind is ContactHeld,
                *_told(kind, domain_event),
            ),
        )


def _told(
    kind: type[Fact],
    fact: Any,  # noqa: ANN401 - ours or theirs, with the same fields
) -> tuple[tuple[str, float] | None, tuple[str, str] | None, tuple[str, str] | None]:
    return (
        (fact.whose, fact.valence) if kind is FeelingObserved else None,
        (fact.promise, fact.by) if kind is PromiseMade else None,
        (fact.promise, fact.outcome) if kind is PromiseSettled else None,
    )


# --- asking ----------------------------------------------------------------------------------

Naming = Callable[[str], tuple[str, str]]
"""From an event as it is known there to the ids of its relationship and of itself with us."""


def answers(view: Answers, our: Naming) -> Mapping[str, list[Row]]:
    """Return what the tables answer, in the form of our answers."""
    return {
        "facts-over-time": list(_facts(view, our)),
        "feelings-over-time": list(_feelings(view, our)),
        "promises-over-time": list(_promises(view, our)),
        "silences": list(_silences(view, our)),
        "what-follows": sorted(
            _steps(view, our), key=lambda row: (-row["times"], row["what"], row["next"])
        ),
    }


Group = tuple[tuple[Any, ...], list[tuple[Any, ...]], Row]


def _grouped(view: Answers, our: Naming, by: str, rest: str, table: str) -> Iterator[Group]:
    """Yield every group with the rest of its rows, and who is behind.

    By relationship; in it one side's feelings before the other's, and else in order of happening.
    """
    width = by.count(",") - by.count("(") * 2 + 1
    rows = view.ask(f"SELECT {by}, event, number, {rest} FROM {table} ORDER BY {by}")  # noqa: S608 - our own names
    for key, found in groupby(rows, lambda row: row[:width]):
        told = sorted((*our(row[width]), row[width + 1 :]) for row in found)
        told.sort(key=lambda one: (one[0], table == "moods" and one[2][1], one[2][0]))
        about = {
            "times": len(told),
            "relationships": len({name for name, *_ in told}),
            "events": [event for _, event, _ in told],
        }
        yield key, [row[1:] for *_, row in told], about


def _facts(view: Answers, our: Naming) -> Iterator[Row]:
    for (period, what), _, about in _grouped(view, our, "period, what", "1", "facts"):
        yield {"period": period, "what": what, **about}


def _steps(view: Answers, our: Naming) -> Iterator[Row]:
    for (what, then), rest, about in _grouped(view, our, "what, next", "wait", "steps"):
        interval = in_days(median(wait for (wait,) in rest))
        yield {"what": what, "next": then, "interval": interval, **about}


def _feelings(view: Answers, our: Naming) -> Iterator[Row]:
    for (period,), rest, about in _grouped(view, our, "period", "whose, valence", "moods"):
        of: dict[str, list[float]] = {"client": [], "staff": []}
        for whose, valence in rest:
            of[whose].append(valence)
        del about["times"]
        client, staff = ((mean(felt), len(felt)) for felt in (of["client"], of["staff"]))
        yield feelings_row(period, client, staff) | about


_YEAR = "substr(period, 1, 4)"


def _promises(view: Answers, our: Naming) -> Iterator[Row]:
    found = list(_grouped(view, our, f"{_YEAR}, by, outcome", "1", "promises"))
    for (period, by, outcome), _, about in found:
        every = sum(one["times"] for key, _, one in found if key[:2] == (period, by))
        part = share(about["times"], every)
        yield {"period": period, "by": by, "outcome": outcome, "share": part, **about}


def _silences(view: Answers, our: Naming) -> Iterator[Row]:
    for (period,), rest, about in _grouped(view, our, _YEAR, "wait", "quiet"):
        waits = [wait for (wait,) in rest]
        figures = {"interval": in_days(median(waits)), "longest": in_days(max(waits))}
        yield {"period": period, **figures, **about}


def same(ours: Mapping[str, Sequence[Row]], theirs: Mapping[str, Sequence[Row]]) -> None:
    """Hold that both sides answer alike, the events behind every figure included.

    Raises
    ------
    Disagreement
        With the question, and the first row that is different.
    """
    for name, rows in theirs.items():
        for our, their in zip_longest(ours[name], rows):
            if our != their:
                raise Disagreement(f"{name}: {str(our)[:300]} and {str(their)[:300]}")

"""The board: what an account owner opens in the morning."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from domain.moments import Moment
from domain.state import phase_at
from domain.vocabulary import SEVERITIES, Phase, Severity, Verdict
from projections.farewell import DUTIES
from projections.farewell.standing import verdict_at
from projections.finding import Say, say_of
from projections.ports import Row, Views
from projections.reply import QUIET, Standing, reply_of_row


@dataclass(frozen=True, slots=True)
class Step:
    """What to do next: the finding or duty that asks for it, in words, and by when."""

    code: str
    action: Say
    due: Moment | None


@dataclass(frozen=True, slots=True)
class Owed:
    """A goodbye duty that is due: what is owed, by whom and until when, and how it stands."""

    code: str
    obligation: Say
    who: str
    deadline: Moment
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One relationship on the board.

    ``client`` and ``staff`` are the latest feelings, −1…1, oldest first; ``findings`` counts the
    open ones by severity that ask for attention, ``quiet`` those that were dismissed or put off,
    ``duties`` the goodbye duties by verdict; ``next`` is what is most urgent, with its deadline, if
    anything is to be done. ``due_today`` are the goodbye duties whose last day it is, ``overdue``
    those whose deadline passed in the last two weeks with nothing on record that meets them.
    ``last`` is when the last thing happened that was told, ``silent`` how many days ago that was.
    """

    id: str
    title: str
    phase: str
    since: Moment | None
    client: list[float]
    staff: list[float]
    findings: dict[Severity, int]
    duties: dict[Verdict, int]
    next: Step | None
    quiet: dict[Standing, int] = field(default_factory=dict)
    due_today: list[Owed] = field(default_factory=list)
    overdue: list[Owed] = field(default_factory=list)
    last: Moment | None = None
    silent: int = 0

    @property
    def asleep(self) -> bool:
        """Whether nothing was told for a year of what, by all that is known, goes on."""
        waits = self.due_today or self.overdue
        return self.silent > ASLEEP_DAYS and self.phase != "ended" and not waits


class Open(NamedTuple):
    """An open finding, as far as the board looks at it; ``action`` and ``due`` as they are kept."""

    code: str
    severity: Severity
    verdict: Verdict | None
    since: Moment
    standing: Standing
    action: list[Any] | None
    due: str | None


def board(views: Views, now: Moment) -> list[BoardRow]:
    """Return the board at *now*, the most pressing relationship first."""
    findings: dict[str, list[Open]] = {}
    for relationship, _, row in views.rows("findings"):
        since = Moment(row["since"])
        gone = row["until"] and Moment(row["until"]).reached_by(now)
        if since.reached_by(now) and not gone:
            reply = reply_of_row(row["reply"])
            found = Open(
                code=row["code"],
                severity=row["severity"],
                verdict=row["verdict"],
                since=since,
                standing=reply.standing(now) if reply else "open",
                action=row["action"],
                due=row["due"],
            )
            findings.setdefault(relationship, []).append(found)
    duties: dict[str, list[tuple[Row, Verdict]]] = {}
    for relationship, _, row in views.rows("farewell"):
        duties.setdefault(relationship, []).append((row, _verdict_at(row, now)))
    rows = [
        _row(relationship, row, findings.get(relationship, []), duties.get(relationship, []), now)
        for relationship, _, row in views.rows("portfolio")
    ]
    return sorted(rows, key=lambda row: (_pressing(row), row.id))


def _verdict_at(row: Row, now: Moment) -> Verdict:
    since = Moment(row["since"]) if row["since"] else None
    return verdict_at(row["verdict"], since, now)


OVERDUE_DAYS = 14
SILENT_DAYS = 90
"""After so many days without a word somebody who looks is told since when."""
_BY_CODE = {duty.code: duty for duty in DUTIES}


ASLEEP_DAYS = 365
"""After so many days without a word nobody can tell what asks for attention today."""


def silent_since(rows: Iterable[BoardRow]) -> BoardRow | None:
    """Return the row of which something was told last, where even that is long ago."""
    latest = min(rows, key=lambda row: row.silent, default=None)
    return latest if latest is not None and latest.silent > SILENT_DAYS else None


def _owed(duties: Iterable[tuple[Row, Verdict]]) -> Iterator[Owed]:
    for row, verdict in duties:
        if row["deadline"] is not None:
            says = Say(_BY_CODE[row["code"]].obligation)
            yield Owed(row["code"], says, row["who"], Moment(row["deadline"]), verdict)


def _days_ago(deadline: Moment, now: Moment) -> int:
    """Return how many days ago a deadline's day was, on its own clock; 0 today."""
    here = datetime.fromisoformat(deadline).tzinfo
    today = now.day if now.precision != "instant" else now.start.astimezone(here).date()
    return (today - deadline.day).days


def standing_at(row: Row, now: Moment) -> tuple[Phase, Moment | None]:
    """Return the phase of a relationship at *now* and since when, from its portfolio row."""
    ends = Moment(row["ends"]) if row["ends"] else None
    phase = phase_at(row["phase"], ends, now)
    since = Moment(row["since"]) if row["since"] else None
    return phase, since if phase == row["phase"] else ends


def _row(
    relationship: str,
    row: Row,
    findings: list[Open],
    duties: list[tuple[Row, Verdict]],
    now: Moment,
) -> BoardRow:
    to_do = [finding for finding in findings if finding.standing in ("open", "acknowledged")]
    standings = [finding.standing for finding in findings]
    verdicts = {one["code"]: verdict for one, verdict in duties}
    owed = sorted(_owed(duties), key=lambda one: one.deadline.start)
    waiting = [one for one in owed if one.verdict == "pending"]
    grave = [finding.severity for finding in findings if finding.standing not in QUIET]
    phase, since = standing_at(row, now)
    last = Moment(row["last"])
    return BoardRow(
        id=relationship,
        title=row["title"] or relationship,
        phase=phase,
        since=since,
        client=row["client"],
        staff=row["staff"],
        findings={one: grave.count(one) for one in reversed(SEVERITIES) if one in grave},
        duties=dict(sorted(Counter(verdicts.values()).items())) if verdicts else {},
        next=next_step(row["phase"], to_do, verdicts, waiting, now),
        quiet={one: standings.count(one) for one in QUIET if one in standings},
        due_today=[one for one in waiting if _days_ago(one.deadline, now) == 0],
        overdue=[
            one
            for one in owed
            if one.verdict in ("unknown", "violated")
            and 0 <= _days_ago(one.deadline, now) <= OVERDUE_DAYS
        ],
        last=last,
        silent=max(0, (now.start - last.start).days),
    )


def next_step(
    phase: str,
    findings: Iterable[Open],
    duties: dict[str, Verdict],
    waiting: Sequence[Owed],
    now: Moment,
) -> Step | None:
    """Return what to do first: the gravest, then the newest; good news asks nothing.

    Once it is over only the goodbye can still be put right: the duties whose last day it is come
    first, then those that were violated, those that can wait, and those of which nobody knows.
    """
    today = [one for one in waiting if _days_ago(one.deadline, now) == 0]
    if today:
        return _of_duty(max(today, key=lambda one: _gravity(_BY_CODE[one.code].severity)))
    asking = [f for f in findings if f.action is not None and f.severity != "positive"]
    if phase in ("breakup", "ended"):
        asking = [f for f in asking if f.verdict is not None] or [
            f for f in asking if f.severity == "info"
        ]
    first = max(asking, key=lambda f: (_gravity(f.severity), f.since.start), default=None)
    if first is not None and first.action is not None:
        return Step(first.code, say_of(first.action), Moment(first.due) if first.due else None)
    if waiting:
        return _of_duty(waiting[0])
    unknown = [duty for duty in DUTIES if duties.get(duty.code) == "unknown"]
    if unknown:
        duty = max(unknown, key=lambda duty: _gravity(duty.severity))
        says = {"obligation": duty.obligation}
        return Step(duty.code, Say(FIND_OUT, says), None)
    return None


def _of_duty(one: Owed) -> Step:
    return Step(one.code, one.obligation, one.deadline)


FIND_OUT = "Find out whether this was done, and record it: {obligation}"


def _gravity(severity: Severity) -> int:
    return SEVERITIES.index(severity)


def _pressing(row: BoardRow) -> tuple[int, ...]:
    return tuple(-row.findings.get(severity, 0) for severity in reversed(SEVERITIES))

"""Questions about findings: from what is kept of them, and the few facts that answer them.

Each is an answer of `projections.answers` as well, and comes to the same rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import msgspec
import numpy as np
from pydantic_core import from_json

from domain._kernel import AnyEvent, Fact
from domain.breakup import BreakupAnnounced
from domain.friction import PlugReviewed
from domain.judgement import FindingAnswered
from domain.moments import Moment
from domain.relationship import fold
from journeys.columns.arrays import Array
from journeys.columns.chosen import Columns
from journeys.columns.comparing import compare
from journeys.columns.found import Findings
from journeys.columns.lives import Lives
from journeys.columns.reading import events
from projections.answers import Asked, Row
from projections.answers.precision import by_rule
from projections.answers.stopping import codes_of
from projections.answers.stopping import plug_review as reviewed
from projections.calendar import Weekdays
from projections.course import course
from projections.evidence import Evidence
from projections.finding import Finding, of_row
from projections.precision import Alarm, Noted, alarms_of
from projections.reply import Reply, answers, reply_of_row


class _Coded(msgspec.Struct, gc=False):
    code: str


class _Noted(msgspec.Struct, gc=False):
    code: str
    key: str
    since: str
    evidence: list[tuple[str, str | None]]
    reply: msgspec.Raw


class _Brief(NamedTuple):
    """As much of a finding as it takes to tell what came of it."""

    code: str
    key: str
    since: Moment
    evidence: tuple[Evidence, ...]
    reply: Reply | None

    @property
    def identity(self) -> tuple[str, str]:
        return (self.code, self.key)


def precision(columns: Columns, findings: Findings) -> Iterator[Row]:
    """Tell how often each rule was right; see `projections.answers.precision`."""
    return by_rule(_alarms(columns, findings))


def _alarms(columns: Columns, findings: Findings) -> Iterator[Alarm]:
    lives = Lives(columns)
    found: dict[str, list[Noted]] = {}
    for name, said, _ in findings.read(_Noted):
        cited = tuple(Evidence(*one) for one in said.evidence)
        answered = reply_of_row(from_json(bytes(said.reply)))
        brief = _Brief(said.code, said.key, Moment(said.since), cited, answered)
        found.setdefault(name, []).append(brief)
    for one in findings.judged(lives.names):
        found.setdefault(one.relationship, []).append(one)
    told = _told(columns, lives, FindingAnswered)
    for name in lives.names:
        noted, own = found.get(name, []), told.get(name)
        if noted or own:
            state = fold(None, own) if own else None
            noted.sort(key=lambda one: (one.since.start, one.identity))
            yield from alarms_of(answers(state) if state else {}, noted, columns.now)


def plug_review(columns: Columns, findings: Findings, *, codes: str) -> Iterator[Row]:
    """Tell since when ending was justified; see `projections.answers.stopping.plug_review`."""
    lives, meant = Lives(columns), codes_of(codes)
    found: dict[str, list[Finding]] = {}
    for name, said, row in findings.read(_Coded):
        if said.code in meant:
            found.setdefault(name, []).append(of_row(name, from_json(row)))
    for one in findings.judged(lives.names):
        found.setdefault(one.relationship, []).append(one)
    reviews = {lives.names[who] for who in lives.turn[lives.rows(PlugReviewed)].tolist()}
    who = [number for number, name in enumerate(lives.names) if name in reviews | found.keys()]
    told = _told(columns, lives, PlugReviewed, BreakupAnnounced, of=np.array(who, dtype=np.int64))
    readings = []
    for number in who:
        name = lives.names[number]
        own: Callable[[], Iterable[Finding]] = found.get(name, []).copy
        readings.append(course(name, told.get(name, ()), Weekdays(), own))
    yield from reviewed(Asked(readings, (), columns.now), codes=codes)


def _told(
    columns: Columns, lives: Lives, *kinds: type[Fact], of: Array | None = None
) -> dict[str, list[AnyEvent]]:
    """Return the facts of these kinds that are told of each, or of some of them."""
    rows = lives.rows(*kinds)
    if of is not None:
        rows = rows[np.isin(lives.turn[rows], of)]
    found: dict[str, list[AnyEvent]] = {}
    for event in events(columns, rows):
        found.setdefault(event.relationship, []).append(event)
    return found


JUDGED: dict[str, Callable[..., Iterator[Row]]] = {
    "compare": compare,
    "plug-review": plug_review,
    "precision": precision,
}
"""The questions about findings, by name: answered at the present moment from what is kept."""

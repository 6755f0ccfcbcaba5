"""What a table of a case asks of a finding, and how it is held against the engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.moments import Moment
from journeys.journey import Journey
from projections.finding import Finding


@dataclass(frozen=True)
class Expected:
    """A row of a case's table: raised by then at the latest, on at least this evidence."""

    code: str
    severity: str | None
    by: Moment
    evidence: list[str]
    rows: tuple[int, ...] = ()
    verdict: str | None = None
    known: Moment | None = None


def days(zero: date) -> Callable[[int], Moment]:
    """Return what turns a number of days since *zero* into that date."""
    return lambda number: Moment.of(zero + timedelta(days=number))


def just_before(moment: Moment) -> Moment:
    """Return the instant a microsecond before a moment begins."""
    earlier: datetime = moment.start - timedelta(microseconds=1)
    return Moment.of(earlier)


def assert_raised(journey: Journey, expected: Expected) -> None:
    """Hold one row against the engine: in time, on its evidence, and never from the future."""
    found = _at(journey, expected.code, expected.by)
    assert found is not None, f"{expected.code} is not there at {expected.by}"
    assert expected.verdict == found.verdict
    assert expected.severity in (None, found.severity)
    assert set(expected.evidence) <= {item.story_id for item in found.evidence}
    assert set(expected.rows) <= set(found.rows)
    assert found.since.reached_by(expected.by)

    by_id = {event.id: event for event in journey.events()}
    last = max(by_id[item.id].occurred_at.start for item in found.evidence)
    assert _at(journey, expected.code, just_before(Moment.of(last))) is None
    assert _at(journey, expected.code, just_before(found.since)) is None
    assert _at(journey, expected.code, found.since) is not None

    assert found.known_since is not None
    assert _known(journey, expected.code, found.known_since)
    if expected.known is not None:
        assert expected.known == found.known_since
        assert not _known(journey, expected.code, just_before(expected.known))


def _at(journey: Journey, code: str, moment: Moment) -> Finding | None:
    return next((f for f in journey.judged(at=moment) if f.code == code), None)


def _known(journey: Journey, code: str, moment: Moment) -> bool:
    return any(f.code == code for f in journey.judged(as_known=moment))

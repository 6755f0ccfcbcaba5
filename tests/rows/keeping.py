"""Keep a fact as it is kept, and find a finding as it is found, each with the rows it serves.

What a test asked of the program is noted, so that it cannot claim a row that nothing it looked at
serves (see ``conftest.py``).
"""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar, cast

from domain._kernel import AnyEvent, Event, Fact, read
from domain.organisation import OrganisationNamed
from journeys.engine import STORIES
from journeys.io import story
from journeys.working_days import PublicHolidays
from projections.finding import Finding
from projections.findings.families import RULES
from projections.reading import read as judge
from tests.given import CLIENT, history, on, opened

F = TypeVar("F", bound=Fact)
SUBJECTS = {"relationship": CLIENT, "organisation": "organisation:own", "map": "map:sprint"}

asked: set[int] = set()
"""The rows served by what the running test has looked at."""


def kept(fact: F, *before: Fact, when: str = "2025-03-01", **testimony: Any) -> Event[F]:  # noqa: ANN401
    """Return *fact* as it comes back from its stored bytes, recorded after the facts *before* it.

    The record of its subject is opened first, and every rule of recording is asked.
    """
    subject = SUBJECTS[fact.area()]
    first = [] if fact.opens or any(f.opens for f in before) else [_opening(fact.area())]
    commands = [on("2025-01-01", f, relationship=subject) for f in (*first, *before)]
    last = on(when, fact, relationship=subject, **testimony)
    event: AnyEvent = history(*commands, last)[-1]
    asked.update(fact.rows)
    for earlier in before:
        asked.update(earlier.rows)
    return cast("Event[F]", read(fact.topic, event.payload()))


def _opening(area: str) -> Fact:
    openings: dict[str, Fact] = {
        "relationship": opened().facts[0],
        "organisation": OrganisationNamed(name="A small agency"),
    }
    return openings[area]


@cache
def _told(name: str) -> tuple[Finding, ...]:
    events = story.load(STORIES / f"{name}.yaml").events
    return tuple(judge(name, events, PublicHolidays()).findings())


def found(name: str, code: str) -> Finding:
    """Return the finding of that code which a shipped story raises."""
    asked.update(RULES[code].rows)
    (finding,) = (finding for finding in _told(name) if finding.code == code)
    return finding


def evidence(name: str, code: str) -> list[str | None]:
    """Return what that finding rests on, by the numbers of the story's lines."""
    return [item.story_id for item in found(name, code).evidence]

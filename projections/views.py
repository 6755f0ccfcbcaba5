"""The views: rows of answers, each a pure function of the reading of one relationship."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from zlib import crc32

from domain._kernel import AnyEvent
from domain.contract import AgreementBroken, AgreementMade
from domain.judgement import FindingAnswered
from domain.process import GateDecided, WaiverGranted
from domain.promises import PromiseSettled
from projections.alarms.bounds import Bounds
from projections.curve import feelings
from projections.evidence import Evidence
from projections.farewell.duties import DUTIES
from projections.farewell.scope import started
from projections.farewell.standing import Standing, standing
from projections.finding import as_row
from projections.findings.families import RULES
from projections.moods import Whose
from projections.ports import Row
from projections.reading import Reading
from projections.timeline import timeline
from projections.touchpoints import keeping

LATELY = 24


@dataclass(frozen=True, slots=True)
class View:
    """A named table of answers. Raise ``version`` when the meaning of its rows changes."""

    name: str
    version: int
    rows: Callable[[Reading], Iterable[tuple[str, Row]]]


def _timeline(reading: Reading) -> Iterator[tuple[str, Row]]:
    for line in timeline(reading):
        yield (
            f"{line.event.version:09d}",
            {
                "at": str(line.event.occurred_at),
                "event": line.event.id,
                "topic": line.event.fact.topic,
                "phase": line.phase,
                "client": line.client,
                "staff": line.staff,
            },
        )


def _moods(reading: Reading) -> Iterator[tuple[str, Row]]:
    felt = feelings(reading.events)
    sides: tuple[Whose, ...] = ("client", "staff")
    for whose in sides:
        for number, sample in enumerate(felt.drawn(whose)):
            yield (
                f"{whose}-{number:09d}",
                {
                    "at": str(sample.at),
                    "valence": sample.valence,
                    "event": sample.event_id,
                    "attributed": sample.attributed,
                    "guessed": sample.guessed,
                },
            )


def _promises(reading: Reading) -> Iterator[tuple[str, Row]]:
    for key, thing in reading.state.named("promise").items():
        last = thing.last(PromiseSettled)
        yield (
            f"promise-{key}",
            {
                "made": str(thing.opened.occurred_at),
                "by": thing.opened.fact.by,
                "to": thing.opened.fact.to,
                "due": last.fact.due if last and last.fact.due else thing.opened.fact.due,
                "outcome": last.fact.outcome if last else "open",
                "events": [thing.opened.id, *(e.id for e in thing.later)],
            },
        )
    replaced = {e.fact.replaces for e in reading.state.of(AgreementMade) if e.fact.replaces}
    for key, thing in reading.state.named("agreement").items():
        yield (
            f"agreement-{key}",
            {
                "made": str(thing.opened.occurred_at),
                "replaces": thing.opened.fact.replaces,
                "standing": "replaced" if key in replaced else "standing",
                "departures": sum(isinstance(e.fact, AgreementBroken) for e in thing.later),
                "events": [thing.opened.id, *(e.id for e in thing.later)],
            },
        )


def _process(reading: Reading) -> Iterator[tuple[str, Row]]:
    state = reading.state
    for key, thing in state.named("gate").items():
        decided = thing.last(GateDecided)
        waived = thing.last(WaiverGranted)
        outcome = decided.fact.outcome if decided else "waived" if waived else "open"
        yield (
            key,
            {
                "outcome": outcome,
                "since": str((decided or waived or thing.opened).occurred_at),
                "waivable": state.may_be_waived(key),
                "events": [thing.opened.id, *(e.id for e in thing.later)],
            },
        )


def _findings(reading: Reading) -> Iterator[tuple[str, Row]]:
    for finding in reading.findings():
        yield f"{finding.code}/{finding.key}", as_row(finding)


def _farewell(reading: Reading) -> Iterator[tuple[str, Row]]:
    if started(reading.state) is None:
        return
    for duty in DUTIES:
        stands = standing(duty, reading.state, reading.docket.place)
        yield f"{duty.number:02d}", standing_row(stands)


def standing_row(stands: Standing) -> Row:
    """Return a standing as a row; `since` tells from when its verdict holds."""
    return {
        "code": stands.code,
        "verdict": stands.verdict,
        "deadline": stands.deadline,
        "since": stands.since,
        "who": stands.who,
        "evidence": [evidence_row(item) for item in stands.evidence],
    }


def evidence_row(item: Evidence) -> dict[str, Any]:
    """Return a piece of evidence as a row."""
    return {"id": item.id, "story_id": item.story_id}


def _portfolio(reading: Reading) -> Iterator[tuple[str, Row]]:
    state, felt = reading.state, feelings(reading.events)
    if state.opened is None:
        return
    yield (
        "",
        {
            "title": state.opened.fact.title,
            "kind": state.opened.fact.kind,
            "phase": state.phase,
            "since": state.phase_since,
            "ends": state.ends,
            "begun": state.opened.occurred_at,
            "last": _last(reading).occurred_at,
            "events": len(reading.events),
            "client": [sample.valence for sample in felt.client[-LATELY:]],
            "staff": [sample.valence for sample in felt.staff[-LATELY:]],
        },
    )


def _last(reading: Reading) -> AnyEvent:
    """Return what happened last between the two; answering a finding is none of that."""
    told = (e for e in reversed(reading.events) if not isinstance(e.fact, FindingAnswered))
    return next(told, reading.events[-1])


def edition(base: int, *made_of: object) -> int:
    """Return a view's version: its own, and that of the rules whose words its rows carry."""
    return crc32(f"{base} {made_of!r}".encode())


_RULES_AS_DATA = [
    (r.code, r.severity, r.rows, r.sentence, r.action, r.parameters) for r in RULES.values()
]

VIEWS: tuple[View, ...] = (
    View("timeline", 2, _timeline),
    View("moods", 2, _moods),
    View("promises", 1, _promises),
    View("process", 1, _process),
    View("findings", edition(3, _RULES_AS_DATA), _findings),
    View("farewell", edition(2, DUTIES), _farewell),
    View("portfolio", 2, _portfolio),
    View(keeping.VIEW, edition(1, DUTIES), keeping.rows),
)
"""Every view the runner keeps up to date."""


def judged_by(view: View, bounds: Bounds) -> View:
    """Return a view as these bounds make it: the findings have a version of their own for each."""
    if view.name != "findings":
        return view
    return replace(view, version=edition(view.version, bounds.mark))

"""The rows of the views ``findings`` and ``farewell``: what was judged, and how duties stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from domain._kernel import Event
from domain.judgement import FindingAnswered
from projections.evidence import Evidence
from projections.farewell.scope import started
from projections.farewell.standing import Standing, standing_of_all
from projections.finding import as_row
from projections.findings.docket import Identity
from projections.growth import Change
from projections.ports import Row
from projections.reading import Reading


class Findings:
    """Tells the findings that events, deadlines or silence brought, changed or took back."""

    def __init__(self) -> None:
        self._said: dict[Identity, tuple[Event[FindingAnswered], ...]] = {}
        self._stirred = 0
        self._silent: tuple[Identity, ...] = ()

    def news(self, reading: Reading, begin: int) -> Iterator[Change]:
        """Yield those that may be other than they were; a finding that came to nothing ends."""
        foreseen = reading.foreseen()
        silent = foreseen.touched if foreseen is not reading.docket else ()
        concerned = dict.fromkeys((*self._silent, *reading.stirred[self._stirred :], *silent))
        for event in reading.events[begin:]:
            if isinstance(event.fact, FindingAnswered):
                identity: Identity = event.fact.identity
                self._said[identity] = (*self._said.get(identity, ()), event)
                concerned[identity] = None
        self._silent, self._stirred = silent, len(reading.stirred)
        for identity in concerned if begin else foreseen.findings:
            finding, key = foreseen.findings.get(identity), "/".join(identity)
            if finding is None:
                yield key, None
            else:
                yield key, as_row(reading.known(finding, self._said.get(identity, ())))


class Farewell:
    """Tells how every duty of a goodbye stands, from the first word of it on."""

    def __init__(self) -> None:
        self._stood: dict[str, Row] = {}

    def news(self, reading: Reading, begin: int) -> Iterator[Change]:  # noqa: ARG002 - any may change
        """Yield those that stand otherwise than before."""
        stand: dict[str, Row] = {}
        if started(reading.state) is not None:
            for stands in standing_of_all(reading.state, reading.docket.place):
                stand[f"{stands.duty.number:02d}"] = standing_row(stands)
        before, self._stood = self._stood, stand
        yield from ((key, None) for key in before if key not in stand)
        yield from ((key, row) for key, row in stand.items() if before.get(key) != row)


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

"""What must be true after every run, whatever was done to the store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest

import journeys
from journeys.engine import Engine
from projections.views import VIEWS


@dataclass(frozen=True, slots=True)
class Tally:
    """What the processes of a run said, counted."""

    acknowledged: int
    kept: int
    again: int
    refused: int


def judge(address: str, words: Iterable[str]) -> Tally:
    """Hold the store against what its writers and followers said.

    * Nothing that was acknowledged is lost, and it stands where the writer was told.
    * No command has two effects; none met a conflict of its own making.
    * Followers saw every position once, in order.
    * Evidence and ledger verify, and the views are what a rebuild makes of the log.
    """
    said = [line.split() for line in words]
    wrong = [line for line in said if line[0] in {"conflict", "jump"}]
    assert not wrong, wrong[:5]
    told = {line[1]: (line[2], int(line[3])) for line in said if line[0] == "kept"}
    with journeys.open(address) as engine:
        report = engine.verify()
        assert report.clean, report.faults[:3]
        events = [e for r in engine.store.relationships() for e in engine.store.events(r)]
        assert [row.position for row in engine.store.log_order()] == list(range(1, len(events) + 1))
        effects = Counter(event.command_id for event in events)
        assert set(effects.values()) <= {1}, effects.most_common(3)
        places = {event.command_id: (event.relationship, event.version) for event in events}
        lost = {name: at for name, at in told.items() if places.get(name) != at}
        assert not lost, dict(list(lost.items())[:3])
        apart = _apart(engine)
        assert not apart, f"the views are not what a rebuild makes: {len(apart)} rows, {apart[:2]}"
        assert engine.runner.lag() == 0
        assert not any(engine.store.parked(view.name) for view in VIEWS)
    counts = Counter(line[0] for line in said)
    return Tally(len(told), len(events), counts["again"], counts["refused"])


def _apart(engine: Engine) -> list[tuple[str, object, object]]:
    """Return the rows in which the views differ from a rebuild of the same log.

    What a killed process had sent may still be finished by the server behind its back: while the
    log grows in between, the two are not of the same log, and are looked at again.
    """
    end = -1
    while end != engine.store.end():
        end = engine.store.end()
        engine.catch_up()
        followed = _rows(engine)
        engine.runner.rebuild()
        rebuilt = _rows(engine)
    return [
        (view, one, other)
        for (view, had), has in zip(followed.items(), rebuilt.values(), strict=True)
        for one, other in zip_longest(had, has)
        if one != other
    ]


def _rows(engine: Engine) -> dict[str, list[object]]:
    return {view.name: list(engine.store.rows(view.name)) for view in VIEWS}

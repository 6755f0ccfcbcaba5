"""Judging: which alarms a contact raises or settles."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from domain._kernel import AnyEvent
from projections.alarms.bounds import Bounds
from projections.alarms.met import Met, meet
from projections.alarms.saying import divergence, drifting, promises, rise
from projections.alarms.watching import HELD_DAYS, Fall, Grade, Rise, Stands, Watching
from projections.calendar import days_between
from projections.drift.lines import LINES, heights

FEWEST: Final = 5
"""Contacts before anything is judged: fewer say nothing."""
BACK: Final = 0.5
"""How far below its limit a line has to come before its alarm is settled."""
ASKED, ASKED_AT_LEAST = 3, 2
"""Over the client's last three ratings our people must have been asked twice, or nobody can say
that they feel otherwise."""
_MOODS = ("mood-drop", "staff-mood-drop")
_CHANNELS = {"divergence": divergence, "promises-slipping": promises}
_AT_TICKS = (*_MOODS, "silence")


def after(watching: Watching, event: AnyEvent, *, alive: bool) -> Watching:
    """Return the watch after an event that may tell of a contact, *alive* or judged no longer."""
    bounds, zero = watching.bounds, watching.zero
    met = None if zero is None else meet(watching.latest, event, zero, bounds.priors)
    if met is None:
        return replace(watching, alive=alive, moves=(), heights={})
    if not watching.standing and not met.look:  # as most are: nothing stands, or is to be judged
        return Watching(bounds, zero, met, alive, watching.standing, (), {})
    standing = dict(watching.standing)
    moves: list[Rise | Fall] = []
    if standing:
        for code in ("silence", "drifting"):
            # a contact breaks the silence; what silence would only have brought later never was
            stands = standing.get(code)
            if stands and (code == "silence" or stands.since > event.occurred_at):
                del standing[code]
                moves.append(Fall(code, stands.key))
        for code in _CHANNELS if _long_ago(watching, event) else ():
            standing.pop(code, None)  # what stood then has lapsed, and is judged anew
    high = _heights(met, standing) if standing or met.look else {}
    back = [code for code in standing if _is_back(code, standing[code], high, watching)]
    moves += [Fall(code, standing.pop(code).key) for code in back]
    if alive and met.look and met.state.contacts >= FEWEST:
        for code in ("drifting", *_CHANNELS):
            moves += _raised(code, met, high, standing, event, bounds)
    return Watching(bounds, zero, met, alive, standing, tuple(moves), high if met.look else {})


def _long_ago(watching: Watching, event: AnyEvent) -> bool:
    last = watching.latest
    began = last.told.events[0].occurred_at if last else event.occurred_at
    return days_between(began, event.occurred_at) > HELD_DAYS


def _heights(met: Met, standing: dict[str, Stands]) -> dict[str, float]:
    besides = _AT_TICKS if met.look else [line for line in LINES if line not in standing]
    return heights(met.state, met.told.day, besides)


def _is_back(code: str, stands: Stands, high: dict[str, float], watching: Watching) -> bool:
    limits = watching.bounds.whole if code == "drifting" else watching.bounds.strict
    return stands.key != "" and code in high and high[code] < limits[code] - BACK


def _raised(
    code: str,
    met: Met,
    high: dict[str, float],
    standing: dict[str, Stands],
    event: AnyEvent,
    bounds: Bounds,
) -> list[Rise | Fall]:
    """Return what a line comes to; enters it among what stands."""
    stands = standing.get(code)
    grade: Grade = "alarm" if high[code] >= bounds.strict[code] else "watch"
    low = bounds.whole if code == "drifting" else bounds.strict
    if high[code] < low[code] or (stands and (stands.grade == "alarm" or grade == "watch")):
        return []
    if code == "divergence" and not _both_asked(met):
        return []
    day = met.told.day
    said = drifting(met, day) if code == "drifting" else _CHANNELS[code](met, day)
    moves: list[Rise | Fall] = [Fall(code, stands.key)] if stands else []
    key = f"{grade}-{event.id}" if code == "drifting" else event.id
    standing[code] = Stands(key, event.occurred_at, grade)
    return [*moves, rise(code, standing[code], said, high[code], bounds)]


def _both_asked(met: Met) -> bool:
    client = staff = 0
    for told in (one.told for one in met.back()):
        client += told.client is not None
        staff += told.staff is not None
        if client == ASKED or staff >= ASKED_AT_LEAST:
            break
    return staff >= ASKED_AT_LEAST

"""The scenes of a replay: what happened at one moment, and what began or ended with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

from domain.moments import Moment
from domain.vocabulary import Phase
from projections.finding import Finding
from projections.timeline import Line

Pace = Literal["event", "day", "landmark"]

_DETAILS = ("info", "low")


@dataclass(slots=True)
class Scene:
    """One moment: the lines of what happened, and the findings that begin or are settled there.

    A moment without lines is a deadline that passed, or an end date that came. ``phase`` is told
    where it begins.
    """

    at: Moment
    name: str = ""
    lines: list[Line] = field(default_factory=list)
    phase: Phase | None = None
    client: float | None = None
    staff: float | None = None
    begins: list[Finding] = field(default_factory=list)
    ends: list[Finding] = field(default_factory=list)


def scenes(lines: Iterable[Line], judged: Iterable[Finding], until: Moment) -> Iterator[Scene]:
    """Yield the moments of a relationship in the order in which they happened.

    Parameters
    ----------
    lines
        Its timeline.
    judged
        Every finding by then, those that have ended as well.
    until
        The moment at which the replay stands: what begins later is not shown.
    """
    told = [
        _scene(moment, list(same))
        for (moment, _), same in groupby(
            lines,
            key=lambda line: (line.event.occurred_at, line.event.story_id or line.event.command_id),
        )
    ]
    for finding in judged:
        if finding.since.reached_by(until):
            _place(told, finding.since, finding.evidence[-1].id).begins.append(finding)
            settled = finding.over == "settled"  # the phase tells of the end; a lapse is no moment
            if settled and finding.until is not None and finding.until.reached_by(until):
                _place(told, finding.until, None).ends.append(finding)
    phase: Phase | None = None
    for scene in sorted(told, key=lambda scene: scene.at.start):
        if scene.phase == phase:
            scene.phase = None
        phase = scene.phase or phase
        yield scene


def paced(told: list[Scene], pace: Pace) -> list[Scene]:
    """Return the scenes an ``event`` at a time, a ``day`` at a time, or the ``landmark`` ones only.

    A landmark is where a phase begins, or a finding that is more than a detail begins or ends.
    """
    if pace == "landmark":
        return [scene for scene in told if scene.phase or _weighty(scene)]
    if pace == "day":
        return [_one_day(list(day)) for _, day in groupby(told, key=lambda scene: scene.at.day)]
    return told


def phase_before(told: Iterable[Scene], shown: list[Scene]) -> Phase:
    """Return the phase before the first scene that is shown; courtship before the very first."""
    phase: Phase = "courtship"
    for scene in told:
        if shown and scene is shown[0]:
            return phase
        phase = scene.phase or phase
    return phase


def _weighty(scene: Scene) -> bool:
    return any(f.severity not in _DETAILS for f in (*scene.begins, *scene.ends))


def _one_day(told: list[Scene]) -> Scene:
    """Return the scenes of a day as one; of feelings the last that was told."""
    if len(told) == 1:
        return told[0]
    names = dict.fromkeys(scene.name for scene in told if scene.name)
    return Scene(
        at=Moment(told[0].at.day.isoformat()),
        name=" ".join(names),
        lines=[line for scene in told for line in scene.lines],
        phase=next((scene.phase for scene in reversed(told) if scene.phase), None),
        client=next((s.client for s in reversed(told) if s.client is not None), None),
        staff=next((s.staff for s in reversed(told) if s.staff is not None), None),
        begins=[finding for scene in told for finding in scene.begins],
        ends=[finding for scene in told for finding in scene.ends],
    )


def _scene(moment: Moment, lines: list[Line]) -> Scene:
    scene = Scene(moment, lines[0].event.story_id or "", lines, lines[-1].phase)
    for line in lines:
        scene.client = line.client if line.client is not None else scene.client
        scene.staff = line.staff if line.staff is not None else scene.staff
    return scene


def _place(told: list[Scene], moment: Moment, cause: str | None) -> Scene:
    """Return the scene of that moment; of several the one with the event that caused it."""
    there = [scene for scene in told if scene.at.start == moment.start]
    if not there:
        there = [Scene(moment)]
        told.append(there[0])
        told.sort(key=lambda scene: scene.at.start)
    for scene in there:
        if any(line.event.id == cause for line in scene.lines):
            return scene
    return there[-1]

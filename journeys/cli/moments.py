"""The moments of a replay: what happened, and what began or ended with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from rich.text import Text

from domain.moments import Moment
from journeys.cli.blocks import finding_line, indented
from journeys.cli.output import clean
from journeys.language import Language, t

if TYPE_CHECKING:
    from rich.console import RenderableType

    from journeys.journey import Journey
    from projections.finding import Finding
    from projections.timeline import Line

_DETAILS = ("info", "low")


@dataclass(slots=True)
class Scene:
    """One moment: the lines of what happened, and the findings that begin and end there.

    A moment without lines is a deadline that passed, or an end date that came.
    """

    at: Moment
    name: str = ""
    lines: list[Line] = field(default_factory=list)
    phase: str | None = None
    client: float | None = None
    staff: float | None = None
    begins: list[Finding] = field(default_factory=list)
    ends: list[Finding] = field(default_factory=list)


def scenes(
    journey: Journey, at: Moment | None, as_known: Moment | None, now: Moment
) -> Iterator[Scene]:
    """Yield the moments of a relationship in the order in which they happened."""
    told = [
        _scene(moment, list(lines))
        for (moment, _), lines in groupby(
            journey.timeline(at=at, as_known=as_known),
            key=lambda line: (line.event.occurred_at, line.event.story_id or line.event.command_id),
        )
    ]
    until = at or as_known or now
    for finding in journey.judged(at=at, as_known=as_known):
        if finding.since.reached_by(until):
            _place(told, finding.since, finding.evidence[-1].id).begins.append(finding)
            if finding.until is not None and finding.until.reached_by(until):
                _place(told, finding.until, None).ends.append(finding)
    phase = None
    for scene in sorted(told, key=lambda scene: scene.at.start):
        if scene.phase == phase:
            scene.phase = None
        phase = scene.phase or phase
        yield scene


def paced(told: list[Scene], pace: str) -> list[Scene]:
    """Return the scenes an ``event`` at a time, a ``day`` at a time, or the ``landmark`` ones only.

    A landmark is where a phase begins, or a finding that is more than a detail begins or ends.
    """
    if pace == "landmark":
        return [scene for scene in told if scene.phase or _weighty(scene)]
    if pace == "day":
        return [_one_day(list(day)) for _, day in groupby(told, key=lambda scene: scene.at.day)]
    return told


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


def scene_block(scene: Scene, words: Language) -> list[RenderableType]:
    """Return one moment for a person to read."""
    first = Text(words.moment(scene.at), style="bold", overflow="fold")
    if scene.name:
        first.append(f"  {clean(scene.name)}", style="not bold dim")
    if scene.phase:
        first.append(
            f"  {words.say(t('begins: {phase}'), phase=scene.phase)}", style="not bold magenta"
        )
    parts: list[RenderableType] = [first]
    if not scene.lines and scene.begins:
        parts.append(indented(words.say(t("A deadline passes."))))
    for line in scene.lines:
        if not _only_felt(line):
            parts.append(indented(in_a_line(line, words)))
            parts += [
                indented(Text(f"“{clean(told)}”", style="italic"), by=4) for told in _quoted(line)
            ]
    felt = _felt(scene, words)
    if felt:
        parts.append(indented(felt))
    for finding in scene.begins:
        parts.append(finding_line(finding, words))
    for finding in scene.ends:
        parts.append(
            indented(Text(words.say(t("no longer so: {code}"), code=finding.code), style="dim"))
        )
    return parts


def in_a_line(line: Line, words: Language) -> Text:
    """Return what happened: its name, and quietly what makes it this one and no other."""
    values = line.sentence.values
    if "details" not in values:
        return Text(clean(words.say(line.sentence)))
    quoted = set(_quoted(line))
    details = [words.value(value) for value in values["details"] if value not in quoted]
    text = Text(words.say(values["name"]))
    return text.append(f"  {clean(' · '.join(details))}", style="dim") if details else text


def _quoted(line: Line) -> list[str]:
    """Return what somebody said or wrote down about it."""
    told = (
        getattr(line.event.fact, name, None) for name in ("text", "verbatim", "rationale", "reason")
    )
    return [text for text in told if text]


def _only_felt(line: Line) -> bool:
    return bool(line.event.fact.topic.startswith("relationship.feeling-observed"))


def _felt(scene: Scene, words: Language) -> Text | None:
    text = Text()
    for name, value in ((t("client"), scene.client), (t("our people"), scene.staff)):
        if value is not None:
            style = "red" if value < 0 else "green" if value > 0 else "default"
            text.append("   " if text else "").append(f"{words.say(name)} ", style="dim")
            text.append(words.number(value, sign=True), style=style)
    return text or None

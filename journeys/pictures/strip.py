"""A story as a filmstrip: the scenes of a replay, with feelings, phases and findings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from journeys.language import Language
from journeys.pictures.picture import Picture

if TYPE_CHECKING:
    from domain.vocabulary import Phase
    from journeys.render.strip_values import Shot, Turn
    from projections.finding import Finding
    from projections.scenes import Scene


def strip(told: Iterable[Scene], words: Language, *, title: str, begin: Phase) -> Picture:
    """Return scenes as a filmstrip.

    Parameters
    ----------
    told
        The scenes, in order; see `projections.scenes`.
    words
        The reader's language.
    title
        What people call the relationship.
    begin
        The phase it is in before the first scene.
    """
    from journeys.render.picture_words import DUTCH, ENGLISH
    from journeys.render.strip import svg
    from journeys.render.strip_table import html, table_twin
    from journeys.render.strip_values import Strip

    shots, phase = [], begin
    for scene in told:
        phase = scene.phase or phase
        shots.append(_shot(scene, phase, words))
    drawn = DUTCH if words.code == "nl" else ENGLISH
    return Picture(Strip(title, "", tuple(shots), drawn), svg, html, table_twin)


def _shot(scene: Scene, phase: Phase, words: Language) -> Shot:
    from journeys.render.strip_values import Shot

    lines = (
        words.say(line.sentence)
        for line in scene.lines
        if not line.event.fact.topic.startswith("relationship.feeling-observed")
    )
    return Shot(
        when=words.moment(scene.at, short=True),
        phase=phase,
        name=scene.name,
        lines=tuple(lines),
        begins=scene.phase is not None,
        client=scene.client,
        staff=scene.staff,
        turns=(
            *(_turn(finding, words, begins=True) for finding in scene.begins),
            *(_turn(finding, words, begins=False) for finding in scene.ends),
        ),
    )


def _turn(finding: Finding, words: Language, *, begins: bool) -> Turn:
    from journeys.render.strip_values import Turn

    return Turn(finding.severity, words.say(finding.sentence), begins)

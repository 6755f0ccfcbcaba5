"""The moments of a replay, as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from journeys.cli.blocks import finding_line, indented
from journeys.cli.output import clean
from journeys.language import Language, t

if TYPE_CHECKING:
    from rich.console import RenderableType

    from projections.scenes import Scene
    from projections.timeline import Line


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

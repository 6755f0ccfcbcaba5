"""What a what-if comes to, for people and as rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from rich.text import Text

from journeys.cli.blocks import beside, finding_line, heading, indented, title
from journeys.cli.output import clean
from journeys.cli.rows import VERDICTS
from journeys.language import Language, t
from journeys.pictures.difference import LABELS, TURNS

if TYPE_CHECKING:
    from journeys.cli.run import Run
    from journeys.journey import Branch
    from projections.difference import Difference, FindingTurn
    from projections.whatif import Fate

_SIGNS = {"dropped": "−", "fell": "−", "moved": "→", "changed": "~", "added": "+"}


def rows(branch: Branch, found: Difference, words: Language) -> Iterator[dict[str, Any]]:
    """Yield what differs, a row each, every one marked as hypothetical."""
    for fate in branch.fates:
        yield _row("event", fate.event.fact.topic, fate.what, why=words.say(fate.why)) | {
            "before": None if fate.what == "added" else str(_was(branch, fate)),
            "after": None if fate.what in ("dropped", "fell") else str(fate.event.occurred_at),
            "events": [fate.event.id, *([fate.because] if fate.because else [])],
        }
    for turn in found.findings:
        yield _row("finding", turn.finding.code, turn.turn) | {
            "before": _standing(turn, "before"),
            "after": _standing(turn, "after"),
            "why": words.say(turn.finding.sentence),
            "events": [item.id for item in turn.finding.evidence],
        }
    for mood in found.moods:
        name = f"{mood.whose}: {mood.measure}"
        yield _row("mood", name, "changed") | {"before": mood.before, "after": mood.after}
    for duty in found.duties:
        yield _row("duty", duty.code, "changed") | {"before": duty.before, "after": duty.after}
    before, after = found.phases
    if before != after:
        yield _row("phase", "phase", "changed") | {"before": before, "after": after}


def _row(part: str, name: str, turn: str, why: str | None = None) -> dict[str, Any]:
    return {
        "part": part,
        "name": name,
        "turn": turn,
        "why": why,
        "events": [],
        "hypothetical": True,
    }


def _was(branch: Branch, fate: Fate) -> object:
    events = branch.actual.all_events
    return next((e.occurred_at for e in events if e.id == fate.event.id), None)


def _standing(turn: FindingTurn, side: str) -> dict[str, Any] | None:
    finding = turn.before if side == "before" else turn.after
    if finding is None:
        return None
    names = ("severity", "verdict", "since", "until")
    return {name: getattr(finding, name) for name in names}


def print_branch(run: Run, branch: Branch, found: Difference) -> None:
    """Print a branch for a person: what was changed, what that changes, and what nobody knows."""
    words = run.words
    run.out.print(heading(f"{run.say(t('What if'))}: {branch.actual.id}", branch.actual.title))
    run.out.print(indented(run.say(t("Hypothetical. None of this happened, or is recorded."))))
    run.out.print("", title(run.say(t("What becomes of what was recorded"))))
    run.out.print(beside(_fates(branch.fates, words)))
    for turn, said in TURNS.items():
        turned = [one for one in found.findings if one.turn == turn]
        if turned:
            run.out.print("", title(run.say(said)))
            run.out.print(*(part for one in turned for part in _finding(one, words)))
    _figures(run, found)
    if not found.findings:
        run.out.print("", indented(run.say(t("No finding differs."))))
    unknown = t("What would have come instead nobody knows: it is not made up.")
    run.out.print("", Text(run.say(unknown), style="dim"))


def _fates(fates: Iterable[Fate], words: Language) -> Iterator[tuple[str, Text]]:
    """Yield a line for the facts that share a name, a moment and a reason."""

    def together(fate: Fate) -> tuple[str, bool]:
        return (fate.event.story_id or fate.event.command_id, fate.what == "added")

    for (name, added), shared in groupby(fates, together):
        group = list(shared)
        facts, felt = [f for f in group if not _felt(f)], sum(map(_felt, group))
        text = Text(overflow="fold")
        text.append("; ".join(f"{_SIGNS[f.what]} {clean(words.say(_title(f)))}" for f in facts))
        whens = [f.event.occurred_at for f in facts if f.what in ("moved", "added")]
        text.append("".join(f"  {words.moment(when)}" for when in dict.fromkeys(whens)))
        whys = dict.fromkeys(clean(words.say(f.why)) for f in facts or group)
        text.append(f"  {'; '.join(whys)}", style="dim")
        if felt and facts:
            one, many = t("with {n} feeling about it"), t("with {n} feelings about it")
            text.append(f" · {words.plural(one, many, felt)}", style="dim")
        elif felt:
            one, many = t("{n} feeling"), t("{n} feelings")
            text = Text(f"{_SIGNS[group[0].what]} {words.plural(one, many, felt)}").append(text)
        yield ("" if added else name, text)


def _title(fate: Fate) -> str:
    from projections.timeline import title as named

    return named(type(fate.event.fact))


def _felt(fate: Fate) -> bool:
    return bool(fate.event.fact.topic.startswith("relationship.feeling-observed"))


def _finding(turn: FindingTurn, words: Language) -> Iterator[Any]:
    yield finding_line(turn.finding, words)
    if turn.before is None or turn.after is None:
        return
    for name in turn.fields:
        was, will = getattr(turn.before, name), getattr(turn.after, name)
        if name == "evidence":  # which events it rests on, is in the other formats
            continue
        said = f"{words.say(LABELS[name])}: {_said(was, words)} → {_said(will, words)}"
        yield indented(Text(said, style="dim"), by=4)


def _said(value: Any, words: Language) -> str:  # noqa: ANN401 - a figure, a word or a moment
    if value is None:
        return "–"
    if isinstance(value, float):
        return words.number(value, sign=True)
    return clean(words.value(value))


def _figures(run: Run, found: Difference) -> None:
    words = run.words
    names = {"client": t("client"), "staff": t("our people")}
    measures = {
        "times told": t("feelings told"),
        "mean over time": t("mean over time"),
        "peak–end": t("peak–end"),
        "last": t("last"),
    }
    lines = [
        (
            f"{run.say(names[m.whose])}, {run.say(measures[m.measure])}",
            f"{_said(m.before, words)} → {_said(m.after, words)}",
        )
        for m in found.moods
    ]
    if lines:
        run.out.print("", title(run.say(t("How both sides felt"))), beside(lines))
    before, after = found.phases
    duties = [
        (sign[1], f"{words.word(verdict)}: {_counted(found, verdict)}")
        for verdict, sign in VERDICTS.items()
        if _counted(found, verdict)
    ]
    if duties:
        run.out.print("", title(run.say(t("The goodbye, duty by duty"))), beside(duties))
    if before != after:
        said = f"{words.word(before)} → {words.word(after)}"
        run.out.print("", title(run.say(t("Where it stands"))), indented(said))


def _counted(found: Difference, verdict: str) -> str:
    was = Counter(duty.before for duty in found.duties)[verdict]  # type: ignore[index]
    will = Counter(duty.after for duty in found.duties)[verdict]  # type: ignore[index]
    return f"{was} → {will}" if was or will else ""

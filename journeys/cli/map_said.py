"""Journey maps as people read them: a tree, rows, and what changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from rich.text import Text
from rich.tree import Tree

from domain.map_diff import Change
from domain.maps import (
    Expected,
    MapBody,
    Touchpoint,
    is_changed,
    key_of,
    publications,
    without_feelings,
)
from journeys.cli.blocks import beside, heading
from journeys.cli.output import Column, clean
from journeys.language import Language, t
from projections.finding import Say

if TYPE_CHECKING:
    from rich.console import RenderableType

    from domain.process import Gate
    from domain.state import Relationship

KINDS = {"process": t("way of working"), "contract": t("contract"), "farewell": t("goodbye")}
"""What a map describes, in words."""
_LANES = {"front": t("front stage"), "back": t("back stage")}
_USES = {"before": t("before use"), "during": t("during use"), "after": t("after use")}
_PARTS = {
    "map": t("map"),
    "start": t("start"),
    "stage": t("stage"),
    "touchpoint": t("touchpoint"),
    "step": t("step"),
    "gate": t("gate"),
}
_FIELDS = {
    "title": t("title"),
    "kind": t("kind"),
    "stage": t("stage"),
    "channel": t("channel"),
    "lane": t("lane"),
    "initiated_by": t("begun by"),
    "receiver": t("addressed to"),
    "use": t("place in the use"),
    "systems": t("systems behind it"),
    "feelings.client": t("expected feeling of the client"),
    "feelings.staff": t("expected feeling of our people"),
    "promise": t("promise"),
    "limit_hours": t("limit in hours"),
    "gate": t("gate"),
    "moment_of_truth": t("moment of truth"),
    "mandatory": t("mandatory"),
    "recognised_by": t("recognised by"),
    "questions": t("questions"),
    "waivable": t("may be waived"),
    "foundation": t("foundation"),
}

COLUMNS = (
    Column("stage", t("Part of the map")),
    Column("touchpoint", t("Touchpoint")),
    Column("title", t("Title"), text=True),
    Column("channel", t("Channel"), word=True),
    Column("lane", t("Lane")),
    Column("use"),
    Column("initiated_by", t("Begun by"), word=True),
    Column("receiver", t("Addressed to"), word=True),
    Column("client", t("Client")),
    Column("client_category", "", word=True),
    Column("staff", t("Our people")),
    Column("staff_category", "", word=True),
    Column("limit_hours", t("Limit in hours")),
    Column("promise"),
    Column("gate", t("Gate")),
    Column("moment_of_truth", t("Moment of truth")),
    Column("mandatory", t("Mandatory")),
    Column("systems"),
    Column("then"),
    Column("recognised_by"),
)
"""A touchpoint as a row."""
CHANGES = (
    Column("how"),
    Column("part"),
    Column("key"),
    Column("field"),
    Column("before"),
    Column("after"),
    Column("sentence", t("What changed"), text=True),
)
"""A change as a row."""
ADOPTED = (
    Column("relationship", t("Relationship")),
    Column("process", t("Map")),
    Column("edition", t("Edition")),
    Column("gates", t("Gates"), text=True, say=", ".join),
    Column("complexity"),
    Column("strictness", t("Strictness"), word=True),
    Column("discretion"),
    Column("since", t("Since")),
    Column("already"),
)
"""An adoption as a row."""

_SIGNS = {
    "added": ("green", "+"),
    "removed": ("red", "-"),
    "changed": ("yellow", "~"),
    "reordered": ("yellow", "~"),
}


# --- a map -----------------------------------------------------------------------------------


def tree(
    state: Relationship, body: MapBody, number: int | None, words: Language
) -> Iterator[RenderableType]:
    """Yield a map as a tree: its head, then each stage with its touchpoints, then loose gates."""
    yield heading(key_of(state.id), body.title)
    yield beside(list(_head(state, body, number, words)))
    gates = {gate.gate: gate for gate in body.gates}
    for stage in body.stages:
        root = Tree(_named(stage.title, stage.stage), guide_style="dim")
        for one in body.touchpoints:
            if one.stage == stage.stage:
                branch = root.add(_touchpoint(one, words))
                for line in _details(one, body, gates, words):
                    branch.add(line)
        yield Text()
        yield root
    placed = {one.gate for one in body.touchpoints}
    for gate in body.gates:
        if gate.gate not in placed:
            yield Text()
            yield _gate(gate, words)


def _head(
    state: Relationship, body: MapBody, number: int | None, words: Language
) -> Iterator[tuple[str, str]]:
    yield words.say(t("kind")), words.say(KINDS[body.kind])
    if number is None:
        yield words.say(t("edition")), words.say(t("draft"))
    else:
        since = publications(state)[number].occurred_at
        said = words.say(t("{edition}, since {since}"), edition=number, since=since)
        if is_changed(state):
            said = f"{said} · {words.say(t('the draft is newer'))}"
        yield words.say(t("edition")), said
    yield words.say(t("begins at")), ", ".join(body.start)
    truths = sum(one.moment_of_truth for one in body.touchpoints)
    counted = t("{touchpoints}; moments of truth: {truths}")
    said = words.say(counted, touchpoints=len(body.touchpoints), truths=truths)
    yield words.say(t("touchpoints")), said
    silent = without_feelings(body)
    if silent:
        yield words.say(t("no feelings at")), ", ".join(silent)


def _named(title: str, key: str, style: str = "bold") -> Text:
    return Text(clean(title), style=style, overflow="fold").append(f"  {key}", style="not bold dim")


def _touchpoint(one: Touchpoint, words: Language) -> Text:
    line = Text(overflow="fold").append(clean(one.title)).append(f"  {one.touchpoint}", "dim")
    if one.moment_of_truth:
        line.append(f"  {words.say(t('moment of truth'))}", "magenta")
    if one.mandatory:
        line.append(f"  {words.say(t('mandatory'))}", "cyan")
    return line


def _details(
    one: Touchpoint, body: MapBody, gates: dict[str, Gate], words: Language
) -> Iterator[Text]:
    between = f"{words.word(one.initiated_by)} → {words.word(one.receiver)}"
    parts = [words.word(one.channel), words.say(_LANES[one.lane]), between]
    if one.use:
        parts.append(words.say(_USES[one.use]))
    yield Text(" · ".join(parts), style="dim", overflow="fold")
    yield Text(" · ".join(_felt(one, words)), overflow="fold")
    if one.gate:
        yield _gate(gates[one.gate], words)
    if one.limit_hours is not None:
        within = t("within {hours} h") if one.limit_hours else t("at once")
        yield Text(words.say(within, hours=one.limit_hours), style="yellow")
    if one.promise:
        yield Text(f"“{clean(one.promise)}”", style="italic", overflow="fold")
    if one.systems:
        yield _after(words.say(t("systems")), ", ".join(one.systems))
    following = [step.then for step in body.steps if step.after == one.touchpoint]
    if following:
        yield _after(words.say(t("then")), ", ".join(following))
    if one.recognised_by:
        yield _after(words.say(t("recognised by")), ", ".join(one.recognised_by))


def _felt(one: Touchpoint, words: Language) -> Iterator[str]:
    sides = ((t("client"), one.feelings.client), (t("our people"), one.feelings.staff))
    for name, felt in sides:
        yield f"{words.say(name)} {feeling(felt, words)}"


def feeling(felt: Expected | None, words: Language) -> str:
    """Return an expected feeling in a few words, such as ``+0.5 confident``."""
    said = []
    if felt is not None and felt.valence is not None:
        said.append(words.number(felt.valence, sign=True))
    if felt is not None and felt.category is not None:
        said.append(words.word(felt.category))
    return " ".join(said) or words.say(t("not said"))


def _gate(gate: Gate, words: Language) -> Text:
    text = Text(overflow="fold").append(f"{words.say(t('gate'))} {gate.gate}", "bold blue")
    text.append(f"  {clean(gate.title)}")
    if gate.foundation:
        text.append(f"  {words.say(t('foundation'))}", "cyan")
    if gate.questions:
        text.append(f"  {', '.join(gate.questions)}", "dim")
    return text


def _after(name: str, said: str) -> Text:
    return Text(f"{name}  ", style="dim", overflow="fold").append(said, style="not dim")


def document(state: Relationship, body: MapBody, number: int | None) -> dict[str, Any]:
    """Return a map as one JSON document."""
    published = publications(state)[number].occurred_at if number is not None else None
    return {
        "map": key_of(state.id),
        "edition": number,
        "published": published,
        "changed": is_changed(state),
        "without_feelings": {key: list(sides) for key, sides in without_feelings(body).items()},
        **body.model_dump(mode="json"),
    }


def rows(body: MapBody) -> Iterator[dict[str, Any]]:
    """Yield every touchpoint as a row, stage by stage."""
    for stage in body.stages:
        for one in body.touchpoints:
            if one.stage == stage.stage:
                felt = one.feelings.model_dump(mode="json")
                yield {
                    **one.model_dump(mode="json", exclude={"feelings"}),
                    **{side: (felt[side] or {}).get("valence") for side in felt},
                    **{f"{side}_category": (felt[side] or {}).get("category") for side in felt},
                    "then": [step.then for step in body.steps if step.after == one.touchpoint],
                }


# --- what changed ----------------------------------------------------------------------------


def sentence(change: Change, words: Language) -> Say:
    """Return a change in words."""
    before, after = _value(change, change.before, words), _value(change, change.after, words)
    part = words.say(_PARTS[change.part])
    values = {"part": part, "key": change.key, "before": before, "after": after}
    values["field"] = words.say(_FIELDS.get(change.field, change.field))
    match change.how:
        case "added":
            template = t("new {part} {key}: {after}") if change.after else t("new {part}: {key}")
        case "removed" if change.before:
            template = t("{part} {key} is gone: {before}")
        case "removed":
            template = t("{part} is gone: {key}")
        case "reordered":
            template = t("{part}: the order becomes {after}")
        case _ if change.part == "map":
            template = t("{field}: {before} becomes {after}")
        case _:
            template = t("{part} {key}, {field}: {before} becomes {after}")
    return Say(template, values)


def line(change: Change, words: Language) -> RenderableType:
    """Return a change as a line with its sign."""
    style, sign = _SIGNS[change.how]
    return beside([(sign, clean(_said(change, words)))], by=0, style=style)


def change_row(change: Change, words: Language) -> dict[str, Any]:
    """Return a change as a row; what it said and says as plain data."""
    return {
        "how": change.how,
        "part": change.part,
        "key": change.key,
        "field": change.field,
        "before": _data(change.before),
        "after": _data(change.after),
        "sentence": _said(change, words),
    }


def _said(change: Change, words: Language) -> str:
    one = sentence(change, words)
    # Everything in it is in the reader's language already.
    return words.quote(one.template, **one.values)


def _data(value: Any) -> Any:  # noqa: ANN401 - whatever a map holds
    if isinstance(value, Expected):
        return value.model_dump(mode="json", exclude_none=True)
    return list(value) if isinstance(value, tuple) else value


def _value(change: Change, value: Any, words: Language) -> str:  # noqa: ANN401 - whatever a map holds
    names = {"kind": KINDS, "lane": _LANES, "use": _USES}.get(change.field, {})
    if change.field.startswith("feelings."):
        said = feeling(value, words)
    elif isinstance(value, str) and value in names:
        said = words.say(names[value])
    elif isinstance(value, tuple):
        said = ", ".join(value)
    elif isinstance(value, str) and change.field in ("channel", "initiated_by", "receiver"):
        said = words.word(value)
    else:
        said = value if isinstance(value, str) else words.value(value)
    return said or "–"

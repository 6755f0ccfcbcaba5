"""A relationship's events as a story again: the YAML that `journeys.io.story` reads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import yaml

from domain._kernel import AnyEvent, Fact, Testimony
from domain.feelings import FeelingObserved
from domain.judgement import FindingAnswered
from journeys.io.items import TESTIMONY
from journeys.io.shapes import EVENT_OF, name_of
from journeys.io.yaml_text import resolved

_SAME = tuple(Testimony.model_fields)
_SPECIAL = {"actor", "source", "story_id"}
_KEYS = {name: key for name, key in TESTIMONY.items() if name not in _SPECIAL}
_NOT_IN_AN_ID = re.compile(r"[^A-Za-z0-9._-]")
_PLAIN = re.compile(r"[A-Za-z0-9][ -~]*")


def dump(events: Sequence[AnyEvent]) -> str:
    """Write one relationship's events, by version, as a story with absolute dates.

    Reading it into an empty store gives the same facts, testimonies, feelings and story ids in the
    same order, and causes and feelings point at the same events. Event ids and command ids are made
    anew, because they follow from the items. An item's ``story-id`` stands where its ``id`` could
    not be the story id of its events, because several commands share it, or there is none.

    Raises
    ------
    ValueError
        When there are no events, or events of several relationships.

    Notes
    -----
    Linear in events.
    """
    if len({event.relationship for event in events}) != 1:
        msg = "a story tells the events of one relationship"
        raise ValueError(msg)
    first = events[0]
    head: dict[str, Any] = {"story": first.relationship, "recorder": first.actor}
    if first.source is not None:
        head["source"] = first.source
    known = [event.recorded_at.start for event in events]
    if known != sorted(known):
        head["order"] = "file"
    groups = list(_groups(events))
    ids = _ids(groups)
    items = {group[0].id: ids[index] for index, group in enumerate(groups)}
    told = [_item(group, ids[index], head, items) for index, group in enumerate(groups)]
    return yaml.dump(
        {**head, "events": told},
        Dumper=Writer,
        allow_unicode=True,
        sort_keys=False,
        width=_NEVER_BROKEN,
    )


def _groups(events: Sequence[AnyEvent]) -> Iterator[list[AnyEvent]]:
    """Put together what one command recorded; whatever is pointed at stands first in its group."""
    pointed = {event.cause for event in events} | {
        one for event in events for one in _pointed(event.fact)
    }
    group: list[AnyEvent] = []
    felt: list[str] = []
    for event in events:
        follows = bool(group) and all(
            getattr(group[0], name) == getattr(event, name) for name in _SAME
        )
        side = event.fact.whose if follows and _about(event) == group[0].id else ""
        # Feelings are written side by side: a side that comes back begins a new item.
        in_turn = side not in felt[:-1] if side else not felt
        if group and not (follows and in_turn and event.id not in pointed):
            yield group
            group, felt, side = [], [], ""
        group.append(event)
        felt += [side] if side and side not in felt else []
    if group:
        yield group


def _pointed(fact: Fact) -> Iterator[str | None]:
    if isinstance(fact, FeelingObserved):
        yield fact.about
    if isinstance(fact, FindingAnswered):
        yield from (fact.key, *fact.seen, *fact.done)


def _about(event: AnyEvent) -> str | None:
    return event.fact.about if isinstance(event.fact, FeelingObserved) else None


def _ids(groups: Sequence[Sequence[AnyEvent]]) -> list[str]:
    ids: dict[str, None] = {}
    taken = {group[0].story_id for group in groups}
    for group in groups:
        story_id = group[0].story_id
        name = _NOT_IN_AN_ID.sub("-", story_id or f"e{group[0].version}")[:_LONGEST_ID]
        count, own = 1, name
        while own in ids or (own != story_id and own in taken):
            count += 1
            own = f"{name}-{count}"
        ids[own] = None
    return list(ids)


def _item(
    group: Sequence[AnyEvent], own: str, head: dict[str, Any], items: dict[str, str]
) -> dict[str, Any]:
    first = group[0]
    item: dict[str, Any] = {"id": own}
    if first.story_id != own:
        item["story-id"] = first.story_id
    item["when"] = str(first.occurred_at)
    if first.recorded_at != first.occurred_at:
        item["recorded"] = str(first.recorded_at)
    item |= {key: getattr(first, name) for name, key in _KEYS.items() if getattr(first, name)}
    if first.actor != head["recorder"]:
        item["by"] = first.actor
    if first.source != head.get("source"):
        item["source"] = first.source
    if first.cause is not None:
        item["cause"] = items.get(first.cause, {"event": first.cause})
    felt = [event for event in group[1:] if _about(event) == first.id]
    item["facts"] = [_fact(event, items) for event in group[: len(group) - len(felt)]]
    sides: dict[str, list[Any]] = {}
    for event in felt:
        sides.setdefault(event.fact.whose, []).append(_feeling(event.fact))
    if sides:
        item["feelings"] = {
            side: many[0] if len(many) == 1 else many for side, many in sides.items()
        }
    return item


def _fact(event: AnyEvent, items: dict[str, str]) -> Any:  # noqa: ANN401 - YAML
    data = event.fact.model_dump(mode="json", exclude_defaults=True)
    about = _about(event)
    if about is not None:
        data["about"] = items.get(about, {"event": about})
    if isinstance(event.fact, FindingAnswered):
        for name in ("seen", "done"):
            if name in data:
                data[name] = [items.get(one, {"event": one}) for one in data[name]]
        if event.fact.key in items:
            data["key"] = {EVENT_OF: items[event.fact.key]}
    name = name_of(type(event.fact))
    return {name: data} if data else name


def _feeling(feeling: FeelingObserved) -> Any:  # noqa: ANN401 - YAML
    data = feeling.model_dump(mode="json", exclude_defaults=True, exclude={"whose", "about"})
    if feeling.source == "retold":
        data.pop("source", None)
    else:
        data["source"] = feeling.source
    if feeling.said_by == feeling.whose:
        data.pop("said_by", None)
    else:
        data["said_by"] = feeling.said_by
    return data["valence"] if list(data) == ["valence"] else data


class Writer(yaml.SafeDumper):
    """Writes texts so that our reader gets texts again, and never an alias."""

    def ignore_aliases(self, data: object) -> bool:
        """Write everything out."""
        del data
        return True

    def text(self, data: str) -> yaml.Node:
        """Quote whatever is not plainly a word or a sentence."""
        try:
            plain = _PLAIN.fullmatch(data) is not None and resolved(data) == data
        except ValueError:
            plain = False
        return self.represent_scalar("tag:yaml.org,2002:str", data, style=None if plain else '"')


Writer.add_representer(str, Writer.text)
_NEVER_BROKEN = 2**30
_LONGEST_ID = 40

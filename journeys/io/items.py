"""The items of a story: when, on whose word, because of what, and what it says and felt like."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from domain._kernel import Record, Testimony, event_id
from domain.moments import Moment
from journeys.io.days import Calendar
from journeys.io.files import shown, wrong
from journeys.io.nodes import Node
from journeys.io.sayings import Saying, facts_of, feelings_of
from journeys.io.shapes import blamed

_RENAMED = {"on_whose_word": "word", "actor": "by", "story_id": "story-id"}
_WORKED_OUT = {"occurred_at", "recorded_at", "command_id", "cause"}
TESTIMONY = {
    field: _RENAMED.get(field, field)
    for field in Testimony.model_fields
    if field not in _WORKED_OUT
}
"""What an item calls the parts of a testimony; a part that is new goes by its own name."""
ITEM_KEYS = ("id", "when", "recorded", "cause", "facts", "feelings", *TESTIMONY.values())
_ITEM_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,47}")
_STORY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,127}")
_LONGEST_STEM = 40


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the events and holds for all of them."""

    name: str
    calendar: Calendar
    recorder: Any
    source: Any
    as_written: bool

    @classmethod
    def of(cls, parts: Mapping[str, Node]) -> Head:
        """Return the head of a story; `Unreadable` when its name or order is not one."""
        name, order = parts["story"].value, parts.get("order")
        if not isinstance(name, str) or not _STORY.fullmatch(name):
            message = "story is the relationship's id: letters, digits, full stops and hyphens"
            raise parts["story"].wrong(message)
        if order and order.value not in {"recorded", "file"}:
            raise order.wrong("order is one of these: recorded, file")
        return cls(
            name,
            Calendar.of(parts.get("zero"), parts.get("landmarks")),
            parts["recorder"].plain() if "recorder" in parts else "storyteller",
            parts["source"].plain() if "source" in parts else None,
            bool(order and order.value == "file"),
        )

    def command_id(self, item: str, split: int = 0) -> str:
        """Return the id of an item's command; of its *split*-th part when it is told in parts."""
        long = len(self.name) > _LONGEST_STEM
        stem = hashlib.sha256(self.name.encode()).hexdigest()[:20] if long else self.name
        return f"story:{stem}:{item}" + (f":{split}" if split else "")


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a story. ``cause`` is another item's id; ``outside`` an event's own id."""

    node: Node
    parts: Mapping[str, Node]
    id: str
    when: Moment
    recorded: Moment
    cause: str | None
    outside: str | None

    def records(self, head: Head, items: Mapping[str, Item]) -> Iterator[Record]:
        """Yield the item's commands: one for what was known at once, one for each later part.

        Raises
        ------
        Unreadable
            For a fact, feeling or source that is not written as it should be.
        """
        basis = self.parts["basis"].value if "basis" in self.parts else None

        def resolve(node: Node) -> str:
            return head_event(node, head, items)

        said = facts_of(self.parts.get("facts"), head.calendar, resolve)
        about = event_id(head.command_id(self.id), 0) if said else None
        felt = feelings_of(self.parts.get("feelings"), head.calendar, about)
        groups: dict[tuple[str, object], list[Saying]] = {}
        for saying in (*said, *felt):
            recorded = saying.recorded or self.recorded
            if said and not self.recorded.reached_by(recorded):
                message = "this feeling is recorded before what it is about: {since}"
                raise wrong(self.node.file, saying.line, message, since=self.recorded)
            key = (str(recorded), saying.basis if saying.basis_given else basis)
            groups.setdefault(key, []).append(saying)
        if not groups:
            raise self.node.wrong("{id} says nothing: give it facts or feelings", id=self.id)
        for split, ((known, why), sayings) in enumerate(groups.items()):
            yield self._record(head, split, {"recorded_at": known, "basis": why}, sayings)

    def _record(
        self, head: Head, split: int, known: Mapping[str, object], sayings: list[Saying]
    ) -> Record:
        own = {name: key for name, key in TESTIMONY.items() if key in self.parts}
        data = {"actor": head.recorder, "source": head.source, "story_id": self.id}
        data |= {name: self.parts[key].plain() for name, key in own.items()} | dict(known)
        data |= {"occurred_at": self.when, "relationship": head.name}
        data["command_id"] = head.command_id(self.id, split)
        data["cause"] = event_id(head.command_id(self.cause), 0) if self.cause else self.outside
        data["facts"] = tuple(saying.fact for saying in sayings)
        try:
            return Record.model_validate(data)
        except ValidationError as error:
            raise blamed(error, self.node, TESTIMONY) from None


def head_event(node: Node, head: Head, items: Mapping[str, Item]) -> str:
    """Return the id of an item's first event, or the event id in ``{event: …}``."""
    if isinstance(node.value, dict):
        return node.mapping("a reference", ("event",)).get("event", node).text("event")
    name = node.text("a reference")
    if name not in items:
        message = "no item is called {id} here: use the id of an item, or {{event: …}}"
        raise node.wrong(message, id=shown(name))
    return event_id(head.command_id(name), 0)


def item_of(node: Node, head: Head) -> Item:
    """Return the item that *node* spells out; its facts are looked at later.

    Raises
    ------
    Unreadable
        For an unknown or missing key, an id that is none, or a day that is none.
    """
    parts = node.mapping("an item", ITEM_KEYS)
    for key in ("id", "when"):
        if key not in parts:
            raise node.wrong("{key} is missing: add '{key}:' to this item", key=key)
    name = parts["id"].value
    if not isinstance(name, str) or not _ITEM_ID.fullmatch(name):
        raise parts["id"].wrong("an id is a short word such as A02: letters, digits, '.' and '-'")
    when = head.calendar.moment(parts["when"])
    recorded = head.calendar.moment(parts["recorded"]) if "recorded" in parts else when
    cause = parts.get("cause")
    if cause is None or cause.value is None:
        return Item(node, parts, name, when, recorded, None, None)
    if isinstance(cause.value, dict):
        outside = cause.mapping("cause", ("event",)).get("event", cause).text("event")
        return Item(node, parts, name, when, recorded, None, outside)
    return Item(node, parts, name, when, recorded, cause.text("cause"), None)

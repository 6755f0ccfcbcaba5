"""Stories: the history of one relationship as a person writes it down, in YAML.

A story is read as a whole or not at all: `load` checks every line, turns days into dates, and lets
the rules of the domain decide about each command in memory before anybody stores a thing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from domain._kernel import AnyEvent, Record
from domain.courtship import RelationshipOpened
from domain.errors import Refused, Unreadable
from domain.relationship import Relationship, decide, evolve
from journeys.io import yaml_text
from journeys.io.causes import check_causes
from journeys.io.files import wrong
from journeys.io.items import Head, Item, item_of
from journeys.io.nodes import Node

HEAD_KEYS = ("story", "title", "zero", "landmarks", "recorder", "source", "order", "events")


@dataclass(frozen=True, slots=True)
class Story:
    """A story that was read: the commands that tell it, and the events they lead to.

    Parameters
    ----------
    name
        The relationship's id.
    title
        What a person calls it.
    commands
        In the order of knowing. Their ids are made from the story's and the items' ids alone.
    events
        What the commands lead to in an empty store.
    lines
        The line of its item, by command id.
    """

    name: str
    title: str
    commands: tuple[Record, ...]
    events: tuple[AnyEvent, ...]
    file: str
    lines: Mapping[str, int]


def load(path: Path | str) -> Story:
    """Read a story from a file. Nothing is stored; see `parse`."""
    return told(yaml_text.read(path))


def parse(text: bytes | str, file: str = "story.yaml") -> Story:
    """Read a story from a text; *file* is its name in messages.

    Raises
    ------
    Unreadable
        For the first thing that is wrong, with the file, the line and what to do: a form that is
        not a story's, a value that a fact does not allow, a rule that says no.

    Examples
    --------
    >>> story = parse('''
    ... story: small
    ... zero: 2026-07-28
    ... events:
    ...   - {id: S1, when: 0, facts: [relationship-opened: {kind: client}], feelings: {client: 0.4}}
    ... ''')
    >>> [(event.fact.topic.split(".")[1], event.occurred_at) for event in story.events]
    [('relationship-opened', '2026-07-28'), ('feeling-observed', '2026-07-28')]
    """
    return told(yaml_text.parse(text, file))


def told(root: Node) -> Story:
    """Return the story that a YAML document tells."""
    parts = root.mapping("a story", HEAD_KEYS)
    for key in ("story", "events"):
        if key not in parts:
            raise root.wrong("{key} is missing: add '{key}:' to the story", key=key)
    head = Head.of(parts)
    items = _items(parts["events"], head)
    check_causes(list(items.values()))
    pairs = [(record, item) for item in items.values() for record in item.records(head, items)]
    if not head.as_written:
        pairs.sort(key=lambda pair: pair[0].recorded_at.start)  # stable: then as written
    pairs = _causes_first(pairs, items)
    events = _decided(pairs)
    opened = next((e.fact for e in events if isinstance(e.fact, RelationshipOpened)), None)
    title = parts["title"].text("title") if "title" in parts else opened and opened.title
    return Story(
        head.name,
        title or head.name,
        tuple(record for record, _ in pairs),
        events,
        root.file,
        {record.command_id: item.node.line for record, item in pairs},
    )


def _items(events: Node, head: Head) -> dict[str, Item]:
    items: dict[str, Item] = {}
    for node in events.items("events"):
        item = item_of(node, head)
        if item.id in items:
            message = "the id {id} stands here twice (also on line {first}): give it another"
            first = items[item.id].node.line
            raise wrong(node.file, node.line_of(("id",)), message, id=item.id, first=first)
        items[item.id] = item
    if not items:
        raise events.wrong("a story has at least one event: write it on a line after '- '")
    return items


def _causes_first(
    pairs: Iterable[tuple[Record, Item]], items: Mapping[str, Item]
) -> list[tuple[Record, Item]]:
    """Move a cause that was recorded with its effect before it."""
    waiting = {record.command_id: (record, item) for record, item in pairs}
    first: dict[str, str] = {}
    for command, (_, item) in waiting.items():
        if item.id not in first or len(command) < len(first[item.id]):
            first[item.id] = command
    ordered: list[tuple[Record, Item]] = []
    for command in list(waiting):
        chain = [command]
        while (cause := waiting.get(chain[-1], (None, None))[1]) and cause.cause:
            chain.append(first[items[cause.cause].id])
        ordered += [waiting.pop(one) for one in reversed(chain) if one in waiting]
    return ordered


def _decided(pairs: Iterable[tuple[Record, Item]]) -> tuple[AnyEvent, ...]:
    state: Relationship | None = None
    decided: list[AnyEvent] = []
    for record, item in pairs:
        try:
            events = decide(state, record)
        except Refused as refusal:
            raise against_a_rule(refusal, item.node.file, item.node.line, item.id) from None
        for event in events:
            state = evolve(state or Relationship(record.relationship), event)
        decided += events
    return tuple(decided)


def against_a_rule(refusal: Refused, file: str, line: int, item: str) -> Unreadable:
    """Return a refusal as a mistake on a line: which item, which rule, and why."""
    message = "{item} is against the rule {rule}: " + refusal.message
    return wrong(file, line, message, **{"item": item, "rule": refusal.rule, **refusal.details})

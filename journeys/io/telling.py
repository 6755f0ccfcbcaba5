"""Taking a story in: as a whole or not at all, and telling it twice changes nothing."""

from __future__ import annotations

from domain._kernel import AnyEvent, Record
from domain.errors import Refused
from domain.relationship import decide, fold
from domain.repeated import says_the_same
from journeys.io.files import wrong
from journeys.io.importing import ImportPlan, Target
from journeys.io.story import Story, against_a_rule
from journeys.store.errors import OutOfTurn


def plan(story: Story, store: Target) -> ImportPlan:
    """Work out what storing a story comes to; `journeys.io.importing.apply` does it.

    A command that was carried out already, with the same content, is left alone. Items that were
    added to a story since are decided on top of what is stored.

    Raises
    ------
    Unreadable
        When a rule says no in this store, or an item was recorded differently before.
    OutOfTurn
        When somebody told the same story in the meantime: plan again.
    """
    stored = list(store.events(story.name))
    before: dict[str, list[AnyEvent]] = {}
    for event in stored:
        before.setdefault(event.command_id, []).append(event)
    state = fold(None, stored)
    events: list[AnyEvent] = []
    already = 0
    for command in story.commands:
        line = story.lines[command.command_id]
        known = before.get(command.command_id, [])
        if known or store.answer(command.command_id) is not None:
            if not known and len(store.events(story.name)) != len(stored):
                raise OutOfTurn("others wrote in the meantime: try again")
            if not _same(command, known):
                message = "{item} was recorded differently before, and stays so: give it a new id"
                raise wrong(story.file, line, message, item=command.story_id)
            already += len(known)
            continue
        try:
            decided = decide(state, command)
        except Refused as refusal:
            item = str(command.story_id)
            raise against_a_rule(refusal, story.file, line, item) from None
        state = fold(state, decided)
        events += decided
    return ImportPlan(story.file, tuple(events), already)


def _same(command: Record, known: list[AnyEvent]) -> bool:
    # A story says when it became known as well, and that is a part of what it tells.
    at = command.recorded_at
    return says_the_same(command, known) and all(event.recorded_at == at for event in known)

"""Whether a command that is sent again says what it said the first time.

An older version may have recorded it: then the facts on record hold what that version filled in
where nothing was said (`Fact.formerly`), and its fingerprint was made of that as well. So what was
said is held against what is on record.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain._kernel import AnyEvent, Fact, Record, Testimony


def says_the_same(command: Record, known: Sequence[AnyEvent]) -> bool:
    """Whether the events *known* are what *command* says, whatever the time of its recording."""
    testimony = set(Testimony.model_fields) - {"recorded_at"}
    return len(command.facts) == len(known) and all(
        command.relationship == event.relationship
        and all(getattr(command, name) == getattr(event, name) for name in testimony)
        and _same_fact(said, event.fact)
        for said, event in zip(command.facts, known, strict=True)
    )


def _same_fact(said: Fact, known: Fact) -> bool:
    if said == known:
        return True
    if type(said) is not type(known):
        return False
    for name, field in type(said).model_fields.items():
        now, then = getattr(said, name), getattr(known, name)
        unsaid = name in said.formerly and now == field.default and then == said.formerly[name]
        if now != then and not unsaid:
            return False
    return True

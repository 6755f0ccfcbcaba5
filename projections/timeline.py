"""The timeline: what happened, moment by moment, in words, with both sides' feelings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from domain._kernel import AnyEvent, Fact
from domain.feelings import FeelingObserved
from domain.vocabulary import Phase
from projections.course import Told
from projections.finding import Say
from projections.moods import counts


@dataclass(frozen=True, slots=True)
class Line:
    """One event on the timeline, with the phase it led to and the feelings told about it."""

    event: AnyEvent
    phase: Phase
    client: float | None
    staff: float | None

    @property
    def sentence(self) -> Say:
        """The event in words."""
        return said(self.event.fact)


def timeline(reading: Told) -> list[Line]:
    """Return a line for every event that is not itself a feeling about another one."""
    about = _feelings_about(reading.events)
    lines = []
    for event, phase in zip(reading.events, reading.phases, strict=True):
        fact = event.fact
        if isinstance(fact, FeelingObserved) and fact.about is not None:
            continue
        felt = about.get(event.id, {})
        if isinstance(fact, FeelingObserved) and counts(fact):
            felt = {fact.whose: fact.valence}
        lines.append(Line(event, phase, felt.get("client"), felt.get("staff")))
    return lines


def _feelings_about(events: Iterable[AnyEvent]) -> dict[str, dict[str, float]]:
    about: dict[str, dict[str, float]] = {}
    for event in events:
        fact = event.fact
        if isinstance(fact, FeelingObserved) and fact.about and counts(fact):
            about.setdefault(fact.about, {})[fact.whose] = fact.valence
    return about


def said(fact: Fact) -> Say:
    """Return a fact in words: its name, and the words of the vocabulary that make it this one.

    Examples
    --------
    >>> from domain.breakup import LossConcluded
    >>> str(said(LossConcluded(by="client")))
    'Loss concluded: client'
    """
    details, name = list(_telling(fact)), title(type(fact))
    return (
        Say("{name}: {details}", {"name": Say(name), "details": details}) if details else Say(name)
    )


def title(kind: type[Fact]) -> str:
    """Return the name of a kind of fact in words, such as ``Contract signed``."""
    return _spaced(kind.__name__)


@cache
def _spaced(name: str) -> str:
    words = re.sub(r"(?<!^)(?=[A-Z])", " ", name).lower()
    return words[0].upper() + words[1:]


_SHORT = 40


def _telling(fact: Fact) -> Iterator[str]:
    """Yield what says most in few words: keys and vocabulary, never a person's words."""
    for name in type(fact).model_fields:
        value = getattr(fact, name)
        if name in fact.untold or name in fact.personal_fields:
            continue
        if isinstance(value, str) and len(value) <= _SHORT:
            yield value

"""The timeline: what happened, moment by moment, in words, with both sides' feelings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from types import MappingProxyType

from domain._kernel import AnyEvent, Fact
from domain.feelings import FeelingObserved
from domain.unchanging import unchanging
from domain.vocabulary import Phase
from projections.course import Told
from projections.finding import Say
from projections.moods import counts

_UNTOLD: Mapping[str, float] = MappingProxyType({})


@unchanging
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


class Lines:
    """The lines of a timeline as events come in, in order of happening."""

    def __init__(self) -> None:
        self._about: dict[str, dict[str, float]] = {}

    def learn(self, events: Iterable[AnyEvent]) -> list[str]:
        """Take in more events; return the ids of those that they tell feelings about."""
        told = []
        for event in events:
            fact = event.fact
            if isinstance(fact, FeelingObserved) and fact.about and counts(fact):
                self._about.setdefault(fact.about, {})[fact.whose] = fact.valence
                told.append(fact.about)
        return told

    def line(self, event: AnyEvent, phase: Phase) -> Line | None:
        """Return an event's line; None where it is itself a feeling about another one."""
        fact = event.fact
        felt: Mapping[str, float] = self._about.get(event.id, _UNTOLD)
        if isinstance(fact, FeelingObserved):
            if fact.about is not None:
                return None
            if counts(fact):
                felt = {fact.whose: fact.valence}
        return Line(event, phase, felt.get("client"), felt.get("staff"))


def timeline(reading: Told) -> list[Line]:
    """Return a line for every event that is not itself a feeling about another one."""
    lines = Lines()
    lines.learn(reading.events)
    found = (lines.line(*told) for told in zip(reading.events, reading.phases, strict=True))
    return [line for line in found if line is not None]


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

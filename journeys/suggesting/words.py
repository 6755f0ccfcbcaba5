"""Whose words stand in an event, which of them nobody rated, and a guess as a feeling."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from domain._kernel import AnyEvent, Record
from domain.care import CareGiven, ContactHeld, NeedObserved, SignalNoted
from domain.feelings import FeelingObserved
from domain.friction import IssueRaised, SolutionSought, UneaseAnswered, UneaseVoiced
from domain.moments import Moment
from journeys.suggesting.valence import Suggestion

Side = Literal["client", "staff"]

_OWN_WORDS = ("verbatim", "words")
_TOLD_IN_WORDS = (
    CareGiven,
    ContactHeld,
    IssueRaised,
    NeedObserved,
    SignalNoted,
    SolutionSought,
    UneaseAnswered,
    UneaseVoiced,
)
_SIDES: dict[str, Side] = {"client": "client", "staff": "staff", "supplier": "staff"}


@dataclass(frozen=True, slots=True)
class Said:
    """Words in an event, and whose they are."""

    event: AnyEvent
    whose: Side
    text: str


def unrated(events: Iterable[AnyEvent]) -> Iterator[Said]:
    """Yield the words of either side about which nobody, and no model, said how it felt.

    Words of which nobody knows whose they are, are left alone.
    """
    known = list(events)
    rated = {(e.fact.about, e.fact.whose) for e in known if isinstance(e.fact, FeelingObserved)}
    for event in known:
        text, whose = _words(event)
        if text and whose and (event.id, whose) not in rated:
            yield Said(event, whose, text)


def _words(event: AnyEvent) -> tuple[str | None, Side | None]:
    """Return somebody's words in an event, and whose they are.

    Words that are quoted are those of whoever did it; what is told in words, of whoever tells it.
    """
    fact = event.fact
    if isinstance(fact, FeelingObserved):  # the feeling itself is told
        return None, None
    by, word = getattr(fact, "by", None), event.on_whose_word
    for name in _OWN_WORDS:
        if isinstance(text := getattr(fact, name, None), str):
            return text, _side(by) or _side(word)
    return (
        (fact.text, _side(word) or _side(by)) if isinstance(fact, _TOLD_IN_WORDS) else (None, None)
    )


def _side(party: object) -> Side | None:
    return _SIDES.get(party) if isinstance(party, str) else None


def feeling(said: Said, suggestion: Suggestion, actor: str, now: Moment) -> Record:
    """Return the command that records a suggestion as a model's guess; twice is once.

    It says what made it, and its confidence; no figure and no finding counts it as a person's word.
    """
    fact = FeelingObserved(
        whose=said.whose,
        valence=suggestion.valence,
        said_by="system",
        mode="perceived",
        source="text-model",
        confidence=suggestion.confidence,
        about=said.event.id,
    )
    return Record(
        occurred_at=said.event.occurred_at,
        recorded_at=now,
        actor=actor,
        command_id=f"suggest:{suggestion.version}:{said.whose}:{said.event.id}",
        on_whose_word="system",
        cause=said.event.id,
        source=f"{suggestion.method} {suggestion.version}",
        relationship=said.event.relationship,
        facts=(fact,),
    )

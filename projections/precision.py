"""Precision: how often a rule was right, by the answers that people gave to what it found.

What is counted is an *alarm*: a finding that asked for attention. A finding that came back after it
was dismissed or acted upon is another alarm. What nobody answered is neither right nor wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from domain._kernel import Event
from domain.judgement import FindingAnswered
from domain.moments import Moment
from projections.course import Told
from projections.evidence import Evidence
from projections.reply import Answers, Reply, answers
from projections.uncertain import wilson

Judged = Literal["right", "wrong", "cannot-tell"]
_WRONG: dict[str, Judged] = {"not-so": "wrong", "cannot-tell": "cannot-tell"}
_OVER = ("dismissed", "acted")
"""Answers after which a finding that comes back is another alarm."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """A finding that asked for attention once.

    ``judged`` says whether it was right to, by the last answer that told; ``answered`` whether an
    answer stands, if only that it had to wait; ``events`` are the answers to it, or its evidence.
    """

    code: str
    judged: Judged | None
    answered: bool
    events: tuple[str, ...]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Precision:
    """How a rule did: alarms by how they were answered.

    ``raised`` is ``answered`` + ``open``; of those answered some are judged ``right`` or ``wrong``,
    and others wait or cannot be told.
    """

    code: str
    raised: int
    answered: int
    right: int
    wrong: int
    events: tuple[str, ...]

    @property
    def open(self) -> int:
        """How many alarms nobody answered."""
        return self.raised - self.answered

    @property
    def share(self) -> float | None:
        """The share of right ones among those judged, 0…1; ``None`` where none was judged."""
        judged = self.right + self.wrong
        return self.right / judged if judged else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Between which shares the precision lies, at 95 %; ``None`` where none was judged."""
        return wilson(self.right, self.right + self.wrong)


def alarms(reading: Told, now: Moment) -> Iterator[Alarm]:
    """Yield every alarm of a relationship by *now*, with what came of it."""
    yield from alarms_of(answers(reading.state), reading.findings(), now)


class Noted(Protocol):
    """A finding, as far as it takes to tell what came of it."""

    @property
    def code(self) -> str:
        """Which rule found it."""
        ...

    @property
    def key(self) -> str:
        """Which of that rule's."""
        ...

    @property
    def identity(self) -> tuple[str, str]:
        """Both."""
        ...

    @property
    def since(self) -> Moment:
        """Since when it is so."""
        ...

    @property
    def evidence(self) -> Sequence[Evidence]:
        """What it rests on."""
        ...

    @property
    def reply(self) -> Reply | None:
        """What was answered to it."""
        ...


def alarms_of(given: Answers, findings: Iterable[Noted], now: Moment) -> Iterator[Alarm]:
    """Yield every alarm by *now*, of what was answered and of findings, the oldest first."""
    for (code, key), answered in given.items():
        for turn in _turns(answered):
            events = tuple(event.id for event in turn)
            yield Alarm(code, _judged(turn), _stands(turn), events, key)
    for finding in findings:
        if finding.since.reached_by(now) and _asks_again(finding, given.get(finding.identity, ())):
            evidence = tuple(item.id for item in finding.evidence)
            yield Alarm(finding.code, None, answered=False, events=evidence, key=finding.key)


def _asks_again(finding: Noted, answered: tuple[Event[FindingAnswered], ...]) -> bool:
    """Whether a finding asks for attention anew, beyond the alarms that were answered."""
    if not answered:
        return True
    reply = finding.reply
    if reply is None or reply.lapsed is None:
        return False
    return reply.answer in _OVER or not {i.id for i in finding.evidence} & set(
        answered[-1].fact.seen
    )


def _turns(answered: Iterable[Event[FindingAnswered]]) -> list[list[Event[FindingAnswered]]]:
    """Part the answers to a finding into alarms: a new one where it came back after an answer."""
    turns: list[list[Event[FindingAnswered]]] = []
    for event in answered:
        seen = set(event.fact.seen)
        last = turns[-1][-1].fact if turns else None
        if last is None or (
            event.fact.answer != "reopened"
            and ((last.answer in _OVER and not seen <= set(last.seen)) or not seen & set(last.seen))
        ):
            turns.append([event])
        else:
            turns[-1].append(event)
    return turns


def _judged(turn: list[Event[FindingAnswered]]) -> Judged | None:
    judged: Judged | None = None
    for event in turn:
        fact = event.fact
        if fact.answer == "reopened":
            judged = None
        elif fact.answer != "snoozed":
            judged = _WRONG.get(fact.reason or "", "right")
    return judged


def _stands(turn: list[Event[FindingAnswered]]) -> bool:
    return turn[-1].fact.answer != "reopened"


def precision(found: Iterable[Alarm]) -> list[Precision]:
    """Return how each rule did, by code.

    Parameters
    ----------
    found
        The alarms, of however many relationships.
    """
    by_code: dict[str, list[Alarm]] = {}
    for alarm in found:
        by_code.setdefault(alarm.code, []).append(alarm)
    return [
        Precision(
            code=code,
            raised=len(many),
            answered=sum(alarm.answered for alarm in many),
            right=sum(alarm.judged == "right" for alarm in many),
            wrong=sum(alarm.judged == "wrong" for alarm in many),
            events=tuple(dict.fromkeys(event for alarm in many for event in alarm.events)),
        )
        for code, many in sorted(by_code.items())
    ]

"""The difference between two stills: what is gone, what is new, and what changed its figure.

One comparison serves two questions: what happened to a relationship between two moments, and what
would have been otherwise in a branch that never happened.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from domain._kernel import AnyEvent
from domain.vocabulary import Phase, Verdict
from projections.finding import Finding
from projections.moods import Whose
from projections.still import Still

Turn = Literal["gone", "new", "changed"]
Measure = Literal["times told", "mean over time", "peak–end", "last"]


class FindingTurn(NamedTuple):
    """A finding that is in one still only, or that differs between them."""

    turn: Turn
    before: Finding | None
    after: Finding | None

    @property
    def finding(self) -> Finding:
        """The finding, as it stands where it still does."""
        found = self.after or self.before
        assert found is not None, "a turn is of some finding"  # noqa: S101 - by construction
        return found

    @property
    def fields(self) -> tuple[str, ...]:
        """What differs, by name: severity, verdict, since, until, evidence."""
        if self.before is None or self.after is None:
            return ()
        return tuple(
            name
            for name in ("severity", "verdict", "since", "until", "evidence")
            if getattr(self.before, name) != getattr(self.after, name)
        )


class DutyTurn(NamedTuple):
    """A goodbye duty whose verdict differs."""

    code: str
    before: Verdict
    after: Verdict


class MoodTurn(NamedTuple):
    """A figure of one side's curve that differs; ``None`` where nothing was told."""

    whose: Whose
    measure: Measure
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class Difference:
    """What sets *after* apart from *before*.

    ``gone`` and ``new`` are the events that only one of them has.
    """

    before: Still
    after: Still
    gone: tuple[AnyEvent, ...]
    new: tuple[AnyEvent, ...]
    findings: tuple[FindingTurn, ...]
    duties: tuple[DutyTurn, ...]
    moods: tuple[MoodTurn, ...]

    @property
    def phases(self) -> tuple[Phase, Phase]:
        """The phase before and after; the same word twice where it did not change."""
        return self.before.phase, self.after.phase

    def __bool__(self) -> bool:
        """Whether anything differs at all."""
        turned = self.gone or self.new or self.findings or self.duties or self.moods
        return bool(turned) or self.before.phase != self.after.phase


def difference(before: Still, after: Still) -> Difference:
    """Return what sets *after* apart from *before*. O(events + findings)."""
    had, has = {e.id for e in before.events}, {e.id for e in after.events}
    return Difference(
        before,
        after,
        gone=tuple(e for e in before.events if e.id not in has),
        new=tuple(e for e in after.events if e.id not in had),
        findings=tuple(_findings(before, after)),
        duties=tuple(_duties(before, after)),
        moods=tuple(_moods(before, after)),
    )


def _findings(before: Still, after: Still) -> Iterator[FindingTurn]:
    had = {f.identity: f for f in before.judged}
    has = {f.identity: f for f in after.judged}
    for identity, finding in had.items():
        if identity not in has:
            yield FindingTurn("gone", finding, None)
    for identity, finding in has.items():
        if identity not in had:
            yield FindingTurn("new", None, finding)
        elif (turn := FindingTurn("changed", had[identity], finding)).fields:
            yield turn


def _duties(before: Still, after: Still) -> Iterator[DutyTurn]:
    for one, other in zip(before.farewell.standings, after.farewell.standings, strict=True):
        if one.verdict != other.verdict:
            yield DutyTurn(one.code, one.verdict, other.verdict)


def _moods(before: Still, after: Still) -> Iterator[MoodTurn]:
    sides: tuple[Whose, ...] = ("client", "staff")
    for whose in sides:
        one, other = dict(_figures(before, whose)), dict(_figures(after, whose))
        yield from (MoodTurn(whose, m, one[m], other[m]) for m in one if one[m] != other[m])


def _figures(still: Still, whose: Whose) -> Iterator[tuple[Measure, float | None]]:
    felt = still.feelings
    told = felt.told[whose]
    yield "times told", told.seen
    yield "mean over time", felt.time_weighted_mean(whose)
    yield "peak–end", felt.peak_end(whose)
    yield "last", told.end.fact.valence if told.end else None

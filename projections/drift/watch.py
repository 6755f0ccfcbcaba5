"""The streaming detector: contacts in, alarms out, everything remembered in one small value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from projections.drift import stream
from projections.drift.calibrate import Limits
from projections.drift.columns import Contact
from projections.drift.lines import LINES, heights
from projections.drift.state import State, begin


@dataclass(frozen=True, slots=True)
class Alarm:
    """A line was reached: which, when, how high it stood, and the state to explain it by."""

    code: str
    day: float
    height: float
    limit: float
    state: State[float] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Watch:
    """One relationship under watch. ``standing`` are the lines that have alarmed.

    An alarm stands until somebody has answered it (`answered`); then its line may alarm anew.
    ``ticked`` is the day of the last tick of silence that was judged: none is judged twice.

    What it cannot know: how somebody felt where nobody asked, contacts that nobody recorded, and
    why. At one false alarm a year per 100 clients it finds less than half of the clear drifts
    within a year; see the measured table in ``docs/benchmarks.md``.
    """

    limits: Limits
    state: State[float] = field(default_factory=begin)
    standing: frozenset[str] = frozenset()
    ticked: float = -1.0

    def after(self, contacts: Iterable[Contact]) -> tuple[Watch, tuple[Alarm, ...]]:
        """Return the watch after more contacts, and the alarms they raised. O(1) a contact.

        Silence before each of them counts too: its alarms carry the day of the clock's tick.
        """
        state, looks = stream.after(self.state, contacts)
        return self._judged(state, looks)

    def until(self, day: float) -> tuple[Watch, tuple[Alarm, ...]]:
        """Return the alarms that silence alone raises before *day*. Asking changes no figure."""
        looks = [(at, self.state) for at in stream.ticks(self.state, day)]
        return self._judged(self.state, looks)

    def answered(self, *codes: str) -> Watch:
        """Return the watch in which these lines may alarm anew: the alarm was seen to."""
        return replace(self, standing=self.standing - set(codes))

    def _judged(
        self, state: State[float], looks: list[stream.Look]
    ) -> tuple[Watch, tuple[Alarm, ...]]:
        standing, ticked, alarms = self.standing, self.ticked, []
        for day, then in looks:
            if then.day < day:
                if day <= ticked:
                    continue
                ticked = day
            if len(standing) == len(LINES):
                continue
            for code, height in heights(then, day, standing).items():
                if height >= (limit := self.limits.of[code]):
                    standing |= {code}
                    alarms.append(Alarm(code, day, height, limit, then))
        return Watch(self.limits, state, standing, ticked), tuple(alarms)

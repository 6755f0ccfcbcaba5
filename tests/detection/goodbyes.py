"""The judgement of goodbyes, measured: ``python -m tests.detection.goodbyes [--to FILE]``.

Goodbyes of every quality are generated from seeds that nothing was tuned on. What really happened
is known duty by duty; what was written down is less. Prints a Markdown section.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from statistics import median

from domain._kernel import AnyEvent
from domain.moments import Moment
from domain.relationship import fold, in_order_of_happening
from journeys.population.goodbye import QUALITIES, WHOLE, Truth
from journeys.population.parting import Goodbye, goodbye
from journeys.working_days import PublicHolidays
from projections.calendar import Place
from projections.farewell import DUTIES, Farewell, farewell
from projections.farewell.whole import Grade
from projections.reading import up_to

UNTIL = date(2028, 6, 1)
SEED = 50_000_000
EACH = 150
WRONG = ("violated", "late")
_ORDER: tuple[Grade, ...] = ("poor", "mixed", "mended", "good")


@dataclass(frozen=True, slots=True)
class Case:
    """A generated goodbye and how it is judged long after."""

    goodbye: Goodbye
    judged: Farewell

    @property
    def duties(self) -> dict[str, str]:
        """The verdict on every duty, by code."""
        return {one.code: one.verdict for one in self.judged.standings}


def judge(events: Iterable[AnyEvent], now: Moment) -> Farewell:
    """Return the judgement on these events at *now*, without the findings beside it."""
    happened = in_order_of_happening(events)
    state = fold(None, happened)
    assert state is not None
    assert state.opened is not None
    told = state.opened.fact
    place = Place(PublicHolidays(), told.jurisdiction or "NL", told.zone)
    return farewell(state, now, place, happened)


@cache
def cases(each: int = EACH, seed: int = SEED) -> tuple[Case, ...]:
    """Return so many goodbyes of every quality, judged with everything that was recorded."""
    now = Moment.of(UNTIL)
    made = (goodbye(seed, n, quality, UNTIL) for quality in QUALITIES for n in range(each))
    return tuple(Case(one, judge(one.events, now)) for one in made)


@dataclass(slots=True)
class Tally:
    """How the judgement of a duty came out against the truth."""

    owed: int = 0
    wrong: int = 0
    knowable: int = 0
    said: int = 0
    right: int = 0
    found: int = 0
    met: int = 0
    met_right: int = 0
    days: list[int] = field(default_factory=list)

    def add(self, truth: Truth | None, verdict: str) -> None:
        """Count one duty of one goodbye; without a truth it was not owed."""
        went_wrong = truth is not None and truth.really != "met"
        says_so = verdict in WRONG
        self.owed += truth is not None
        self.wrong += went_wrong
        self.said += says_so
        self.right += says_so and went_wrong
        self.met += verdict == "met"
        self.met_right += verdict == "met" and not went_wrong
        if truth is not None and went_wrong and truth.knowable:
            self.knowable += 1
            self.found += says_so


def per_duty(found: Iterable[Case], *, lead: bool = True) -> dict[str, Tally]:
    """Return how each duty was judged, by code."""
    tallies = {duty.code: Tally() for duty in DUTIES}
    for case in found:
        truths = {truth.code: truth for truth in case.goodbye.truths}
        for code, verdict in case.duties.items():
            tallies[code].add(truths.get(code), verdict)
        if lead:
            for code, day in _first_said(case):
                truth = truths.get(code)
                if truth is not None and truth.day is not None:
                    tallies[code].days.append((day - truth.day).days)
    return tallies


def _recorded(case: Case) -> list[date]:
    """Return the days on which something may have become known."""
    written = {event.recorded_at.start.date() for event in case.goodbye.events}
    begun = case.goodbye.where.announced
    due = {s.deadline.day + timedelta(days=1) for s in case.judged.standings if s.deadline}
    return sorted(day for day in written | due if day >= begun)


def _as_known(case: Case, day: date) -> Farewell:
    now = Moment.of(day)
    return judge(up_to(case.goodbye.events, as_known=now), now)


def _first_said(case: Case) -> Iterator[tuple[str, date]]:
    """Yield each duty that is said to have gone wrong, with the first day on which it was said."""
    waiting = {code for code, verdict in case.duties.items() if verdict in WRONG}
    for day in _recorded(case):
        if not waiting:
            return
        for one in _as_known(case, day).standings:
            if one.code in waiting and one.verdict in WRONG:
                waiting.discard(one.code)
                yield one.code, day


def poor_since(case: Case) -> int | None:
    """Return on which day after the end it was first called poor; before it, less than 0."""
    for day in _recorded(case):
        if _as_known(case, day).verdict == "poor":
            return (day - case.goodbye.where.ends).days
    return None


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else "–"


def _middle(values: list[int]) -> str:
    return f"{median(values):+.0f}" if values else "–"


def duties(found: Iterable[Case]) -> Iterator[str]:
    """Yield the table of duties."""
    yield (
        "| duty | owed | went wrong | precision | recall | recall where recorded "
        "| *met* right | days |"
    )
    yield "|---|---|---|---|---|---|---|---|"
    tallies = per_duty(found)
    total = Tally()
    for code, one in [*tallies.items(), ("all", total)]:
        if code != "all":
            for name in ("owed", "wrong", "knowable", "said", "right", "found", "met", "met_right"):
                setattr(total, name, getattr(total, name) + getattr(one, name))
            total.days += one.days
        if not one.owed:
            continue
        yield (
            f"| {code.removeprefix('farewell-')} | {one.owed} | {one.wrong} "
            f"| {_share(one.right, one.said)} | {_share(one.right, one.wrong)} "
            f"| {_share(one.found, one.knowable)} | {_share(one.met_right, one.met)} "
            f"| {_middle(one.days)} |"
        )


def wholes(found: Iterable[Case]) -> Iterator[str]:
    """Yield the table of goodbyes as a whole."""
    words = (*reversed(_ORDER), "undecided", "open")
    head = ("really", "goodbyes", *words, "right where decided", "truth within bounds")
    yield f"| {' | '.join(head)} |"
    yield "|" + "---|" * (len(words) + 4)
    for quality in QUALITIES:
        mine = [case for case in found if case.goodbye.quality == quality]
        said = Counter(case.judged.verdict for case in mine)
        decided = sum(said[word] for word in _ORDER)
        right = said[WHOLE[quality]]
        within = sum(is_within(case) for case in mine)
        yield (
            f"| {quality} ({WHOLE[quality]}) | {len(mine)} "
            f"| {' | '.join(str(said[word]) for word in words)} "  # type: ignore[index]
            f"| {_share(right, decided)} | {_share(within, len(mine))} |"
        )


def is_within(case: Case) -> bool:
    """Whether what the goodbye really was lies between its bounds."""
    best, worst = case.judged.at_best, case.judged.at_worst
    assert best is not None
    assert worst is not None
    really = _ORDER.index(WHOLE[case.goodbye.quality])
    return _ORDER.index(worst) <= really <= _ORDER.index(best)


def section(each: int = EACH, seed: int = SEED) -> str:
    """Return the measured section as Markdown."""
    found = cases(each, seed)
    false = [
        truth
        for case in found
        for truth in case.goodbye.truths
        if case.duties[truth.code] == "violated" and not truth.knowable
    ]
    poor = [case for case in found if case.judged.verdict == "poor"]
    since = [day for case in poor if (day := poor_since(case)) is not None]
    declared = sum(
        any(e.fact.topic.endswith("declared-complete.v1") for e in case.goodbye.events)
        for case in found
    )
    return "\n".join(
        [
            f"{len(found)} generated goodbyes, {each} of each of six qualities (seed {seed}),",
            "ended by either side, in six countries, after half a year to sixteen years. In one of",
            "six the record does not tell market, sector and law; between 40 and 100% of the acts",
            f"were written down, half of them days late; {declared} goodbyes have a stretch",
            "declared complete. In %; *days* is the median from the day on which a duty went wrong",
            "to the day on which that was said, with what was recorded by then. *Recall where",
            "recorded* leaves out what the record does not show.",
            "",
            f"**Violated without anything on record to show it: {len(false)}.**",
            "",
            *duties(found),
            "",
            f"The whole. {len(poor)} were called poor, at the median {_middle(since)} days from",
            "the end of the relationship.",
            "",
            *wholes(found),
        ]
    )


def main() -> None:
    """Measure, and print the section."""
    parser = argparse.ArgumentParser(prog="python -m tests.detection.goodbyes", description=__doc__)
    parser.add_argument("--each", type=int, default=EACH, help="goodbyes of each quality")
    parser.add_argument("--seed", type=int, default=SEED, help="another seed gives others")
    parser.add_argument("--to", type=Path, help="write the section to this file as well")
    asked = parser.parse_args()
    text = section(asked.each, asked.seed) + "\n"
    sys.stdout.write(text)
    if asked.to:
        asked.to.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

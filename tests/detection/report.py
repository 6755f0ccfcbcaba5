"""The section of the page: what was measured, the bar, and the tables behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from journeys.population import KINDS, Strength
from tests.detection import speed
from tests.detection.contenders import ALIVE, BUDGETS, LIBRARIES, ours
from tests.detection.measure import STRENGTHS, Row
from tests.detection.speed import Speed

SHORT = ("LS", "SD", "SG", "SS", "PL", "DV", "ST", "BY", "CM")
BARS: dict[tuple[float, Strength], tuple[float, float]] = {
    (5.0, "clear"): (60, 70), (5.0, "moderate"): (38, 45), (1.0, "clear"): (40, 40),
    (1.0, "moderate"): (20, 20),
}  # fmt: skip
"""Mean over the nine kinds, in %: at least, and the aim."""
LEAST_OF_A_KIND = 40.0
OFF = 0.2
"""By which part the realised rate of false alarms may differ from the budget."""
FASTER = {speed.BULK: 5.0, speed.PAGES: 1.0}
_OWN_KINDS = {"mood-drop": ("LS", "SD", "DV"), "silence": ("SG", "SS")}


def section(rows: list[Row], speeds: Mapping[str, Speed], said: Mapping[str, object]) -> str:
    """Return the whole section as Markdown."""
    kinds = ", ".join(f"{short} {kind}" for short, kind in zip(SHORT, KINDS, strict=True))
    parts = [
        _TITLE,
        _HOW.format(kinds=kinds, **said),
        "### The bar\n\n" + _table(("what", "bar", "found", "reached"), bars(rows, speeds)),
        *(_found(rows, budget, strength) for budget in BUDGETS for strength in STRENGTHS),
        _speeds(speeds) if speeds else "",
    ]
    return "\n\n".join(part.strip() for part in parts if part) + "\n"


def bars(rows: list[Row], speeds: Mapping[str, Speed]) -> Iterator[tuple[str, str, str, str]]:
    """Yield every bar, what was found, and whether it is enough."""
    of = {(row.name, row.budget): row for row in rows}
    for (budget, strength), (least, aim) in BARS.items():
        row = of[ours("drifting"), budget]
        what = f"{strength}, mean of the nine kinds, at {budget:g} a year per 100"
        aimed = "" if aim == least else f" (aim {aim:g} %)"
        yield (what, f"{least:g} %{aimed}",
               f"{row.mean(strength):.1f} % ({row.mean_of_all(strength):.1f} % of all)",
               _yes(row.mean(strength) >= least, row.mean(strength) >= aim))  # fmt: skip
    lowest = min(of[ours("drifting"), 5.0].found["clear"])
    yield ("the kind that is found least: clear, at 5", f"{LEAST_OF_A_KIND:g} %",
           f"{lowest:.0f} %", _yes(lowest >= LEAST_OF_A_KIND))  # fmt: skip
    for budget in BUDGETS:
        realised = of[ours("drifting"), budget].realised
        yield (f"false alarms where {budget:g} are meant", f"± {OFF:.0%}", f"{realised:.2f}",
               _yes(abs(realised - budget) <= OFF * budget))  # fmt: skip
    yield from _own_kinds(of)
    yield from _faster(speeds)


def _own_kinds(of: Mapping[tuple[str, float], Row]) -> Iterator[tuple[str, str, str, str]]:
    """Yield each channel's own line against the best library on the kinds that it is for."""
    for line, kinds in _OWN_KINDS.items():
        others = [name for name in LIBRARIES if (name, 1.0) in of and (name == ALIVE) == (
            line == "silence")]  # fmt: skip
        for kind in kinds:
            at = SHORT.index(kind)
            if not others:
                continue
            best = max(others, key=lambda name, at=at: of[name, 1.0].found["clear"][at])  # type: ignore[misc]
            theirs = of[best, 1.0].found["clear"][at]
            mine = of[ours(line), 1.0].found["clear"][at]
            yield (f"`{line}` alone on {KINDS[at]}: clear, at 1", f"{theirs:.0f} % ({best})",
                   f"{mine:.0f} %", _yes(mine >= theirs))  # fmt: skip


def _faster(speeds: Mapping[str, Speed]) -> Iterator[tuple[str, str, str, str]]:
    pairs = ((speed.BULK, speed.EACH_1, speed.EACH_5), (speed.PAGES, speed.LOG_1, speed.LOG_5))
    for name, one, five in pairs:
        for other in (one, five):
            if other in speeds:
                middle, low, high = speeds[name].times(speeds[other])
                yield (f"{name}, beside {other}", f"{FASTER[name]:g} ×",
                       f"{middle:.2g} × ({low:.2g} … {high:.2g})",
                       _yes(middle >= FASTER[name]))  # fmt: skip


def with_speeds(text: str, speeds: Mapping[str, Speed]) -> str:
    """Return a section with these speeds in the place of its own: their bars, and their table."""
    head, mark, _ = text.partition("### How fast")
    if not mark:
        raise ValueError("this section has no speeds yet: measure all of it first")
    for cells in _faster(speeds):
        old = next(line for line in head.splitlines() if line.startswith(f"| {cells[0]} |"))
        head = head.replace(old, f"| {' | '.join(cells)} |")
    return f"{head}{_speeds(speeds)}\n"


def _yes(reached: bool, aim: bool = True) -> str:  # noqa: FBT001, FBT002 - two answers in one word
    if not reached:
        return "**no**"
    return "yes" if aim else "yes, not the aim"


def _found(rows: list[Row], budget: float, strength: Strength) -> str:
    shown = sorted(
        (row for row in rows if row.budget == budget), key=lambda row: -row.mean(strength)
    )
    cells = [
        (row.name + (f" ({row.note})" if row.note else ""), f"{row.realised:.2f}",
         *(f"{share:.0f}" for share in row.found[strength]),
         f"{row.mean(strength):.1f}", f"{row.mean_of_all(strength):.1f}")
        for row in shown
    ]  # fmt: skip
    heading = f"### {strength.capitalize()} drift, {budget:g} a year per 100 relationships"
    return f"{heading}\n\n{_table(('detector', 'FA', *SHORT, 'ALL', 'of all'), cells)}"


def _speeds(speeds: Mapping[str, Speed]) -> str:
    cells = [(each.name, f"{each.rate:.2f}") for each in speeds.values()]
    some = next(iter(speeds.values()))
    says = _SPEED.format(rounds=len(some.seconds), contacts=some.contacts).strip()
    return f"### How fast\n\n{says}\n\n" + _table(("what", "million contacts a CPU second"), cells)


def _table(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    ruler = ("---", *["---:"] * (len(headings) - 1))
    return "\n".join(f"| {' | '.join(row)} |" for row in (headings, ruler, *rows))


_TITLE = """
## Detection

This section is written by `make bench-detection`; do not edit it. It says which part of the drifts
each way of noticing them finds within a year, **all in one run on the same relationships and at the
same rate of false alarms**, and how fast.
"""
_HOW = """
- Each figure is the % alarmed within 365 days of the onset of a drift: {kinds}. ALL is the mean of
  the nine.
- Relationships are generated, from seeds on which nothing was learned, chosen or calibrated:
  {per_kind} a kind and strength, and {controls:,} controls of {years:,} relationship-years, on
  which the false alarms (FA, per 100 relationship-years) were counted. Exposure ends at the first.
  Our limits are the ones that we ship; everybody else's were set on {tuning:,} other controls.
- A relationship that has alarmed before its drift begins raised a false alarm, and FA counts it.
  Counting it as a missed drift too would charge it twice, so the kinds and ALL are **of those that
  were quiet at the onset**; the last column, *of all*, is the mean with the others as not found.
- One figure of a kind is certain to about ± 2.5 points (one standard deviation), a mean of nine to
  about ± 0.8; where fewer relationships took part, which stands beside the name, to about ± 5 and
  ± 1.6.
- A detector that watches one channel is blind to the others, so ALL compares what somebody who has
  nothing else would see; a fair comparison of statistics is inside a column.
- Measured {date} with Python {python}, {versions}.{missing}
"""
_SPEED = """
CPU time, the median of {rounds} rounds in which all take turns on the same {contacts:,} contacts,
after one to warm up (in which the loop over columns is compiled: a second or two, once a process),
with the collector of garbage off, and numpy's matrices kept to one thread.
*Columns* are arrays, relationship by relationship, judged from beginning to end; *pages* are 20,000
tuples at a time, of all relationships through each other in the order of the calendar, each page
decoded, folded into what is remembered of everybody, judged and its alarms raised; *one by one* is
`Watch.after`, in plain Python. All three call the same recursion, keep every channel, judge all
seven lines and agree to rounding. river's `PageHinkley` is updated with the client's ratings (*one
line*: what its users write, one channel of five), or with one line for each of the five channels.
**One line decides**, being the stricter; neither has a combined line. Speeds
can be measured again by themselves: `python -m tests.detection --speed`.
"""

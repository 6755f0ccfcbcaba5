"""The detection benchmark: ``python -m tests.detection [--quick] [--ours] [--to FILE]``.

Prints a Markdown table: % of drifts alarmed within 365 days of onset, for every kind, at equal
rates of false alarms on relationships that nothing was learned or calibrated on.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from journeys.population import KINDS, generate
from journeys.population.kinds import Kind
from projections.drift.calibrate import Budget, usual_limits
from projections.drift.columns import Columns, joined
from projections.drift.lines import LINES, bulk_heights
from tests.detection import rivals
from tests.detection.measure import STRENGTHS, TUNING_SEED, Row, Trial, rows
from tests.detection.rivals import Heights, Rival, optional

BUDGETS = (5.0, 1.0)
_SHORT = ("LS", "SD", "SG", "SS", "PL", "DV", "ST", "BY", "CM")


def _line(columns: Columns, line: str) -> Heights:
    who, day, value = bulk_heights(columns)
    return Heights(who, day, value[:, LINES.index(line)])


def ours(trial: Trial) -> Iterator[Row]:
    """Yield the rows of our own lines, at the limits that we ship."""
    for line in LINES:
        limits = tuple(usual_limits(Budget(budget)).of[line] for budget in BUDGETS)
        yield from rows(f"journeys `{line}`", partial(_line, line=line), trial, BUDGETS, limits)


def others(trial: Trial) -> Iterator[Row]:
    """Yield the rows of what others would see."""
    for rival in _rivals():
        smaller = trial.smaller(rival.subsample)
        note = rival.note
        if rival.subsample < 1:
            note += f" ({smaller.controls} controls, {smaller.per_kind} a kind)"
        yield from rows(rival.name, rival.heights, smaller, BUDGETS, note=note)


def _rivals() -> Iterator[Rival]:
    yield Rival("today's client CUSUM", rivals.cusum, "projections/moods.py")
    yield Rival("mean of last three", rivals.last_three)
    yield Rival("weighted health score", rivals.health_score, "our imitation", 0.5)
    if (drift := optional("river.drift")) is None:
        _say("river is not installed: no Page–Hinkley row (pip install river)")
    else:
        for delta in (0.05, 0.15):
            judge = rivals.page_hinkley(drift, delta)
            yield Rival(f"river PageHinkley, delta {delta:g}", judge, "threshold tuned")
    if (minimise := optional("scipy.optimize")) is None:
        _say("scipy is not installed: no BG/NBD row (pip install scipy)")
    else:
        kinds: tuple[Kind, ...] = ("silence-growing", "silence-stop")
        mixed = [generate(150, TUNING_SEED + 1 + i, k) for i, k in enumerate(kinds)]
        mixed.append(generate(1200, TUNING_SEED + 9))
        fitted = rivals.fit_alive(joined([p.columns for p in mixed]), minimise)
        yield Rival("BG/NBD P(alive)", rivals.alive(fitted), "own fit, on a mixed population", 0.5)
    if (ruptures := optional("ruptures")) is None:
        _say("ruptures is not installed: no PELT row (pip install ruptures)")
    else:
        note = "l2, fitted anew at every rating"
        yield Rival("ruptures PELT refit", rivals.pelt(ruptures), note, 0.15)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def table(found: list[Row]) -> str:
    """Return the rows as Markdown, the best first."""
    text = []
    for budget in BUDGETS:
        for strength in STRENGTHS:
            text.append(f"\n### {strength.capitalize()} drift, {budget:g} false alarms a year per "
                        f"100 relationships\n")  # fmt: skip
            text.append(f"| detector | FA | {' | '.join(_SHORT)} | ALL |")
            text.append("|" + "---|" * (len(_SHORT) + 3))
            at = [row for row in found if row.budget == budget]
            for row in sorted(at, key=lambda r, s=strength: -r.mean(s)):  # type: ignore[misc]
                kinds = " | ".join(f"{share:.0f}" for share in row.found[strength])
                note = f" – {row.note}" if row.note else ""
                shown = f"| {row.name}{note} | {row.realised:.2f} | {kinds} |"
                text.append(f"{shown} {row.mean(strength):.1f} |")
    return "\n".join(text)


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="python -m tests.detection", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the relationships")
    parser.add_argument("--ours", action="store_true", help="leave the others out")
    parser.add_argument("--to", type=Path, help="write the table to this file as well")
    asked = parser.parse_args()
    trial = Trial().smaller(0.1) if asked.quick else Trial()
    began = time.process_time()
    quiet = trial.quiet()
    found = list(ours(trial))
    if not asked.ours:
        found += others(trial)
    kinds = ", ".join(f"{short} {kind}" for short, kind in zip(_SHORT, KINDS, strict=True))
    head = (
        f"% alarmed within 365 days of onset. {trial.per_kind} relationships a kind and strength; "
        f"false alarms (FA, per 100 relationship-years) on {len(quiet)} controls of "
        f"{quiet.years:,.0f} years. {kinds}; ALL: their mean."
    )
    text = f"{head}\n{table(found)}\n\n{time.process_time() - began:.0f} CPU seconds.\n"
    _say(text)
    if asked.to:
        asked.to.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

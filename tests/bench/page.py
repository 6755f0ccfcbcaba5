"""The page: ``docs/benchmarks.md``, written anew by every full run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.bench.contest import Outcome
from tests.bench.figures import markdown
from tests.bench.plain import SEED
from tests.bench.sizes import Sizes
from tests.bench.words import GROUPS, HOW_TO_READ, MEASURED, TITLE, WHY

DETECTION = "detection"
"""The section that ``make bench-detection`` writes."""


def page(about: Mapping[str, str], sizes: Sizes, outcomes: Sequence[Outcome]) -> str:
    """Return the whole page."""
    machine = "\n".join(f"| {name} | {value} |" for name, value in about.items())
    parts = [
        TITLE,
        f"## The machine\n\n| what | which |\n| --- | --- |\n{machine}",
        HOW_TO_READ.format(rounds=len(outcomes[0].seconds["ours"]) if outcomes else sizes.rounds),
        MEASURED.format(seed=SEED, relationships=f"{sizes.relationships:,}", log=f"{sizes.log:,}"),
    ]
    for group in dict.fromkeys(outcome.group for outcome in outcomes):
        rows = [outcome for outcome in outcomes if outcome.group == group]
        parts.append(f"## {group.capitalize()}\n\n{GROUPS[group].strip()}\n\n{markdown(rows)}")
        sampled = next((o for o in rows if o.sampled), None)
        if sampled:
            parts.append(_extrapolated(sampled))
    parts.append(WHY)
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _extrapolated(outcome: Outcome) -> str:
    whole = (outcome.per_unit("stock") or 0) * outcome.units
    return (
        f"\\* Extrapolated: the library did {outcome.sampled:,} events in each round (whole "
        f"histories, or a smaller log). Its time per event is taken to hold "
        f"for all {outcome.units:,}: the first row would then take it {whole:.0f} s in all."
    )

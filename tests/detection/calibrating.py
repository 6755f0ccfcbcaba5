"""Measure the limits for a row of budgets on generated controls.

Writes projections/drift/limits.py. Run it, as ``python -m tests.detection.calibrating``, after
 `tests.detection.learn`.
"""

from __future__ import annotations

from pathlib import Path

from journeys.population import generate
from projections.drift.calibrate import Budget, limit_for
from projections.drift.lines import LINES, bulk_heights

CALIBRATION_SEED = 20_000_000
CONTROLS = 16_000
BUDGETS = (0.5, 1.0, 2.0, 5.0, 10.0)
_PLACE = Path(__file__).parents[2] / "projections" / "drift" / "limits.py"


def main() -> None:
    """Calibrate every line for every budget."""
    controls = generate(CONTROLS, CALIBRATION_SEED)
    heights = bulk_heights(controls.columns)
    rows = []
    for line in LINES:
        limits = [
            limit_for(heights, line, controls.columns.end, Budget(alarms)) for alarms in BUDGETS
        ]
        rows.append(f'    "{line}": ({", ".join(f"{limit:.4f}" for limit in limits)}),')
    lines = "\n".join(rows)
    says = "Limits for a row of budgets. Written by ``python -m tests.detection.calibrating``."
    text = f'''"""{says}"""

BUDGETS = ({", ".join(f"{alarms}" for alarms in BUDGETS)})
"""False alarms a year per 100 clients."""
MEASURED_ON = "{CONTROLS:,} generated relationships of {controls.years:,.0f} years in all"
LIMITS = {{
{lines}
}}
"""From which height each line alarms, one for each budget."""
'''
    _PLACE.write_text(text, encoding="utf-8")
    print(text)  # noqa: T201


if __name__ == "__main__":
    main()

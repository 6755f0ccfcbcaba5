"""What each row asks: to be recorded (R), detected (D) or answered (A)."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

ROWS = Path(__file__).parents[2] / "docs" / "rows.tsv"
_PART = re.compile(r"(?:^|; )([RDA]) ")


@cache
def asks() -> dict[int, str]:
    """Return what every row asks, by its number."""
    with ROWS.open(encoding="utf-8", newline="") as file:
        table = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {int(line["row"]): line["asks"] for line in table}


def parts(row: int) -> set[str]:
    """Return which of R, D and A a row asks; one that only names the surroundings is recorded.

    Examples
    --------
    >>> sorted(parts(1))
    ['A', 'R']
    """
    return set(_PART.findall(asks()[row])) or {"R"}

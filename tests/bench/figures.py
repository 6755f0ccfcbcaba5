"""Figures as people read them, and the table on the screen."""

from __future__ import annotations

from collections.abc import Sequence

from tests.bench.contest import Outcome, Ratio

HEADINGS = ("what", "per", "ours", "library", "raw", "ours ÷ library", "ours ÷ raw", "rounds")


def duration(seconds: float | None) -> str:
    """Return seconds with three digits that count, in the unit that suits them."""
    if seconds is None:
        return "–"
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-6:.3g} µs"


def times(ratio: Ratio | None) -> str:
    """Return a ratio with its least and greatest round."""
    if ratio is None:
        return "–"
    return f"{_digits(ratio.median)} ({_digits(ratio.least)} … {_digits(ratio.most)})"


def _digits(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.2g}"


def cells(outcome: Outcome) -> tuple[str, ...]:
    """Return a row of the table."""
    mark = f" ({outcome.sampled:,} of {outcome.units:,}*)" if outcome.sampled else ""
    return (
        outcome.what,
        outcome.unit,
        duration(outcome.per_unit("ours")),
        duration(outcome.per_unit("stock")) + mark,
        duration(outcome.per_unit("raw")),
        times(outcome.ratio("stock")),
        times(outcome.ratio("raw")),
        str(len(outcome.seconds["ours"])),
    )


def table(outcomes: Sequence[Outcome]) -> str:
    """Return all rows as a table for the terminal."""
    rows = [("", *HEADINGS), *((o.group, *cells(o)) for o in outcomes)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = ["  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) for row in rows]
    lines.insert(1, "  ".join("─" * w for w in widths))
    return "\n".join(line.rstrip() for line in lines)


def markdown(outcomes: Sequence[Outcome]) -> str:
    """Return the same rows for a page."""
    rows = [HEADINGS, ("---", "---", *["---:"] * 6), *(cells(o) for o in outcomes)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)

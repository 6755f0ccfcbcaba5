"""Every requirement row: what serves it, and the test that proves it."""

from __future__ import annotations

from collections.abc import Iterator

from tests.rows import homes
from tests.rows.asks import asks, parts
from tests.rows.planned import PLANNED


def page() -> Iterator[str]:
    """Yield the lines of the page, one row of the table for each requirement row."""
    proved = [row for row in asks() if homes.tests(row)]
    yield "# Requirements"
    yield ""
    yield "Each row asks for something to be recorded (R), detected (D) or answered (A). It is at"
    yield "home in the events, findings and answers named here, and counts once a test that claims"
    yield "it with `@pytest.mark.row` has passed; a run of all tests fails where none has. Fields"
    yield "are those that its tests look at. *Planned* is the code of a finding that is still to"
    yield "come. Files lie under `tests/`. See [events](reference/events.md),"
    yield "[findings](reference/findings.md) and [goodbye duties](reference/duties.md)."
    yield ""
    yield f"{len(asks())} rows, {len(proved)} with a test, {len(PLANNED)} with a planned finding."
    yield ""
    yield "| row | asks | event, field | finding | answer | test | planned |"
    yield "|---|---|---|---|---|---|---|"
    for row, text in asks().items():
        cells = [
            f"R-{row}",
            text.replace("|", "\\|").replace("`", ""),
            _lines(_event(row)),
            _lines(f"`{code}`" for code in homes.findings(row)) if "D" in parts(row) else "",
            _lines(f"`{name}`" for name in homes.answers(row)),
            _lines(f"`{test}`" for test in homes.tests(row)),
            f"`{PLANNED[row]}`" if row in PLANNED else "",
        ]
        yield f"| {' | '.join(cells)} |"


def _event(row: int) -> Iterator[str]:
    for kind in homes.facts(row):
        fields = ", ".join(f"`{name}`" for name in homes.fields(row, kind))
        yield f"{kind.__name__}: {fields}" if fields else kind.__name__


def _lines(items: Iterator[str]) -> str:
    return "<br>".join(items)

"""The two cases that ship with the product, as curves."""

from datetime import UTC, datetime, timedelta

import pytest

from journeys.render.values import Band, Curve, Figures, Mark, Sample


def _samples(start: datetime, rows: list[tuple[int, float, str]]) -> tuple[Sample, ...]:
    return tuple(Sample(start + timedelta(days=day), v, label) for day, v, label in rows)


@pytest.fixture
def agency() -> Curve:
    """Case A: forty days; our people fall from +0.7 to -0.7, the client's moods are hardly told."""
    start = datetime(2025, 7, 28, 9, tzinfo=UTC)
    staff = [
        (0, 0.7, "started"),
        (7, 0.5, "plan made"),
        (21, -0.4, "goal changed"),
        (21, -0.1, "advice given"),
        (21, -0.5, "advice rejected"),
        (25, -0.5, "launch"),
        (30, -0.7, "incident"),
        (40, -0.6, "how sad"),
    ]
    client = [(0, 0.4, "goal set"), (21, 0.2, "sure of herself"), (38, -0.9, "no trust left")]
    days = (0, 7, 21, 21, 21, 22, 25, 27, 29, 34, 38, 40)
    return Curve(
        "The agency mismatch",
        "Forty days.",
        _samples(start, client),
        _samples(start, staff),
        (
            Band(start, start + timedelta(days=21), "contract"),
            Band(start + timedelta(days=21), start + timedelta(days=38), "friction"),
            Band(start + timedelta(days=38), start + timedelta(days=39), "breakup"),
            Band(start + timedelta(days=39), None, "ended"),
        ),
        tuple(Mark(start + timedelta(days=d), f"finding on day {d}", "high") for d in days),
        figures={"client": Figures(-0.3, -0.9), "staff": Figures(-0.2, -0.65)},
    )


@pytest.fixture
def fifteen_years() -> Curve:
    """Case B: fifteen good years, and eighty days in which they were lost."""
    start = datetime(2010, 3, 1, 9, tzinfo=UTC)
    end = 5400
    client = [(365 * year, 0.6, "need answered") for year in range(14)]
    client += [
        (end, 0.7, "two contracts"),
        (end + 30, -0.4, "a problem"),
        (end + 42, -0.5, "asked again"),
        (end + 65, -0.8, "a short, curt link"),
        (end + 80, -0.7, "a farewell letter"),
    ]
    told = {"client": Figures(mean=0.53, peak_end=-0.7)}
    return Curve("Fifteen years", "Then a link.", _samples(start, client), figures=told)

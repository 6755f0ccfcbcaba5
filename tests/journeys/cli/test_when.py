"""Moments as people type them."""

from datetime import datetime

import pytest

from journeys.cli.when import clock, when

NOW = datetime.fromisoformat("2026-03-31T10:20:30.5+02:00")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2025-08-19", "2025-08-19"),
        ("2025-08", "2025-08"),
        ("2025", "2025"),
        ("2024-01~", "2024-01~"),
        (" 2025-08-19T10:00:00+02:00 ", "2025-08-19T10:00:00+02:00"),
        ("now", "2026-03-31T10:20:30+02:00"),
        ("Nu", "2026-03-31T10:20:30+02:00"),
        ("today", "2026-03-31"),
        ("gisteren", "2026-03-30"),
        ("3 weeks ago", "2026-03-10"),
        ("3  weken geleden", "2026-03-10"),
        ("een maand geleden", "2026-02-28"),
        ("a year ago", "2025-03-31"),
        ("2 jaar geleden", "2024-03-31"),
        ("10 minutes ago", "2026-03-31T10:10:30+02:00"),
        ("2 uur geleden", "2026-03-31T08:20:30+02:00"),
    ],
)
def test_people_may_type(typed: str, meant: str) -> None:
    assert str(when(typed, NOW)) == meant


@pytest.mark.parametrize(
    "typed", ["", "soon", "3 moons ago", "2025-02-30", "2025-08-19 10:00", "9999 years ago"]
)
def test_anything_else_is_no_moment(typed: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        when(typed, NOW)


def test_the_clock_knows_its_zone() -> None:
    assert clock().utcoffset() is not None

"""Deadlines: over weekends, holidays, and the change of the clocks."""

import pytest

from domain.moments import Moment
from journeys.working_days import PublicHolidays
from projections.calendar import Place, Weekdays, days_between

NL = Place(PublicHolidays())


@pytest.mark.parametrize(
    ("place", "moment", "days", "expected"),
    [
        (NL, "2025-08-22", 1, "2025-08-25T18:00:00+02:00"),
        (NL, "2025-08-23", 1, "2025-08-25T18:00:00+02:00"),
        (NL, "2025-08-22", 0, "2025-08-22T18:00:00+02:00"),
        (NL, "2025-12-24", 1, "2025-12-29T18:00:00+01:00"),
        (NL, "2025-04-17", 2, "2025-04-23T18:00:00+02:00"),
        (NL, "2025-10-24", 1, "2025-10-27T18:00:00+01:00"),
        (NL, "2025-08-22T23:30:00+02:00", 1, "2025-08-25T18:00:00+02:00"),
        (NL, "2025-08~", 1, "2025-08-04T18:00:00+02:00"),
        (Place(Weekdays()), "2025-12-24", 1, "2025-12-25T18:00:00+01:00"),
        (
            Place(PublicHolidays(), "US", "America/New_York"),
            "2025-07-03",
            1,
            "2025-07-07T18:00:00-04:00",
        ),
        (Place(PublicHolidays(), "XX"), "2025-12-24", 1, "2025-12-25T18:00:00+01:00"),
    ],
    ids=[
        "Friday",
        "Saturday",
        "the same day",
        "Christmas",
        "Easter",
        "clock change",
        "late at night",
        "a month",
        "no holidays",
        "Independence Day",
        "an unknown country",
    ],
)
def test_working_days_are_counted_where_the_relationship_lives(
    place: Place, moment: str, days: int, expected: str
) -> None:
    assert place.working_days_after(Moment(moment), days) == expected


def test_calendar_days_count_every_day() -> None:
    assert NL.days_after(Moment("2025-12-24"), 2) == "2025-12-26T18:00:00+01:00"


def test_a_deadline_long_ago_is_a_moment_too() -> None:
    assert NL.days_after(Moment("1850-01-02"), 1).day == Moment("1850-01-03").day


def test_days_between_are_whole_days() -> None:
    assert days_between(Moment("2025-01-01"), Moment("2025-01-02T23:59:59Z")) == 1
    assert days_between(Moment("2025-01-02"), Moment("2025-01-01")) == -1

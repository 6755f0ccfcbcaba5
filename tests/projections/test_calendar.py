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


US = Place(PublicHolidays(), "US", "America/New_York")
BE, DE, GB = (Place(PublicHolidays(), code, zone) for code, zone in (
    ("BE", "Europe/Brussels"), ("DE", "Europe/Berlin"), ("GB", "Europe/London"),
))  # fmt: skip


@pytest.mark.parametrize(
    ("place", "moment", "days", "expected"),
    [
        (NL, "2026-04-24", 1, "2026-04-28"),
        (NL, "2025-04-25", 1, "2025-04-28"),
        (NL, "2026-04-02", 1, "2026-04-07"),
        (NL, "2026-12-24", 5, "2027-01-04"),
        (BE, "2026-07-20", 1, "2026-07-22"),
        (DE, "2026-10-02", 1, "2026-10-05"),
        (GB, "2026-12-24", 1, "2026-12-29"),
        (NL, "2025-08-24T22:30:00Z", 1, "2025-08-26"),
        (GB, "2025-08-24T22:30:00Z", 1, "2025-08-25"),
        (US, "2025-08-26T02:00:00Z", 1, "2025-08-26"),
    ],
    ids=["King's Day on a Monday", "King's Day on a Saturday", "Easter", "over the New Year",
         "the Belgian national day", "a holiday on a Saturday", "a British holiday moved on",
         "Monday there already", "a holiday that not all of Britain has", "still Monday there"],
)  # fmt: skip
def test_holidays_are_those_of_the_country_and_days_those_of_the_place(
    place: Place, moment: str, days: int, expected: str
) -> None:
    assert place.working_days_after(Moment(moment), days).day.isoformat() == expected


@pytest.mark.parametrize(
    ("now", "deadline", "left"),
    [
        ("2025-12-22", "2025-12-30T18:00:00+01:00", 4),
        ("2025-12-30", "2025-12-30T18:00:00+01:00", 0),
        ("2025-12-31", "2025-12-30T18:00:00+01:00", 0),
        ("2025-12-24T23:30:00Z", "2025-12-29T18:00:00+01:00", 1),
        ("2025-12-26", "2025-12-28T18:00:00+01:00", 0),
    ],
)
def test_working_days_left_are_those_still_to_come(now: str, deadline: str, left: int) -> None:
    assert NL.working_days_left(Moment(now), Moment(deadline)) == left


def test_calendar_days_count_every_day() -> None:
    assert NL.days_after(Moment("2025-12-24"), 2) == "2025-12-26T18:00:00+01:00"


def test_a_deadline_long_ago_is_a_moment_too() -> None:
    assert NL.days_after(Moment("1850-01-02"), 1).day == Moment("1850-01-03").day


def test_days_between_are_whole_days() -> None:
    assert days_between(Moment("2025-01-01"), Moment("2025-01-02T23:59:59Z")) == 1
    assert days_between(Moment("2025-01-02"), Moment("2025-01-01")) == -1

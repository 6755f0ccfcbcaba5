"""Moments: no sharper than we know them, and in one order."""

from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from domain.breakup import EndDateSet
from domain.moments import Moment
from tests.domain.facts import moments

offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
instants = st.datetimes(datetime(1000, 1, 2), datetime(9000, 1, 1), timezones=offsets)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("text", "precision", "start", "end"),
    [
        ("2024-02-29", "day", "2024-02-29T00:00:00Z", "2024-03-01T00:00:00Z"),
        ("2024-12", "month", "2024-12-01T00:00:00Z", "2025-01-01T00:00:00Z"),
        ("2024-02~", "month", "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z"),
        ("2024", "year", "2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z"),
        ("2024-02-29T01:00:00+02:00", "instant", "2024-02-28T23:00:00Z", "2024-02-28T23:00:00Z"),
        ("2024-02-29t01:00z", "instant", "2024-02-29T01:00:00Z", "2024-02-29T01:00:00Z"),
        ("2024-02-29 01:00:00.5-0030", "instant", *["2024-02-29T01:30:00.5Z"] * 2),
    ],
)
def test_a_moment_is_no_sharper_than_it_was_written(
    text: str, precision: str, start: str, end: str
) -> None:
    moment = Moment(text)
    assert moment == text
    assert precision == moment.precision
    assert datetime.fromisoformat(start) == moment.start
    assert datetime.fromisoformat(end) == moment.end


GARBAGE = [
    "",
    "~",
    "today",
    "2025-13",
    "2025-02-30",
    "2025-1-1",
    "25-01-01",
    "0000",
    "99999",
    "9999",
    "2025-01-01T25:00:00Z",
    "2025-01-01T10:00:00",
    "2025-01-01 10:00",
    "2025-01-01T10:00:00+25:00",
    "2025-W01",
    "20250101",
    "2025-01-01~~",
    "~2025",
    " 2025-01-01",
    "2025-01-01 ",
    "2025-01-01\n",
    "2025-01-01\x00",
    "\uff12\uff10\uff12\uff15-01-01",
    "2025-01-01/2025-02-01",
    "2025-01-XX",
    "2025?",
    "NaN",
    "2025-01-01T10:00:00.1234567Z",
    "0001-01-01T00:00:00+14:00",
]


@pytest.mark.parametrize("text", GARBAGE)
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"moment|offset|written"):
        Moment(text)


@given(st.text(max_size=30))
def test_any_text_is_a_moment_or_a_value_error(text: str) -> None:
    try:
        moment = Moment(text)
    except ValueError:
        return
    assert moment.start <= moment.end


def test_a_floating_time_says_how_to_write_it() -> None:
    with pytest.raises(ValueError, match="no offset from UTC"):
        Moment("2025-01-01T10:00")


@pytest.mark.parametrize("value", [20250101, 1.5, None, True, [], {}])
def test_a_number_is_no_moment(value: object) -> None:
    with pytest.raises(ValidationError):
        EndDateSet.model_validate({"ends": value})


def test_a_naive_datetime_is_no_moment() -> None:
    with pytest.raises(ValueError, match="no offset"):
        Moment.of(datetime(2025, 1, 1, 10))  # noqa: DTZ001
    with pytest.raises(ValidationError):
        EndDateSet.model_validate({"ends": datetime(2025, 1, 1, 10)})  # noqa: DTZ001


def test_a_date_stays_a_date_and_is_no_midnight() -> None:
    assert Moment.of(date(2025, 1, 1)) == "2025-01-01"
    assert Moment.of(datetime(2025, 1, 1, tzinfo=UTC)) == "2025-01-01T00:00:00+00:00"


@given(instants)
def test_an_instant_comes_back_exactly(instant: datetime) -> None:
    assert instant == Moment.of(instant).start
    assert instant.date() == Moment.of(instant).day


@given(moments)
def test_a_moment_goes_through_json_unchanged(moment: Moment) -> None:
    adapter = TypeAdapter(Moment)
    back = adapter.validate_json(adapter.dump_json(moment))
    assert isinstance(back, Moment)
    assert str(moment) == str(back)


@given(st.lists(st.one_of(moments, instants.map(Moment.of)), min_size=2, max_size=6))
def test_moments_are_ordered_by_their_first_instant(some: list[Moment]) -> None:
    ordered = sorted(some)
    assert sorted(moment.start for moment in some) == [moment.start for moment in ordered]
    for one, other in pairwise(ordered):
        assert one <= other
        assert other >= one
        assert (one < other) is (other > one) is (one.start < other.start)


def test_a_day_comes_before_the_timed_moments_of_that_day() -> None:
    assert Moment("2025-01-01") < Moment("2025-01-01T00:00:01Z")
    assert Moment("2025-01-01") > Moment("2024-12-31T23:59:59Z")


@pytest.mark.parametrize(
    ("moment", "cut", "reached"),
    [
        ("2025-01-01", "2025-01-01T00:00:00Z", True),
        ("2025-01-01", "2024-12-31T23:59:59Z", False),
        ("2025-01-01T23:59:59Z", "2025-01-01", True),
        ("2025-01-02T00:00:00Z", "2025-01-01", False),
        ("2025-01", "2025-01-01", True),
        ("2025-01-31", "2025-01", True),
        ("2025-02-01", "2025-01", False),
        ("2025-12-31", "2025", True),
        ("2025-01-01T10:00:00Z", "2025-01-01T12:00:00+02:00", True),
        ("2025-01-01T10:00:00Z", "2025-01-01T11:59:59+02:00", False),
        ("2025-01-01~", "2025-01-01", True),
    ],
)
def test_a_dated_cut_means_the_whole_of_that_date(moment: str, cut: str, *, reached: bool) -> None:
    assert reached is Moment(moment).reached_by(Moment(cut))


@given(st.one_of(moments, instants.map(Moment.of)))
def test_every_moment_is_reached_by_itself(moment: Moment) -> None:
    assert moment.reached_by(moment)


def test_an_approximate_moment_says_so_and_keeps_its_precision() -> None:
    assert Moment("2025-08~").approximate
    assert not Moment("2025-08").approximate
    assert Moment("2025-08-25~").day == date(2025, 8, 25)


def test_a_moment_is_not_ordered_against_something_else() -> None:
    with pytest.raises(TypeError):
        assert Moment("2025") < 3

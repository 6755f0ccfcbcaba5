"""The curve: what the feelings of each side come to."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain._kernel import Record
from domain.feelings import FeelingObserved
from domain.relationship import in_order_of_happening
from projections.curve import Feelings, feelings
from projections.moods import Moods
from tests.given import history, on, opened

valences = st.lists(st.floats(-1, 1), min_size=1, max_size=12)


def felt(when: str, valence: float, whose: str = "client", **more: object) -> Record:
    fact = FeelingObserved.model_validate({"whose": whose, "valence": valence, **more})
    return on(when, fact)


def curve(*commands: Record) -> Feelings:
    return feelings(history(opened(), *commands))


def daily(some: Sequence[float]) -> Feelings:
    return curve(*(felt(f"2025-01-{day:02d}", v) for day, v in enumerate(some, start=1)))


def test_without_feelings_there_is_no_figure() -> None:
    nothing = curve()
    assert (
        nothing.mean("client"),
        nothing.time_weighted_mean("client"),
        nothing.peak_end("staff"),
    ) == (
        None,
        None,
        None,
    )


def test_the_mean_counts_feelings_and_the_mean_over_time_counts_days() -> None:
    found = curve(
        felt("2025-01-01", 1), felt("2025-01-09", 1), felt("2025-01-10", 0), felt("2025-01-11", -1)
    )
    assert found.mean("client") == pytest.approx(0.25)
    assert found.time_weighted_mean("client") == pytest.approx((8 + 0.5 - 0.5) / 10)


def test_feelings_of_one_moment_have_their_plain_mean() -> None:
    found = curve(felt("2025-01-01", 1), felt("2025-01-01", 0))
    assert found.time_weighted_mean("client") == 0.5


@pytest.mark.parametrize(
    ("some", "expected"),
    [
        ([0.9, 0.1, -0.1], 0.4),
        ([0.2, -0.9, 0.1], -0.4),
        ([0.8, -0.8, 0.2], -0.3),
        ([-0.8, 0.8, 0.2], 0.5),
        ([0.5], 0.5),
        ([0.1, -1], -1),
    ],
)
def test_what_is_remembered_is_the_strongest_moment_and_the_end(
    some: list[float], expected: float
) -> None:
    """Of two moments equally strong, the later one is remembered."""
    assert daily(some).peak_end("client") == pytest.approx(expected)


@given(valences)
def test_every_figure_lies_within_what_was_felt(some: list[float]) -> None:
    found = daily(some)
    for figure in (
        found.mean("client"),
        found.time_weighted_mean("client"),
        found.peak_end("client"),
    ):
        assert figure is not None
        assert min(some) - 1e-9 <= figure <= max(some) + 1e-9


@pytest.mark.parametrize("towards", ["rival", "past", "self"])
def test_a_feeling_towards_a_rival_is_on_no_curve(towards: str) -> None:
    found = curve(felt("2025-01-01", 0.5), felt("2025-01-02", -1, towards=towards))
    assert [sample.valence for sample in found.client] == [0.5]
    assert found.peak_end("client") == 0.5
    assert found.staff == ()


@pytest.mark.parametrize("towards", [None, "supplier", "work", "client"])
def test_a_feeling_about_this_relationship_is(towards: str | None) -> None:
    assert len(curve(felt("2025-01-01", 0.5, towards=towards)).client) == 1


@pytest.mark.parametrize(
    ("whose", "more", "attributed"),
    [
        ("client", {}, False),
        ("client", {"said_by": "client"}, False),
        ("client", {"said_by": "supplier"}, True),
        ("staff", {"said_by": "client", "mode": "perceived"}, True),
        ("staff", {"said_by": "supplier"}, False),
        ("client", {"source": "text-model"}, True),
        ("client", {"source": "text-model", "said_by": "client"}, True),
    ],
)
def test_a_sample_says_whether_it_is_its_owners_word(
    whose: str, more: dict[str, object], *, attributed: bool
) -> None:
    found = curve(felt("2025-01-01", 0.5, whose, **more))
    (sample,) = (*found.drawn("client"), *found.drawn("staff"))
    assert attributed is sample.attributed


def test_a_guess_of_a_model_moves_no_baseline() -> None:
    moods = Moods()
    for event in history(
        opened(), *(felt(f"2025-01-0{d}", -1, source="text-model") for d in range(1, 9))
    ):
        moods = moods.after(event)
    assert (moods.client.seen, moods.client.fallen, moods.told.seen) == (0, 0.0, 0)


def test_a_guess_of_a_model_counts_in_no_figure_of_a_persons_feelings() -> None:
    found = curve(felt("2025-01-01", 0.5), felt("2025-01-03", -1, source="text-model"))
    assert (found.mean("client"), found.peak_end("client")) == (0.5, 0.5)
    assert [sample.valence for sample in found.client] == [0.5]
    assert [(s.valence, s.guessed) for s in found.drawn("client")] == [(0.5, False), (-1, True)]


def test_both_sides_have_a_curve_of_their_own_in_order_of_happening() -> None:
    late = on("2025-01-02", FeelingObserved(whose="staff", valence=0.1), recorded="2025-03-01")
    events = history(opened(), felt("2025-01-01", 0.5), felt("2025-01-03", 0.2, "staff"), late)
    found = feelings(in_order_of_happening(events))
    assert [sample.valence for sample in found.of("client")] == [0.5]
    assert [sample.valence for sample in found.of("staff")] == [0.1, 0.2]

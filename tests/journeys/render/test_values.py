from datetime import UTC, datetime, timedelta

import pytest

from journeys.render.values import DUTCH, ENGLISH, PHASES, SEVERITIES, Band, Mark, Sample, Words

NOW = datetime(2025, 3, 1, tzinfo=UTC)
NAIVE = NOW.replace(tzinfo=None)


@pytest.mark.parametrize("valence", [1.01, -2, float("nan"), float("inf"), float("-inf")])
def test_a_valence_off_the_scale_is_refused(valence: float) -> None:
    with pytest.raises(ValueError, match="valence"):
        Sample(NOW, valence)


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        Sample(NAIVE, 0)
    with pytest.raises(ValueError, match="aware"):
        Band(NOW, NAIVE, "ended")
    with pytest.raises(ValueError, match="aware"):
        Mark(NAIVE, "", "low")


def test_an_unknown_phase_or_severity_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="courtship, contract, friction, breakup, ended"):
        Band(NOW, None, "honeymoon")
    with pytest.raises(ValueError, match="positive, info, low, medium, high, critical"):
        Mark(NOW, "", "huge")


def test_a_band_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="ends at or after"):
        Band(NOW, NOW - timedelta(days=1), "ended")


@pytest.mark.parametrize("words", [ENGLISH, DUTCH])
def test_a_language_has_a_word_for_everything_and_a_letter_of_its_own_for_each_phase(
    words: Words,
) -> None:
    assert set(PHASES) == set(words.phases) == set(words.letters)
    assert len(PHASES) == len({letter for letter in words.letters.values() if len(letter) == 1})
    assert set(SEVERITIES) == set(words.severities)
    assert all(getattr(words, name) for name in Words.__slots__)


def test_dates_and_numbers_are_said_as_the_language_does() -> None:
    assert ENGLISH.format_date(NOW, "moment") == "1 Mar 2025, 00:00"
    assert DUTCH.format_date(NOW, "date") == "1 mrt 2025"
    assert DUTCH.number(-0.25) == "−0,25"
    assert ENGLISH.number(-0.001) == "0"

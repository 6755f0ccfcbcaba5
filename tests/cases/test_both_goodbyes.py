"""The two goodbyes as a whole: a reader of the stories agrees with the word for them."""

from __future__ import annotations

import pytest

from domain.moments import Moment
from journeys.journey import Journey


@pytest.mark.row(111, 113)
def test_the_link_after_fifteen_years_is_a_poor_goodbye(telecom: Journey) -> None:
    whole = telecom.farewell()
    assert whole.verdict == "poor"
    broken = whole.reasons[0]
    assert "farewell-thanks" in broken.sentence.values["duties"]
    assert {"B16", "B17"} <= {item.story_id for item in broken.evidence}


def test_it_was_poor_as_soon_as_she_said_that_it_was_over(telecom: Journey) -> None:
    assert telecom.farewell(at=Moment("2025-02-16")).verdict == "none"
    assert telecom.farewell(at=Moment("2025-02-17")).verdict == "poor"


def test_whether_the_agency_parted_well_nobody_can_tell(agency: Journey) -> None:
    whole = agency.farewell()
    assert (whole.verdict, whole.at_best, whole.at_worst) == ("undecided", "good", "poor")

"""What rows only ask to be detected, and the true stories do not tell, is found as well."""

import pytest

from domain._kernel import Record
from domain.care import ContactHeld, NeedObserved, PreferenceNoted
from domain.contract import ContractRenewed, ContractSigned
from domain.feelings import FeelingObserved
from domain.friction import IncidentOccurred, IssueRaised
from domain.numbers import ExpectationStated, MetricObserved
from tests.given import on, opened
from tests.projections.judging import judged
from tests.rows import keeping

SIGNED = on("2024-01-02", ContractSigned(contract="c"))


def raised(code: str, *commands: Record) -> list[str]:
    """Return the kinds of facts that the one finding of that code rests on."""
    ours = judged(opened("2024-01-01"), *commands)
    keeping.asked.update(ours.finding(code).rows)
    return ours.evidence(code)


@pytest.mark.row(135)
def test_a_low_undercurrent_among_our_own_people_is_found() -> None:
    grumbles = [
        on(f"2025-0{month}-10", FeelingObserved(whose="staff", valence=-0.2))
        for month in range(1, 7)
    ]
    assert raised("undercurrent", *grumbles) == ["FeelingObserved"] * 6


@pytest.mark.row(139, 140)
def test_a_repeat_purchase_is_about_to_be_lost() -> None:
    wish = on("2025-01-10", PreferenceNoted(item="the-red", kind="wants-again"))
    assert raised("repeat-wish-at-risk", wish) == ["PreferenceNoted"]


@pytest.mark.row(156)
@pytest.mark.parametrize(("code", "got"), [("under-delivery", 40), ("over-delivery", 160)])
def test_delivering_less_or_more_than_expected_is_found(code: str, got: float) -> None:
    expected = ExpectationStated(
        expectation="visits", by="client", metric="visits", value=100, unit="count", within_days=30
    )
    measured = MetricObserved(metric="visits", value=got, unit="count")
    found = raised(code, on("2025-01-01", expected), on("2025-03-01", measured))
    assert found == ["ExpectationStated", "MetricObserved"]


@pytest.mark.row(164)
def test_telling_too_much_is_found() -> None:
    sent = [
        on(f"2025-01-0{day}", ContactHeld(initiated_by="supplier", broadcast=True))
        for day in range(1, 6)
    ]
    assert raised("over-communication", *sent) == ["ContactHeld"] * 5


@pytest.mark.row(174)
def test_words_that_blame_the_client_are_found() -> None:
    words = IncidentOccurred(kind="incident", text="It is their own fault")
    assert raised("blame-language", on("2025-01-10", words)) == ["IncidentOccurred"]


@pytest.mark.row(175)
def test_a_need_that_nobody_answered_comes_back_as_a_complaint() -> None:
    need = on("2025-01-10", NeedObserved(need="training"))
    complaint = on("2025-04-10", IssueRaised(issue="i", kind="complaint", by="client"))
    assert raised("need-unanswered", need, complaint) == ["NeedObserved", "IssueRaised"]


@pytest.mark.row(176)
def test_a_client_that_stays_and_is_not_happy_is_found() -> None:
    unhappy = [
        on(f"2025-0{month}-10", FeelingObserved(whose="client", valence=-0.5))
        for month in range(1, 6)
    ]
    stays = on("2025-07-01", ContractRenewed(contract="c"))
    found = raised("lock-in", SIGNED, *unhappy, stays)
    assert found == ["ContractRenewed", *["FeelingObserved"] * 5]

"""Findings about appearances, how things are told, and what was delivered."""

from typing import Any

import pytest

from domain._kernel import Record
from domain.breakup import (
    BreakupAnnounced,
    EndDateSet,
    FarewellActDone,
    PartingStatementMade,
)
from domain.care import CareGiven
from domain.contract import AgreementBroken, AgreementMade, ContractRenewed, ContractSigned
from domain.feelings import FeelingObserved
from domain.friction import IncidentOccurred, IssueHandled, IssueRaised
from domain.moments import Moment
from domain.numbers import ExpectationStated, MetricObserved
from tests.given import on, opened
from tests.projections.judging import judged, quiet, raises

OPENED = opened("2025-01-01")
SIGNED = on("2025-01-02", ContractSigned(contract="c"))
BY_US = BreakupAnnounced(by="supplier")
BY_CLIENT = BreakupAnnounced(by="client")
ENDS = EndDateSet(ends=Moment("2025-06-01"))
COMPLAINT = on("2025-01-10", IssueRaised(issue="i", kind="complaint"))
DECIDED = FarewellActDone(act="complaint-decided")
UNSOLVED = IssueHandled(issue="i", outcome="unsolved")


@raises("channel-too-poor")
@pytest.mark.row(109)
@pytest.mark.parametrize(
    "told",
    [
        [on("2025-03-01", BY_US, channel="text")],
        [on("2025-03-01", BreakupAnnounced(by="supplier", form="link"), channel="mail")],
        [on("2025-02-01", BY_US, channel="call"), on("2025-03-01", ENDS, channel="link")],
        [on("2025-03-01", DECIDED, channel="form")],
        [COMPLAINT, on("2025-03-01", UNSOLVED, channel="text")],
    ],
    ids=["breakup", "link by mail", "end date", "complaint decided", "complaint unsolved"],
)
def test_bad_news_by_link_text_or_form_is_a_finding(told: list[Record]) -> None:
    found = judged(OPENED, *told)
    assert found.finding("channel-too-poor").since == "2025-03-01"
    assert found.evidence("channel-too-poor") == [type(told[-1].facts[0]).__name__]


@quiet("channel-too-poor")
@pytest.mark.parametrize(
    "told",
    [
        [on("2025-03-01", BY_US)],
        [on("2025-03-01", BY_US, channel="mail")],
        [on("2025-03-01", BY_CLIENT, channel="text")],
        [on("2025-02-01", BY_CLIENT), on("2025-03-01", ENDS, channel="link")],
        [on("2025-03-01", FarewellActDone(act="thanks"), channel="text")],
        [COMPLAINT, on("2025-03-01", IssueHandled(issue="i", outcome="solved"), channel="text")],
    ],
    ids=["not told", "mail", "the client's", "the client's end", "thanks", "good news"],
)
def test_other_news_or_richer_channels_are_none(told: list[Record]) -> None:
    assert "channel-too-poor" not in judged(OPENED, *told).codes()


def felt(day: int, valence: float, whose: str = "client", **more: Any) -> Record:  # noqa: ANN401
    fact = FeelingObserved.model_validate({"whose": whose, "valence": valence, **more})
    return on(f"2025-02-{day:02d}", fact)


RENEWED = on("2025-03-01", ContractRenewed(contract="c"))
WRONG = [on(f"2025-02-{day}", IncidentOccurred(kind="incident")) for day in (10, 15, 20)]
FALLING = [felt(day, 0.5, "staff") for day in range(1, 9)]
FALLING += [felt(day, -0.7, "staff") for day in range(9, 15)]


@raises("win-masks")
@pytest.mark.row(172)
@pytest.mark.parametrize(
    ("told", "evidence"),
    [(WRONG, {"IncidentOccurred"}), (FALLING, {"FeelingObserved"})],
    ids=["incidents", "mood"],
)
@pytest.mark.parametrize("won", [ContractRenewed(contract="c"), ContractSigned(contract="d")])
def test_a_contract_right_after_trouble_hides_it(
    told: list[Record], evidence: set[str], won: ContractRenewed | ContractSigned
) -> None:
    found = judged(OPENED, SIGNED, *told, on("2025-03-01", won))
    assert set(found.evidence("win-masks")) == {*evidence, type(won).__name__}
    finding = found.finding("win-masks")
    assert (finding.severity, finding.since) == ("info", "2025-03-01")


@quiet("win-masks")
@pytest.mark.parametrize(
    "told",
    [[RENEWED], [*WRONG[:2], RENEWED], [*WRONG, on("2025-04-01", RENEWED.facts[0])], WRONG],
    ids=["no trouble", "little trouble", "long after", "no contract"],
)
def test_a_contract_without_fresh_trouble_hides_nothing(told: list[Record]) -> None:
    assert "win-masks" not in judged(OPENED, SIGNED, *told).codes()


UNHAPPY = [felt(day, -0.4) for day in range(1, 6)]
STAYED = on("2025-03-01", CareGiven(kind="freedom-to-leave", stayed=True))


@raises("lock-in")
@pytest.mark.row(176)
@pytest.mark.parametrize("stays", [RENEWED, STAYED])
def test_an_unhappy_client_that_stays_is_locked_in_until_its_mood_lifts(stays: Record) -> None:
    better = [
        on(f"2025-03-{day}", FeelingObserved(whose="client", valence=0.5)) for day in (10, 11)
    ]
    found = judged(OPENED, SIGNED, *UNHAPPY, stays, *better)
    evidence = found.evidence("lock-in", "2025-03-01")
    assert evidence == [type(stays.facts[0]).__name__, *["FeelingObserved"] * 5]
    assert found.finding("lock-in", "2025-03-01").since == "2025-03-01"
    assert "lock-in" not in found.codes()


@quiet("lock-in")
@pytest.mark.parametrize(
    "told",
    [
        [RENEWED],
        [*UNHAPPY[:4], RENEWED],
        [*(felt(day, -0.2) for day in range(1, 6)), RENEWED],
        [*(felt(day, -0.4, said_by="staff") for day in range(1, 6)), RENEWED],
        [*UNHAPPY, on("2025-03-01", CareGiven(kind="freedom-to-leave"))],
        [*UNHAPPY, on("2026-06-01", ContractRenewed(contract="c"))],
        UNHAPPY,
    ],
    ids=["unknown", "too few", "mild", "not its word", "not told it stayed", "old", "no renewal"],
)
def test_without_known_unhappiness_or_a_stay_nobody_is_locked_in(told: list[Record]) -> None:
    assert "lock-in" not in judged(OPENED, SIGNED, *told).codes()


def story(**more: Any) -> list[Record]:  # noqa: ANN401
    said = PartingStatementMade.model_validate({"by": "client", "public": True, **more})
    return [on("2025-03-01", BY_CLIENT), on("2025-04-01", said)]


@raises("public-story-spreads")
@pytest.mark.row(190)
def test_a_public_story_that_is_passed_on_spreads() -> None:
    found = judged(OPENED, *story(reach="spreading"))
    assert found.evidence("public-story-spreads") == ["PartingStatementMade"]
    assert found.finding("public-story-spreads").since == "2025-04-01"


@quiet("public-story-spreads")
@pytest.mark.parametrize(
    "more",
    [{}, {"reach": "many"}, {"reach": "spreading", "by": "supplier"}],
    ids=["not told", "read by many", "the supplier's own"],
)
def test_a_story_that_stays_where_it_is_does_not(more: dict[str, object]) -> None:
    assert "public-story-spreads" not in judged(OPENED, *story(**more)).codes()


def expected(**more: Any) -> Record:  # noqa: ANN401
    said = {"expectation": "e", "by": "client", "metric": "leads", "value": 100, "unit": "count"}
    return on("2025-01-10", ExpectationStated.model_validate({**said, "within_days": 30, **more}))


def measured(when: str, value: float, **more: Any) -> Record:  # noqa: ANN401
    said = {"metric": "leads", "value": value, "unit": "count", **more}
    return on(when, MetricObserved.model_validate(said))


@raises("over-delivery", "under-delivery")
@pytest.mark.row(156)
@pytest.mark.parametrize(
    ("code", "value", "severity"),
    [("over-delivery", 160, "info"), ("under-delivery", 50, "medium")],
)
def test_much_more_or_less_than_expected_after_its_time_is_a_finding_until_it_changes(
    code: str, value: float, severity: str
) -> None:
    found = judged(OPENED, expected(), measured("2025-03-01", value), measured("2025-04-01", 100))
    finding = found.finding(code, "2025-03-01")
    assert (finding.severity, finding.since) == (severity, "2025-03-01")
    assert found.evidence(code, "2025-03-01") == ["ExpectationStated", "MetricObserved"]
    assert code not in found.codes("2025-04-01")


@quiet("over-delivery", "under-delivery")
@pytest.mark.parametrize(
    "told",
    [
        [expected(), measured("2025-02-01", 10)],
        [expected(), measured("2025-03-01", 60), measured("2025-03-02", 150)],
        [expected(within_days=None), measured("2025-03-01", 10)],
        [expected(value=0), measured("2025-03-01", 10)],
        [expected(unit="days"), measured("2025-03-01", 10, unit="days")],
        [expected(), measured("2025-03-01", 10, metric="likes")],
        [expected(), measured("2025-03-01", 10, about_to="2024-12")],
    ],
    ids=["in its time", "about that", "no time", "nothing", "less is better", "other", "the past"],
)
def test_what_cannot_be_compared_is_no_finding(told: list[Record]) -> None:
    assert not {"over-delivery", "under-delivery"} & judged(OPENED, *told).codes()


BOUND = on("2025-01-02", ContractSigned(contract="b", months=12))


@raises("lock-in")
@pytest.mark.row(176)
def test_an_unhappy_client_that_its_contract_still_binds_is_locked_in() -> None:
    found = judged(OPENED, BOUND, *UNHAPPY)
    assert found.evidence("lock-in") == ["ContractSigned", *["FeelingObserved"] * 5]


@quiet("lock-in")
@pytest.mark.parametrize("months", [3, None])
def test_a_contract_that_is_nearly_over_binds_nobody(months: int | None) -> None:
    short = on("2025-01-02", ContractSigned(contract="b", months=months))
    assert "lock-in" not in judged(OPENED, short, *UNHAPPY).codes()


@raises("win-masks")
@pytest.mark.row(172)
def test_broken_agreements_are_trouble_too() -> None:
    agreed = on("2025-01-05", AgreementMade(agreement="a", text="A"))
    broken = [on(f"2025-02-{day}", AgreementBroken(agreement="a")) for day in (10, 15, 20)]
    found = judged(OPENED, SIGNED, agreed, *broken, RENEWED)
    assert found.evidence("win-masks") == [*["AgreementBroken"] * 3, "ContractRenewed"]

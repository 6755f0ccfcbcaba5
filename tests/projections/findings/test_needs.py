"""Findings about needs and moments."""

from typing import Any

import pytest

from domain._kernel import Fact, Record
from domain.breakup import BreakupAnnounced
from domain.care import CareGiven, ContactHeld, NeedObserved, PreferenceNoted, SignalNoted
from domain.contract import ContractRenewed, ContractSigned, MoneyBooked
from domain.friction import IssueRaised
from tests.given import history, on, opened
from tests.projections.judging import judged, quiet, raises

OPENED = opened("2025-01-01")
NEED = on("2025-02-03", NeedObserved(need="n"))
CLOSE = "2025-03-05T18:00:00+01:00"
ANSWER = CareGiven(kind="need-answered", need="n")
COMPLAINT = IssueRaised(issue="i", kind="complaint")


@raises("need-unanswered")
@pytest.mark.row(96)
def test_a_need_left_lying_for_thirty_days_is_a_finding_until_it_is_answered() -> None:
    found = judged(OPENED, NEED, on("2025-03-20", ANSWER))
    finding = found.finding("need-unanswered", "2025-03-06")
    assert (finding.severity, finding.since, finding.due) == ("medium", CLOSE, CLOSE)
    assert found.evidence("need-unanswered", "2025-03-06") == ["NeedObserved"]
    assert "need-unanswered" not in found.codes("2025-03-05T17:00:00+01:00")
    assert "need-unanswered" not in found.codes("2025-03-20")


@raises("need-unanswered")
@pytest.mark.row(175)
def test_a_complaint_after_that_makes_it_worse() -> None:
    found = judged(OPENED, NEED, on("2025-03-10", COMPLAINT), on("2025-03-20", ANSWER))
    finding = found.finding("need-unanswered", "2025-03-10")
    assert (finding.severity, finding.since) == ("high", "2025-03-10")
    assert found.evidence("need-unanswered", "2025-03-10") == ["NeedObserved", "IssueRaised"]
    assert "need-unanswered" not in found.codes("2025-03-20")


@quiet("need-unanswered")
@pytest.mark.parametrize(
    "told",
    [
        [NEED, on("2025-03-05", ANSWER)],
        [NEED, on("2025-02-20", BreakupAnnounced(by="client"))],
        [
            on("2025-02-03", NeedObserved(need="n"), date_basis="assumed"),
            on("2025-05-01", COMPLAINT),
        ],
    ],
    ids=["answered in time", "over", "dated roughly"],
)
def test_a_need_that_is_answered_or_roughly_dated_is_none(told: list[Record]) -> None:
    assert "need-unanswered" not in judged(OPENED, *told).codes()


@raises("need-unanswered")
@pytest.mark.parametrize(
    "raised",
    [
        on("2025-02-10", COMPLAINT),
        on("2025-03-10", IssueRaised(issue="i", kind="problem")),
        on("2025-03-10", IssueRaised(issue="i", kind="complaint", by="supplier")),
    ],
    ids=["before it was late", "no complaint", "the supplier's"],
)
def test_another_issue_makes_it_no_worse(raised: Record) -> None:
    finding = judged(OPENED, NEED, raised).finding("need-unanswered")
    assert (finding.severity, finding.since) == ("medium", CLOSE)


def signal(kind: str = "life-event", until: str | None = "2025-03-14") -> Record:
    said = {"signal": "s", "kind": kind, "until": until}
    return on("2025-03-01", SignalNoted.model_validate(said))


@raises("moment-missed")
@pytest.mark.row(154, 191)
@pytest.mark.parametrize("kind", ["life-event", "may-be-approached"])
def test_a_moment_that_passes_with_nobody_there_is_missed(kind: str) -> None:
    found = judged(OPENED, signal(kind), on("2025-03-20", CareGiven(kind="support", signal="s")))
    finding = found.finding("moment-missed", "2025-03-15")
    assert finding.since == finding.due == "2025-03-14T18:00:00+01:00"
    assert found.evidence("moment-missed", "2025-03-15") == ["SignalNoted"]
    assert "moment-missed" not in found.codes("2025-03-20")


def answer_to(told: Record, fact: Fact) -> Record:
    cause = history(OPENED, told)[-1].id
    return on("2025-03-10", fact, cause=cause)


@quiet("moment-missed")
@pytest.mark.parametrize(
    "told",
    [
        [signal(until=None)],
        [signal(until="2025-03~")],
        [signal(until="2025-02-20")],
        [signal(), on("2025-03-10", CareGiven(kind="signal-answered", signal="s"))],
        [signal(), answer_to(signal(), ContactHeld(initiated_by="supplier"))],
        [signal("repeat-wish"), on("2025-03-10", ContractSigned(contract="c"))],
    ],
    ids=["no end", "about then", "over already", "answered", "contact because of it", "bought"],
)
def test_a_moment_without_an_end_or_with_an_answer_is_not_missed(told: list[Record]) -> None:
    assert "moment-missed" not in judged(OPENED, *told).codes()


@raises("moment-missed")
@pytest.mark.parametrize(
    "other",
    [
        on("2025-03-10", ContactHeld(initiated_by="supplier")),
        on("2025-03-10", CareGiven(kind="attention")),
        on("2025-03-10", ContractSigned(contract="c")),
        answer_to(signal(), ContactHeld(initiated_by="client")),
    ],
    ids=["a contact", "other care", "a contract", "the client itself"],
)
def test_what_is_not_about_the_signal_is_no_answer(other: Record) -> None:
    assert "moment-missed" in judged(OPENED, signal(), other).codes()


def preference(when: str, kind: str = "wants-again", item: str = "wine", **more: Any) -> Record:  # noqa: ANN401
    return on(when, PreferenceNoted.model_validate({"item": item, "kind": kind, **more}))


WISH = preference("2025-02-03")
AID = CareGiven(kind="memory-aid")
SIGNED = on("2025-01-20", ContractSigned(contract="c"))


@raises("repeat-wish-at-risk")
@pytest.mark.row(139, 140)
def test_a_wish_to_have_it_again_is_at_risk_after_ninety_days() -> None:
    found = judged(OPENED, WISH, on("2025-06-01", AID))
    finding = found.finding("repeat-wish-at-risk", "2025-05-05")
    assert finding.since == finding.due == "2025-05-04T18:00:00+02:00"
    assert found.evidence("repeat-wish-at-risk", "2025-05-05") == ["PreferenceNoted"]
    assert "repeat-wish-at-risk" not in found.codes("2025-06-01")


@quiet("repeat-wish-at-risk")
@pytest.mark.parametrize(
    "told",
    [
        [preference("2025-02-03", "likes")],
        [WISH, preference("2025-03-01", "bought")],
        [WISH, on("2025-03-01", AID)],
        [on("2025-01-20", AID), WISH],
        [SIGNED, WISH, on("2025-03-01", ContractRenewed(contract="c"))],
        [WISH, on("2025-03-01", MoneyBooked(kind="revenue", amount=10))],
        [on("2025-02", WISH.facts[0], recorded="2025-03-01", date_basis="assumed")],
    ],
    ids=["no wish", "bought", "aid", "aided before", "renewed", "paid", "dated roughly"],
)
def test_a_wish_that_was_helped_or_granted_is_not_at_risk(told: list[Record]) -> None:
    assert "repeat-wish-at-risk" not in judged(OPENED, *told).codes()


@raises("repeat-wish-at-risk")
def test_buying_something_else_helps_nothing() -> None:
    other = preference("2025-03-01", "bought", item="bread")
    cost = on("2025-03-02", MoneyBooked(kind="cost", amount=10))
    assert "repeat-wish-at-risk" in judged(OPENED, WISH, other, cost).codes()

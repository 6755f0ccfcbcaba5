"""Findings about courtship."""

from typing import Any

import pytest

from domain._kernel import Record
from domain.contract import ContractSigned
from domain.courtship import IntakeDecided
from domain.expectation import OpinionVoiced
from domain.process import Answer, Gate, GateDecided, ProcessAdopted
from tests.given import on, opened
from tests.projections.judging import judged, quiet, raises

OPENED = opened("2025-01-01")
INTAKE = Gate(gate="intake", title="Do we fit?", questions=("fit", "budget"), mandatory=False)
ADOPTED = on("2025-01-02", ProcessAdopted(process="start", gates=(INTAKE,)))
ANSWERS = (Answer(question="fit", answer="yes"), Answer(question="budget", answer="10"))


def decided(outcome: str = "accepted", when: str = "2025-01-10", **more: Any) -> Record:  # noqa: ANN401
    return on(when, IntakeDecided.model_validate({"outcome": outcome, **more}))


def gate(outcome: str, when: str, answers: tuple[Answer, ...] = ()) -> Record:
    said = {"gate": "intake", "outcome": outcome, "answers": answers}
    return on(when, GateDecided.model_validate(said))


@raises("doubt-pursued")
@pytest.mark.row(46, 48)
@pytest.mark.parametrize(
    "doubt",
    [
        {"doubt": "The question does not quite fit"},
        {"doubt_by": "supplier"},
        {"pursued_despite_doubt": True},
    ],
    ids=["told", "by whom", "flagged"],
)
def test_a_deal_that_goes_on_in_spite_of_a_doubt_is_a_finding(doubt: dict[str, Any]) -> None:
    found = judged(OPENED, decided(**doubt))
    assert found.evidence("doubt-pursued") == ["IntakeDecided"]
    assert found.finding("doubt-pursued").since == "2025-01-10"


@quiet("doubt-pursued")
@pytest.mark.parametrize(
    ("outcome", "more"),
    [
        ("accepted", {}),
        ("declined", {"doubt": "No"}),
        ("no-bid", {"doubt_by": "supplier"}),
        ("accepted", {"doubt": "Gone", "pursued_despite_doubt": False}),
    ],
)
def test_no_doubt_or_a_no_or_a_doubt_that_was_resolved_is_none(
    outcome: str, more: dict[str, Any]
) -> None:
    assert judged(OPENED, decided(outcome, **more)).codes() == set()


@raises("intake-incomplete")
@pytest.mark.row(76)
def test_an_intake_outside_the_procedure_leaves_its_gate_open_until_it_is_passed() -> None:
    passed = gate("passed", "2025-02-01", ANSWERS)
    found = judged(OPENED, ADOPTED, decided(gate="intake", by_procedure=False), passed)
    finding = found.finding("intake-incomplete", "2025-01-10")
    expected = ["ProcessAdopted", "IntakeDecided"]
    assert found.evidence("intake-incomplete", "2025-01-10") == expected
    assert (finding.since, finding.sentence.values["open"]) == ("2025-01-10", ["fit", "budget"])
    assert "intake-incomplete" not in found.codes("2025-02-01")


@raises("intake-incomplete")
@pytest.mark.parametrize("skipped_on", ["2025-01-05", "2025-01-12"])
def test_an_intake_gate_that_was_skipped_is_incomplete_from_when_both_are_so(
    skipped_on: str,
) -> None:
    half = gate("skipped", skipped_on, ANSWERS[:1])
    finding = judged(OPENED, ADOPTED, half, decided(gate="intake")).finding("intake-incomplete")
    assert finding.since == max(skipped_on, "2025-01-10")
    assert finding.sentence.values["open"] == ["budget"]


@quiet("intake-incomplete")
@pytest.mark.parametrize(
    "told",
    [
        [ADOPTED, decided(gate="intake")],
        [ADOPTED, decided(gate="intake", by_procedure=True)],
        [ADOPTED, decided(by_procedure=False)],
        [ADOPTED, decided("declined", gate="intake", by_procedure=False)],
        [
            ADOPTED,
            gate("passed", "2025-01-05", ANSWERS),
            decided(gate="intake", by_procedure=False),
        ],
        [ADOPTED, gate("skipped", "2025-01-05")],
    ],
    ids=["not told", "by procedure", "no gate named", "declined", "passed", "nobody accepted"],
)
def test_an_intake_about_which_less_is_known_is_not_incomplete(told: list[Record]) -> None:
    assert "intake-incomplete" not in judged(OPENED, *told).codes()


@quiet("intake-incomplete")
def test_a_gate_without_questions_leaves_nothing_open() -> None:
    bare = ProcessAdopted(process="start", gates=(Gate(gate="intake", title="In"),))
    told = judged(OPENED, on("2025-01-02", bare), decided(gate="intake", by_procedure=False))
    assert "intake-incomplete" not in told.codes()


@raises("near-miss-off-procedure")
@pytest.mark.row(80)
def test_a_near_miss_outside_the_procedure_is_a_finding() -> None:
    found = judged(OPENED, decided("declined", near_miss="refer", by_procedure=False))
    assert found.evidence("near-miss-off-procedure") == ["IntakeDecided"]
    assert found.finding("near-miss-off-procedure").since == "2025-01-10"


@quiet("near-miss-off-procedure")
@pytest.mark.parametrize(
    "more",
    [{"near_miss": "refer"}, {"near_miss": "refer", "by_procedure": True}, {"by_procedure": False}],
    ids=["not told", "by procedure", "no near miss"],
)
def test_a_near_miss_by_procedure_or_untold_is_none(more: dict[str, Any]) -> None:
    assert judged(OPENED, decided("declined", **more)).codes() == set()


@raises("accepted-outside-profile")
@pytest.mark.row(74)
@pytest.mark.parametrize(("fit", "severity"), [("edge", "low"), ("outside", "medium")])
def test_a_client_off_the_profile_accepted_for_a_target_is_a_finding(
    fit: str, severity: str
) -> None:
    found = judged(OPENED, decided(fit=fit, pressure="target"))
    finding = found.finding("accepted-outside-profile")
    assert (finding.severity, finding.since) == (severity, "2025-01-10")
    assert found.evidence("accepted-outside-profile") == ["IntakeDecided"]


@quiet("accepted-outside-profile")
@pytest.mark.parametrize(
    ("outcome", "more"),
    [
        ("accepted", {"fit": "core", "pressure": "target"}),
        ("accepted", {"fit": "unknown", "pressure": "target"}),
        ("accepted", {"fit": "outside"}),
        ("accepted", {"fit": "outside", "pressure": "none"}),
        ("declined", {"fit": "outside", "pressure": "target"}),
        (
            "accepted",
            {
                "fit": "edge",
                "pressure": "target",
                "near_miss": "accept-with-conditions",
                "by_procedure": True,
            },
        ),
    ],
    ids=["core", "fit unknown", "pressure unknown", "no pressure", "declined", "as agreed"],
)
def test_a_fitting_free_or_agreed_choice_is_none(outcome: str, more: dict[str, Any]) -> None:
    assert "accepted-outside-profile" not in judged(OPENED, decided(outcome, **more)).codes()


def offered(when: str, *, confirmed: bool | None, item: str = "site") -> Record:
    said = {"topic_of": "value-offered", "by": "supplier", "item": item}
    opinion = OpinionVoiced.model_validate({**said, "confirmed_by_client": confirmed})
    return on(when, opinion)


SIGNED = on("2025-02-01", ContractSigned(contract="c"))


@raises("value-unclear-at-signing")
@pytest.mark.row(84)
def test_a_contract_on_a_value_the_client_does_not_see_is_a_finding_until_it_does() -> None:
    told = [offered("2025-01-10", confirmed=False), SIGNED, offered("2025-03-01", confirmed=True)]
    found = judged(OPENED, *told)
    code = "value-unclear-at-signing"
    assert found.evidence(code, "2025-02-01") == ["OpinionVoiced", "ContractSigned"]
    assert found.finding(code, "2025-02-01").since == "2025-02-01"
    assert code not in found.codes("2025-03-01")


@quiet("value-unclear-at-signing")
@pytest.mark.parametrize(
    "told",
    [
        [SIGNED],
        [offered("2025-01-10", confirmed=None), SIGNED],
        [offered("2025-01-10", confirmed=False)],
        [offered("2025-01-10", confirmed=False), offered("2025-01-20", confirmed=True), SIGNED],
        [SIGNED, offered("2025-02-10", confirmed=False)],
    ],
    ids=["no offer", "not told", "not signed", "confirmed", "said afterwards"],
)
def test_what_is_clear_or_not_known_is_no_finding(told: list[Record]) -> None:
    assert "value-unclear-at-signing" not in judged(OPENED, *told).codes()


@raises("accepted-without-selection")
@pytest.mark.row(71)
@pytest.mark.parametrize("pressure", ["target", "lean-times", "chimney-must-smoke"])
def test_every_client_counts_where_nobody_asked_whether_it_fits(pressure: str) -> None:
    found = judged(OPENED, decided(pressure=pressure))
    assert found.evidence("accepted-without-selection") == ["IntakeDecided"]
    assert found.finding("accepted-without-selection").since == "2025-01-10"


@raises("accepted-without-selection")
def test_holding_it_against_the_profile_after_all_ends_that() -> None:
    found = judged(OPENED, decided(pressure="target"), decided(when="2025-03-01", fit="edge"))
    assert "accepted-without-selection" in found.codes("2025-02-28")
    assert "accepted-without-selection" not in found.codes("2025-03-01")


@quiet("accepted-without-selection")
@pytest.mark.row(71)
@pytest.mark.parametrize(
    ("outcome", "more"),
    [
        ("accepted", {}),
        ("accepted", {"pressure": "none"}),
        ("declined", {"pressure": "target"}),
        ("accepted", {"pressure": "target", "fit": "outside"}),
        ("accepted", {"pressure": "target", "seamless": True}),
        ("accepted", {"pressure": "target", "near_miss": "later"}),
    ],
    ids=["not told", "no pressure", "declined", "assessed", "asked", "a near miss"],
)
def test_without_pressure_or_with_a_selection_it_is_none(
    outcome: str, more: dict[str, Any]
) -> None:
    assert "accepted-without-selection" not in judged(OPENED, decided(outcome, **more)).codes()

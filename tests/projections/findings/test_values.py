"""Findings about what the supplier stands for, and gives."""

from typing import Any

import pytest

from domain._kernel import Record
from domain.expectation import OpinionVoiced
from domain.values import BehaviourObserved, ValueDeclared, ValueJudged
from tests.given import on, opened
from tests.projections.judging import judged, quiet, raises

OPENED = opened("2025-01-01")
DECLARED = on("2025-01-02", ValueDeclared(value="trust", exit_when="lost"))


def seen(when: str, *, supports: bool = False, where: str = "within") -> Record:
    said = {"value": "trust", "supports": supports, "where": where}
    return on(when, BehaviourObserved.model_validate(said))


@raises("behaviour-against-value")
@pytest.mark.row(132)
@pytest.mark.parametrize(("where", "severity"), [("within", "low"), ("towards-client", "medium")])
def test_behaviour_that_contradicts_a_value_is_a_finding(where: str, severity: str) -> None:
    found = judged(OPENED, DECLARED, seen("2025-02-01", where=where))
    finding = found.finding("behaviour-against-value")
    assert (finding.severity, finding.value, finding.since) == (severity, "trust", "2025-02-01")
    assert found.evidence("behaviour-against-value") == ["ValueDeclared", "BehaviourObserved"]


@raises("behaviour-against-value")
def test_a_second_time_weighs_more_and_living_up_to_it_twice_mends_it() -> None:
    good = [seen(f"2025-04-0{day}", supports=True) for day in (1, 2)]
    found = judged(OPENED, DECLARED, seen("2025-02-01"), seen("2025-03-01"), *good)
    assert found.finding("behaviour-against-value", "2025-04-01").severity == "medium"
    assert "behaviour-against-value" not in found.codes("2025-04-02")


@quiet("behaviour-against-value")
@pytest.mark.row(132)
@pytest.mark.parametrize(
    "told",
    [
        [],
        [seen("2025-02-01", supports=True)],
        [seen("2025-02-01", supports=True, where="towards-client")],
        [on("2025-02-01", ValueJudged(value="trust", verdict="strained", by="client"))],
    ],
    ids=["nobody looked", "lived up to", "towards the client", "judged, not seen"],
)
def test_a_value_that_is_lived_up_to_is_not_contradicted(told: list[Record]) -> None:
    assert "behaviour-against-value" not in judged(OPENED, DECLARED, *told).codes()


def test_a_lost_value_names_the_value_it_touches() -> None:
    lost = on("2025-02-01", ValueJudged(value="trust", verdict="lost", by="client"))
    assert judged(OPENED, DECLARED, lost).finding("core-value-broken").value == "trust"


def said(when: str, by: str, verdict: str | None = None, **more: Any) -> Record:  # noqa: ANN401
    topic = "value-offered" if by == "supplier" else "value-received"
    opinion = {"topic_of": topic, "by": by, "item": "speed", "verdict": verdict, **more}
    return on(when, OpinionVoiced.model_validate(opinion))


@raises("value-gap")
@pytest.mark.row(158)
@pytest.mark.parametrize(
    ("ours", "theirs", "severity"),
    [
        ("yes", "no", "medium"),
        (None, "partly", "low"),
        ("partly", "no", "low"),
        ("no", "yes", "info"),
    ],
)
def test_two_views_of_what_was_given_that_differ_are_a_gap(
    ours: str | None, theirs: str, severity: str
) -> None:
    found = judged(
        OPENED, said("2025-02-01", "supplier", ours), said("2025-03-01", "client", theirs)
    )
    finding = found.finding("value-gap")
    assert (finding.severity, finding.since) == (severity, "2025-03-01")
    assert found.evidence("value-gap") == ["OpinionVoiced", "OpinionVoiced"]


@raises("value-gap")
def test_the_gap_closes_once_both_say_the_same() -> None:
    told = [said("2025-02-01", "supplier"), said("2025-03-01", "client", "no")]
    found = judged(OPENED, *told, said("2025-04-01", "client", "yes"))
    assert "value-gap" in found.codes("2025-03-31")
    assert "value-gap" not in found.codes("2025-04-01")


@quiet("value-gap")
@pytest.mark.row(158)
@pytest.mark.parametrize(
    "told",
    [
        [said("2025-02-01", "supplier")],
        [said("2025-02-01", "client", "no")],
        [said("2025-02-01", "supplier"), said("2025-03-01", "client")],
        [said("2025-02-01", "supplier", item="price"), said("2025-03-01", "client", "no")],
        [said("2025-02-01", "supplier"), said("2025-03-01", "client", "no", topic_of="fit")],
        [said("2025-02-01", "supplier"), said("2025-03-01", "client", "no", item=None)],
    ],
    ids=["our view alone", "its view alone", "agreed", "another item", "no value", "unnamed"],
)
def test_one_view_alone_or_views_of_other_things_make_no_gap(told: list[Record]) -> None:
    assert "value-gap" not in judged(OPENED, *told).codes()

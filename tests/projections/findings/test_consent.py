"""Findings about what is kept of the client."""

from typing import Any

import pytest

from domain._kernel import Record
from domain.care import ConsentGiven, PreferenceNoted
from tests.given import on, opened
from tests.projections.judging import judged, quiet, raises

OPENED = opened("2025-01-01")


def kept(when: str = "2025-03-01", **more: Any) -> Record:  # noqa: ANN401
    return on(when, PreferenceNoted.model_validate({"item": "wine", "kind": "likes", **more}))


def said(answer: str, when: str = "2025-02-01", **more: Any) -> Record:  # noqa: ANN401
    fact = {"consent": f"{answer}-{when}", "purpose": "Remember", "answer": answer, **more}
    return on(when, ConsentGiven.model_validate(fact))


@raises("data-without-benefit")
@pytest.mark.row(142)
@pytest.mark.parametrize(("purpose", "severity"), [(None, "medium"), ("Sell more", "low")])
def test_what_serves_us_alone_and_nobody_allowed_is_a_finding_until_they_do(
    purpose: str | None, severity: str
) -> None:
    allowed = said("may-keep-profile", "2025-04-01")
    found = judged(OPENED, kept(serves="supplier", purpose=purpose), allowed)
    finding = found.finding("data-without-benefit", "2025-03-01")
    assert (finding.severity, finding.since) == (severity, "2025-03-01")
    assert found.evidence("data-without-benefit", "2025-03-01") == ["PreferenceNoted"]
    assert "data-without-benefit" not in found.codes("2025-04-01")


@quiet("data-without-benefit")
@pytest.mark.parametrize(
    "told",
    [
        [kept()],
        [kept(serves="client")],
        [kept(serves="both")],
        [said("may-keep-profile"), kept(serves="supplier")],
        [kept(serves="supplier"), kept("2025-03-02", serves="both")],
    ],
    ids=["unknown", "the client's", "both", "allowed", "serves both now"],
)
def test_what_serves_the_client_or_is_allowed_is_none(told: list[Record]) -> None:
    assert "data-without-benefit" not in judged(OPENED, *told).codes()


@raises("consent-missing")
@pytest.mark.row(143)
@pytest.mark.parametrize("answer", ["recognises-problem", "wants-solution"])
def test_a_sales_yes_is_no_permission_until_the_third_question_is_answered(answer: str) -> None:
    allowed = said("may-keep-profile", "2025-04-01")
    found = judged(OPENED, said(answer), kept(purpose="Advice"), allowed)
    assert found.evidence("consent-missing", "2025-03-01") == ["ConsentGiven", "PreferenceNoted"]
    assert found.finding("consent-missing", "2025-03-01").since == "2025-03-01"
    assert "consent-missing" not in found.codes("2025-04-01")


@raises("consent-missing")
def test_a_permission_that_was_refused_is_none() -> None:
    refused = said("may-keep-profile", given=False)
    assert "consent-missing" in judged(OPENED, refused, kept(purpose="Advice")).codes()


@quiet("consent-missing")
@pytest.mark.parametrize(
    "told",
    [
        [kept(purpose="Advice")],
        [said("recognises-problem"), kept()],
        [said("recognises-problem", given=False), kept(purpose="Advice")],
        [said("may-approach-again"), kept(purpose="Advice")],
        [said("recognises-problem"), said("may-keep-profile"), kept(purpose="Advice")],
        [kept(purpose="Advice"), said("wants-solution", "2025-04-01")],
    ],
    ids=["no answers", "no purpose", "a no", "another yes", "allowed", "asked afterwards"],
)
def test_a_permission_or_nothing_known_is_no_finding(told: list[Record]) -> None:
    assert "consent-missing" not in judged(OPENED, *told).codes()

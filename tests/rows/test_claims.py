"""Every row has a home, and nobody claims a row that is none of theirs."""

import pytest

from domain._kernel import topics
from domain.rules import RULES as RECORDING
from projections.answers import ANSWERS
from projections.findings.families import RULES
from tests.rows import homes
from tests.rows.asks import asks, parts
from tests.rows.claims import claims
from tests.rows.planned import PLANNED


def test_there_are_a_hundred_and_ninety_four_rows() -> None:
    assert list(asks()) == list(range(1, 195))


@pytest.mark.parametrize("row", [row for row in asks() if "R" in parts(row)])
def test_what_a_row_asks_to_record_is_at_home_in_an_event(row: int) -> None:
    assert homes.facts(row), f"no fact serves row {row}: {asks()[row]}"


@pytest.mark.parametrize("row", [row for row in asks() if "D" in parts(row)])
def test_what_a_row_asks_to_detect_is_at_home_in_a_finding_or_planned(row: int) -> None:
    assert homes.findings(row) or row in PLANNED, f"no rule serves row {row}: {asks()[row]}"


@pytest.mark.parametrize("row", [row for row in asks() if "A" in parts(row)])
def test_what_a_row_asks_to_answer_is_at_home_in_an_answer(row: int) -> None:
    assert homes.answers(row), f"no answer serves row {row}: {asks()[row]}"


@pytest.mark.parametrize("row", asks())
def test_a_row_has_a_test_that_claims_it_or_only_wants_a_planned_finding(row: int) -> None:
    waiting = row in PLANNED and parts(row) == {"D"}
    assert homes.tests(row) or waiting, f"no test claims row {row}: {asks()[row]}"


def test_only_rows_that_there_are_are_claimed_or_served() -> None:
    serving: dict[str, tuple[int, ...]] = {
        **{kind.topic: kind.rows for kind in topics().values()},
        **{rule.name: rule.rows for rule in RECORDING},
        **{code: rule.rows for code, rule in RULES.items()},
        **{name: answer.rows for name, answer in ANSWERS.items()},
        **{f"{claim.file}::{claim.test}": (claim.row,) for claim in claims()},
    }
    assert {name: rows for name, rows in serving.items() if not set(rows) <= set(asks())} == {}


def test_a_test_in_which_rules_raise_claims_rows_of_these_rules() -> None:
    strange = {
        f"{claim.file}::{claim.test}": claim.row
        for claim in claims()
        if claim.codes and claim.row not in {r for c in claim.codes for r in RULES[c].rows}
    }
    assert strange == {}


def test_a_planned_finding_has_not_come_yet() -> None:
    """When a rule raises it, it needs a test that claims the row, and no plan."""
    assert {row: code for row, code in PLANNED.items() if code in RULES} == {}


def test_only_what_a_row_asks_to_detect_is_planned() -> None:
    assert [row for row in PLANNED if "D" not in parts(row)] == []

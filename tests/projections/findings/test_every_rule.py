"""Every code in the registry has a test in which it is raised, and one in which it is not."""

import importlib
from pathlib import Path

import pytest

from projections.farewell.duties import DUTIES
from projections.findings.families import RULES

DUTY_CODES = {duty.code for duty in DUTIES}
MODULES = sorted(path.stem for path in Path(__file__).parent.glob("test_*.py"))


def _told(name: str) -> set[str]:
    modules = [importlib.import_module(f"tests.projections.findings.{stem}") for stem in MODULES]
    return {
        code
        for module in modules
        for test in vars(module).values()
        for code in getattr(test, name, ())
    }


def test_every_rule_has_a_test_in_which_it_raises() -> None:
    assert set(RULES) - DUTY_CODES - _told("codes_raised") == set()


def test_every_rule_has_a_test_in_which_it_is_quiet() -> None:
    assert set(RULES) - DUTY_CODES - _told("codes_quiet") == set()


def test_every_test_is_about_a_rule_there_is() -> None:
    assert (_told("codes_raised") | _told("codes_quiet")) - set(RULES) == set()


def test_every_duty_is_a_rule() -> None:
    assert set(RULES) >= DUTY_CODES


@pytest.mark.parametrize("code", sorted(RULES))
def test_every_rule_says_what_it_cannot_know_and_where_it_comes_from(code: str) -> None:
    rule = RULES[code]
    assert rule.cannot_know
    assert rule.rows
    assert rule.sentence
    assert rule.action or rule.severity in ("positive", "info")
    assert rule.look.__doc__

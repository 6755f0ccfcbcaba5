"""A number in a cell is what it says, or nobody's guess."""

import pytest

from journeys.io.mapped.values import number
from journeys.io.rows.row import SetAside


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("8,5", ",", 8.5),
        ("8.5", ".", 8.5),
        ("1.234,5", ",", 1234.5),
        ("1,234.5", ".", 1234.5),
        ("1,234,567", ".", 1_234_567),
        ("−0,25", ",", -0.25),
        ("-1,234", ".", -1234),
        ("+3", ".", 3),
        (".5", ".", 0.5),
        ("1e-3", ".", 0.001),
    ],
)
def test_the_other_sign_parts_thousands(text: str, decimal: str, value: float) -> None:
    assert number(text, "x", decimal=decimal) == value


@pytest.mark.parametrize(
    ("text", "decimal"),
    [
        ("8,5", "."), ("8.5", ","), ("12,34", "."), ("1,23,456", "."), (",123", "."),
        ("1234,567", "."), ("1.5,000", "."), ("1,,000", "."),
    ],
)  # fmt: skip
def test_a_sign_that_parts_no_thousands_is_not_passed_over(text: str, decimal: str) -> None:
    with pytest.raises(SetAside, match="not-a-number") as aside:
        number(text, "{x}", decimal=decimal)
    assert "decimal" in aside.value.fault.message
    assert aside.value.fault.details == {"column": "x"}


@pytest.mark.parametrize("text", ["", "elf", "1_000", "nan", "inf", "1e999", "1.2.3", "--1"])
def test_what_is_no_number_is_none(text: str) -> None:
    with pytest.raises(SetAside, match="not-a-number"):
        number(text, "x")

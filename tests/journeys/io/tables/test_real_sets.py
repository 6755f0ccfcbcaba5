"""The three public sets, where they stand beside the checkout: whole, and once."""

from pathlib import Path

import pytest

from tests.journeys.io.tables.conftest import Import

_BESIDE = [place / "shared" / "data" for place in Path(__file__).parents]
DATA = next((place for place in _BESIDE if place.is_dir()), None)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(DATA is None, reason="the public sets do not stand beside the checkout"),
]

EXPECTED = {
    "ravenstack": (
        33_100,
        {
            "before-relationship": 14_264,
            "churn-flag-disagrees": 465,
            "ends-after-it-began": 48,
            "duplicate-id": 21,
            "rekindled-after-it-ended": 3,
        },
    ),
    "cfpb": (6_623, {}),
    "retentioneering-ecom": (31_106, {}),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_public_set_is_taken_whole_and_once(name: str, imported: Import) -> None:
    assert DATA is not None
    read, reasons = EXPECTED[name]
    first = imported(DATA / name, name)
    assert first.read == read == first.accepted + first.quarantined
    assert dict(first.reasons) == reasons
    assert first.new == first.accepted
    assert first.profile.unused == {}
    again = imported(DATA / name, name)
    assert (again.new, again.events, dict(again.reasons)) == (0, 0, reasons)

"""A test of a row has to look at something that serves it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.rows import keeping


@pytest.fixture(autouse=True)
def _claims_only_what_it_looks_at(request: pytest.FixtureRequest) -> Iterator[None]:
    keeping.asked.clear()
    yield
    claimed = {row for mark in request.node.iter_markers("row") for row in mark.args}
    strange = sorted(claimed - keeping.asked)
    assert strange == [], f"no fact kept and no finding found here serves row {strange}"

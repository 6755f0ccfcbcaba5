"""For every test: the requirement rows are counted (see ``tests/rows/plugin.py``)."""

from __future__ import annotations

import pytest

from tests.rows.asks import asks, parts
from tests.rows.planned import PLANNED
from tests.rows.plugin import Proof

pytest_plugins = ["pytester"]


def pytest_configure(config: pytest.Config) -> None:
    """Ask for every row, but for those that only want a finding that is planned."""
    waiting = [row for row in PLANNED if "R" not in parts(row)]
    config.pluginmanager.register(Proof(asks(), waiting), "requirement-rows")

"""For every test: the requirement rows are counted, and a real PostgreSQL is at hand.

See ``tests/rows/plugin.py`` and ``tests/postgres.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest

from tests import postgres as server
from tests.rows.asks import asks, parts
from tests.rows.planned import PLANNED
from tests.rows.plugin import Proof

pytest_plugins = ["pytester"]


def pytest_configure(config: pytest.Config) -> None:
    """Ask for every row, but for those that only want a finding that is planned."""
    home = server.prepare()
    if home is not None:
        config.add_cleanup(partial(server.finish, home))
    waiting = [row for row in PLANNED if "R" not in parts(row)]
    config.pluginmanager.register(Proof(asks(), waiting), "requirement-rows")


@pytest.fixture
def postgres() -> Iterator[str]:
    """Lend the address of a schema in PostgreSQL where nothing is yet."""
    with server.schema() as address:
        yield address

"""Statements as PostgreSQL's driver wants them."""

from __future__ import annotations

from functools import cache


@cache
def spelled(statement: str) -> bytes:
    """Return a statement with its places marked as the driver wants them."""
    return statement.replace("%", "%%").replace("?", "%s").encode()

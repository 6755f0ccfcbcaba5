"""The program that runs Python, of which another one can be begun."""

from __future__ import annotations

import sys
from pathlib import Path


def interpreter() -> str | None:
    """Return it; None inside a frozen program, or one that has Python built in."""
    named = Path(sys.executable or "").stem.startswith(("python", "pypy"))
    return sys.executable if named and not getattr(sys, "frozen", False) else None

"""Where the three packages come from: their names are plain, so another's may stand in the way."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from domain.errors import JourneysError

FLOORS = ("journeys", "projections", "domain")


def check_origin() -> None:
    """Check that the three packages stand side by side.

    Raises
    ------
    JourneysError
        Naming the package that comes from somewhere else.
    """
    here = Path(__file__).resolve().parents[1]
    for name in FLOORS:
        spec = find_spec(name)
        found = Path(spec.origin).resolve().parents[1] if spec and spec.origin else None
        if found != here:
            message = "the package {name} is not ours: install journeys in its own environment"
            raise JourneysError(message, name=name)

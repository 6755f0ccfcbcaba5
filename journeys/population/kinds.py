"""The nine ways in which a relationship drifts away, at any strength."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

Strength: TypeAlias = Literal["moderate", "clear"]
Kind: TypeAlias = Literal[
    "level-shift",
    "slow-decline",
    "silence-growing",
    "silence-stop",
    "promises-late",
    "divergence",
    "staff-dread",
    "bypasses",
    "combined-mild",
]
KINDS: tuple[Kind, ...] = (
    "level-shift",
    "slow-decline",
    "silence-growing",
    "silence-stop",
    "promises-late",
    "divergence",
    "staff-dread",
    "bypasses",
    "combined-mild",
)
SEVERITY: dict[Strength, float] = {"moderate": 1.0, "clear": 1.6}


@dataclass(frozen=True, slots=True)
class Drift:
    """What changes at the onset of a drift.

    ``client`` and ``staff`` are shifts of valence, reached after ``ramp`` days (0: at once);
    ``client_yearly`` is a slope without end. ``rate`` multiplies the frequency of contact at once,
    which then halves every ``halving`` days. ``late`` is the share of promises kept late;
    ``errors`` multiplies their number, to ``errors_at_least`` a contact. ``uncoupled`` staff no
    longer feel with the client.
    """

    client: float = 0.0
    staff: float = 0.0
    ramp: float = 0.0
    client_yearly: float = 0.0
    rate: float = 1.0
    halving: float = float("inf")
    late: float | None = None
    errors: float = 1.0
    errors_at_least: float = 0.0
    uncoupled: bool = False

    @classmethod
    def of(cls, kind: Kind, severity: float) -> Drift:
        """Return the drift of a kind; severity 1 is moderate and 1.6 clear.

        Examples
        --------
        >>> round(Drift.of("level-shift", 1.6).client, 2)
        -0.72
        """
        return cls(**_CHANGES[kind](severity, (severity - 1) / 0.6))


_CHANGES: dict[Kind, Callable[[float, float], dict[str, Any]]] = {
    "level-shift": lambda times, _: {"client": -0.45 * times},
    "slow-decline": lambda times, _: {"client_yearly": -0.5 * times},
    "silence-growing": lambda times, _: {"halving": 90 / times},
    "silence-stop": lambda _, more: {"rate": 0.08 * (0.03 / 0.08) ** more},
    "promises-late": lambda _, more: {"late": min(0.95, 0.5 + 0.17 * more)},
    "divergence": lambda times, _: {
        "client": -0.3 * times, "staff": 0.1 * times, "ramp": 180.0, "uncoupled": True,
    },
    "staff-dread": lambda times, _: {"staff": -0.4 * times},
    "bypasses": lambda times, _: {"errors": 5 * times, "errors_at_least": 0.4 * times},
    "combined-mild": lambda times, more: {
        "client": -0.25 * times, "staff": -0.1 * times, "rate": 0.6 * (0.44 / 0.6) ** more,
        "late": 0.28 + 0.13 * more, "errors": 2.5 * 1.6**more,
    },
}  # fmt: skip
"""What each kind changes, by its severity and by its place between moderate (0) and clear (1)."""

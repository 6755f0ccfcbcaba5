"""An alignment: what was lived beside the way through the map that comes nearest to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

How = Literal["both", "lived", "designed", "optional"]
"""In step; only lived; only designed; only designed, and it may be left out."""

COSTS: dict[How, int] = {"both": 0, "lived": 1, "designed": 1, "optional": 0}
"""What each move costs."""


@dataclass(frozen=True, slots=True)
class Move:
    """One move: a touchpoint where both are, or only the one."""

    how: How
    touchpoint: str

    def __str__(self) -> str:
        """Say it in a few words."""
        only = {"both": "", "lived": " only lived", "designed": " only designed"}
        return self.touchpoint + only.get(self.how, " left out")


@dataclass(frozen=True, slots=True)
class Alignment:
    """A cheapest alignment: what it costs, and its moves from first to last."""

    cost: int
    moves: tuple[Move, ...]

    @property
    def lived(self) -> tuple[str, ...]:
        """What was lived: the moves in step and those that are only lived."""
        return tuple(m.touchpoint for m in self.moves if m.how in ("both", "lived"))

    @property
    def designed(self) -> tuple[str, ...]:
        """The way through the map: the moves in step and those that are only designed."""
        return tuple(m.touchpoint for m in self.moves if m.how != "lived")

    def fitness(self, shortest: int) -> float:
        """Return how well it fits, 0 (not at all) to 1 (wholly).

        Parameters
        ----------
        shortest
            `Automaton.shortest` of the map: with nothing in step the alignment would cost that and
            one for every moment.

        Examples
        --------
        >>> Alignment(1, (Move("both", "ask"), Move("designed", "answer"))).fitness(2)
        0.6666666666666667
        """
        worst = shortest + len(self.lived)
        return 1.0 if not worst else 1 - self.cost / worst

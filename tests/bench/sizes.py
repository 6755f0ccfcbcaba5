"""How much is measured: enough to tell, and little enough to finish while you wait."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Sizes:
    """The sizes of every contest."""

    rounds: int
    relationships: int
    """How many in the log that is rebuilt and projected."""
    history: int
    """Events of an ordinary relationship."""
    long: int
    """Events of one that has gone on for years."""
    saves: int
    """Commands saved in a round."""
    batch: int
    """Events in a batch."""
    sample: int
    """Relationships of that log whose events the library projects, one transaction each."""
    news: int
    """New events in a round of incremental projection."""
    logged: int
    """Events in a log of another system that we and the library read and write."""
    visits: int
    """Visits in the log of touchpoints that is counted."""
    cases: int
    """Noisy ways that are held against a map."""
    cases_sample: int
    """Of these, how many the library holds against it in a round."""
    touchpoints: int
    """Touchpoints of the graph that is asked open questions."""
    imported: int
    """Events in a file that is imported, and in the portfolio that is asked."""

    @property
    def log(self) -> int:
        """Events in that log."""
        return self.relationships * self.history

    def with_rounds(self, rounds: int) -> Sizes:
        """Return the same sizes with another number of rounds."""
        return replace(self, rounds=rounds)


FULL = Sizes(
    rounds=7,
    relationships=1000,
    history=20,
    long=5000,
    saves=150,
    batch=1000,
    sample=100,
    news=40,
    logged=100_000,
    visits=1_000_000,
    cases=1_000,
    cases_sample=100,
    touchpoints=10_000,
    imported=1_000_000,
)
LARGE = replace(FULL, imported=10_000_000)
QUICK = Sizes(
    rounds=5,
    relationships=100,
    history=20,
    long=600,
    saves=30,
    batch=200,
    sample=20,
    news=10,
    logged=4_000,
    visits=50_000,
    cases=200,
    cases_sample=30,
    touchpoints=1_000,
    imported=20_000,
)

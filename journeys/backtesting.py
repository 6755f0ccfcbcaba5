"""Back-testing: a policy replayed over what stands in a store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from domain.moments import Moment
from projections.backtest.asked import HORIZON, Asked
from projections.backtest.policy import Policy
from projections.backtest.replaying import Replayed

if TYPE_CHECKING:
    from journeys.engine import Engine
    from journeys.partitions.spread import Spread


def backtest(
    engine: Engine,
    *policies: Policy,
    relationships: Iterable[str] = (),
    at: Moment | None = None,
    horizon: float = HORIZON,
    as_happened: bool = False,
    on_progress: Callable[[int, int], object] | None = None,
    spread: Spread | None = None,
) -> Iterator[tuple[Replayed, ...]]:
    """Yield every relationship under each of the policies, by id. Nothing is recorded.

    Parameters
    ----------
    engine
        Whose store is read, event by event; views play no part.
    policies
        Each is replayed over the same history.
    relationships
        Ids; without any, all of them.
    at
        What had happened and been recorded by then; by default now.
    horizon
        Days within which a breakup makes an alarm right.
    as_happened
        As if everything had been recorded at once: for histories that were written down later.
    on_progress
        Told the number of relationships so far, and of all.
    spread
        Over which processes; by default this one alone. What is yielded is the same.

    Examples
    --------
    >>> import journeys
    >>> with journeys.open(":memory:") as engine:
    ...     _ = engine.load_stories()
    ...     for (found,) in backtest(engine, Policy()):
    ...         print(found.relationship, [one.lead() for one in found.watched])
    agency [40.0]
    telecom [63.0]
    """
    asked = Asked(policies, engine.calendar, at or engine.clock(), at, horizon, as_happened)
    known = list(relationships) or engine.store.everybody()
    if spread is not None:
        from journeys.partitions.spread import replayed

        yield from replayed(engine.store, asked, known, spread, on_progress)
        return
    for number, one in enumerate(known, start=1):
        found = asked.of(one, engine.store.events(one))
        if found:
            yield found
        if on_progress:
            on_progress(number, len(known))

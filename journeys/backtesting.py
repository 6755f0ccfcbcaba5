"""Back-testing: a policy replayed over what stands in a store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from domain.moments import Moment
from projections.backtest.policy import Policy
from projections.backtest.replaying import Replayed, as_it_happened, replay
from projections.reading import up_to

if TYPE_CHECKING:
    from journeys.engine import Engine

HORIZON = 365.0
"""Days within which a breakup makes an alarm right, unless somebody says otherwise."""


def backtest(
    engine: Engine,
    *policies: Policy,
    relationships: Iterable[str] = (),
    at: Moment | None = None,
    horizon: float = HORIZON,
    as_happened: bool = False,
    on_progress: Callable[[int, int], object] | None = None,
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
    now = at or engine.clock()
    known = list(relationships) or [one for one in engine.store.relationships() if ":" not in one]
    for number, one in enumerate(known, start=1):
        events = up_to(engine.store.events(one), at, at)
        if as_happened:
            events = as_it_happened(events)
        if events:
            yield tuple(
                replay(one, events, engine.calendar, policy, now, horizon) for policy in policies
            )
        if on_progress:
            on_progress(number, len(known))

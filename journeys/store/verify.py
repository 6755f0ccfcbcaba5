"""Verification: every event against its evidence, in one walk through the log.

Events and entries are read side by side in log order. Hashes are taken over the bytes as they are
stored. Nothing in the store is trusted: columns are read as raw bytes with their types, and what
cannot be read is a fault, not a crash.

What a clean report proves
    Each event's payload, topic, relationship and version are what its entry was made for; each
    relationship's entries form an unbroken chain from its first event to its head; the log has no
    hole; and the ledger of commands agrees. One changed byte anywhere in these, by a failing disk
    or an unpractised hand, is found, and the first bad event is named.

What it cannot show
    * Somebody who rewrites events, entries *and* heads together, hashes included, leaves a log
      that is clean. Only a checkpoint that was sealed and kept elsewhere would tell.
    * The same holds for a log that was cut off at its end together with heads, ledger and
      the count of positions given out, and for an older copy put in the place of the newer one.
    * That what was recorded is true. It shows what was written down, and in which order.
    * What was never recorded.
    * Times of recording are what the recorder's clock said.
    * A command's fingerprint and views are not covered: they can be made again.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

from journeys.store.ledger import check_commands, check_end, check_heads, check_structure
from journeys.store.report import Fault, Report
from journeys.store.stored import Stored
from journeys.store.tails import Tails
from journeys.store.walk import Walk

Progress = Callable[[int], object]
"""Called with the number of events and entries' places walked so far, now and then."""

_EVERY = 1000


HOPELESS = Report(0, 0, 0, (Fault("unreadable", position=1, log_index=0),))
"""What there is to say of a store that cannot be read at all."""


def verify(stored: Stored, on_progress: Progress | None = None) -> Report:
    """Compare every event with its entry, and both with the heads and the ledger.

    Parameters
    ----------
    stored
        The tables, all of one moment.
    on_progress
        Called every thousand places of the log.

    Returns
    -------
    Report
        ``faults[0]`` is the first bad event in the order of the log. Memory does not grow with the
        log; time does, about 25 µs an event.
    """
    with closing(Tails()) as tails:
        walk = Walk(stored, tails)
        for count, _ in enumerate(walk.steps()):
            if on_progress and count % _EVERY == 0:
                on_progress(count)
        found = walk.found
        if walk.whole:
            # Past the end of what can be read, heads and ledger would only repeat the bad news.
            check_heads(stored, tails, found)
            check_commands(stored, walk.covered, found)
            check_end(stored, found)
        check_structure(stored, found)
        faults = tuple(found.faults)
        return Report(walk.events.count, walk.entries.count, len(tails), faults, found.more)

"""Long fault runs: ``python -m tests.faults --minutes 10``, or ``make faults``."""

from __future__ import annotations

import argparse
import random
import sys
import time

from tests.faults.grounds import IN_SHARDS, STORES, ground
from tests.faults.runs import BOTH, SERVER


def main() -> None:
    """Run each fault for its share of the time, and say what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10, help="for each run (10)")
    stores = (*STORES, *IN_SHARDS)
    parser.add_argument("--store", choices=stores, action="append", help="this store (repeatable)")
    parser.add_argument("--only", choices=[*BOTH, *SERVER], action="append", help="this run")
    parser.add_argument("--seed", type=int, default=0, help="of the dice (by default the time)")
    asked = parser.parse_args()
    seed = asked.seed or int(time.time())
    sys.stdout.write(f"seed {seed}\n")
    for store in asked.store or STORES:
        for name, run in (BOTH | (SERVER if store.startswith("postgres") else {})).items():
            if asked.only and name not in asked.only:
                continue
            begun = time.monotonic()
            with ground(store) as place:
                tally = run(place, asked.minutes * 60, random.Random(seed))  # noqa: S311 - dice
            took = time.monotonic() - begun
            sys.stdout.write(
                f"{store:18} {name:22} {took:6.0f} s: {tally.acknowledged} acknowledged,"
                f" {tally.kept} kept, {tally.again} tried again; none lost, none twice\n"
            )
            sys.stdout.flush()


if __name__ == "__main__":
    main()

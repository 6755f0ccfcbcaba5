"""The command line: ``journeys``. Asking for help loads nothing heavy."""

__all__ = ["main"]


def main() -> None:
    """Run the command line with the arguments of this process, and leave with its exit code."""
    import gc
    import os
    import sys

    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever began us: nobody reads, nothing is wrong
            setattr(sys, name, open(os.devnull, "r+", encoding="utf-8"))  # noqa: PTH123, SIM115 - until the process ends
    from journeys.cli.app import cli
    from journeys.cli.stopping import stop_in_order

    # A command ends before cycles matter; looking for them takes half of its time in a long
    # history, of which the collector goes through all there is again and again as it is read.
    gc.set_threshold(100_000, 50, 100)
    stop_in_order()
    cli.main(prog_name="journeys")

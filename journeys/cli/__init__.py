"""The command line: ``journeys``. Asking for help loads nothing heavy."""

__all__ = ["main"]


def main() -> None:
    """Run the command line with the arguments of this process, and leave with its exit code."""
    from journeys.cli.app import cli

    cli.main(prog_name="journeys")

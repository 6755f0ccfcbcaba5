"""Every requirement row is proved: a passed test claims it with ``@pytest.mark.row(88)``.

Asked only of a run of everything. A test that failed, was skipped or expected to fail proves
nothing. Under xdist the workers run the tests and the controller, which sees every report, counts.
"""

from __future__ import annotations

from collections.abc import Collection

import pytest

CLAIM = "requirement-row"
_CHOOSING = ("keyword", "markexpr", "lf", "deselect", "ignore", "ignore_glob", "collectonly")


class Proof:
    """Collects which rows have been proved, and fails the session when one of *rows* was not.

    Parameters
    ----------
    rows
        The rows that are to be proved.
    planned
        Those of them that may still be without a test.
    """

    def __init__(self, rows: Collection[int], planned: Collection[int] = ()) -> None:
        self.rows = sorted(set(rows) - set(planned))
        self.proved: dict[str, set[int]] = {}
        self.missing: list[int] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Send along with the test's report which rows it claims."""
        claimed = {row for mark in item.iter_markers("row") for row in mark.args}
        item.user_properties += [(CLAIM, row) for row in sorted(claimed)]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count the rows of a test that passed, and of which nothing failed afterwards."""
        if report.failed:
            self.proved.pop(report.nodeid, None)
        elif report.when == "call" and report.passed and not hasattr(report, "wasxfail"):
            self.proved[report.nodeid] = {
                row for name, row in report.user_properties if name == CLAIM and type(row) is int
            }

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail a whole session in which a row was not proved."""
        ran = (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
        if is_whole(session) and session.exitstatus in ran:
            proved = {row for rows in self.proved.values() for row in rows}
            self.missing = [row for row in self.rows if row not in proved]
        if self.missing and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Name the rows that were not proved."""
        if self.missing:
            terminalreporter.section("requirement rows that no passed test proves", red=True)
            terminalreporter.line(", ".join(f"R-{row}" for row in self.missing))
            terminalreporter.line(
                "Claim a row with @pytest.mark.row(88) on a test that asserts it."
            )


def is_whole(session: pytest.Session) -> bool:
    """Whether this session ran every test there is, and is not a worker of another."""
    config = session.config
    chosen = any(config.getoption(name, None) for name in _CHOOSING)
    by_path = config.args_source is not pytest.Config.ArgsSource.TESTPATHS
    stopped = session.shouldstop or session.shouldfail
    return not (chosen or by_path or stopped or hasattr(config, "workerinput"))

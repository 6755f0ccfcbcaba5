"""A row counts when a test that claims it has passed, in a run of everything."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONFTEST = """
from tests.rows.plugin import Proof

def pytest_configure(config):
    config.pluginmanager.register(Proof({rows}, {planned}))
"""


INI = """
[pytest]
testpaths = .
markers = row(n): the rows
addopts = -p no:hypothesispytest -p no:pytest_cov
"""
FAILS_AT_ITS_END = """
@pytest.fixture
def end():
    yield
    assert False

@pytest.mark.row(1)
def test_it(end):
    pass
"""


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A project of its own, with rows 1 and 2 of which 2 is planned unless a test says more."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    pytester.makeini(INI)
    asked_for(pytester, rows=[1, 2])
    return pytester


def asked_for(project: pytest.Pytester, rows: list[int], planned: tuple[int, ...] = ()) -> None:
    project.makeconftest(CONFTEST.format(rows=rows, planned=planned))


def test_a_row_that_a_passed_test_claims_is_proved(project: pytest.Pytester) -> None:
    project.makepyfile("import pytest\n@pytest.mark.row(1, 2)\ndef test_it(): pass")
    assert project.runpytest().ret == pytest.ExitCode.OK


def test_a_row_without_a_test_fails_the_session_by_name(project: pytest.Pytester) -> None:
    project.makepyfile("import pytest\n@pytest.mark.row(1)\ndef test_it(): pass")
    outcome = project.runpytest()
    assert outcome.ret == pytest.ExitCode.TESTS_FAILED
    outcome.stdout.fnmatch_lines(["*rows that no passed test proves*", "R-2"])
    outcome.assert_outcomes(passed=1)


@pytest.mark.parametrize(
    "body",
    [
        "def test_it(): assert False",
        "def test_it(): pytest.skip()",
        "@pytest.mark.xfail\ndef test_it(): assert False",
        "@pytest.mark.xfail\ndef test_it(): pass",
        FAILS_AT_ITS_END,
    ],
    ids=["failed", "skipped", "failed as expected", "passed unexpectedly", "failed at the end"],
)
def test_a_test_that_did_not_pass_proves_nothing(project: pytest.Pytester, body: str) -> None:
    claim = "" if "row(1)" in body else "@pytest.mark.row(1)\n"
    project.makepyfile(f"import pytest\n@pytest.mark.row(2)\ndef test_two(): pass\n{claim}{body}")
    outcome = project.runpytest()
    assert outcome.ret == pytest.ExitCode.TESTS_FAILED
    outcome.stdout.fnmatch_lines(["R-1"])


def test_one_of_several_tests_is_enough(project: pytest.Pytester) -> None:
    project.makepyfile(
        "import pytest\n"
        "@pytest.mark.row(1, 2)\n@pytest.mark.parametrize('n', [1, 2])\n"
        "def test_it(n):\n    if n == 2: pytest.skip()\n"
    )
    assert project.runpytest().ret == pytest.ExitCode.OK


def test_a_planned_row_is_not_asked_for(project: pytest.Pytester) -> None:
    asked_for(project, rows=[1, 2], planned=(2,))
    project.makepyfile("import pytest\n@pytest.mark.row(1)\ndef test_it(): pass")
    assert project.runpytest().ret == pytest.ExitCode.OK


@pytest.mark.parametrize(
    "chosen", [["-k", "it"], ["-m", "row"], ["test_some.py"], ["--deselect", "x"]], ids=" ".join
)
def test_a_part_of_the_tests_is_asked_nothing(project: pytest.Pytester, chosen: list[str]) -> None:
    project.makepyfile(test_some="import pytest\n@pytest.mark.row(1)\ndef test_it(): pass")
    assert project.runpytest(*chosen).ret == pytest.ExitCode.OK


def test_a_session_that_stopped_early_lists_no_rows(project: pytest.Pytester) -> None:
    project.makepyfile("def test_it(): assert False")
    outcome = project.runpytest("-x")
    assert outcome.ret == pytest.ExitCode.TESTS_FAILED
    outcome.stdout.no_fnmatch_line("*no passed test proves*")


def test_a_session_that_cannot_read_its_tests_lists_no_rows(project: pytest.Pytester) -> None:
    project.makepyfile("import nothing_of_the_kind")
    outcome = project.runpytest()
    assert outcome.ret == pytest.ExitCode.INTERRUPTED
    outcome.stdout.no_fnmatch_line("*no passed test proves*")


@pytest.mark.slow
@pytest.mark.parametrize("rows", [[1, 2], [1, 2, 3]])
def test_the_controller_counts_what_its_workers_ran(
    project: pytest.Pytester, rows: list[int]
) -> None:
    asked_for(project, rows=rows)
    project.makepyfile(
        "import pytest\n"
        "@pytest.mark.row(1)\ndef test_one(): pass\n"
        "@pytest.mark.row(2)\ndef test_two(): pass\n"
    )
    outcome = project.runpytest_subprocess("-n", "2")
    expected = pytest.ExitCode.TESTS_FAILED if 3 in rows else pytest.ExitCode.OK
    assert outcome.ret == expected
    if 3 in rows:
        outcome.stdout.fnmatch_lines(["R-3"])

"""What the check says, of whatever it found."""

import pytest

from journeys.cli import verify
from journeys.cli.run import Run
from journeys.language import speak
from journeys.store.report import Fault, Report


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")


def _said(report: Report, capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    run = Run(speak("en"), None, "table", debug=False)
    verify.show(run, report, verify.rows_of(run, report))
    return capsys.readouterr()


def test_a_fault_of_no_single_event_has_a_position(capsys: pytest.CaptureFixture[str]) -> None:
    out, err = _said(Report(3, 2, 1, (Fault("unreadable", position=4),)), capsys)
    assert out.startswith("✗ The first fault stands at position 4: the file cannot be read")
    assert "restore a copy that verifies" in err


def test_of_many_faults_ten_are_shown_and_the_rest_is_counted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    faults = tuple(
        Fault("chain", relationship="a", version=n, event_id=f"e-{n}") for n in range(1, 13)
    )
    out, err = _said(Report(12, 12, 1, faults, more=5), capsys)
    assert "The first bad event is a 1 (e-1)" in out
    assert out.count("chain") >= 10
    assert "and 7 more" in err


def test_progress_is_said_now_and_then(capsys: pytest.CaptureFixture[str]) -> None:
    tell = verify.progress(Run(speak("nl"), None, "table", debug=False))
    for walked in (1_000, 20_000, 21_000, 40_000):
        tell(walked)
    assert (
        capsys.readouterr().err
        == "20.000 gebeurtenissen nagekeken\n40.000 gebeurtenissen nagekeken\n"
    )

"""``journeys what-if``: one command, and nothing of it is kept but a file that was asked for."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Journeys = Callable[..., Result]


def test_it_says_first_that_none_of_it_happened(ask: Journeys) -> None:
    said = ask("what-if", "agency", "--hold", "know-like-trust")
    assert said.exit_code == 0, said.stderr
    assert "Hypothetical" in said.stdout.splitlines()[1]
    assert "Findings that never arise" in said.stdout
    assert "gate-skipped" in said.stdout
    assert "nobody knows" in said.stdout


@pytest.mark.parametrize("columns", [40, 80])
@pytest.mark.parametrize("lang", ["en", "nl"])
def test_it_fits_its_terminal(
    ask: Journeys, columns: int, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    said = ask("what-if", "agency", "--hold", "know-like-trust", "--lang", lang)
    assert said.exit_code == 0, said.stderr
    assert [line for line in said.stdout.splitlines() if len(line) > columns] == []


def test_every_row_is_marked(ask: Journeys) -> None:
    said = ask("what-if", "telecom", "--call", "B12=1", "--format", "json")
    rows = json.loads(said.stdout)
    assert {row["part"] for row in rows} == {"event", "finding"}
    assert all(row["hypothetical"] is True for row in rows)


def test_a_branch_is_kept_and_made_again(ask: Journeys, tmp_path: Path) -> None:
    file = tmp_path / "branch.yaml"
    options = ("--delay", "A14=3", "--channel", "A13=mail", "--drop", "A15")
    first = ask("what-if", "agency", *options, "--save", file, "--format", "csv")
    again = ask("what-if", "agency", "--branch", file, "--format", "csv")
    assert first.exit_code == again.exit_code == 0, first.stderr + again.stderr
    assert sorted(first.stdout.splitlines()) == sorted(again.stdout.splitlines())
    assert "Note" not in again.stderr

    over = ask("what-if", "agency", *options, "--save", file)
    assert over.exit_code == 2
    assert "nothing is overwritten" in over.stderr


def test_a_branch_made_for_another_or_an_older_history_says_so(
    ask: Journeys, tmp_path: Path
) -> None:
    file = tmp_path / "branch.yaml"
    file.write_text("what-if: other\nchanges:\n- drop: B12\n", encoding="utf-8")
    assert "made for other" in ask("what-if", "telecom", "--branch", file).stderr
    file.write_text("what-if: telecom\nmade-on: older\nchanges:\n- drop: B12\n", encoding="utf-8")
    assert "more has been recorded" in ask("what-if", "telecom", "--branch", file).stderr


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        ((), 2, "at least one change"),
        (("--drop", "Z9"), 3, "no event is called Z9"),
        (("--keep", "nothing"), 3, "no promise is called nothing"),
        (("--hold", "intake"), 3, "neither skipped, waived nor passed"),
        (("--drop", "A01"), 2, "leaves nothing"),
        (("--delay", "A14"), 2, "EVENT=VALUE"),
        (("--delay", "A14=soon"), 2, "EVENT=VALUE"),
        (("--delay", "A14=+-5"), 2, "EVENT=VALUE"),
        (("--delay", "A14=" + "9" * 5000), 2, "EVENT=VALUE"),
        (("--delay", "A14=99999"), 2, "--delay has to be at most 36500"),
        (("--channel", "A13=pigeon"), 2, "--channel is one of these: in-person, video, call,"),
        (("--call", "B12=-3"), 2, "--call has to be at least 0"),
        (("--delay", "A02=-400"), 2, "impossible"),
    ],
)
def test_what_cannot_be_is_said_plainly(
    ask: Journeys, options: tuple[str, ...], code: int, said: str
) -> None:
    found = ask("what-if", "agency", *options)
    assert found.exit_code == code, found.stdout
    assert said in " ".join(found.stderr.split())
    assert "Traceback" not in found.stderr

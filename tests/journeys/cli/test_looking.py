"""What people see: calm, complete, in two languages, and as narrow as it has to be."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Journeys = Callable[..., Result]

ANSI = re.compile("\x1b\\[")
LOOKING = [
    ("list",), ("board",), ("show", "agency"), ("show", "telecom"), ("findings",), ("verify",),
    ("farewell", "telecom"), ("replay", "telecom"), ("curve", "telecom"), ("history", "agency"),
]  # fmt: skip


@pytest.mark.parametrize("verb", LOOKING, ids=" ".join)
@pytest.mark.parametrize("columns", [40, 80])
@pytest.mark.parametrize("lang", ["en", "nl"])
def test_nothing_is_wider_than_its_terminal(
    ask: Journeys, verb: tuple[str, ...], columns: int, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    result = ask(*verb, "--lang", lang)
    assert result.exit_code == 0, result.stderr
    lines = result.stdout.splitlines()
    assert [line for line in lines if len(line) > columns] == []
    assert [line for line in lines if line != line.rstrip()] == []


def test_an_id_is_never_cut(ask: Journeys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    said = ask("findings", "telecom", "--all").stdout
    for code in ("farewell-help-before-procedure", "deflected-to-procedure", "farewell-own-share"):
        assert code in said


def test_a_pipe_gets_no_colours(ask: Journeys) -> None:
    assert ANSI.search(ask("board").stdout) is None


def test_a_terminal_gets_colours_unless_asked_not_to(
    ask: Journeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert re.search("\x1b\\[[0-9;]*3[0-9]m", ask("board").stdout)
    monkeypatch.setenv("NO_COLOR", "1")
    assert not re.search("\x1b\\[[0-9;]*3[0-9]m", ask("board").stdout)


def test_the_board_says_how_it_stands_and_what_to_do(ask: Journeys) -> None:
    said = ask("board").stdout
    block = said[said.index("telecom") :].split("\n\n")[0]
    for part in (
        "phase",
        "ended since 19 February 2025",
        "client",
        "our people",
        "8 violated",
        "next",
    ):
        assert part in block
    assert re.search("client +[▁-█]+ +−0.6", block)


def test_the_board_speaks_dutch(ask: Journeys) -> None:
    said = ask("board", "--lang", "nl").stdout
    for part in (
        "fase",
        "beëindigd sinds 19 februari 2025",
        "onze mensen",
        "8 geschonden",
        "nu te doen",
    ):
        assert part in said


def test_an_id_is_not_a_word(ask: Journeys) -> None:
    assert ask("list", "--lang", "nl").stdout.splitlines()[1].startswith("agency ")


def test_a_relationship_is_shown_whole(ask: Journeys) -> None:
    said = ask("show", "agency").stdout
    for part in ("Agreements", "Goals", "Gates", "Promises", "Open findings", "What happened last"):
        assert f"\n{part}\n" in said
    assert "replaced  Visible and findable again" in said
    assert "(may not be waived)" in said
    before = ask("show", "agency", "--at", "2025-08-01").stdout
    assert "contract since 28 July 2025" in before
    assert "(may not be waived)" not in before


def test_a_goodbye_that_has_not_begun_owes_nothing(ask: Journeys) -> None:
    assert (
        ask("farewell", "agency", "--at", "2025-08-01").stdout == "agency  No goodbye has begun.\n"
    )


def test_before_anything_was_recorded_there_is_nothing_to_tell(ask: Journeys) -> None:
    for verb in ("replay", "history"):
        result = ask(verb, "agency", "--at", "2001-01-01")
        assert result.exit_code == 0
        assert "Nothing had been recorded by then." in result.stderr
    assert ask("show", "agency", "--at", "2001").exit_code == 0
    assert ask("curve", "agency", "--at", "2001").stdout.endswith("no feelings recorded\n")


def test_a_replay_tells_each_moment_with_both_feelings(ask: Journeys) -> None:
    said = ask("replay", "agency").stdout
    moment = said[said.index("18 August 2025  A08") :].split("\n\n")[0]
    assert "client −0.2   our people −0.4" in moment
    assert "waiver-void" in moment
    assert "22 August 2025  A14  begins: friction" in said
    assert "A deadline passes." in said
    assert "How it was, and how it is remembered" in said
    assert said.index("How it was") < said.index("● Client")


def test_a_replay_ends_what_is_no_longer_so(ask: Journeys) -> None:
    assert "no longer so: last-moment-to-save" in ask("replay", "telecom").stdout


def test_a_replay_begins_where_it_is_asked_to(ask: Journeys) -> None:
    said = ask("replay", "agency", "--from", "2025-08-20", "--at", "2025-08-22", "--plain").stdout
    assert re.findall(r"  (A\d+\w?)(?:  |\n)", said) == ["A13", "A14", "A15"]
    assert "● Client" not in said


def test_what_was_not_told_has_no_figure(ask: Journeys) -> None:
    said = ask("replay", "agency", "--at", "2025-07-20", "--plain").stdout
    assert re.search("client +not told", said)


class _Terminal:
    """Makes a replay believe that it stands on a terminal, and presses these keys."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, keys: list[str]) -> None:
        pressed = iter(keys)
        monkeypatch.setattr("journeys.cli.replay.on_terminal", lambda: True)
        monkeypatch.setattr("click.getchar", lambda: next(pressed))


def test_a_replay_goes_step_by_step(ask: Journeys, monkeypatch: pytest.MonkeyPatch) -> None:
    _Terminal(monkeypatch, ["\r", "\x1b[C", "x", "p", "n", "q"])
    said = ask("replay", "agency", "--step").stdout
    assert re.findall(r"  (A\d\d)(?:  |\n)", said) == ["A01", "A02", "A03", "A02", "A03"]


def test_a_replay_on_a_pipe_does_not_wait(ask: Journeys) -> None:
    assert "A23" in ask("replay", "agency", "--step").stdout


def test_leaving_a_replay_leaves_without_more_words(
    ask: Journeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    _Terminal(monkeypatch, ["q"])
    result = ask("replay", "agency", "--step")
    assert result.exit_code == 0
    assert "How it was" not in result.stdout


def test_a_curve_is_drawn_in_the_terminal(ask: Journeys, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Fifteen years, then a link" in ask("curve", "telecom").stdout
    narrow = ask("curve", "telecom", "--width", "50").stdout
    assert max(map(len, narrow.splitlines())) <= 50
    assert "Breuk" in ask("curve", "telecom", "--lang", "nl").stdout


def test_a_curve_is_drawn_as_a_picture(ask: Journeys, tmp_path: Path) -> None:
    piped = ask("curve", "telecom", "--svg", "-").stdout
    assert piped.startswith("<svg")
    result = ask("curve", "telecom", "--svg", tmp_path / "a.svg", "--width", "390")
    assert "Written to" in result.stderr
    drawn = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert 'width="390"' in drawn


def test_what_is_settled_says_from_when_until_when(ask: Journeys) -> None:
    said = ask("findings", "telecom", "--all", "--code", "last-moment-to-save").stdout
    assert "from 10 February 2025 until 17 February 2025" in said


def test_a_list_of_everything_names_each_relationship(ask: Journeys) -> None:
    said = ask("findings", "--severity", "critical", "--all").stdout
    assert "core-value-broken  agency" in said
    assert "deflected-to-procedure  telecom" in said


def test_a_promise_says_when_it_is_due(run: Journeys, tmp_path: Path) -> None:
    story = tmp_path / "promise.yaml"
    story.write_text(
        "story: p\nzero: 2026-07-28\nevents:\n"
        "  - {id: P1, when: 0, facts: [relationship-opened]}\n"
        "  - {id: P2, when: 1, facts: [promise-made: {promise: call, text: We call back,"
        " by: supplier, to: client, due: 5}]}\n",
        encoding="utf-8",
    )
    store = tmp_path / "p.db"
    assert run("import", story, "--store", store).exit_code == 0
    assert "open  We call back (due 2 August 2026)" in run("show", "p", "--store", store).stdout
    board = run("board", "--store", store).stdout
    assert re.search("client +not told", board)
    assert "promise-overdue" in board


def test_what_is_over_says_how_many_there_are_and_why_each_is(ask: Journeys) -> None:
    said = ask("findings", "agency")
    assert "findings are over; --all shows them" in said.stderr
    every = ask("findings", "agency", "--all").stdout
    assert "from 22 August 2025 until 6 September 2025 · over with the relationship" in every
    then = ask("findings", "agency", "--at", "2025-09-01").stdout
    assert "· lapses on " in then
    assert "over with the relationship" not in then


def test_a_board_of_long_ago_says_since_when_nothing_was_told(
    ask: Journeys, run: Journeys, store: Path
) -> None:
    said = " ".join(ask("board").stdout.split())
    assert "Nothing at all was told since 26 September 2025" in said
    assert "journeys findings --at 2025-09-26" in said
    assert "told last 6 March 2025" in said
    assert run("meet", "agency", "--channel", "call", "--store", store).exit_code == 0
    assert "Nothing at all was told" not in ask("board").stdout


def test_an_empty_name_is_no_relationship(ask: Journeys) -> None:
    for verb in ("show", "findings"):
        said = ask(verb, "")
        assert (said.exit_code, "an empty name" in said.stderr) == (3, True)


def test_of_many_promises_what_still_runs_and_the_newest_are_shown(
    run: Journeys, tmp_path: Path
) -> None:
    made = "promise-made: {{promise: p{n}, text: Promise no. {n}, by: supplier, to: client}}"
    kept = "promise-settled: {{promise: p{n}, outcome: kept}}"
    lines = ["story: many", "zero: 2026-07-28", "events:"]
    lines += ["  - {id: M, when: 0, facts: [relationship-opened]}"]
    for n in range(20):
        lines += [f"  - {{id: M{n}, when: 1, facts: [{made.format(n=n)}]}}"]
        if n not in (3, 19):
            lines += [f"  - {{id: K{n}, when: 2, facts: [{kept.format(n=n)}]}}"]
    story, store = tmp_path / "many.yaml", tmp_path / "many.db"
    story.write_text("\n".join(lines), encoding="utf-8")
    assert run("import", story, "--store", store).exit_code == 0

    said = run("show", "many", "--store", store).stdout
    promised = re.search(r"Promises\n(.*?)\n\n", said, re.DOTALL)
    assert promised is not None
    shown = re.findall(r"no\. (\d+)", promised[1])
    assert shown == ["3", *map(str, range(9, 20))]
    assert "and 8 more; --all shows them" in promised[1]
    every = run("show", "many", "--all", "--store", store).stdout
    assert all(f"no. {n}" in every for n in range(20))
    assert "more; --all" not in every


def test_what_nothing_was_told_of_for_a_year_comes_last_in_short(
    ask: Journeys, run: Journeys, store: Path, tmp_path: Path
) -> None:
    story = tmp_path / "asleep.yaml"
    story.write_text(
        "story: asleep\nzero: 2020-07-28\nevents:\n"
        "  - {id: P1, when: 0, facts: [relationship-opened]}\n"
        "  - {id: P2, when: 1, facts: [promise-made: {promise: call, text: We call back,"
        " by: supplier, to: client, due: 5}]}\n",
        encoding="utf-8",
    )
    assert run("import", story, "--store", store).exit_code == 0
    said = ask("board").stdout
    assert re.search(
        r"agency  .*Nothing was told of these for a year\nasleep .*"
        r"told last 29 July 2020, \d+ days\s+ago · 1 medium",
        said,
        re.DOTALL,
    )
    rows = json.loads(ask("board", "--format", "json").stdout)
    assert {row["id"]: row["last"] for row in rows}["asleep"] == "2020-07-29"

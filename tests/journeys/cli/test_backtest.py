"""``journeys backtest`` and ``journeys demo --portfolio``, as they are typed."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result

import journeys
from journeys.backtesting import backtest
from journeys.policies import parse, written
from journeys.population import portfolio
from journeys.population.portfolio import planned
from projections.alarms.bounds import Bounds
from projections.backtest.policy import Policy, rules
from projections.backtest.tally import tally
from projections.drift.usual import Priors

Journeys = Callable[..., Result]


@pytest.fixture(scope="module")
def members(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a portfolio of forty. Only to be read."""
    path = tmp_path_factory.mktemp("portfolio") / "forty.db"
    with journeys.open(path) as engine:
        engine.take(lambda _: planned(portfolio(40, 3, date(2026, 11, 20))))
    return path


# --- the two stories ------------------------------------------------------------------------------


def test_in_both_stories_there_was_warning_and_this_is_how_early(ask: Journeys) -> None:
    shown = ask("backtest", "--format", "json")
    rows = {row["rule"]: row for row in json.loads(shown.stdout)}

    assert shown.exit_code == 0
    assert (rows["all"]["warned"], rows["all"]["breakups"], rows["all"]["share"]) == (2, 2, 1.0)
    assert rows["all"]["lead_median"] == (40 + 63) / 2
    assert rows["mood-drop"]["lead_median"] == 21
    assert rows["drifting"]["warned"] == 1
    assert rows["all"]["false_per_100_years"] is None


def test_a_page_has_the_table_that_people_see(ask: Journeys) -> None:
    lines = ask("backtest", "--only", "mood-drop", "--format", "md").stdout.splitlines()

    assert lines[0].startswith("| Rule | Alarms | False |")
    assert [line.split(" | ")[0] for line in lines[2:]] == ["| all together", "| mood-drop"]


def test_by_the_day_before_the_breakup_nothing_is_known_of_it(ask: Journeys) -> None:
    shown = ask("backtest", "agency", "--at", "2025-09-05", "--format", "json")
    rows = {row["rule"]: row for row in json.loads(shown.stdout)}

    assert (rows["all"]["breakups"], rows["all"]["right"]) == (0, 0)
    assert rows["all"]["undecided"] > 0


def test_people_are_told_what_the_figures_cannot_say(ask: Journeys) -> None:
    shown = ask("backtest")

    assert "all together" in shown.stdout
    assert "2 of 2" in " ".join(shown.stdout.split())
    assert "within 365 days" in shown.stderr
    assert "No rate of false alarms is told" in shown.stderr


def test_dutch_people_are_told_in_dutch(ask: Journeys) -> None:
    shown = ask("backtest", "--only", "mood-drop", "--lang", "nl")

    assert "allemaal samen" in shown.stdout
    assert "Een melding is terecht" in shown.stderr


def test_against_another_policy_shows_who_would_have_been_warned_otherwise(ask: Journeys) -> None:
    shown = ask(
        "backtest", "--only", "mood-drop", "--only", "drifting", "--against", "engine",
        "--format", "json",
    )  # fmt: skip
    rows = {row["relationship"]: row for row in json.loads(shown.stdout)}

    assert (rows["agency"]["change"], rows["agency"]["other"]) == ("no longer", 40)
    assert (rows["telecom"]["change"], rows["telecom"]["lead"]) == ("later", 28)


def test_against_itself_nothing_differs(ask: Journeys) -> None:
    shown = ask("backtest", "--against", "engine")

    assert "come to the same for everybody" in shown.stderr


def test_a_horizon_makes_early_warnings_false(ask: Journeys) -> None:
    shown = ask("backtest", "--horizon", 20, "--only", "drifting", "--format", "jsonl")
    (together, _) = map(json.loads, shown.stdout.splitlines())

    assert (together["warned"], together["false"], together["horizon"]) == (0, 1, 20)


# --- policies -------------------------------------------------------------------------------------


def test_the_policy_that_is_shown_is_whole_and_reads_back_as_it_is(ask: Journeys) -> None:
    shown = ask("backtest", "--show", "--off", "silence").stdout

    assert set(tomllib.loads(shown)["rules"]) == set(rules())
    assert parse(shown, "shown.toml", Bounds()) == Policy(off=frozenset({"silence"}))


def test_without_a_store_the_default_is_shown(run: Journeys, tmp_path: Path) -> None:
    shown = run("backtest", "--show", "--store", tmp_path / "none.db")

    assert shown.exit_code == 0
    assert parse(shown.stdout, "shown.toml", Bounds()) == Policy()


def test_limits_of_ones_own_are_part_of_the_policy() -> None:
    own = parse("[limits]\nsilence = [1.5, 2.5]", "own.toml", Bounds())

    assert (own.bounds.whole["silence"], own.bounds.strict["silence"]) == (1.5, 2.5)
    assert own.bounds.whole["drifting"] == Bounds().whole["drifting"]


def test_what_is_usual_is_part_of_the_policy() -> None:
    text = "[priors]\nclient_mood = -0.1\ndays_between_contacts = 90"
    own = parse(text, "own.toml", Bounds())

    expected = Priors(client_mood=-0.1, days_between_contacts=90)
    assert own.bounds.priors == expected
    assert parse(written(own, str), "shown.toml", Bounds()) == own


def test_another_budget_on_the_command_line_leaves_what_is_usual(
    ask: Journeys, tmp_path: Path
) -> None:
    file = tmp_path / "ours.toml"
    file.write_text("[priors]\nlate_promises = 0.4")
    shown = ask("backtest", "--policy", file, "--budget", "2", "--show").stdout

    assert "late_promises = 0.4" in shown
    assert parse(shown, "shown.toml", Bounds()).bounds.alarms == 2


_WRONG = (
    ("[priors]\nclient_mod = 0.3", "priors.client_mod: there is no such key here; perhaps: cl"),
    ("[priors]\nclient_mood = 1.2", "priors.client_mood: it is a feeling"),
    ("[priors]\nstaff_spread = 1.2", "priors.staff_spread: it is a spread"),
    ("[priors]\nstaff_spread = 0", "priors.staff_spread: it is a number above 0"),
    ("[priors]\nlate_promises = 1", "priors.late_promises: it is a part of promises"),
    ("[priors]\nerrors_per_contact = true", "priors.errors_per_contact: it is a number"),
    ("[priors]\ndays_between_contacts = -3", "days_between_contacts: it is a number above 0"),
    ("priors = 3", "line 1: priors: it is a table"),
    ("[rules]\nmod-drop = false", "line 2: rules.mod-drop: there is no such rule; perhaps: mo"),
    ("[rules]\nxyz = false", "line 2: rules.xyz: there is no such rule: 'journeys backtest"),
    ("[rules]\nmood-drop = { limt = 3 }", "rules.mood-drop.limt: there is no such key here; p"),
    ("[rules]\nmood-drop = { limit = -3 }", "rules.mood-drop.limit: it is a number above 0"),
    ("[rules]\nmood-drop = { limit = nan }", "rules.mood-drop.limit: it is a number"),
    ("[rules]\nlock-in = { feelings = 2.5 }", "rules.lock-in.feelings: it is a whole number"),
    ("[rules]\nlock-in = { no_higher_than = -3 }", "no_higher_than: it is a feeling"),
    ("[rules]\nsilence = 3", "rules.silence: it is true, false, or a table of numbers"),
    ("[rules]\nsilence = { on = 1 }", "rules.silence.on: it is true or false"),
    ("rules = 3", "line 1: rules: it is a table"),
    ("[rule]", "line 1: rule: there is no such key here; perhaps: rules"),
    ('severity = "positive"', "line 1: severity: it is one of info, low, medium"),
    ("[budget]\nalarms = 50", "line 1: budget: it can be between 0.5 and 10"),
    ("[budget]\nclients = 0", "line 2: budget.clients: it is a whole number, 1 or more"),
    ("[limits]\nsilence = [1]", "limits.silence: it is a list of two numbers"),
    ("[limits]\nsilence = [2, 1]", "limits.silence: the limit for an alarm is no lower"),
    ("[limits]\nsilense = [1, 2]", "limits.silense: there is no such key here; perhaps: sile"),
    ("severity", "this is not TOML"),
)


@pytest.mark.parametrize(("text", "says"), _WRONG, ids=map(str, range(len(_WRONG))))
def test_a_policy_that_cannot_be_names_the_file_and_the_key(
    ask: Journeys, tmp_path: Path, text: str, says: str
) -> None:
    file = tmp_path / "ours.toml"
    file.write_text(text)
    shown = ask("backtest", "--policy", file)

    assert (shown.exit_code, shown.stdout) == (2, "")
    assert str(file) in shown.stderr
    assert says in shown.stderr


def test_an_unknown_rule_on_the_command_line_has_near_ones(ask: Journeys) -> None:
    near, far = ask("backtest", "--off", "mod-drop"), ask("backtest", "--only", "x")

    assert (near.exit_code, far.exit_code) == (2, 2)
    assert "--off: there is no rule mod-drop; perhaps: mood-drop" in near.stderr
    assert "--only: there is no rule x: 'journeys backtest --show'" in far.stderr


def test_a_policy_file_that_is_not_there_is_not_found(ask: Journeys, tmp_path: Path) -> None:
    assert ask("backtest", "--policy", tmp_path / "none.toml").exit_code == 3


# --- stores ---------------------------------------------------------------------------------------


def test_an_empty_store_has_nothing_to_warn_of(run: Journeys, tmp_path: Path) -> None:
    empty = tmp_path / "empty.db"
    journeys.open(empty).close()
    shown, rows = (run("backtest", "--store", empty, *more) for more in ((), ("--format", "json")))

    assert (shown.exit_code, shown.stdout) == (0, "")
    assert shown.stderr == "No rule would have raised an alarm.\n"
    assert json.loads(rows.stdout) == []


def test_a_back_test_records_nothing(ask: Journeys, store: Path) -> None:
    def end() -> int:
        with journeys.open(store) as engine:
            return engine.store.end()

    before = end()
    assert ask("backtest").exit_code == 0
    assert end() == before


def test_on_a_portfolio_breakups_after_a_drift_are_warned_of_more_often(members: Path) -> None:
    told = {one.id: one for one in portfolio(40, 3, date(2026, 11, 20))}
    with journeys.open(members) as engine:
        found = [one for (one,) in backtest(engine, Policy(), at=None)]
    ended = [one for one in found if told[one.relationship].course == "ended"]
    warned = {True: [0, 0], False: [0, 0]}
    for one in ended:
        counts = warned[told[one.relationship].kind is not None]
        counts[0] += one.watched[0].lead("drifting") is not None
        counts[1] += 1
    counted = tally(found, 365)

    assert len(ended) == counted.breakups == 10
    assert warned[True][1] == warned[False][1] == 5
    assert warned[True][0] > warned[False][0]
    assert counted.relationships == 40


# --- the portfolio --------------------------------------------------------------------------------


def test_a_portfolio_is_generated_with_its_truth_beside_it(run: Journeys, tmp_path: Path) -> None:
    store, truth = tmp_path / "own.db", tmp_path / "truth.jsonl"
    shown = run("demo", "--portfolio", 16, "--seed", 4, "--truth", truth, "--store", store)
    told = [json.loads(line) for line in truth.read_text(encoding="utf-8").splitlines()]
    again = run("demo", "--portfolio", 16, "--seed", 4, "--store", store)
    other = run("demo", "--portfolio", 8, "--seed", 4, "--store", store)

    assert shown.exit_code == 0, shown.stderr
    assert "and 11 more" in shown.stderr
    assert [one["course"] for one in told].count("drifting") == 4
    assert {one["goodbye"] is None for one in told if one["course"] == "ended"} == {False}
    assert all(one["onset"] for one in told if one["drift"])
    assert (again.exit_code, "already" in again.stderr) == (0, True)
    assert (other.exit_code, "another seed" in other.stderr) == (2, True)
    with journeys.open(store) as engine:
        stored = b"".join(e.payload() for m in told for e in engine.store.events(m["relationship"]))
    for word in (b"level-shift", b"awful", b"onset", b"drifting"):
        assert word not in stored


def test_truth_without_a_portfolio_is_wrong_use(run: Journeys, tmp_path: Path) -> None:
    shown = run("demo", "--truth", tmp_path / "truth.jsonl")

    assert shown.exit_code == 2
    assert "--truth belongs to --portfolio" in shown.stderr


# --- over several processes -----------------------------------------------------------------------


@pytest.mark.slow
def test_over_processes_the_answer_is_the_same_to_the_byte(
    run: Journeys, members: Path, tmp_path: Path
) -> None:
    told = ("backtest", "--at", "2026-11-20", "--format", "json", "--store", members)
    over = ("--on", "processes", "--workers", 2, "--partitions", tmp_path / "kept")
    first = run(*told, *over)

    assert first.exit_code == 0
    assert first.stdout_bytes == run(*told).stdout_bytes
    (tmp_path / "kept" / "00003.parquet").unlink()
    again = run(*told, *over)
    assert again.stdout_bytes == first.stdout_bytes
    assert "1 file of the partitions was torn or missing" in again.stderr


def test_who_says_nothing_of_other_processes_needs_no_partitions(ask: Journeys) -> None:
    wrong = ask("backtest", "--partitions", "kept")

    assert wrong.exit_code == 2
    assert "--partitions belongs to --on processes or --on ray" in wrong.stderr


def test_without_ray_it_is_said_what_to_install(
    ask: Journeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> object:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr("journeys.partitions.mapping.import_module", missing)
    shown = ask("project", "rebuild", "--on", "ray", "--lang", "nl")

    assert shown.exit_code == 3
    assert "voor Ray is nog één ding nodig: pip install 'journeys-engine[ray]'" in shown.stderr

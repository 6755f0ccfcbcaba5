"""``journeys drift`` and ``journeys budget``, as they are typed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

import journeys
from journeys.budget import bounds_in, budget_in
from journeys.population import generate
from journeys.population.telling import write

Journeys = Callable[..., Result]
FELT = json.dumps(
    {
        "id": "e",
        "type": "relationship.feeling-observed.v1",
        "subject": "a",
        "time": "2025-01-01",
        "data": {"whose": "client", "valence": 3},
    }
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "journeys.jsonl"
    write(generate(6, 81, "level-shift"), path)
    return path


def test_lines_above_their_limit_are_shown_with_their_reason(run: Journeys, store: Path) -> None:
    shown = run("drift", "telecom", "--at", "2025-02-10", "--format", "json", "--store", store)
    rows = {row["channel"]: row for row in json.loads(shown.stdout)}

    assert shown.exit_code == 0
    assert rows["drifting"]["over"]
    assert rows["drifting"]["since"] == "2025-01-20T00:00:00+00:00"
    assert rows["drifting"]["part"] == "client"
    assert rows["drifting"]["within"] < 0 < rows["drifting"]["before"]
    assert rows["drifting"]["events"]
    assert not rows["silence"]["over"]


def test_people_are_told_what_the_limits_keep_to(run: Journeys, store: Path) -> None:
    shown = run("drift", "telecom", "--at", "2025-02-10", "--store", store)

    assert "in the last" in " ".join(shown.stdout.split())
    assert "5 false alarms a year per 100 clients" in shown.stderr
    assert "generated" in shown.stderr


def test_after_the_goodbye_there_is_nothing_to_judge(run: Journeys, store: Path) -> None:
    shown = run("drift", "--store", store)

    assert (shown.exit_code, shown.stdout) == (0, "")
    assert "nothing to judge" in shown.stderr


def test_dutch_speaks_of_it_too(run: Journeys, store: Path) -> None:
    shown = run("drift", "telecom", "--at", "2025-02-10", "--lang", "nl", "--store", store)

    assert "de stemming van de klant" in " ".join(shown.stdout.split())


def test_a_series_from_a_file_needs_no_store(run: Journeys, file: Path) -> None:
    shown = run("drift", "--series", "--from", file, "--format", "jsonl", "--budget", "5/100")
    rows = [json.loads(line) for line in shown.stdout.splitlines()]

    assert shown.exit_code == 0, shown.stderr
    assert len({row["relationship"] for row in rows}) == 6
    assert {"drifting", "mood-drop", "silence"} <= {row["channel"] for row in rows}
    assert any(row["value"] >= row["threshold"] for row in rows if row["channel"] == "drifting")


def test_as_known_leaves_out_what_was_not_recorded_yet(run: Journeys, file: Path) -> None:
    cut = ("--series", "--from", file, "--format", "jsonl", "--channel", "drifting")
    shown = run("drift", *cut, "--as-known", "2021-12-31")

    assert max(json.loads(line)["at"] for line in shown.stdout.splitlines()) < "2022-01-02"


def test_another_budget_moves_the_limits(run: Journeys, file: Path) -> None:
    shown = [
        json.loads(
            run("drift", "--all", "--from", file, "--format", "json", "--budget", budget).stdout
        )
        for budget in ("1", "5")
    ]

    assert shown[0][0]["threshold"] > shown[1][0]["threshold"]


@pytest.mark.parametrize("budget", ["0", "-1", "none", "5/0", "50", "nan", "0.1", "5/x", "-5/-100"])
def test_what_is_no_budget_is_refused(run: Journeys, store: Path, budget: str) -> None:
    refused = run("budget", "--store", store, "--", budget)

    assert refused.exit_code == 2
    assert "false alarms a year" in refused.stderr


def test_a_series_is_no_table(run: Journeys, store: Path) -> None:
    refused = run("drift", "--series", "--store", store)

    assert refused.exit_code == 2
    assert "--format jsonl" in refused.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("nobody",), 3), (("--from", "no-such-file.jsonl"), 3), (("nobody", "--from", "{file}"), 3)],
)
def test_what_is_not_there_is_said(
    run: Journeys, store: Path, file: Path, arguments: tuple[str, ...], code: int
) -> None:
    given = [str(file) if one == "{file}" else one for one in arguments]

    assert run("drift", *given, "--store", store).exit_code == code


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        '{"id":"e","type":"relationship.contact-held.v1","subject":"a","data":{}}',
        FELT,
    ],
)
def test_a_file_that_is_not_as_it_should_be_is_refused_by_line(
    run: Journeys, tmp_path: Path, line: str
) -> None:
    path = tmp_path / "wrong.jsonl"
    path.write_text(line + "\n", encoding="utf-8")

    refused = run("drift", "--from", path)

    assert refused.exit_code == 2
    assert "line 1" in refused.stderr


def test_a_budget_is_a_fact_and_findings_are_judged_by_it(run: Journeys, store: Path) -> None:
    assert "generated" in run("budget", "--store", store).stdout
    dry = run("budget", "1/200", "--dry-run", "--store", store)
    assert "Nothing was recorded" in dry.stderr
    with journeys.open(store) as engine:
        assert budget_in(engine.store) is None

    assert run("budget", "1/200", "--store", store).exit_code == 0

    with journeys.open(store) as engine:
        bounds = bounds_in(engine.store)
        assert (bounds.alarms, bounds.clients, bounds.per_100) == (1.0, 200, 0.5)
        drifting = next(f for f in engine.journey("telecom").judged() if f.code == "drifting")
        assert drifting.parameters["budget"] == "1 false alarms a year per 200 clients"
        engine.board()
        rows = [row for _, _, row in engine.store.rows("findings", "telecom")]
    assert "1 false alarms a year per 200 clients" in json.dumps(rows)
    shown = json.loads(run("budget", "--format", "json", "--store", store).stdout)
    assert (shown["alarms"], shown["own"]) == (1.0, False)


def test_a_budget_set_twice_keeps_its_history(run: Journeys, store: Path) -> None:
    run("budget", "3", "--store", store)
    run("budget", "4", "--store", store)

    with journeys.open(store) as engine:
        event = budget_in(engine.store)
        assert event is not None
        assert (event.version, event.fact.alarms) == (3, 4.0)
    assert "5" not in run("history", "organisation:us", "--store", store).stdout.split()[:1]


def test_nothing_of_it_is_loaded_where_nothing_is_judged(run: Journeys, store: Path) -> None:
    import subprocess
    import sys

    code = (
        "import sys; from journeys.cli.app import cli; "
        f"sys.argv = ['journeys', 'list', '--store', {str(store)!r}]; "
        "code = cli.main(standalone_mode=False); print('numpy' in sys.modules)"
    )
    run("list", "--store", store)
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert told.stdout.strip().endswith("False")


def test_people_see_those_that_stand_highest_and_everybody_when_they_ask(
    run: Journeys, store: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("journeys.cli.drift.SHOWN", 2)
    asked = ("drift", "--from", file, "--channel", "drifting", "--channel", "silence")

    shown, every = run(*asked), run(*asked, "--all")
    rows = [json.loads(line) for line in run(*asked, "--format", "jsonl").stdout.splitlines()]

    high = list(dict.fromkeys(row["relationship"] for row in rows))
    assert len(high) > 3
    assert f"{len(high) - 2} more relationships stand above a limit" in shown.stderr
    assert [name in shown.stdout for name in high] == [True, True] + [False] * (len(high) - 2)
    assert all(name in every.stdout for name in high)
    assert "more relation" not in every.stderr
    assert "Nog" in run(*asked, "--lang", "nl").stderr

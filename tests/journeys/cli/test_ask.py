"""``journeys ask``: a question by name, in figures with the events behind them."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import journeys
from journeys.cli.output import Column, Output
from journeys.language import speak
from projections.answers import ANSWERS

Journeys = Callable[..., Result]


def test_the_first_stop_of_the_agency_is_shown_by_the_names_people_know(ask: Journeys) -> None:
    said = ask("ask", "first-stop", "agency", "--format", "md").stdout
    assert "| know-like-trust | skip-refused | 19 August 2025 |" in said
    assert "A12" in said


def test_json_has_every_column_and_the_ids_of_the_events(ask: Journeys, store: Path) -> None:
    (row,) = json.loads(ask("ask", "tenure", "tele", "--format", "json").stdout)
    assert list(row) == [column.name for column in ANSWERS["tenure"].columns]
    with journeys.open(store) as engine:
        known = {event.id for event in engine.store.events("telecom")}
    assert set(row["events"]) <= known
    assert (row["since"], row["core"]) == ("2010-03-05", False)


def test_csv_leaves_what_nobody_told_empty(ask: Journeys) -> None:
    lines = ask("ask", "expectations", "--format", "csv").stdout.splitlines()
    (row,) = csv.DictReader(lines)
    assert (row["needed"], row["reach"], row["feasible"], row["reached"]) == ("6250", "", "", "0.0")


def test_a_parameter_takes_the_place_of_its_default(ask: Journeys) -> None:
    said = ask("ask", "first-stop", "agency", "--param", "gate=intake", "--format", "jsonl").stdout
    assert [json.loads(line)["gate"] for line in said.splitlines()] == ["intake"]


def test_a_question_can_be_asked_of_an_earlier_moment(ask: Journeys) -> None:
    early = ask("ask", "plug-review", "--at", "2025-09-01", "--format", "json").stdout
    known = ask("ask", "two-curves", "tele", "--as-known", "2025-02-20", "--format", "json").stdout
    assert json.loads(early) == []
    assert json.loads(known)[0]["peak_end_staff"] != 0


def test_the_list_names_every_question_with_parameters_columns_and_rows(run: Journeys) -> None:
    listed = json.loads(run("ask", "--list", "--format", "json").stdout)
    assert [one["name"] for one in listed] == sorted(ANSWERS)
    tenure = next(one for one in listed if one["name"] == "tenure")
    assert (tenure["parameters"], tenure["rows"]) == ({"core_years": 5.0}, [1, 98])
    assert tenure["columns"][-1]["name"] == "events"
    personal = {c["name"] for one in listed for c in one["columns"] if c["personal"]}
    assert personal == {"words"}


def test_without_a_name_the_questions_are_listed(run: Journeys) -> None:
    for arguments in (("ask",), ("ask", "--list")):
        said = run(*arguments).stdout
        assert "tenure" in said
        assert "core_years=5.0" in said
    assert run("ask", "--list").stdout == run("ask").stdout


def test_questions_and_headings_are_said_in_dutch(ask: Journeys) -> None:
    assert "Hoe lang zijn we samen" in ask("ask", "--list", "--lang", "nl").stdout
    said = ask("ask", "first-stop", "agency", "--lang", "nl", "--format", "md").stdout
    assert "| Relatie | Poort | Hoe |" in said
    assert "overslaan geweigerd" in said


def test_an_answer_without_rows_says_so_in_words(ask: Journeys) -> None:
    result = ask("ask", "purchase-memory")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "Nothing on record answers this." in result.stderr
    assert json.loads(ask("ask", "purchase-memory", "--format", "json").stdout) == []


@pytest.mark.parametrize("name", sorted(ANSWERS))
@pytest.mark.parametrize("lang", ["en", "nl"])
def test_every_answer_can_be_shown_to_people(ask: Journeys, name: str, lang: str) -> None:
    result = ask("ask", name, "--lang", lang)
    assert result.exit_code == 0, result.stderr
    assert [line for line in result.stdout.splitlines() if len(line) > 80] == []


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("tenur",), 3, "near it are tenure"),
        (("tenure", "nobody"), 3, "no relationship is called nobody"),
        (("tenure", "--param", "core_years"), 2, "NAME=VALUE"),
        (("tenure", "--param", "core_years=long"), 2, "core_years"),
        (("tenure", "--param", "years=3"), 2, "no parameter years"),
        (("tenure", "--param", "name=3"), 2, "no parameter name"),
        (("tenure", "--param", "at=3"), 2, "no parameter at"),
        (("valleys", "--param", "most=few"), 2, "most"),
        (("valleys", "--param", "most=0"), 2, "most of valleys is 1 or more, not 0"),
        (("systems-behind-waits", "--param", "longest=7"), 2, "lies between 0 and 1: 7 does not"),
        (("systems-behind-waits", "--param", "longest=0"), 2, "longest is a share above 0"),
        (("recovery-paths", "--param", "trust=5"), 2, "lies between -1 and 1: 5 does not"),
        (("tenure", "--param", "core_years=-3"), 2, "core_years of tenure lies between 0 and 100"),
        (("opportunity-cost", "--param", "fitting_hours=-1"), 2, "is 0 or more, not -1"),
        (("events-behind", "--param", "touchpoint=launch-dya"), 3, "near it are launch-day"),
        (("valleys", "--svg", "no/such/folder/x.svg"), 3, "no/such/folder"),
        (("blast-radius", "--param", "system=mailin-tool"), 3, "near it are mailing-tool"),
    ],
)
def test_what_cannot_be_asked_says_why(
    ask: Journeys, arguments: tuple[str, ...], code: int, said: str
) -> None:
    result = ask("ask", *arguments)
    assert result.exit_code == code
    assert said in " ".join(result.stderr.split())


def test_figures_are_the_same_from_python_the_command_line_and_the_picture(
    ask: Journeys, store: Path, tmp_path: Path
) -> None:
    listed = json.loads(ask("ask", "valleys", "--format", "json").stdout)
    with journeys.open(store) as engine:
        found = engine.ask("valleys")
    assert listed == json.loads(json.dumps(found.rows))
    drawn = tmp_path / "valleys.svg"
    assert ask("ask", "valleys", "--svg", str(drawn)).exit_code == 0
    assert drawn.read_text(encoding="utf-8") == found.svg() + "\n"
    deepest = max(listed, key=lambda row: row["depth"])
    assert f"Depth {speak('en').number(deepest['depth'])}" in found.svg()


def test_a_question_of_readings_is_drawn_as_well(ask: Journeys) -> None:
    said = ask("ask", "first-stop", "agency", "--svg", "-", "--lang", "nl").stdout
    assert said.startswith("<svg")
    assert "Gate decided" not in said


@pytest.mark.parametrize("name", ["valleys", "point-of-no-return", "tenure"])
def test_a_moment_before_the_first_event_has_no_picture_and_says_so(
    ask: Journeys, name: str, tmp_path: Path
) -> None:
    drawn = tmp_path / "none.svg"
    result = ask("ask", name, "--at", "1990-01-01", "--svg", str(drawn))
    assert result.exit_code == 0
    assert "Nothing on record answers this." in " ".join((result.stdout + result.stderr).split())
    assert not drawn.exists()


def test_a_way_is_told_with_its_direction(ask: Journeys) -> None:
    said = ask("ask", "hand-offs-before-escalation", "agency", "--format", "md").stdout
    assert "incident-occurred:bypass → effort-spent:firefighting → concession-made" in said


@pytest.mark.parametrize(("lang", "heading"), [("en", "Lead time (days)"), ("nl", "(dagen)")])
def test_a_heading_tells_the_unit_of_its_figures(ask: Journeys, lang: str, heading: str) -> None:
    said = ask("ask", "point-of-no-return", "--format", "md", "--lang", lang).stdout
    assert heading in said.splitlines()[0]


def test_a_heading_that_has_its_unit_already_tells_it_once(ask: Journeys) -> None:
    said = ask("ask", "cost-of-rigidity", "--format", "md").stdout
    assert "| Days to the end |" in said.splitlines()[0]


@pytest.mark.parametrize("width", [30, 60, 90, 140])
def test_no_place_is_so_narrow_that_the_id_of_an_event_is_cut(
    monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    name = "e-22b3be3bfc6f3a1fb02e"
    out = Output(speak("en"))
    columns = (
        Column("id", "Id"),
        Column("title", "Title", text=True),
        Column("rests", "Rests on", text=True),
    )
    rows = [{"id": "ours", "title": "what it was about " * 4, "rests": f"{name} {name}"}]
    with CliRunner().isolation() as (said, *_):
        out.rows(columns, rows)
        written = said.getvalue().decode()
    assert written.count(name) == 2
    assert max(map(len, written.splitlines())) <= width


def test_more_steps_than_there_are_places_change_nothing(ask: Journeys) -> None:
    far, farther = (
        ask("ask", "blast-radius", "--param", f"steps={n}", "--format", "json").stdout
        for n in (1000, 10**20)
    )
    assert json.loads(far) == json.loads(farther) != []


@pytest.mark.parametrize(
    ("typed", "bounds"),
    [
        (("graph", "--hops", "99"), "--hops is a whole number from 0 to 20"),
        (("graph", "--min-count", "none"), "--min-count is a whole number from 1"),
        (("graph", "--hops", "99", "--lang", "nl"), "is een geheel getal van 0 tot"),
        (("graph", "--svg", "-", "--width", "99999999"), "from 280 to 20,000"),
    ],
)
def test_a_figure_out_of_its_bounds_is_told_them(
    ask: Journeys, typed: tuple[str, ...], bounds: str
) -> None:
    said = ask(*typed)
    assert (said.exit_code, said.stdout) == (2, "")
    assert bounds in said.stderr


def test_a_replay_from_after_the_end_says_so(ask: Journeys) -> None:
    said = ask("replay", "agency", "--from", "2030-01-01")
    assert "Nothing is on record from then on." in said.stderr


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (("what-if", "agency", "--channel", "A12"), "--channel schrijf je als"),
        (("what-if", "telecom", "--call", "B12=x"), "--call schrijf je als"),
        (("map", "lived", "agency", "--at", "1990"), "in agency was toen"),
        (("graph", "--phase", "none"), "breakup en ended"),
        (("findings", "--severity", "none"), "high en critical"),
    ],
)
def test_what_is_to_be_typed_stays_as_it_is_in_another_language(
    ask: Journeys, typed: tuple[str, ...], kept: str
) -> None:
    assert kept in ask(*typed, "--lang", "nl").stderr

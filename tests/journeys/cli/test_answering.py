"""Answering findings on the command line, and seeing what was answered."""

import json
from pathlib import Path

import pytest
from click.testing import Result

import journeys
from domain._kernel import AnyEvent
from tests.journeys.cli.conftest import Journeys


def answers(store: Path) -> list[AnyEvent]:
    with journeys.open(store, create=False) as engine:
        events = [e for r in engine.store.relationships() for e in engine.store.events(r)]
    return [e for e in events if e.fact.topic == "relationship.finding-answered.v1"]


def codes(result: Result) -> list[str]:
    assert result.exit_code == 0, result.stderr
    return [row["code"] for row in json.loads(result.stdout)]


VERBS = [
    (("acknowledge", "telecom", "indifference"), "acknowledged"),
    (("dismiss", "telecom", "indifference", "not-so"), "dismissed"),
    (("snooze", "telecom", "indifference", "in 2 weeks"), "snoozed"),
    (("act-on", "telecom", "indifference", "--text", "Rang them"), "acted"),
]


@pytest.mark.parametrize(("words", "standing"), VERBS, ids=[words[0] for words, _ in VERBS])
def test_each_answer_is_recorded_and_shown(
    ask: Journeys, store: Path, words: tuple[str, ...], standing: str
) -> None:
    assert ask(*words, "--actor", "tom").exit_code == 0
    (event,) = answers(store)
    assert (event.fact.answer, event.actor) == (standing, "tom")
    rows = json.loads(ask("findings", "telecom", "--answered", standing, "--format", "json").stdout)
    assert [(row["code"], row["standing"]) for row in rows] == [("indifference", standing)]
    assert rows[0]["reply"]["by"] == "tom"
    shown = codes(ask("findings", "telecom", "--format", "json"))
    assert ("indifference" in shown) == (standing in ("acknowledged", "acted"))
    everything = codes(ask("findings", "telecom", "--answered", "all", "--format", "json"))
    assert "indifference" in everything
    nobody = codes(ask("findings", "telecom", "--answered", "unanswered", "--format", "json"))
    assert set(everything) - set(nobody) == {"indifference"}


@pytest.mark.parametrize(("words", "_standing"), VERBS, ids=[words[0] for words, _ in VERBS])
def test_a_dry_run_records_nothing(
    ask: Journeys, store: Path, words: tuple[str, ...], _standing: str
) -> None:
    result = ask(*words, "--dry-run")
    assert result.exit_code == 0
    assert "this was a dry run" in result.stderr
    assert answers(store) == []


def test_the_same_command_twice_has_one_effect(ask: Journeys, store: Path) -> None:
    words = ("dismiss", "telecom", "indifference", "not-so", "--command-id", "mine")
    assert ask(*words).exit_code == 0
    again = ask(*words)
    assert again.exit_code == 0
    assert "recorded before" in again.stderr
    assert len(answers(store)) == 1


def test_what_was_dismissed_is_counted_apart_and_told_with_its_reason(ask: Journeys) -> None:
    ask("dismiss", "telecom", "indifference", "not-so", "--by", "tom", "--when", "2025-03-01")
    hidden = ask("findings", "telecom")
    assert "indifference" not in hidden.stdout
    assert "Not shown: 1 dismissed. See them with --answered all." in hidden.stderr
    told = ask("findings", "telecom", "--answered", "dismissed")
    assert "dismissed by tom on 1 March 2025: not-so" in told.stdout
    assert "1 dismissed" in ask("board").stdout
    assert "1 dismissed" in ask("show", "telecom").stdout


def test_an_answer_is_seen_only_from_its_moment(ask: Journeys) -> None:
    ask("dismiss", "telecom", "indifference", "not-so", "--when", "2025-03-01")
    for cut, there in (("2025-02-28", True), ("2025-03-01", False)):
        shown = codes(ask("findings", "telecom", "--at", cut, "--format", "json"))
        assert ("indifference" in shown) == there
    shown = codes(ask("findings", "telecom", "--as-known", "2026-01-01", "--format", "json"))
    assert "indifference" in shown


def test_it_says_what_came_of_acting(ask: Journeys) -> None:
    ask("act-on", "agency", "unease-unanswered", "--when", "2025-09-01", "--actor", "tom")
    stands = ask("findings", "agency", "--answered", "acted", "--at", "2025-09-01")
    assert "acted on by tom on 1 September 2025 · it still stands" in stands.stdout
    ask("reassure", "agency", "does-not-feel-right", "--when", "2025-09-02")
    settled = ask("findings", "agency", "--answered", "acted", "--all")
    assert "acted on by tom on 1 September 2025 · settled since" in settled.stdout


def test_what_ended_with_the_relationship_was_not_settled_by_acting(ask: Journeys) -> None:
    ask("act-on", "agency", "boundary-given-up", "--when", "2025-09-01", "--actor", "tom")
    told = ask("findings", "agency", "--answered", "acted", "--all").stdout
    assert "acted on by tom on 1 September 2025 · over since" in told
    assert "from 22 August 2025 until 6 September 2025 · over with the relationship" in told


def test_new_evidence_brings_a_dismissed_finding_back_and_says_which(ask: Journeys) -> None:
    ask("dismiss", "agency", "errors-accumulate", "not-so", "--when", "2025-09-01T10:00:00Z")
    assert (
        "back: " not in ask("findings", "agency", "--at", "2025-09-02", "--answered", "all").stdout
    )
    ask("incident", "agency", "small-error", "--when", "2025-09-03", "--command-id", "fresh")
    told = ask("findings", "agency", "--code", "errors-accumulate", "--at", "2025-09-03")
    assert "had not been seen then" in told.stdout


def test_reopening_takes_the_answer_back(ask: Journeys) -> None:
    ask("dismiss", "telecom", "indifference", "not-so")
    assert ask("reopen", "telecom", "indifference").exit_code == 0
    assert "indifference" in ask("findings", "telecom").stdout
    again = ask("reopen", "telecom", "indifference")
    assert again.exit_code == 2
    assert "taken-back-when-given" in again.stderr


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        (("acknowledge", "telecom", "indiference"), 3, "open are indifference"),
        (("acknowledge", "telecom", "x"), 3, "nothing was found under x; open are "),
        (("acknowledge", "telecom"), 2, "missing FINDING: one of "),
        (("dismiss", "telecom", "indifference"), 2, "missing REASON: one of not-so, "),
        (("dismiss", "telecom", "indifference", "boring"), 2, "REASON is one of these: not-so, "),
        (("snooze", "telecom", "indifference", "yesterday"), 2, "answers-say-enough"),
        (("snooze", "telecom", "indifference", "soon"), 2, "is no moment"),
        (("act-on", "telecom", "indifference", "--done", "e-none"), 2, "no event is called e-none"),
        (("acknowledge", "telecom", "indifference", "--when", "2025-01-01"), 2, "it is so since"),
        (("acknowledge", "nobody", "indifference"), 3, "no relationship is called nobody"),
    ],
)
def test_what_cannot_be_answered_says_why(
    ask: Journeys, store: Path, words: tuple[str, ...], code: int, why: str
) -> None:
    result = ask(*words)
    assert (code, True) == (result.exit_code, why in result.stderr), result.stderr
    assert answers(store) == []


@pytest.mark.parametrize("form", ["cloudevents", "yaml"])
def test_what_was_answered_is_still_answered_after_it_was_moved(
    ask: Journeys, run: Journeys, tmp_path: Path, form: str
) -> None:
    """Also where a finding is known by the id of an event, which a story makes anew."""
    ask("dismiss", "agency", "agreement-broken", "not-so", "--when", "2025-09-10")
    ask("acknowledge", "agency", "errors-accumulate", "--when", "2025-09-10")
    file, other = tmp_path / f"agency.{form}", tmp_path / "other.db"
    assert ask("export", "agency", "--format", form, "--out", file).exit_code == 0
    assert run("import", file, "--store", other).exit_code == 0
    for standing, code in (
        ("dismissed", "agreement-broken"),
        ("acknowledged", "errors-accumulate"),
    ):
        there = run(
            *("findings", "agency", "--answered", standing, "--all"),
            *("--store", other, "--format", "json"),
        )
        assert codes(there) == [code]
    assert run("verify", "--store", other).exit_code == 0


def test_precision_is_asked_by_name(ask: Journeys) -> None:
    ask("dismiss", "telecom", "indifference", "not-so")
    ask("acknowledge", "telecom", "mood-drop")
    rows = json.loads(ask("ask", "precision", "--format", "json").stdout)
    by_code = {row["finding"]: row for row in rows}
    assert (by_code["indifference"]["wrong"], by_code["indifference"]["precision"]) == (1, 0)
    assert (by_code["mood-drop"]["right"], by_code["mood-drop"]["precision"]) == (1, 1)
    assert by_code["repair-broken"]["precision"] is None
    assert by_code["repair-broken"]["unanswered"] == 1


def test_it_is_said_in_dutch(ask: Journeys) -> None:
    ask("dismiss", "telecom", "indifference", "not-so", "--by", "tom", "--when", "2025-03-01")
    told = ask("findings", "telecom", "--answered", "dismissed", "--lang", "nl")
    assert "terzijde gelegd door tom op 1 maart 2025: klopt niet" in told.stdout

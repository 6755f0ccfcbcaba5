"""What cannot be recorded is refused with its reason; what was recorded is not recorded twice."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result

import journeys.cli.recording.desk as desks
from tests.journeys.cli.recording import events, named

Journeys = Callable[..., Result]
Told = Callable[..., Result]


@pytest.fixture
def ada(tmp_path: Path) -> Path:
    """A store with ada in it."""
    return named(tmp_path / "a.db")


@pytest.fixture
def tell(run: Journeys, ada: Path) -> Told:
    """The command line, told something about ada; 80 columns, English, no terminal."""
    return lambda *arguments: run(*arguments, "--store", ada)


REFUSED = [
    (("open", "ada"), "opened-first", "open already"),
    (("settle", "ada", "nope", "--outcome", "kept"), "refers-to-what-is-known", "nope"),
    (("renew", "ada", "contract", "--when", "2020"), "happens-after-what-it-refers-to", "contract"),
    (("meet", "ada", "--when", "tomorrow"), "not-before-it-happened", "after it is recorded"),
    (("withdraw", "ada", "--by", "client"), "withdrawn-before-it-ended", "no breakup"),
    (("rekindle", "ada", "--by", "client"), "rekindled-after-it-ended", "not ended"),
    (("need", "ada", "--name", "more-time"), "named-once", "more-time"),
    (("gate", "ada", "intake", "--outcome", "passed"), "passed-with-answers", "budget"),
    (("meet", "ada", "--cause", "e-none"), "cause-is-known", "e-none"),
    (("record", "ada", "contract-renewed", "contract=x"), "refers-to-what-is-known", "x"),
]


@pytest.mark.parametrize("dry", [(), ("--dry-run",)], ids=["for real", "dry run"])
@pytest.mark.parametrize(("typed", "rule", "reason"), REFUSED, ids=lambda one: str(one)[:40])
def test_what_a_rule_forbids_is_refused_and_changes_nothing(
    tell: Told, ada: Path, typed: tuple[str, ...], rule: str, reason: str, dry: tuple[str, ...]
) -> None:
    before = events(ada)
    result = tell(*typed, *dry)
    assert result.exit_code == 2
    assert f"refused by the rule {rule}: " in result.stderr
    assert reason in result.stderr
    assert result.stdout == ""
    assert events(ada) == before


MISTAKEN = [
    (("promise", "ada"), "missing TEXT; missing --by: one of client, supplier, both, unknown; "),
    (("feel", "ada", "client"), "missing --valence"),
    (("settle", "ada"), "missing PROMISE: one of send-plan; missing --outcome: one of kept, late"),
    (("meet",), "missing REL"),
    (("record", "ada"), "missing FACT"),
    (("part", "ada", "--by", "nobody"), "--by is one of these: client, supplier, both, unknown"),
    (("raise", "ada", "quarrel"), "KIND is one of these: problem, disagreement, complaint"),
    (("meet", "ada", "--when", "someday"), "is no moment"),
    (("meet", "ada", "--client", "2"), "--client has to be at most 1"),
    (("meet", "ada", "--client", "bad"), "--client has to be a number"),
    (("meet", "ada", "--actor", "me@example.org"), "--actor has to be a pseudonym"),
    (("feel", "ada", "client", "--valence", "-3"), "--valence has to be at least -1"),
    (("feel", "ada", "client", "--scale", "nps"), "--answer is missing"),
    (("feel", "ada", "client", "--scale", "nps", "--answer", "11"), "nps runs from 0 to 10"),
    (
        ("feel", "ada", "client", "--scale", "nps", "--answer", "1", "--valence", "1"),
        "give either --valence, or --scale with --answer",
    ),
    (("goal", "ada", "--work", "advice", "--target", "3"), "--metric is missing"),
    (("need", "ada", "--name", "More Time"), "--name has to be a short word"),
    (("record", "ada", "rival-notced"), "no fact is called rival-notced; perhaps: rival-noticed"),
    (("record", "ada", "rival-noticed", "stag=x"), "has no key stag; use stage"),
    (("record", "ada", "rival-noticed", "stage=x"), "stage is one of these: attention"),
    (("record", "ada", "rival-noticed", "stage"), "stage is written as KEY=VALUE"),
    (("record", "ada", "rival-noticed", "stage=a", "stage=b"), "stage is given twice"),
    (("record", "ada", "rival-noticed"), "stage is missing"),
]


@pytest.mark.parametrize(("typed", "said"), MISTAKEN, ids=lambda one: " ".join(one)[:50])
def test_a_mistake_is_blamed_on_its_flag(
    tell: Told, ada: Path, typed: tuple[str, ...], said: str
) -> None:
    before = events(ada)
    result = tell(*typed)
    assert result.exit_code == 2, result.stderr
    assert said in result.stderr
    assert "line 1" not in result.stderr
    assert events(ada) == before


def test_an_unknown_relationship_is_not_found(tell: Told) -> None:
    assert tell("meet", "eve").exit_code == 3


def test_nothing_is_recorded_where_there_is_no_store(run: Journeys, tmp_path: Path) -> None:
    assert run("meet", "ada", "--store", tmp_path / "no.db").exit_code == 3
    assert run("open", "a b", "--store", tmp_path / "no.db").exit_code == 2
    assert run("open", "ada", "--when", "tomorrow", "--store", tmp_path / "no.db").exit_code == 2
    assert list(tmp_path.glob("no.db*")) == []


def test_a_dry_run_writes_nothing_and_makes_no_store(
    run: Journeys, tell: Told, ada: Path, tmp_path: Path
) -> None:
    fresh = run("open", "eve", "--dry-run", "--store", tmp_path / "no.db")
    assert fresh.exit_code == 0
    assert "Relationship opened" in fresh.stdout
    assert "Nothing was recorded: this was a dry run." in fresh.stderr
    assert list(tmp_path.glob("no.db*")) == []
    kept = ada.read_bytes()
    shown = json.loads(tell("meet", "ada", "--dry-run", "--format", "json").stdout)
    assert [(row["fact"], row["version"], row["dry_run"]) for row in shown] == [
        ("contact-held", 16, True)
    ]
    assert ada.read_bytes() == kept


def test_the_same_command_id_has_one_effect_and_says_so(tell: Told, ada: Path) -> None:
    typed = ("need", "ada", "More light", "--when", "yesterday", "--client", "0.1")
    first = tell(*typed, "--command-id", "c-1")
    again = tell(*typed, "--command-id", "c-1")
    assert first.exit_code == again.exit_code == 0
    assert "Recorded under the command id c-1." in first.stderr
    assert "recorded before, under the command id c-1; nothing changed" in again.stderr
    assert first.stdout == again.stdout
    assert len(events(ada)) == 17
    dry = json.loads(tell(*typed, "--command-id", "c-1", "--dry-run", "--format", "json").stdout)
    assert [row["already"] for row in dry] == [True, True]


def test_a_script_that_runs_again_a_day_later_says_the_same(
    tell: Told, ada: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = ("promise", "ada", "More light", "--by", "client", "--to", "both", "--due", "tomorrow")
    tell(*typed, "--command-id", "c-1")
    tell("need", "ada", "Other things")
    later = datetime.now().astimezone() + timedelta(days=1, hours=2)
    monkeypatch.setattr(desks, "clock", lambda: later)
    again = tell(*typed, "--command-id", "c-1")
    assert "nothing changed" in again.stderr
    assert len(events(ada)) == 17


@pytest.mark.parametrize("dry", [(), ("--dry-run",)], ids=["for real", "dry run"])
def test_one_command_id_does_not_stand_for_two_commands(
    tell: Told, ada: Path, dry: tuple[str, ...]
) -> None:
    tell("need", "ada", "More light", "--command-id", "c-1")
    result = tell("need", "ada", "Less light", "--command-id", "c-1", *dry)
    assert result.exit_code == 2
    assert "one-id-one-command" in result.stderr
    assert len(events(ada)) == 16


@pytest.mark.parametrize(
    ("text", "back"), [("yesterday", 1), ("gisteren", 1), ("3 weeks ago", 21), ("vandaag", 0)]
)
def test_a_day_can_be_said_as_people_say_it(
    tell: Told, ada: Path, text: str, back: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    noon = datetime.fromisoformat("2026-11-22T12:00:00+01:00")
    monkeypatch.setattr(desks, "clock", lambda: noon)
    assert tell("meet", "ada", "--when", text).exit_code == 0
    event = events(ada)[-1]
    assert event.occurred_at == str((noon - timedelta(days=back)).date())
    assert event.recorded_at == "2026-11-22T12:00:00+01:00"


def test_what_happened_long_ago_can_be_recorded_late(tell: Told, ada: Path) -> None:
    assert tell("settle", "ada", "send-plan", "--outcome", "late").exit_code == 0
    assert tell("ask-status", "ada", "send-plan", "--when", "2025-06").exit_code == 0
    assert tell("meet", "ada", "--when", "2024").exit_code == 0
    assert [e.occurred_at for e in events(ada)[-2:]] == ["2025-06", "2024"]


def test_shortly_after_midnight_today_is_not_refused(
    tell: Told, ada: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    early = datetime.fromisoformat("2026-11-22T00:30:00+01:00")
    monkeypatch.setattr(desks, "clock", lambda: early)
    assert tell("meet", "ada").exit_code == 0
    assert events(ada)[-1].occurred_at == "2026-11-22T00:30:00+01:00"


def test_a_refusal_is_said_in_dutch_too(tell: Told) -> None:
    said = tell("settle", "ada", "nope", "--outcome", "kept", "--lang", "nl").stderr
    assert "refers-to-what-is-known" in said
    assert "eerst" in said
    assert (
        "--by is een van deze: client, " in tell("part", "ada", "--by", "x", "--lang", "nl").stderr
    )
    assert "ontbreekt" in tell("part", "ada", "--lang", "nl").stderr

"""Lines of a log: which, in which form, and nothing personal in any of them."""

from __future__ import annotations

import errno
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from domain._kernel import topics
from domain.errors import NotFound, Unreadable
from journeys.cli.app import GROUPS, RECORDING
from journeys.engine import Engine
from journeys.store import Store
from journeys.telemetry.logs import Level, Log, asked
from journeys.telemetry.spans import around, watched
from tests.journeys.cli.conftest import Journeys, ask, run, store, told  # noqa: F401 - fixtures

_NAMES = {
    "command", "save", "page", "fold", "import", "question", "verify", "rebuild", "backup",
    "restore", "compact",
}  # fmt: skip
WORDS = re.compile(r"\w[\w'’-]{3,}")
_KEYS = {
    "run", "event", "level", "timestamp", "seconds", "error", "verb", "exit", "events", "after",
    "pages", "recorded", "already", "question", "rows", "views", "clean", "bytes", "before",
}  # fmt: skip


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines() if line.startswith('{"')]


def written(level: Level) -> list[dict[str, Any]]:
    out = io.StringIO()
    with watched(Log(out, level, "json")):
        with around("page", after=0) as work:
            work.note(events=3)
        with around("import", recorded=7):
            pass
        with pytest.raises(NotFound), around("question"):
            raise NotFound("{name} is gone", name="Joost")
        with pytest.raises(KeyError), around("slip"):
            raise KeyError("Joost")
    assert "Joost" not in out.getvalue()
    return lines(out.getvalue())


@pytest.mark.parametrize(
    ("level", "names"),
    [
        ("debug", ["page", "import", "question", "slip"]),
        ("info", ["import", "question", "slip"]),
        ("warning", ["question", "slip"]),
        ("error", ["slip"]),
    ],
)
def test_each_level_has_its_lines(level: Level, names: list[str]) -> None:
    assert [line["event"] for line in written(level)] == names


def test_a_line_says_what_when_how_long_and_what_went_wrong() -> None:
    page, _, question, slip = written("debug")
    assert (page["level"], page["after"], page["events"]) == ("debug", 0, 3)
    assert page["timestamp"].endswith("Z")
    assert page["seconds"] >= 0
    assert (question["level"], question["error"]) == ("warning", "NotFound")
    assert (slip["level"], slip["error"]) == ("error", "KeyError")
    assert len({line["run"] for line in (page, question, slip)}) == 1


class Full(io.StringIO):
    """A disk without room."""

    def write(self, text: str) -> int:
        raise OSError(errno.ENOSPC, text)


def test_a_line_that_finds_no_room_or_nobody_keeps_nobody_from_work() -> None:
    done, closed = [], io.StringIO()
    with watched(Log(Full(), "info", "json"), Log(closed, "info", "json")):
        closed.close()
        with around("save"):
            done.append("saved")
    assert done == ["saved"]


def test_for_people_a_line_is_no_json() -> None:
    out = io.StringIO()
    with watched(Log(out)), around("import", recorded=7):
        pass
    assert "import" in out.getvalue()
    assert "recorded=7" in out.getvalue()


@pytest.mark.parametrize(
    ("option", "setting", "terminal", "expected"),
    [
        (None, "", True, None),
        (None, "info", True, ("info", "console")),
        (None, "info", False, ("info", "json")),
        (None, "Debug, console", False, ("debug", "console")),
        (None, "json", True, ("info", "json")),
        ("error", "debug,json", True, ("error", "json")),
    ],
)
def test_the_option_goes_before_the_setting_and_a_program_gets_json(
    option: str | None,
    setting: str,
    terminal: bool,  # noqa: FBT001 - a case
    expected: tuple[str, str] | None,
) -> None:
    assert asked(option, setting, terminal=terminal) == expected


def test_a_setting_that_means_nothing_says_what_would() -> None:
    with pytest.raises(Unreadable, match="JOURNEYS_LOG is a level"):
        asked(None, "loud", terminal=True)


def test_the_log_stands_on_standard_error_and_leaves_the_data_alone(ask: Journeys) -> None:  # noqa: F811
    plain, logged = (
        ask("list", "--format", "json"),
        ask("list", "--format", "json", "--log-level", "debug"),
    )
    assert logged.stdout == plain.stdout
    assert [line["event"] for line in lines(logged.stderr)] == ["page", "fold", "command"]
    assert lines(logged.stderr)[-1]["verb"] == "list"


# --- nothing personal ----------------------------------------------------------------------------

TYPED = (
    ["list"], ["show", "agency"], ["replay", "agency"], ["curve", "agency"], ["history", "agency"],
    ["graph", "agency"], ["query", "touchpoint", "agency"], ["board"], ["findings", "agency"],
    ["drift"], ["budget"], ["backtest"],
    ["farewell", "telecom"], ["verify"], ["what-if", "agency", "--hold", "know-like-trust"],
    ["map", "list"], ["project", "status"], ["project", "rebuild"], ["doctor"],
    ["shards", "status"], ["shards", "make", "--store", "Vandersteen.toml"],
    ["backup", "Vandersteen.backup"], ["restore", "Vandersteen.backup", "--dry-run"],
    ["compact"], ["export", "agency"], ["quarantine", "list"], ["ask", "tenure"],
    ["ask", "Vandersteen"], ["show", "Vandersteen"], ["restore", "Vandersteen.pdf"],
    ["open", "vandersteen", "--title", "Joost Vandersteen"],
    ["meet", "vandersteen", "--text", "Joost was furious about Fatima"],
    ["feel", "vandersteen", "client", "--valence", "-0.9", "--words", "rather furious"],
    ["act-on", "agency", "Vandersteen"], ["import", "Vandersteen.csv"], ["suggest", "agency"],
    ["demo", "--store", "Vandersteen.db"],
)  # fmt: skip
_BARE = [[verb, "agency", "--yes"] for verb in RECORDING if verb not in {"open", "meet", "feel"}]


def personal(store: Store) -> set[str]:  # noqa: F811 - a store, not the fixture
    """Return ids, and every longer word of what people said or are called."""
    found: set[str] = set()
    for name in store.relationships():
        found.add(name)
        for event in store.events(name):
            found |= {event.id, event.command_id, event.actor, event.story_id or event.id}
            data = event.fact.model_dump(mode="json", exclude_none=True)
            for field in event.fact.personal_fields:
                found |= set(WORDS.findall(json.dumps(data.get(field.partition(".")[0], ""))))
    return found


def test_nothing_personal_is_in_the_log_of_any_command(
    ask: Journeys,  # noqa: F811
    store: Path,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JOURNEYS_LOG", "debug,json")
    monkeypatch.setenv("JOURNEYS_ACTOR", "joost-v")
    told = [(typed, lines(ask(*typed).stderr)) for typed in (*TYPED, *_BARE)]  # noqa: F811
    assert {typed[0] for typed, _ in told} == {verb for group in GROUPS.values() for verb in group}
    assert all(found and found[-1]["event"] == "command" for _, found in told), [
        typed for typed, found in told if not found
    ]
    heard = [line for _, found in told for line in found]
    assert set().union(*heard) <= _KEYS
    assert len({line["event"] for line in heard}) >= 8
    assert {line["event"] for line in heard} <= _NAMES
    assert {line["question"] for line in heard if "question" in line} == {"tenure"}
    with Engine.open(store) as engine:
        words = personal(engine.store) | {"Vandersteen", "vandersteen", "Joost", "Fatima"}
    assert {"Joost", "Fatima", "furious", "agency"} <= words
    verbs = {
        word for group in GROUPS.values() for verb in group for word in (verb, *verb.split("-"))
    }
    ours = {"timestamp", "event", "question"}
    values = {str(line[key]) for line in heard for key in line.keys() - ours}
    said = set().union(*(WORDS.findall(value) for value in values))
    assert (said & words) - verbs == set()
    assert not any(topic in value for topic in topics() for value in values)

"""What is taken in one pass is what is taken in the ordinary way, byte for byte."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

import journeys
from domain._kernel import AnyEvent
from domain.errors import Unreadable
from journeys.columns.copy import copy_at
from journeys.columns.tidy import tidy
from journeys.engine import Engine
from journeys.io import importing
from journeys.io.bulk import taking
from journeys.io.bulk.lines import Lines, Odd, quick
from journeys.io.bulk.ordinary import OutOfTheOrdinary
from journeys.io.bulk.taking import take
from journeys.io.bulk.through import Taken
from journeys.io.cloudevents import export
from journeys.store import Store
from journeys.store.numbering import Numbering
from tests.bench.plain import events_in_time, stories
from tests.journeys.io import test_importing as ordinary
from tests.projections.streams import streams

TABLES = ("events", "entries", "heads", "commands")
LINES = ordinary.second()


def tables(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    return {
        name: store._database.all(f"SELECT * FROM {name} ORDER BY 1")  # noqa: S608 - our own names
        for name in TABLES
    }


def lines_of(*events: AnyEvent) -> bytes:
    with Store.open(":memory:") as store:
        store.append(events)
        return b"".join(export(store.log_order()))


def both(path: Path, folder: Path, *before: bytes) -> Taken:
    """Hold the bytes of both ways against each other; return what was taken."""
    with Store.open(folder / "bulk.db") as one, Store.open(folder / "ordinary.db") as other:
        for earlier in before:
            for store in (one, other):
                importing.apply(importing.plan(io.BytesIO(earlier), store), store)
        copy = copy_at(folder / "bulk.db.columns", one)
        copy.catch_up()
        taken = take(path, one, copy)
        planned = importing.plan(path, other)
        importing.apply(planned, other)
        assert tables(one) == tables(other)
        assert taken == (len(planned.events), planned.already)
        assert copy.end() == one.end()
        assert tidy(one, copy).equals(tidy(other))
        assert not one.verify().faults
    return taken


def written(tmp_path: Path, data: bytes | str) -> Path:
    path = tmp_path / "file.jsonl"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def shipped() -> bytes:
    with journeys.open(":memory:") as engine:
        engine.load_stories(invented=True)
        return b"".join(export(engine.store.log_order()))


STORIES = shipped()


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "BATCH", 7)
    monkeypatch.setattr(taking, "BLOCK", 5000)


def test_the_stories_are_stored_byte_for_byte_as_in_the_ordinary_way(tmp_path: Path) -> None:
    taken = both(written(tmp_path, STORIES), tmp_path)
    assert taken == (STORIES.count(b"\n"), 0)


def test_plain_histories_are_stored_byte_for_byte_as_in_the_ordinary_way(tmp_path: Path) -> None:
    events = events_in_time(stories(12, 25))
    assert both(written(tmp_path, lines_of(*events)), tmp_path) == (300, 0)


def test_a_line_that_we_wrote_is_read_without_building_an_event() -> None:
    raws = STORIES.splitlines()
    (found,) = quick(1, STORIES, Numbering())
    assert isinstance(found, Lines)
    assert len(found) == len(raws)


SPOILED: dict[str, dict[str, object]] = {
    "an id that begins with a dot": {"id": ".x"},
    "an id with a space": {"id": "x y"},
    "an id with other letters": {"id": "é1"},
    "an id that is too long": {"id": "x" * 129},
    "no id": {"id": ""},
    "a relationship with a space": {"subject": "s t"},
    "a cause that is no id": {"causeid": "a b"},
    "a name in a story that is no id": {"storyid": "#1"},
    "a correlation that is no id": {"correlation": "_"},
    "a command with a control character": {"commandid": "c\t1"},
    "a command that is too long": {"commandid": "c" * 129},
    "the number nought": {"sequence": "0000"},
    "a number with a sign": {"sequence": "+1"},
    "another script's digits": {"sequence": "\u0661"},
    "a number that is too long": {"sequence": "0" * 18 + "1"},
    "another time than when it happened": {"time": "2020-01-01T00:00:00+00:00"},
    "another time than when it was recorded": {"recordedtime": "2020-01-01T00:00:00+00:00"},
    "a day that is none": {"occurred": "2026-02-30", "time": ...},
    "an hour that is none": {"occurred": "2020-01-06T24:00:00+00:00", "time": ...},
    "another version of the form": {"specversion": "1.1"},
    "another source": {"source": "/elsewhere"},
    "an unknown channel": {"channel": "smoke"},
    "an actor with an at sign": {"actor": "a@b"},
    "an unknown kind": {"type": "relationship.nothing.v1"},
    "a fact that is not whole": {"data": {"whose": "client"}},
    "an unknown attribute": {"colour": "red"},
    "a null character": {"actor": "a\x00"},
}


@pytest.mark.parametrize("spoiled", sorted(SPOILED))
@pytest.mark.parametrize("place", [0, 4, 8])
def test_an_odd_line_is_found_among_others_which_are_read_quickly(spoiled: str, place: int) -> None:
    raws = lines_of(*events_in_time(stories(3, 3))).splitlines()
    raws[place] = _changed(raws[place], **SPOILED[spoiled]).rstrip()
    found = list(quick(11, b"".join(raw + b"\n" for raw in raws), Numbering()))
    assert [one for one in found if isinstance(one, Odd)] == [(11 + place, raws[place])]
    assert [number for one in found if isinstance(one, Lines) for number in one.number] == [
        number for number in range(11, 20) if number != 11 + place
    ]


def test_a_line_that_ends_within_its_fact_is_no_line_nor_is_the_next() -> None:
    raws = lines_of(*events_in_time(stories(3, 3))).splitlines()
    raws[4:5] = [raws[4][:-3], raws[4][-3:]]
    found = list(quick(1, b"".join(raw + b"\n" for raw in raws), Numbering()))
    assert [one for one in found if isinstance(one, Odd)] == [(5, raws[4]), (6, raws[5])]
    assert sum(len(one) for one in found if isinstance(one, Lines)) == 8


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(streams)
def test_any_history_is_stored_as_in_the_ordinary_way(
    tmp_path_factory: pytest.TempPathFactory, events: tuple[AnyEvent, ...]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    both(written(folder, lines_of(*events)), folder)


@pytest.mark.parametrize("case", sorted(ordinary.WRONG))
def test_what_is_refused_is_left_to_the_ordinary_way_and_nothing_is_kept(
    case: str, tmp_path: Path
) -> None:
    text, line, _ = ordinary.WRONG[case]
    path = written(tmp_path, text.encode("utf-8", "surrogatepass"))
    with Store.open(tmp_path / "a.db") as store:
        with pytest.raises(Unreadable) as expected:
            importing.plan(path, store)
        copy = copy_at(tmp_path / "a.db.columns", store)
        with pytest.raises((Unreadable, OutOfTheOrdinary)) as found:
            take(path, store, copy)
        assert isinstance(found.value, OutOfTheOrdinary)
        assert (store.end(), store.relationships(), copy.end()) == (0, [], 0)
        assert not list((tmp_path / "a.db.columns").glob("*.segment"))
    assert f"line {line}" in str(expected.value)


@pytest.mark.parametrize("case", ["not a number", "recorded before it happened", "an empty file"])
def test_a_file_too_large_for_the_ordinary_way_is_refused_with_its_line(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "SIZE_LIMIT", -1)
    text, line, said = ordinary.WRONG[case]
    with Store.open(tmp_path / "a.db") as store:
        with pytest.raises(Unreadable, match=f"line {line}.*{said}"):
            take(written(tmp_path, text), store)
        assert store.end() == 0


def test_what_was_wrong_before_a_refused_line_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "SIZE_LIMIT", -1)
    lines = lines_of(*events_in_time(stories(1, 30))).splitlines(keepends=True)
    known = json.loads(lines[0])["id"]
    twice = [*lines[:10], _changed(lines[10], id=known), *lines[11:29]]
    refused = _changed(
        lines[29], type="relationship.relationship-opened.v1", data={"kind": "client"}
    )
    with Store.open(tmp_path / "a.db") as store:
        with pytest.raises(Unreadable, match="line 30"):
            take(written(tmp_path, b"".join([*lines[:29], refused])), store)
        with pytest.raises(OutOfTheOrdinary):
            take(written(tmp_path, b"".join([*twice, refused])), store)
        assert store.end() == 0


def _changed(raw: bytes, **changes: object) -> bytes:
    said = json.loads(raw) | changes
    kept = {name: value for name, value in said.items() if value is not ...}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


SPELLINGS: dict[str, Any] = {
    "spaces": lambda raw: json.dumps(json.loads(raw)).encode() + b"\n",
    "windows": lambda raw: raw.rstrip() + b"\r\n",
    "a mark in front": lambda raw: b"\xef\xbb\xbf" + raw,
    "a blank line": lambda raw: b"\n" + raw + b"   \n",
    "no number": lambda raw: _changed(raw, sequence=...),
    "no recording": lambda raw: _changed(raw, recorded=..., recordedtime=...),
    "no command": lambda raw: _changed(raw, commandid=...),
    "a number as a number": lambda raw: _changed(raw, sequence=int(json.loads(raw)["sequence"])),
}


@pytest.mark.parametrize("spelling", sorted(SPELLINGS))
def test_another_spelling_comes_to_the_same(spelling: str, tmp_path: Path) -> None:
    spelled = SPELLINGS[spelling]
    own = lines_of(*events_in_time(stories(3, 12)))
    data = b"".join(
        spelled(line) if number % 3 == 1 or spelling == "no number" else line
        for number, line in enumerate(own.splitlines(keepends=True))
    )
    assert both(written(tmp_path, data), tmp_path) == (36, 0)


def test_twice_is_once(tmp_path: Path) -> None:
    assert both(written(tmp_path, STORIES), tmp_path, STORIES) == (0, STORIES.count(b"\n"))


def test_a_file_that_goes_on_where_the_store_ends_adds_what_is_new(tmp_path: Path) -> None:
    lines = lines_of(*events_in_time(stories(5, 30))).splitlines(keepends=True)
    taken = both(written(tmp_path, b"".join(lines)), tmp_path, b"".join(lines[:70]))
    assert taken == (80, 70)


def _contact(**changes: object) -> str:
    return ordinary.second(**changes).splitlines(keepends=True)[1]


OUT_OF_THE_ORDINARY: dict[str, tuple[str, str]] = {
    "an id twice": ("", LINES + ordinary.line(id="x-2", subject="s")),
    "a command for two": (
        "",
        ordinary.line(commandid="c") + ordinary.line(id="x-9", subject="s", commandid="c"),
    ),
    "a cause that comes later": (
        "",
        ordinary.line() + _contact(causeid="x-3") + _contact(id="x-3"),
    ),
    "a stored cause that comes again later": (
        LINES,
        ordinary.line(subject="s", id="y-1", causeid="x-1") + ordinary.line(sequence="1"),
    ),
    "its own cause": ("", ordinary.second(causeid="x-2")),
    "a number left out": ("", ordinary.line(sequence="1") + _contact(sequence="3")),
    "stored with other content": (
        LINES,
        ordinary.line(sequence=1) + _contact(sequence=2, actor="bo"),
    ),
    "an id of another relationship": (LINES, ordinary.line(subject="s", id="x-2")),
    "a command carried out before": (
        ordinary.line(commandid="c"),
        ordinary.line(subject="s", id="y", commandid="c"),
    ),
}


@pytest.mark.parametrize("case", sorted(OUT_OF_THE_ORDINARY))
def test_what_only_the_whole_can_tell_is_left_to_the_ordinary_way(
    case: str, tmp_path: Path
) -> None:
    before, data = OUT_OF_THE_ORDINARY[case]
    path = written(tmp_path, data)
    with Store.open(tmp_path / "a.db") as store:
        if before:
            importing.apply(importing.plan(io.BytesIO(before.encode()), store), store)
        kept = tables(store)
        with pytest.raises(Unreadable):
            importing.plan(path, store)
        with pytest.raises((OutOfTheOrdinary, Unreadable)):
            take(path, store)
        assert tables(store) == kept


def test_a_dry_run_keeps_nothing(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.db") as store:
        assert take(written(tmp_path, STORIES), store, write=False).recorded
        assert store.end() == 0


def test_it_works_on_every_store(postgres: str, tmp_path: Path) -> None:
    path = written(tmp_path, STORIES)
    with Store.open(postgres) as one, Store.open(":memory:") as other:
        taken = take(path, one)
        take(path, other)
        assert taken.recorded == one.end() == other.end()
        assert [row[1:] for row in tables(one)["events"]] == [
            row[1:] for row in tables(other)["events"]
        ]
        assert tables(one)["entries"] == tables(other)["entries"]
        assert not one.verify().faults


def test_a_relationship_that_was_taken_in_bulk_goes_on_as_any_other(tmp_path: Path) -> None:
    with journeys.open(tmp_path / "a.db") as engine, journeys.open(":memory:") as usual:
        engine.take_file(written(tmp_path, STORIES))
        usual.load_stories(invented=True)
        assert [row.id for row in engine.board()] == [row.id for row in usual.board()]
        assert findings(engine) == findings(usual)
        engine.store.append([])
        assert engine.ask("silences").rows == usual.ask("silences").rows


def findings(engine: Engine) -> Iterable[object]:
    return [(one, key, row["severity"]) for one, key, row in engine.store.rows("findings")]


@pytest.mark.parametrize("how", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_an_interruption_keeps_nothing(
    how: Any,  # noqa: ANN401 - an error or its class
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = written(tmp_path, STORIES)

    def interrupted(_done: int, _size: int) -> None:
        raise how

    with Store.open(tmp_path / "a.db") as store:
        copy = copy_at(tmp_path / "a.db.columns", store)
        with pytest.raises((KeyboardInterrupt, OSError)):
            take(path, store, copy, interrupted)
        assert tables(store) == {name: [] for name in TABLES}
        assert copy.end() == 0
        assert take(path, store, copy).recorded == copy.end()


KILLED = """
import sys, time
from pathlib import Path
import journeys
from journeys.io.bulk import taking
taking.BATCH, taking.BLOCK = 50, 20_000
def told(done, size):
    print(done, flush=True)
    time.sleep(0.05)
with journeys.open(sys.argv[2]) as engine:
    engine.take_file(Path(sys.argv[1]), told)
"""


@pytest.mark.slow
def test_a_killed_import_leaves_nothing_and_the_next_one_is_whole(tmp_path: Path) -> None:
    path, place = written(tmp_path, STORIES), tmp_path / "a.db"
    for seconds in (0.05, 0.2):
        with subprocess.Popen(
            [sys.executable, "-c", KILLED, str(path), str(place)], stdout=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(seconds)
            os.kill(process.pid, signal.SIGKILL)
        with Store.open(place) as store:
            assert store.end() == 0
    both(path, tmp_path)
    with journeys.open(place) as engine:
        assert engine.take_file(path).recorded == STORIES.count(b"\n")
        assert not engine.verify().faults
        copy = engine.columns()
        assert copy is not None
        assert tidy(engine.store, copy).equals(tidy(engine.store))

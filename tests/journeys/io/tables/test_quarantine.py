"""What is in quarantine is kept as it was read, can be mended and tried again, or dropped."""

import csv
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from domain.errors import Busy, NotFound, Unreadable
from journeys.io.mapped import quarantine
from journeys.io.mapped.importer import HalfTaken
from journeys.io.mapped.mending import export, mended, retry
from journeys.io.mapped.quarantine import Quarantine, Waiting, place
from journeys.io.mapped.staging import Staging
from journeys.store import CannotWrite, Store
from tests.journeys.io.tables.conftest import HEAD, MAPPING, NOW, ROW, Import

Write = Callable[..., Path]
BAD = "2,c-1,03-01-2026,=1+1,8\n3,c-1\n"


@pytest.fixture
def waiting(table: Write, imported: Import, store: Path) -> dict[str, Waiting]:
    """Two rows in quarantine, by their file's second cell."""
    imported(table(HEAD + ROW + BAD))
    with Quarantine(place(store)) as kept:
        return {one.kept.row.values["id"]: one for one in kept.rows()}


def written(rows: dict[str, Waiting], tmp_path: Path, kind: str) -> Path:
    path = tmp_path / f"mend.{kind}"
    path.write_bytes(b"".join(export(rows.values(), kind, lambda one: one.fault.message)))
    return path


def tried(
    store: Path, path: Path | None = None, mapping: str | None = None
) -> tuple[int, dict[str, int]]:
    with Store.open(store) as opened, Quarantine(place(store)) as kept:
        rows = mended(path, {one.id: one for one in kept.rows()}) if path else None
        outcome = retry(opened, kept, NOW, rows, mapping)
    return outcome.new, dict(outcome.reasons)


def test_a_row_is_kept_as_it_was_read(waiting: dict[str, Waiting]) -> None:
    one = waiting["2"]
    assert dict(one.kept.row.values) == {
        "id": "2", "client": "c-1", "day": "03-01-2026", "note": "=1+1", "score": "8",
    }  # fmt: skip
    assert (one.kept.row.file, one.kept.row.line, one.fault.reason) == (
        "talks.csv",
        3,
        "not-a-date",
    )


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_a_mended_row_is_taken_and_stays_taken(
    kind: str, waiting: dict[str, Waiting], tmp_path: Path, store: Path, imported: Import
) -> None:
    path = written(waiting, tmp_path, kind)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("03-01-2026", "2026-01-03"), encoding="utf-8")
    assert tried(store, path) == (1, {"ragged": 1})
    with Store.open(store) as opened:
        assert [e.fact.text for e in opened.events("c-1")[3:4]] == ["=1+1"]
    again = imported(tmp_path / "talks.csv")
    assert (again.accepted, again.new, dict(again.reasons)) == (2, 0, {"ragged": 1})


def test_a_formula_is_defused_in_the_table_and_comes_back_as_it_was(
    waiting: dict[str, Waiting], tmp_path: Path
) -> None:
    path = written(waiting, tmp_path, "csv")
    with path.open(encoding="utf-8", newline="") as file:
        cells = [row["row.note"] for row in csv.DictReader(file)]
    assert cells == ["'=1+1", ""]
    by_id = {one.id: one for one in waiting.values()}
    assert mended(path, by_id)[waiting["2"].id].values["note"] == "=1+1"


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_an_apostrophe_of_somebody_s_own_comes_back_too(
    kind: str, table: Write, imported: Import, store: Path, tmp_path: Path
) -> None:
    imported(table(HEAD + "2,c-1,03-01-2026,'=1+1,8\n"))
    with Quarantine(place(store)) as kept:
        (one,) = kept.rows()
    back = mended(written({"2": one}, tmp_path, kind), {one.id: one})
    assert back[one.id].values == one.kept.row.values


def test_the_name_of_a_file_is_no_formula_either(
    table: Write, imported: Import, store: Path, tmp_path: Path
) -> None:
    imported(table(HEAD + BAD, "=1+1.csv"))
    with Quarantine(place(store)) as kept:
        rows = {one.id: one for one in kept.rows()}
    with written(rows, tmp_path, "csv").open(encoding="utf-8", newline="") as file:
        assert {row["file"] for row in csv.DictReader(file)} == {"'=1+1.csv"}


def test_what_was_mended_in_part_is_kept_when_the_file_comes_again(
    waiting: dict[str, Waiting], tmp_path: Path, store: Path, imported: Import
) -> None:
    path = written(waiting, tmp_path, "jsonl")
    text = path.read_text(encoding="utf-8").replace("03-01-2026", "2026-01-03")
    path.write_text(text.replace('"8"', '"88"'), encoding="utf-8")
    assert tried(store, path) == (0, {"out-of-range": 1, "ragged": 1})
    imported(tmp_path / "talks.csv")
    with Quarantine(place(store)) as kept:
        found = {one.kept.row.values["id"]: one for one in kept.rows()}
    assert found["2"].kept.row.values["day"] == "2026-01-03"
    assert found["2"].fault.reason == "out-of-range"


def test_a_mended_mapping_takes_what_it_can(
    waiting: dict[str, Waiting], store: Path, tmp_path: Path
) -> None:
    better = tmp_path / "better.toml"
    better.write_text(MAPPING.replace('["iso"]', '["iso", "%d-%m-%Y"]'), encoding="utf-8")
    assert tried(store) == (0, {"not-a-date": 1, "ragged": 1})
    assert tried(store, mapping=str(better)) == (1, {"ragged": 1})


def test_a_mended_source_lets_go_of_the_row(
    waiting: dict[str, Waiting], table: Write, imported: Import, store: Path
) -> None:
    imported(table(HEAD + ROW + BAD.replace("03-01-2026", "2026-01-03").replace("3,c-1\n", "")))
    with Quarantine(place(store)) as kept:
        assert [one.fault.reason for one in kept.rows()] == ["ragged"]


def test_a_dropped_row_stays_dropped_until_it_changes(
    waiting: dict[str, Waiting], table: Write, imported: Import, store: Path
) -> None:
    with Quarantine(place(store)) as kept:
        assert kept.settle([waiting["2"].id], "dropped", "a test") == 1
        assert [(one.because, one.status) for one in kept.rows("dropped")] == [
            ("a test", "dropped")
        ]
    again = imported(table(HEAD + ROW + BAD))
    assert dict(again.reasons) == {"dropped": 1, "ragged": 1}
    changed = imported(table(HEAD + ROW + BAD.replace("03-01", "04-01")))
    assert dict(changed.reasons) == {"not-a-date": 1, "ragged": 1}


def test_a_mended_file_is_held_against_what_waits(
    waiting: dict[str, Waiting], tmp_path: Path
) -> None:
    path = written(waiting, tmp_path, "jsonl")
    lines = path.read_text(encoding="utf-8").splitlines()
    by_id = {one.id: one for one in waiting.values()}
    path.write_text(lines[0] + "\n" + lines[0] + "\n", encoding="utf-8")
    with pytest.raises(Unreadable, match="line 2: this row of the quarantine stands here twice"):
        mended(path, by_id)
    path.write_text(json.dumps({"id": "q-none"}) + "\n", encoding="utf-8")
    with pytest.raises(Unreadable, match="line 1: this row is not one in quarantine"):
        mended(path, by_id)


def test_a_row_is_found_by_the_beginning_of_its_id(
    waiting: dict[str, Waiting], store: Path
) -> None:
    with Quarantine(place(store)) as kept:
        assert kept.find(waiting["2"].id[:9]) == waiting["2"].id
        assert kept.counts() == [("small", "not-a-date", 1), ("small", "ragged", 1)]
        with pytest.raises(NotFound, match="is not one row in quarantine"):
            kept.find("q-")


def test_another_file_is_no_quarantine(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="nothing in quarantine"):
        Quarantine(tmp_path / "none", create=False)
    (tmp_path / "text").write_text("not a database, but long enough to look like one" * 30)
    with pytest.raises(Unreadable, match="is not a quarantine"):
        Quarantine(tmp_path / "text")
    other = sqlite3.connect(tmp_path / "other")
    other.execute("CREATE TABLE a (b)")
    other.close()
    with pytest.raises(Unreadable, match="is not a quarantine"):
        Quarantine(tmp_path / "other")
    with pytest.raises(Unreadable, match="may you write to it"):
        Quarantine(tmp_path / "no" / "folder")


def test_one_who_is_stopped_while_making_it_leaves_none_half_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(quarantine, "_TABLES", (*quarantine._TABLES[:1], "KILLED"))
        with pytest.raises(Unreadable):
            Quarantine(tmp_path / "q")
    with Quarantine(tmp_path / "q") as made:
        assert made.counts() == []


def test_of_two_who_make_it_at_once_both_have_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_ours = Quarantine._is_ours

    def and_then_another_makes_it(self: Quarantine) -> bool:
        found = is_ours(self)
        monkeypatch.setattr(Quarantine, "_is_ours", is_ours)
        Quarantine(tmp_path / "q").__exit__(None, None, None)
        return found

    monkeypatch.setattr(Quarantine, "_is_ours", and_then_another_makes_it)
    with Quarantine(tmp_path / "q") as made:
        assert made.counts() == []


def test_whoever_looks_at_it_waits_for_no_writer(waiting: dict[str, Waiting], store: Path) -> None:
    with closing(sqlite3.connect(place(store))) as other:
        other.execute("BEGIN IMMEDIATE")
        with Quarantine(place(store), create=False) as kept:
            assert len(list(kept.rows())) == len(waiting)


def test_rows_that_were_set_aside_are_for_the_owner_of_the_store_alone(tmp_path: Path) -> None:
    path = place(tmp_path / "own.db")
    with Quarantine(path):
        assert path.stat().st_mode & 0o777 == 0o600


# --- when its file cannot be used ----------------------------------------------------------------


def test_where_there_is_no_room_it_says_so_and_keeps_what_it_had(
    waiting: dict[str, Waiting], store: Path
) -> None:
    one = waiting["2"]
    many = [(one.kept._replace(identity=str(n)), one.fault) for n in range(2000)]
    with Quarantine(place(store)) as kept:
        (pages,) = kept._db.execute("PRAGMA page_count").fetchone()
        kept._db.execute(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(CannotWrite, match="no room for the quarantine"):
            kept.update("small", MAPPING, many)
        assert len(list(kept.rows())) == 2
        with pytest.raises(CannotWrite, match="temporary files"), Staging() as staging:  # noqa: PT012
            staging._db.execute("PRAGMA max_page_count = 20")
            for n in range(2000):
                staging.join("a", str(n), {"cell": "x" * 100})


def test_where_another_program_writes_to_it_it_is_busy(
    waiting: dict[str, Waiting], store: Path
) -> None:
    with Quarantine(place(store)) as kept, closing(sqlite3.connect(place(store))) as other:
        kept._db.execute("PRAGMA busy_timeout = 50")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Busy, match="writing to the quarantine"):
            kept.settle([waiting["2"].id], "dropped", "why not")


def test_where_its_file_is_damaged_it_says_what_to_do(
    waiting: dict[str, Waiting], store: Path
) -> None:
    assert waiting
    data = place(store).read_bytes()
    place(store).write_bytes(data[:4096] + b"\xff" * (len(data) - 4096))
    with pytest.raises(Unreadable, match="damaged"), Quarantine(place(store)) as kept:
        list(kept.rows())


def test_what_was_recorded_is_told_though_there_is_no_room_for_the_rest(
    table: Write, imported: Import, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise CannotWrite("there is no room for the quarantine: make room and do the same again")

    with monkeypatch.context() as patched:
        patched.setattr(Quarantine, "update", full)
        with pytest.raises(HalfTaken, match="stay: 3; and then: there is no room"):
            imported(table(HEAD + ROW + BAD))
    again = imported(table(HEAD + ROW + BAD))
    assert (again.events, again.quarantined) == (0, 2)
    with Store.open(store) as opened:
        assert opened.end() == 3

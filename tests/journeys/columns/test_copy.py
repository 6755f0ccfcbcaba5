"""A copy holds what the store holds, whatever became of its files."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from unittest.mock import Mock

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import journeys
from domain.courtship import RelationshipOpened
from domain.errors import Damaged, NotFound
from domain.moments import Moment
from journeys.columns import copy as copies
from journeys.columns import form, keeping, taking
from journeys.columns import growth as growths
from journeys.columns.codes import Codes
from journeys.columns.copy import Copy
from journeys.columns.copy_folder import Torn
from journeys.columns.folder import Folder, Segment
from journeys.columns.layout import SCHEMA
from journeys.columns.moments import PRECISIONS
from journeys.columns.moments import moments as moments_of
from journeys.columns.taking import taken
from journeys.columns.tidy import tidy
from journeys.engine import Engine
from projections.ports import LogPage, LogRow
from tests.given import on

FACTS = 261
BEGIN = datetime(1970, 1, 1, tzinfo=UTC)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    with journeys.open(tmp_path / "a.db") as opened:
        opened.load_stories()
        yield opened


def copy_of(engine: Engine, folder: Path) -> Copy:
    return Copy(Folder(folder, 0o640), engine.store)


def whole(engine: Engine, copy: Copy) -> None:
    """Hold that a copy says what the log says."""
    assert tidy(engine.store, copy).equals(tidy(engine.store))
    assert copy.frame(["position"]).height == engine.store.end()


def harmed(file: Path, harm: str) -> None:
    """Do to a file what a disk or a power cut may do."""
    data = bytearray(file.read_bytes())
    if harm == "gone":
        file.unlink()
    elif harm.endswith("flipped"):
        data[9 if harm.startswith("codes") else -99] ^= 1
        file.write_bytes(data)
    else:
        file.write_bytes(data[:40] if harm == "short" else b"")


def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "PAGE", 20)
    monkeypatch.setattr(taking, "TOGETHER", 1)
    monkeypatch.setattr(growths, "SEGMENT", 60)


def test_a_copy_says_what_the_log_says(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small(monkeypatch)
    copy = copy_of(engine, tmp_path / "c")
    assert copy.catch_up() == FACTS
    assert copy.end() == FACTS
    whole(engine, copy)
    whole(engine, copy_of(engine, tmp_path / "c"))


def test_codes_stay_when_a_copy_is_made_anew(engine: Engine, tmp_path: Path) -> None:
    copy = copy_of(engine, tmp_path / "c")
    copy.catch_up()
    before = copy.frame(list(SCHEMA))
    assert copy.rebuild() == FACTS
    assert copy.frame(list(SCHEMA)).equals(before)


def test_what_the_files_lack_is_read_from_the_log(tmp_path: Path) -> None:
    with journeys.open(tmp_path / "a.db") as engine:
        engine.load_stories()
        copy = copy_of(engine, tmp_path / "c")
        copy.catch_up()
        whole(engine, copy)
        engine.load_stories(invented=True)
        assert copy.end() == FACTS < engine.store.end()
        whole(engine, copy)
        assert copy.catch_up() == engine.store.end() - FACTS
        whole(engine, copy)
        whole(engine, copy_of(engine, tmp_path / "c"))


def test_small_segments_are_merged_and_old_files_removed(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(growths, "SEGMENT", 10_000)
    folder = tmp_path / "c"
    copy = copy_of(engine, folder)
    for end in range(20, FACTS + 20, 20):
        copy._append([taken([engine.store.columns(end - 20, 20)], copy._codes)], None)
    listed = Folder(folder).listed()
    assert listed is not None
    assert len(listed.segments) <= copies.MERGED
    assert len(list(folder.glob("*.segment"))) == len(listed.segments)
    whole(engine, copy)
    whole(engine, copy_of(engine, folder))


def sized(*rows: int) -> list[Segment]:
    return [
        Segment(f"{number:06d}", number, number, size, 0, 0, 0) for number, size in enumerate(rows)
    ]


@pytest.mark.parametrize(
    ("rows", "become_one"),
    [
        ([], 0),
        ([2000] * 8, 0),
        ([2000] * 9, 9),
        ([20_000, *[2000] * 8], 0),
        ([20_000, *[2000] * 9], 9),
        ([*[20_000] * 8, 2000], 0),
        ([*[20_000] * 8, 18_000], 9),
        ([240_000] * 20, 0),
        ([240_000, *[100] * 9], 9),
    ],
)
def test_segments_of_a_size_become_one(rows: list[int], become_one: int) -> None:
    assert len(copies._alike(sized(*rows))) == become_one


def test_however_many_pages_come_few_segments_stand_and_an_event_is_seldom_written_anew() -> None:
    rows: list[int] = []
    again = 0
    for _ in range(1200):
        rows.append(2000)
        while together := len(copies._alike(sized(*rows))):
            again += sum(rows[-together:])
            rows[-together:] = [sum(rows[-together:])]
    assert sum(rows) == 1200 * 2000
    assert len(rows) < 40
    assert again < 3 * sum(rows)


@pytest.mark.parametrize("harm", ["gone", "short", "codes flipped", "facts flipped", "empty"])
@pytest.mark.parametrize("many", [1, FACTS + 1])
def test_a_segment_that_is_not_what_was_listed_is_noticed_and_made_anew(
    harm: str, many: int, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(form, "MANY", many)
    copy_of(engine, tmp_path / "c").catch_up()
    (file,) = (tmp_path / "c").glob("*.segment")
    harmed(file, harm)
    copy = copy_of(engine, tmp_path / "c")
    with pytest.raises(Torn):
        copy.frame(list(SCHEMA))
    assert copy.rebuild() == FACTS
    whole(engine, copy)


@pytest.mark.parametrize("harm", ["gone", "short", "codes flipped", "facts flipped", "empty"])
def test_what_a_power_cut_took_is_answered_by_the_folds_and_made_anew(
    harm: str, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "LEAST", 1)
    engine.catch_up()
    before = engine.ask("silences").rows
    folder = engine.kept_columns._at
    assert folder is not None
    harmed(next(folder.glob("*.segment")), harm)
    with journeys.open(folder.with_suffix("")) as later:
        assert later.ask("silences").rows == before
        later.catch_up()
        copy = later.columns()
        assert copy is not None
        whole(later, copy)


def test_a_torn_segment_keeps_nobody_from_recording(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "MERGED", 1)
    copy = copy_of(engine, tmp_path / "c")
    copy.catch_up()
    harmed(next((tmp_path / "c").glob("*.segment")), "facts flipped")
    engine.record(on("2026-01-01", RelationshipOpened(), relationship="more", command_id="more"))
    later = copy_of(engine, tmp_path / "c")
    later.catch_up()
    assert not later.ready()
    assert later.catch_up() == FACTS + 1
    whole(engine, later)


def test_whoever_may_only_read_leaves_a_torn_copy_to_others(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_of(engine, tmp_path / "c").catch_up()
    harmed(next((tmp_path / "c").glob("*.segment")), "facts flipped")
    monkeypatch.setattr(Path, "unlink", Mock(side_effect=PermissionError))
    with pytest.raises(Torn):
        copy_of(engine, tmp_path / "c").held()
    assert (tmp_path / "c" / keeping.LIST).exists()


def test_a_copy_that_is_being_made_anew_is_left_alone(engine: Engine, tmp_path: Path) -> None:
    copy_of(engine, tmp_path / "c").catch_up()
    harmed(next((tmp_path / "c").glob("*.segment")), "gone")
    with Folder(tmp_path / "c").alone():
        assert not copy_of(engine, tmp_path / "c").ready()
        assert (tmp_path / "c" / keeping.LIST).exists()
    assert not copy_of(engine, tmp_path / "c").ready()
    assert not (tmp_path / "c" / keeping.LIST).exists()


def test_looking_at_a_copy_of_another_version_leaves_it_there(
    engine: Engine, tmp_path: Path
) -> None:
    copy_of(engine, tmp_path / "c").catch_up()
    file = tmp_path / "c" / keeping.LIST
    said = json.loads(file.read_bytes())
    said["format"][0] += 1
    file.write_text(json.dumps(said))
    assert not copy_of(engine, tmp_path / "c").ready()
    assert file.exists()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 99, "segments": []}'])
def test_a_list_that_cannot_be_read_is_no_copy(text: str, engine: Engine, tmp_path: Path) -> None:
    copy_of(engine, tmp_path / "c").catch_up()
    (tmp_path / "c" / keeping.LIST).write_text(text)
    copy = copy_of(engine, tmp_path / "c")
    assert not copy.ready()
    assert copy.catch_up() == FACTS
    whole(engine, copy)


def test_a_copy_of_an_earlier_format_is_made_anew_when_the_engine_next_looks_after_it(
    engine: Engine, tmp_path: Path
) -> None:
    engine.kept_columns.rebuild()
    folder = tmp_path / "a.db.columns"
    said = json.loads((folder / keeping.LIST).read_bytes())
    said["format"][0] -= 1
    (folder / keeping.LIST).write_text(json.dumps(said))
    (folder / "000001-facts.parquet").write_bytes(b"PAR1")
    with journeys.open(tmp_path / "a.db") as later:
        assert later.columns() is None
        later.catch_up()
        copy = later.columns()
        assert copy is not None
        whole(later, copy)
    assert not list(folder.glob("*.parquet"))


def test_events_are_read_back_from_the_log_in_any_order(engine: Engine, tmp_path: Path) -> None:
    copy = copy_of(engine, tmp_path / "c")
    copy.catch_up()
    engine.record(on("2026-01-01", RelationshipOpened(), relationship="more", command_id="more"))
    numbers = np.array([FACTS, 7, 200, 7, 0])  # the first one is in the log alone
    rows = [engine.store.page(number, 1)[0] for number in numbers.tolist()]
    assert copy.rows(numbers) == rows
    assert copy.rows(numbers[:0]) == []


def test_an_event_that_the_log_has_lost_is_noticed(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = copy_of(engine, tmp_path / "c")
    copy.catch_up()
    monkeypatch.setattr(type(engine.store), "at", lambda *_: [])
    with pytest.raises(Torn, match="not in the log"):
        copy.rows(np.array([3]))


def test_a_copy_of_another_format_is_due(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_of(engine, tmp_path / "c").catch_up()
    assert not keeping.due(tmp_path / "c", FACTS)
    monkeypatch.setattr(keeping, "FORMAT", 99)
    assert keeping.due(tmp_path / "c", FACTS)


def test_a_crash_before_the_list_is_put_in_place_leaves_the_old_copy(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small(monkeypatch)
    copy = copy_of(engine, tmp_path / "c")
    copy._append([taken([engine.store.columns(0, 60)], copy._codes)], None)

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(Folder, "publish", crash)
        with pytest.raises(KeyboardInterrupt):
            copy.catch_up()
    after = copy_of(engine, tmp_path / "c")
    assert after.end() == 60
    whole(engine, after)
    assert after.catch_up() == FACTS - 60
    assert len(list((tmp_path / "c").glob("*.segment"))) == 5


def test_the_columns_of_another_store_are_not_taken_for_this_ones(
    engine: Engine, tmp_path: Path
) -> None:
    with journeys.open(":memory:") as other:
        other.load_stories(invented=True)
        copy_of(other, tmp_path / "c").catch_up()
    copy = copy_of(engine, tmp_path / "c")
    assert not copy.ready()
    assert copy.catch_up() == FACTS
    whole(engine, copy)


def test_two_do_not_write_at_once(engine: Engine, tmp_path: Path) -> None:
    copy = copy_of(engine, tmp_path / "c")
    with Folder(tmp_path / "c").alone() as alone:
        assert alone
        assert copy.catch_up() == 0
        assert copy.rebuild() == 0
    assert copy.catch_up() == FACTS


def test_the_files_are_as_closed_as_the_store(tmp_path: Path) -> None:
    store = tmp_path / "a.db"
    with journeys.open(store) as engine:
        engine.load_stories()
        store.chmod(0o640)
        assert engine.kept_columns.rebuild() == FACTS
    folder = tmp_path / "a.db.columns"
    before = os.umask(0)
    os.umask(before)
    assert stat.S_IMODE(folder.stat().st_mode) & 0o007 == 0
    for file in folder.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o640 & ~before


def test_nothing_that_somebody_said_is_in_a_copy(engine: Engine, tmp_path: Path) -> None:
    copy = copy_of(engine, tmp_path / "c")
    copy.catch_up()
    frame = tidy(engine.store, copy)
    texts = {
        text
        for name, kind in frame.schema.items()
        if kind == pl.String
        for text in frame[name].drop_nulls().to_list()
    }
    assert [text for text in texts if " " in text] == []


def test_an_engine_begins_a_copy_when_the_store_has_grown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with journeys.open(tmp_path / "a.db") as engine:
        engine.load_stories()
        assert engine.columns() is None
        assert not (tmp_path / "a.db.columns").exists()
        monkeypatch.setattr(keeping, "LEAST", 100)
        engine.catch_up()
        copy = engine.columns()
        assert copy is not None
        assert copy.end() == FACTS
        engine.load_stories(invented=True)
        assert copy.end() == FACTS, "a few events are read from the log"
        monkeypatch.setattr(keeping, "WORTH", 10)
        engine.catch_up()
        assert copy.end() == engine.store.end()
        whole(engine, copy)


def test_a_store_in_memory_has_no_columns_and_says_so() -> None:
    with journeys.open(":memory:") as engine:
        assert engine.columns() is None
        assert engine.to_polars().height == 0
        with pytest.raises(NotFound, match="JOURNEYS_COLUMNS"):
            engine.kept_columns.rebuild()


def test_the_columns_of_a_database_are_in_the_folder_that_was_named(
    postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(keeping.SETTING, str(tmp_path / "here"))
    (tmp_path / "here").mkdir()
    with journeys.open(postgres) as engine:
        engine.load_stories()
        assert engine.kept_columns.rebuild() == FACTS
        assert (tmp_path / "here").exists()
        copy = engine.columns()
        assert copy is not None
        whole(engine, copy)


def test_a_folder_that_may_not_be_written_keeps_nobody_from_an_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "LEAST", 1)
    (tmp_path / "a.db.columns").write_text("something else")
    with journeys.open(tmp_path / "a.db") as engine:
        engine.load_stories()
        assert engine.ask("silences").rows


def test_an_event_that_cannot_be_read_is_said_to_be_damaged(engine: Engine) -> None:
    row = LogRow(1, "r", 1, "relationship.contact-held.v1", b'{"id": 3}')
    with pytest.raises(Damaged, match=r"contact-held"):
        taken([LogPage.of([row])], Codes())


def test_a_damaged_event_keeps_the_engine_from_no_answer(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "LEAST", 1)

    def damaged(*_: object) -> None:
        raise Damaged("broken")

    monkeypatch.setattr(taking, "taken", damaged)
    assert engine.catch_up() >= 0


def _is_moment(text: str) -> bool:
    try:
        Moment(text)
    except ValueError:
        return False
    return True


moments = st.one_of(
    st.datetimes(timezones=st.timezones()).map(lambda d: d.isoformat()),
    st.dates().map(lambda d: d.isoformat()),
    st.dates().map(lambda d: d.isoformat()[:7] + "~"),
    st.integers(1000, 9998).map(str),
    st.datetimes().map(lambda d: d.isoformat(" ", "minutes") + "Z"),
    st.datetimes().map(lambda d: d.isoformat() + "+0530~"),
).filter(_is_moment)


@given(st.lists(moments, max_size=20))
def test_moments_are_read_by_the_column_as_by_themselves(texts: list[str]) -> None:
    found = [Moment(text) for text in texts]
    read = moments_of(texts)
    assert [BEGIN + timedelta(microseconds=one) for one in read.at.tolist()] == [
        one.start for one in found
    ]
    assert [BEGIN.date() + timedelta(one) for one in read.day.tolist()] == [
        one.day for one in found
    ]
    assert [PRECISIONS[one] for one in read.precision] == [one.precision for one in found]


def test_a_local_day_is_the_day_as_it_was_written() -> None:
    read = moments_of(["2026-01-01T00:30:00+02:00"])
    assert BEGIN.date() + timedelta(read.day.item()) == date(2026, 1, 1)
    at = BEGIN + timedelta(microseconds=read.at.item())
    assert at.isoformat() == "2025-12-31T22:30:00+00:00"


DATES = ("0001-01-01", "1969-02-29", "2000-02-29", "2023-02-29", "2026-13-01", "9999-12-31")
CLOCKS = ("00:00:00", "23:59:59.999999", "24:00:00", "12:60:00", "12:00:60", "1\u09e8:00:00")
ZONES = ("Z", "+00:00", "-23:59", "+24:00", "+01:60", "z")


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("clock", CLOCKS)
@pytest.mark.parametrize("day", DATES)
def test_what_only_looks_like_a_plain_instant_is_no_moment_in_a_column_either(
    day: str, clock: str, zone: str
) -> None:
    text = f"{day}T{clock}{zone}"
    if not _is_moment(text):
        with pytest.raises(ValueError, match="is not"):
            moments_of(["2026-07-28", text])
    else:
        found = moments_of(["2026-07-28", text])
        at = BEGIN + timedelta(microseconds=found.at[1].item())
        assert at == Moment(text).start


def test_the_list_names_every_segment(engine: Engine, tmp_path: Path) -> None:
    copy_of(engine, tmp_path / "c").catch_up()
    said = json.loads((tmp_path / "c" / keeping.LIST).read_bytes())
    assert [(one["first"], one["last"], one["rows"]) for one in said["segments"]] == [
        (1, FACTS, FACTS)
    ]


def test_columns_of_an_earlier_form_are_due_to_be_made_anew(tmp_path: Path) -> None:
    with journeys.open(tmp_path / "a.db") as engine:
        engine.load_stories()
        engine.kept_columns.rebuild()
        folder, end = tmp_path / "a.db.columns", engine.store.end()
        assert not keeping.due(folder, end)
        said = json.loads((folder / keeping.LIST).read_text())
        earlier = said | {"format": [1, said["format"][1]]}
        (folder / keeping.LIST).write_text(json.dumps(earlier))
        assert keeping.due(folder, end)
        assert engine.columns() is None

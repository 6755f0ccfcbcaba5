"""A page of the log is as many columns as its events are one by one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import journeys
from domain.errors import Damaged
from journeys.columns import form
from journeys.columns.codes import Codes
from journeys.columns.layout import CODED, SCHEMA
from journeys.columns.taking import taken
from projections.ports import LogPage

FELT = "relationship.feeling-observed.v1"
MET = "relationship.contact-held.v1"
MADE = "relationship.promise-made.v1"
SETTLED = "relationship.promise-settled.v1"
NOTED = "relationship.advice-given.v1"


@pytest.fixture(scope="module")
def log() -> Iterator[LogPage]:
    """The events of all stories that come with us, two of them invented."""
    with journeys.open(":memory:") as engine:
        engine.load_stories()
        engine.load_stories(invented=True)
        yield engine.store.columns(0, 10_000)


def part(log: LogPage, some: slice) -> LogPage:
    return LogPage(
        log.position[some], log.relationship[some], log.version[some], log.topic[some],
        log.payload[some],
    )  # fmt: skip


def said(fact: str, **more: str) -> bytes:
    told = {"occurred_at": "2026-01-01", "recorded_at": "2026-01-02", "actor": "ada", "id": "e-1"}
    attributes = ",".join(f'"{name}":"{text}"' for name, text in {**told, **more}.items())
    return f'{{{attributes},"fact":{fact}}}'.encode()


def page(*facts: tuple[str, bytes]) -> LogPage:
    return LogPage.of((i, "r", i, topic, data) for i, (topic, data) in enumerate(facts, start=1))


def spelled(frame: pl.DataFrame, codes: Codes, column: str) -> list[Any]:
    values = frame[column].to_list()
    if column not in CODED:
        return values
    return [None if one is None else codes.texts[column][one] for one in values]


@pytest.mark.parametrize("block", [1, 7, 100_000])
def test_pages_are_taken_as_their_events_are_one_by_one(block: int, log: LogPage) -> None:
    together = Codes()
    blocks = [part(log, slice(i, i + block)) for i in range(0, len(log), block)]
    whole = taken(blocks, together)
    codes = Codes()
    alone = pl.concat([taken([part(log, slice(i, i + 1))], codes) for i in range(len(log))])
    assert whole.schema == alone.schema == pl.Schema(SCHEMA)
    assert codes.texts == together.texts
    assert whole.equals(alone)
    assert {*whole["counted"].to_list()} == {None, False, True}


def test_what_is_read_of_a_fact_is_what_its_topic_tells() -> None:
    codes = Codes()
    events = page(
        (FELT, said('{"whose":"staff","valence":1}')),
        (FELT, said('{"whose":"client","valence":-0.5,"source":"text-model"}')),
        (MET, said("{}", channel="phone", story_id="a-1")),
        (MADE, said('{"promise":"p","text":"t","by":"both","to":"client"}')),
        (SETTLED, said('{"promise":"p","outcome":"late"}')),
        (NOTED, said('{"by":"client","whose":"nobody","promise":"q","outcome":7}')),
    )
    frame = taken([events], codes)
    told = {name: spelled(frame, codes, name) for name in SCHEMA}
    assert told["whose"] == ["staff", "client", None, None, None, None]
    assert told["valence"] == [1.0, -0.5, None, None, None, None]
    assert told["counted"] == [True, False, None, None, None, None]
    assert told["promise"] == [None, None, None, "p", "p", None]
    assert told["outcome"] == [None, None, None, None, "late", None]
    assert told["by"] == [None, None, "unknown", "both", None, None]
    assert told["channel"] == [None, None, "phone", None, None, None]
    assert told["story"] == [None, None, "a-1", None, None, None]
    assert codes.texts["by"] == ["unknown", "both"], "in the order of the log"


@pytest.mark.parametrize(
    ("topic", "data"),
    [
        (FELT, said('{"whose":"client"}')),
        (FELT, said('{"whose":"boss","valence":0.1}')),
        (FELT, said('{"whose":"client","valence":NaN}')),
        (FELT, said('{"whose":"client","valence":"0.1"}')),
        (MADE, said('{"by":"client"}')),
        (SETTLED, said('{"promise":"p","outcome":"forgotten"}')),
        (MET, said("[]")),
        (MET, said("{}", occurred_at="yesterday")),
        (NOTED, said("{}", recorded_at="2026-13-01")),
        (NOTED, b""),
        (NOTED, b'{"id": "e-1"}'),
        (NOTED, said("{}") + b"{}"),
        (NOTED, b"\xff"),
    ],
)
def test_bytes_that_are_no_event_are_said_to_be_damaged(topic: str, data: bytes) -> None:
    sound = (MET, said("{}"))
    with pytest.raises(Damaged, match=topic):
        taken([page(sound), page(sound, (topic, data), sound)], Codes())


@pytest.mark.parametrize("bounds", [(), (1,), (60, 61), (5, 200)])
def test_facts_are_read_as_they_were_written_in_either_form(
    bounds: tuple[int, ...], log: LogPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(form, "MANY", 56)
    frame = taken([log], Codes())
    cuts = [0, *bounds, len(frame)]
    pieces = [frame[begin:end] for begin, end in pairwise(cuts)]
    written = [form.facts_written(one) for one in pieces]
    assert form.facts_read(written, list(SCHEMA)).equals(frame)
    assert form.facts_read(written, ["at", "event"]).equals(frame[["at", "event"]])


def test_codes_that_do_not_follow_are_anothers() -> None:
    codes = Codes()
    codes.learn({"actor": (0, ["ada", "bob"])})
    assert codes["actor"]["bob"] == 1
    for wrong in ({"actor": (3, ["cleo"])}, {"actor": (2, ["ada"])}, {"actor": (2, ["c", "c"])}):
        other = Codes()
        other.learn({"actor": (0, ["ada", "bob"])})
        with pytest.raises(ValueError, match="do not follow"):
            other.learn(wrong)


@pytest.mark.parametrize("data", [b"", b"PAR1", form.codes_written({})[:-1]])
def test_bytes_that_are_no_codes_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="no codes"):
        form.codes_read(data)


def test_a_segment_that_a_power_cut_took_is_made_anew(tmp_path: Path) -> None:
    with journeys.open(tmp_path / "a.db") as engine:
        engine.load_stories()
        many = engine.kept_columns.rebuild()
        (segment,) = (tmp_path / "a.db.columns").glob("*.segment")
        segment.unlink()
    with journeys.open(tmp_path / "a.db") as engine:
        assert engine.columns() is None
        assert engine.kept_columns._copy.catch_up() == many
        assert engine.columns() is not None

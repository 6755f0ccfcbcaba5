"""Our native file: nothing lost on the way out, nothing doubtful on the way in."""

import io
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from domain._kernel import AnyEvent
from domain.errors import Damaged
from journeys.io import cloudevents, importing, native, story
from journeys.store import Store
from projections.ports import LogRow
from tests.journeys.io.made_up import histories

STORIES = sorted((Path(story.__file__).parents[1] / "stories").glob("*.yaml"))


def rows(events: list[AnyEvent]) -> list[LogRow]:
    return [
        LogRow(place, event.relationship, event.version, event.fact.topic, event.payload())
        for place, event in enumerate(events, start=1)
    ]


@given(events=histories())
@settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=150)
def test_every_kind_of_event_comes_back_byte_for_byte(events: list[AnyEvent]) -> None:
    lines = list(cloudevents.export(rows(events)))
    read = [one for batch in native.read(io.BytesIO(b"".join(lines))) for one in batch]
    assert [one.event.payload() for one in read] == [event.payload() for event in events]
    assert all(one.numbered for one in read)
    assert list(cloudevents.export(rows([one.event for one in read]))) == lines


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_export_import_export_gives_the_same_bytes(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "all.jsonl"
    with Store.open(":memory:") as here, Store.open(":memory:") as there:
        here.append(story.load(path).events)
        file.write_bytes(b"".join(cloudevents.export(here.log_order())))
        planned = importing.plan(file, there)
        assert importing.apply(planned, there) == len(planned.events) == here.end()
        assert b"".join(cloudevents.export(there.log_order())) == file.read_bytes()
        assert list(there.log_order()) == list(here.log_order())
        assert [line.payload for line in there.log_order()] == [
            event.payload() for name in there.relationships() for event in there.events(name)
        ]
        again = importing.plan(file, there)
        assert (again.events, again.already) == ((), here.end())


def test_an_instant_is_written_as_time_and_a_date_is_not() -> None:
    fact = b'{"kind":"client"}'
    head = b'{"recorded_at":"2026-07-29","actor":"a","command_id":"c","id":"e-1",'
    for occurred, time in (
        ("2026-07-28 14:05+0200", "2026-07-28T14:05:00+02:00"),
        ("2026-07", None),
        ("2026-07-28T14:05:00Z~", None),
    ):
        at = f'"occurred_at":"{occurred}","relationship":"r","version":1,"fact":'.encode()
        row = LogRow(1, "r", 1, "relationship.relationship-opened.v1", head + at + fact + b"}")
        (line,) = cloudevents.export([row])
        assert json.loads(line).get("time") == time
        assert json.loads(line)["occurred"] == occurred


def test_an_old_topic_and_its_numbers_are_exported_as_stored() -> None:
    fact = b'{"value":1.0,"old":1E+2,"big":123456789012345678901234567890, "text":"\\u00e9"}'
    payload = (
        b'{"occurred_at":"2026","recorded_at":"2026","actor":"a","command_id":"c","id":"e-1",'
        b'"relationship":"r","version":7,"fact":' + fact + b"}"
    )
    (line,) = cloudevents.export([LogRow(1, "r", 7, "relationship.metric-observed.v9", payload)])
    assert line.endswith(b'"data":' + fact + b"}\n")
    assert b'"type":"relationship.metric-observed.v9"' in line


@pytest.mark.parametrize(
    "payload",
    [b"", b"{}", b"\xff", b"[1]", b'{"relationship":"r","version":2,"fact":{}}'],
    ids=["nothing", "no event", "not UTF-8", "a list", "another place"],
)
def test_a_damaged_payload_is_not_exported(payload: bytes) -> None:
    with pytest.raises(Damaged, match="event 1 of r cannot be read: run 'journeys verify'"):
        list(cloudevents.export([LogRow(1, "r", 1, "relationship.goal-set.v1", payload)]))


def test_every_key_is_one_that_cloudevents_allows() -> None:
    assert all(key.isalnum() and key.islower() and len(key) <= 20 for key in cloudevents.ATTRIBUTES)
    assert len(set(cloudevents.ATTRIBUTES)) == len(cloudevents.ATTRIBUTES)

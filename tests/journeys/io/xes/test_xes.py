"""XES: read as it was written, and refused with a reason when it is none."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from domain.errors import NotFound, Unreadable
from journeys.io import xes

LOG = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0" xmlns="http://www.xes-standard.org/">
  <global scope="event"><string key="concept:name" value="none"/></global>
  <string key="source" value="a desk"/>
  <trace>
    <string key="concept:name" value="case-1"/>
    <event>
      <string key="concept:name" value="call"/>
      <date key="time:timestamp" value="2024-05-01T10:00:00.000+02:00"/>
      <int key="cost" value="3"/><float key="mood" value="-0.5"/><boolean key="late" value="true"/>
    </event>
    <event>
      <string key="concept:name" value="mail">
        <string key="tone" value="curt"/>
      </string>
    </event>
  </trace>
  <trace><string key="concept:name" value="case-2"/></trace>
</log>
"""


def put(tmp_path: Path, text: str | bytes, name: str = "log.xes") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_every_event_comes_with_its_own_and_its_traces_attributes(tmp_path: Path) -> None:
    first, second = xes.read(put(tmp_path, LOG))
    assert first.row == {
        "case:concept:name": "case-1",
        "concept:name": "call",
        "time:timestamp": "2024-05-01T10:00:00.000+02:00",
        "cost": 3,
        "mood": -0.5,
        "late": True,
    }
    assert second.row == {
        "case:concept:name": "case-1",
        "concept:name": "mail",
        "concept:name/tone": "curt",
    }
    assert (first.line, first.trace, second.trace) == (11, 1, 1)


def test_what_is_in_a_list_is_read_by_the_keys_around_it(tmp_path: Path) -> None:
    values = '<values><string key="who" value="us"/><int key="sum" value="3"/></values>'
    told = f'<list key="costs">{values}</list><string key="after" value="it"/>'
    (found,) = xes.read(put(tmp_path, f"<log><trace><event>{told}</event></trace></log>"))
    assert found.row == {"costs/who": "us", "costs/sum": 3, "after": "it"}


def test_one_key_stands_for_many_things_in_a_list(tmp_path: Path) -> None:
    who = [f'<string key="who" value="{name}"/>' for name in ("ada", "bob", "cas")]
    told = f'<list key="there"><values>{"".join(who)}</values></list>'
    event = f"<event>{told}</event>"
    first, again = xes.read(put(tmp_path, f"<log><trace>{event}{event}</trace></log>"))
    assert first.row == {"there/who": "ada", "there/who:2": "bob", "there/who:3": "cas"}
    assert again.row == first.row


def test_a_compressed_log_is_read_as_well(tmp_path: Path) -> None:
    path = put(tmp_path, gzip.compress(LOG.encode()), "log.xes.gz")
    assert len(list(xes.read(path))) == 2


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    rows: list[dict[str, xes.Value]] = [
        {"concept:name": "call\n<&>", "time:timestamp": "2024-05-01T10:00:00Z", "n": 1},
        {"concept:name": "mail", "mood": 0.25, "late": False},
    ]
    path = put(tmp_path, "".join(xes.write([({"concept:name": "c"}, rows), ({}, [])])))
    assert [found.row for found in xes.read(path)] == [
        {"case:concept:name": "c", **row} for row in rows
    ]


def attribute(text: str) -> str:
    return f"<log><trace><event>{text}</event></trace></log>"


STRANGE: dict[str, tuple[str | bytes, str]] = {
    "empty": ("", "no element found"),
    "text": ("hello", "line 1: this is not XML"),
    "other XML": ("<html/>", "it begins with html"),
    "cut off": (LOG[:400], "this is not XML"),
    "entities": ('<!DOCTYPE log [<!ENTITY a "b">]><log/>', "document type or entities"),
    "no key": (attribute('<string value="a"/>'), "string has no key"),
    "key twice": (attribute('<int key="n" value="1"/><int key="n" value="2"/>'), "n stands twice"),
    "NaN": (attribute('<float key="n" value="NaN"/>'), "n is no float"),
    "no number": (attribute('<int key="n" value="x"/>'), "n is no int"),
    "no boolean": (attribute('<boolean key="n" value="x"/>'), "n is no boolean"),
    "no date": (attribute('<date key="n" value="soon"/>'), "n is no date"),
    "deep": ("<log>" + "<list key='a'>" * 100_000, "nests deeper"),
    "an event in an event": (
        "<log><trace><event><event/></event></trace></log>",
        "within an event",
    ),
    "latin-1": (attribute('<string key="é" value=""/>').encode("latin-1"), "not XML"),
    "gzip, cut off": (gzip.compress(LOG.encode())[:60], "damaged or cut off"),
    "gzip of nothing": (b"\x1f\x8bnonsense", "damaged or cut off"),
    "a bomb": (gzip.compress(b"<log>" + b" " * 64_000_000, 9), "unpacks to more than 100 times"),
}


@pytest.mark.parametrize("name", sorted(STRANGE))
def test_what_is_no_log_is_refused_quickly_with_a_reason(tmp_path: Path, name: str) -> None:
    text, said = STRANGE[name]
    path = put(tmp_path, text)
    with pytest.raises(Unreadable, match=said):
        list(xes.read(path))


def test_a_file_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        list(xes.read(tmp_path / "none.xes"))


def test_what_xml_cannot_hold_is_refused_and_not_written() -> None:
    with pytest.raises(Unreadable, match=r"U\+0001.*write JSON"):
        list(xes.write([({"concept:name": "ada"}, [{"note": "a\x01b"}])]))

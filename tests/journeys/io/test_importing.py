"""A native file is taken as a whole or not at all."""

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from domain._kernel import AnyEvent
from domain.errors import NotFound, Unreadable
from journeys.io import importing
from journeys.store import OutOfTurn, Store

if TYPE_CHECKING:
    from tests.journeys.io.conftest import Remembering

OPENED: dict[str, Any] = {
    "specversion": "1.0",
    "id": "x-1",
    "type": "relationship.relationship-opened.v1",
    "subject": "r",
    "time": "2026-07-28T10:00:00Z",
    "data": {"kind": "client"},
}


def line(**changes: object) -> str:
    said = {**OPENED, **changes}
    return json.dumps({key: value for key, value in said.items() if value is not ...}) + "\n"


def second(**changes: object) -> str:
    contact = {"id": "x-2", "type": "relationship.contact-held.v1", "data": {}}
    return line() + line(**{**contact, **changes})


def felt(written: str) -> str:
    feeling = second(
        type="relationship.feeling-observed.v1", data={"whose": "client", "valence": 0}
    )
    return feeling.replace('"valence": 0', f'"valence": {written}')


WRONG = {
    "not JSON": ("story: small\n", 1, "not a native journeys file: this is not one JSON object"),
    "JSON of another kind": ('{"a": 1}\n', 1, "a is not an attribute here"),
    "a list": ("[1]\n", 1, "write one event on each line"),
    "not a CloudEvent": ('{"id": "x"}\n', 1, "specversion is missing"),
    "another CloudEvents": (line(specversion="0.3"), 1, 'specversion has to be "1.0"'),
    "an empty file": ("", 1, "one event on each line"),
    "blank lines only": ("\n \n", 1, "one event on each line"),
    "half a line": (second()[:-20] + "\n", 2, "write one event on each line"),
    "something after it": (second().rstrip() + "x\n", 2, "write one event on each line"),
    "an unknown event": (
        second(type="relationship.contact-hold.v1"),
        2,
        "perhaps: relationship.contact-held.v1",
    ),
    "a bad date": (second(occurred="2026-02-30", time=...), 2, "occurred is no moment: write"),
    "a time without offset": (second(time="2026-07-28T10:00:00"), 2, "time has to be an instant"),
    "a date as time": (second(time="2026-07-28"), 2, "time has to be an instant"),
    "no time at all": (second(time=...), 2, "say when it happened"),
    "two times": (second(occurred="2026-07-29"), 2, "leave out time"),
    "recorded before it happened": (
        second(recorded="2026-07-01"),
        2,
        "the rule not-before-it-happened",
    ),
    "an emotion out of range": (felt("1.5"), 2, "data.valence has to be at most 1"),
    "not a number": (felt("NaN"), 2, "NaN and Infinity are no numbers"),
    "infinity": (felt("-Infinity"), 2, "NaN and Infinity are no numbers"),
    "a number too large": (felt("1e999"), 2, "data.valence"),
    "a number of many digits": (felt("9" * 5000), 2, "line 2"),
    "a wrong type": (felt('"0.5"'), 2, "data.valence has to be a number"),
    "a NUL": (second(data={"text": "a\0b"}), 2, "NUL: take it out"),
    "half a character": (second(data={"text": "\ud800"}), 2, "data"),
    "an unknown field": (
        second(data={"txt": "a"}),
        2,
        "data.txt is not a field here: leave it out",
    ),
    "data that are no object": (second(data="text"), 2, "data has to be an object"),
    "no data": (second(data=...), 2, "data is missing"),
    "an unknown attribute": (second(subjet="r"), 2, "use subject, or leave it out (specversion"),
    "data in base 64": (second(data_base64="AA=="), 2, "is not an attribute here"),
    "an attribute that is no text": (second(actor=7), 2, "actor has to be a text"),
    "an id that is none": (second(id="a b"), 2, "id has to be an id"),
    "an e-mail address": (second(actor="jan@example.org"), 2, "actor has to be a pseudonym"),
    "a duplicate id": (line() + line(), 2, "also on line 1"),
    "a duplicate key": (second().replace('"id": "x-2"', '"id": "x-2", "id": "x-3"'), 2, "keep one"),
    "a duplicate key, deep in": (felt('0, "valence": 1'), 2, "keep one"),
    "a wrong number": (second(sequence="3"), 2, "leave out sequence"),
    "no number": (second(sequence="first"), 2, "1 for the first"),
    "two sources": (second(source="/crm", sourcesystem="crm"), 2, "leave out one"),
    "another content type": (second(datacontenttype="text/plain"), 2, "application/json"),
    "an impossible history": (
        line(type="relationship.contact-held.v1", data={}),
        1,
        "opened-first",
    ),
    "a cause that comes later": (line(causeid="x-2") + second().splitlines()[1], 1, "on line 2"),
    "its own cause": (line(causeid="x-1"), 1, "on line 1"),
    "a command torn apart": (
        line(commandid="c") + line(id="x-2", subject="q", commandid="c"),
        2,
        "give it another",
    ),
    "deep nesting": (line() + "[" * 500_000, 2, "line 2"),
    "deep nesting in the data": (
        line() + '{"data":' + '{"a":' * 100_000 + "\n",
        2,
        "write it flatter",
    ),
    "a NUL deep in the data": (
        second(data={"text": "deep"}).replace('"deep"', '{"a":' * 600 + '"\\u0000"' + "}" * 600),
        2,
        "NUL: take it out",
    ),
    "a long line": (line() + " " * 1_000_001 + "\n", 2, "longer than 1 MB"),
}


@pytest.mark.parametrize(("text", "number", "todo"), WRONG.values(), ids=WRONG)
def test_the_file_the_line_and_what_to_do_are_named(
    text: str, number: int, todo: str, tmp_path: Path, store: "Remembering"
) -> None:
    file = tmp_path / "all.jsonl"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Unreadable) as refused:
        importing.apply(importing.plan(file, store), store)
    assert str(refused.value).startswith(f"{file}, line {number}: ")
    assert todo in str(refused.value)
    assert refused.value.details["line"] == number
    assert store.appends == 0


def test_bytes_that_are_no_text_are_named_by_their_place(store: "Remembering") -> None:
    with pytest.raises(Unreadable, match="line 2: byte 3 is not UTF-8; save the file as UTF-8"):
        importing.plan(io.BytesIO(line().encode() + b'{"a\xff'), store)


def test_nobody_s_words_are_repeated(store: "Remembering") -> None:
    words = "She told me a secret"
    for text in (
        second(data={words: 1}),
        second(data={"initiated_by": words}),
        second(**{words: "x"}),
        second(type=words),
        second(id=words),
        second(occurred=words, time=...),
        felt(json.dumps(words)),
        second(touchpoint=words),
        second(datacontenttype=words),
    ):
        with pytest.raises(Unreadable) as refused:
            importing.plan(io.BytesIO(text.encode()), store)
        assert "secret" not in str(refused.value)
        assert "secret" not in str(refused.value.details)


def test_files_that_cannot_be_are_refused_unread(tmp_path: Path, store: "Remembering") -> None:
    with (tmp_path / "large.jsonl").open("wb") as stream:
        stream.truncate(10**9)
    with pytest.raises(Unreadable, match=r"large\.jsonl: .*256 MB.*split it"):
        importing.plan(tmp_path / "large.jsonl", store)
    with pytest.raises(Unreadable, match="this is a folder"):
        importing.plan(tmp_path, store)
    with pytest.raises(NotFound, match="check its name"):
        importing.plan(tmp_path / "missing.jsonl", store)


def test_what_a_file_need_not_say_is_filled_in(store: "Remembering") -> None:
    text = "\ufeff" + line(source="/crm/7") + "\n" + second(sequence=2, actor=None).splitlines()[1]
    planned = importing.plan(io.BytesIO(text.encode()), store)
    first, contact = planned.events
    assert (first.occurred_at, first.recorded_at) == ("2026-07-28T10:00:00Z",) * 2
    assert (first.actor, first.command_id, first.source) == ("import", "import:x-1", "/crm/7")
    assert [contact.version, contact.source] == [2, None]


def test_a_file_that_is_imported_twice_changes_nothing() -> None:
    with Store.open(":memory:") as store:
        for told, already in ((2, 0), (0, 2)):
            planned = importing.plan(io.BytesIO(second().encode()), store)
            assert (importing.apply(planned, store), planned.already) == (told, already)
        more = second() + line(id="x-3", type="relationship.contact-held.v1", data={})
        planned = importing.plan(io.BytesIO(more.encode()), store)
        assert ([event.version for event in planned.events], planned.already) == ([3], 2)


@pytest.mark.parametrize(
    ("text", "todo"),
    [
        (second(data={"initiated_by": "client"}), "line 2: the event x-2 is stored already"),
        (line() + line(subject="q", id="x-2"), "line 2: the id x-2 belongs to an event of r"),
        (second(id="x-9", commandid="import:x-2"), "line 2: its command was carried out already"),
        (second(id="x-9", sequence="2"), "line 2: event 2 of r does not follow event 2"),
    ],
    ids=["other content", "another relationship's id", "a command of before", "a taken number"],
)
def test_what_is_stored_already_is_not_said_differently(text: str, todo: str) -> None:
    with Store.open(":memory:") as store:
        importing.apply(importing.plan(io.BytesIO(second().encode()), store), store)
        with pytest.raises(Unreadable, match=todo):
            importing.apply(importing.plan(io.BytesIO(text.encode()), store), store)
        assert store.end() == 2


class Meanwhile(Store):
    """A store into which somebody else writes the same file just after it was first read."""

    written: tuple[AnyEvent, ...] = ()

    def events(self, relationship: str, **which: Any) -> Any:  # noqa: ANN401 - as of the store
        known = super().events(relationship, **which)
        if self.written:
            others, self.written = self.written, ()
            self.append(others)
        return known


def test_a_file_that_somebody_else_takes_in_at_the_same_time_is_no_fault_of_the_file(
    tmp_path: Path,
) -> None:
    path = tmp_path / "small.jsonl"
    path.write_text(second(), encoding="utf-8")
    with Meanwhile.open(str(tmp_path / "both.db")) as store:
        store.written = importing.plan(path, store).events
        with pytest.raises(OutOfTurn):
            importing.plan(path, store)
        again = importing.plan(path, store)
    assert (len(again.events), again.already) == (0, 2)

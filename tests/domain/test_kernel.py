"""The kernel: topics, payloads, old versions, ids, and the golden files that decode for ever."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Annotated, Any

import pytest
from eventsourcing.persistence import StoredEvent
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, Field

from domain import _kernel
from domain._kernel import EventMapper, Fact, event_id, fact_of, read, topics, upcast
from domain.care import ContactHeld
from domain.errors import Damaged, Unreadable
from domain.promises import PromiseMade
from tests.domain.facts import at_random, event_with, fully
from tests.given import given as given_history
from tests.given import history, on, opened
from tests.golden import make

FACTS = [pytest.param(kind, id=topic.split(".")[1]) for topic, kind in topics().items()]
TOPIC = re.compile(r"(relationship|organisation|map)\.[a-z]+(-[a-z]+)*\.v[1-9][0-9]*")
ADR = Path(__file__).parents[2] / "docs" / "adr"
COUNTED = re.compile(r"^\| \**([a-z]+)\** \| \**([0-9]+)\** \|", re.MULTILINE)
GOLDEN = sorted(make.HERE.glob("*.json"))


@pytest.fixture
def scratch(monkeypatch: pytest.MonkeyPatch) -> None:
    """Registries that forget what a test enters."""
    for name in ("_facts", "_readers", "_upcasters"):
        monkeypatch.setattr(_kernel, name, dict(getattr(_kernel, name)))


# --- topics ----------------------------------------------------------------------------------


def test_topics_are_well_formed_and_name_no_module() -> None:
    assert [topic for topic in topics() if not TOPIC.fullmatch(topic)] == []
    assert list(topics()) == sorted(topics())


def test_there_are_no_more_kinds_of_facts_than_were_decided_on() -> None:
    """More than sixty want a decision (docs/adr/0012), and the decision says how many."""
    decided = (ADR / "0012-one-kind-for-what-people-answer.md").read_text(encoding="utf-8")
    counted = {name: int(number) for name, number in COUNTED.findall(decided)}
    chapters = Counter(kind.__module__.removeprefix("domain.") for kind in topics().values())
    assert counted == {**chapters, "together": len(topics())}


def test_a_topic_is_the_name_of_its_fact() -> None:
    for topic, kind in topics().items():
        words = re.sub(r"(?<!^)(?=[A-Z])", "-", kind.__name__).lower()
        assert topic == kind.topic
        assert topic.split(".")[1] == words


def test_every_fact_serves_a_requirement_row_and_has_a_sentence() -> None:
    assert [kind.__name__ for kind in topics().values() if not kind.rows or not kind.__doc__] == []


@pytest.mark.usefixtures("scratch")
@pytest.mark.parametrize(
    "topic",
    ["relationship.contact-held.v1", "domain.care:ContactHeld", "contact.v1", "a.b", "a.b.v0"],
)
def test_a_topic_that_is_taken_or_ill_formed_is_refused(topic: str) -> None:
    with pytest.raises(TypeError):
        type("Strange", (Fact,), {"topic": topic, "__module__": __name__})


# --- payloads --------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", FACTS)
def test_a_fact_with_every_field_comes_back_as_it_was(kind: type[Fact]) -> None:
    event = event_with(fully(kind))
    back = read(kind.topic, event.payload())
    assert event == back
    assert type(event.fact) is type(back.fact)
    assert event.payload() == back.payload()


@pytest.mark.parametrize("kind", FACTS)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_any_fact_comes_back_as_it_was(kind: type[Fact], data: st.DataObject) -> None:
    event = event_with(data.draw(at_random(kind)), cause=None, channel=None)
    back = read(kind.topic, event.payload())
    assert event == back
    assert event.payload() == back.payload()


@pytest.mark.parametrize("kind", FACTS)
def test_a_fact_comes_back_from_its_data(kind: type[Fact]) -> None:
    fact = fully(kind)
    assert fact == fact_of(kind.topic, json.loads(fact.model_dump_json()))


@pytest.mark.parametrize(
    "topic", ["relationship.contact-held.v9", "something.else.v1", "", "x" * 500]
)
def test_a_topic_nobody_knows_is_unreadable(topic: str) -> None:
    payload = event_with(ContactHeld()).payload()
    with pytest.raises(Unreadable, match="no fact is called"):
        read(topic, payload)
    with pytest.raises(Unreadable, match="no fact is called"):
        fact_of(topic, {})


GOOD = event_with(ContactHeld()).payload()
DAMAGED = {
    "empty": b"",
    "cut off": GOOD[:-1],
    "no json": b"\xff\xfe",
    "a list": b"[]",
    "nothing": b"null",
    "no fact": b"{}",
    "not a number": GOOD.replace(b'"version":3', b'"version":NaN'),
    "version nought": GOOD.replace(b'"version":3', b'"version":0'),
    "another field": GOOD.replace(b'"fact":{', b'"fact":{"oops":1,'),
    "two events": GOOD + GOOD,
    "an id with a space": GOOD.replace(b'"id":"e-1"', b'"id":"e 1"'),
}


@pytest.mark.parametrize("payload", DAMAGED.values(), ids=DAMAGED.keys())
def test_bytes_that_are_no_such_event_are_damaged(payload: bytes) -> None:
    assert payload != GOOD
    with pytest.raises(Damaged, match="journeys verify"):
        read(ContactHeld.topic, payload)


@given(st.binary(max_size=60))
def test_any_bytes_are_an_event_or_damaged(payload: bytes) -> None:
    with pytest.raises(Damaged):
        read(ContactHeld.topic, payload)


def test_an_unreadable_fact_repeats_no_words_of_a_person() -> None:
    with pytest.raises(Unreadable) as caught:
        fact_of(
            PromiseMade.topic, {"promise": "p", "text": "Piet\x00", "by": "client", "to": "client"}
        )
    assert "Piet" not in str(caught.value)
    assert "text" in str(caught.value)


def test_an_event_has_its_place_under_the_event_librarys_names_too() -> None:
    event = event_with(ContactHeld())
    place = (event.originator_id, event.originator_version)
    assert place == (event.relationship, event.version)


def test_an_event_in_another_events_place_is_damaged() -> None:
    mapper, event = EventMapper(), event_with(ContactHeld())
    stored = mapper.to_stored_event(event)
    assert event == mapper.to_domain_event(stored)
    for place in [("client-2", 3), ("client-1", 4)]:
        with pytest.raises(Damaged, match="another event's place"):
            mapper.to_domain_event(StoredEvent(*place, stored.topic, stored.state))


# --- old versions ----------------------------------------------------------------------------


@pytest.mark.usefixtures("scratch")
def test_an_old_version_is_brought_up_to_today() -> None:
    class NoteTaken(Fact):
        topic = "test.note-taken.v3"
        words: str
        stars: Annotated[int, Field(ge=1)]

    upcast("test.note-taken.v1", "test.note-taken.v2", lambda data: {"words": data["text"]})
    upcast("test.note-taken.v2", "test.note-taken.v3", lambda data: {**data, "stars": 1})
    today = event_with(NoteTaken(words="hello", stars=1))
    for version, fact in [(1, {"text": "hello"}), (2, {"words": "hello"})]:
        old = {**json.loads(today.payload()), "fact": fact}
        assert today == read(f"test.note-taken.v{version}", json.dumps(old).encode())
        assert today.fact == fact_of(f"test.note-taken.v{version}", fact)
    assert today == read("test.note-taken.v3", today.payload())


@pytest.mark.usefixtures("scratch")
def test_an_old_version_that_cannot_be_brought_up_is_damaged() -> None:
    class NoteTaken(Fact):
        topic = "test.note-taken.v2"
        words: str

    upcast("test.note-taken.v1", "test.note-taken.v2", lambda data: {"words": data["text"]})
    old = json.loads(event_with(NoteTaken(words="hello")).payload())
    damaged: list[object] = [{}, {"text": 5}, [], None]
    for fact in damaged:
        with pytest.raises(Damaged):
            read("test.note-taken.v1", json.dumps({**old, "fact": fact}).encode())
    for payload in (b"", b"[]", b"{}", b'"x"'):
        with pytest.raises(Damaged):
            read("test.note-taken.v1", payload)


# --- ids -------------------------------------------------------------------------------------


def test_the_same_command_has_the_same_event_ids() -> None:
    twice = [history(opened(), on("2025-01-01", ContactHeld(), ContactHeld())) for _ in range(2)]
    assert twice[0] == twice[1]
    assert len({event.id for event in twice[0]}) == 3


@given(st.tuples(st.text(), st.integers(0, 99)), st.tuples(st.text(), st.integers(0, 99)))
def test_different_events_have_different_ids(one: tuple[str, int], other: tuple[str, int]) -> None:
    if one[0].isprintable() and other[0].isprintable():
        assert (event_id(*one) == event_id(*other)) is (one == other)


def test_a_commands_testimony_stands_on_every_event_of_it() -> None:
    told = {"on_whose_word": "client", "cause": "e-7", "correlation": "case-1", "channel": "call"}
    command = on("2025-01~", ContactHeld(), ContactHeld(), recorded="2025-03-01", **told)
    for event in given_history(opened()).when(command).new:
        assert told == {name: getattr(event, name) for name in told}
        assert (event.occurred_at, event.recorded_at) == ("2025-01~", "2025-03-01")
        assert event.dated_roughly


# --- golden files ----------------------------------------------------------------------------


def test_every_topic_has_a_golden_file() -> None:
    assert make.missing() == [], "run python -m tests.golden.make"


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_a_golden_file_decodes_for_ever(path: Path) -> None:
    stored = path.read_bytes().removesuffix(b"\n")
    topic = make.topic_of(path)
    event = read(topic, stored)
    if topic in topics():
        assert stored == event.payload()


@pytest.mark.parametrize("kind", FACTS)
def test_the_newest_golden_file_holds_every_field(kind: type[Fact]) -> None:
    event = read(kind.topic, make.files(kind.topic)[-1].read_bytes())
    assert [name for name in type(event).model_fields if getattr(event, name) is None] == []
    assert _empty(event.fact) == []


def _empty(part: Any) -> list[str]:  # noqa: ANN401
    if isinstance(part, BaseModel):
        fields = {name: getattr(part, name) for name in type(part).model_fields}
        empty = [name for name, value in fields.items() if value in (None, ())]
        return empty + [e for value in fields.values() for e in _empty(value)]
    return [e for item in part for e in _empty(item)] if isinstance(part, tuple) else []


def test_a_golden_file_is_never_written_again(tmp_path: Path) -> None:
    path = make.write(ContactHeld.topic, tmp_path)
    before = path.read_bytes()
    with pytest.raises(FileExistsError):
        make.write(ContactHeld.topic, tmp_path)
    assert before == path.read_bytes()
    assert ContactHeld.topic not in make.missing(tmp_path)
    assert len(make.missing(tmp_path)) == len(topics()) - 1


def test_a_fact_that_gained_a_field_gets_a_golden_file_beside_the_old_one(tmp_path: Path) -> None:
    first = tmp_path / f"{ContactHeld.topic}.json"
    first.write_bytes(event_with(ContactHeld()).payload() + b"\n")
    before = first.read_bytes()
    assert ContactHeld.topic in make.missing(tmp_path)
    second = make.write(ContactHeld.topic, tmp_path)
    assert second.name == f"{ContactHeld.topic}.2.json"
    assert make.files(ContactHeld.topic, tmp_path) == [first, second]
    assert first.read_bytes() == before
    assert ContactHeld.topic not in make.missing(tmp_path)


def test_a_payload_nested_beyond_measure_is_damaged_under_any_topic() -> None:
    with pytest.raises((Damaged, Unreadable)):
        read("relationship.contact-held.v9", b"[" * 100_000)

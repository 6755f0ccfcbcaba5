"""A draft says what it guessed, loads again, and can be imported by."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from domain.errors import NotFound, Unreadable
from journeys.io.mapped.guessing import dates_of, look_at, scale_of
from journeys.io.mapped.loading import parse
from journeys.io.mapped.suggesting import suggest
from tests.journeys.io.tables.conftest import HEAD, Import

DATA = Path(__file__).parents[3] / "data"
Write = Callable[..., Path]


TICKETS = "ravenstack/ravenstack_support_tickets.csv"


@pytest.mark.parametrize("name", ["ecom/ecom.csv", "cfpb/complaints.csv", TICKETS, "ravenstack"])
def test_a_draft_loads_again_and_takes_its_table(
    name: str, tmp_path: Path, imported: Import
) -> None:
    draft = suggest(DATA / name)
    path = tmp_path / "draft.toml"
    path.write_text(draft, encoding="utf-8")
    outcome = imported(DATA / name, str(path))
    assert outcome.accepted >= outcome.read - 1
    assert "# unsure: " in draft


def test_a_draft_finds_who_when_over_what_and_how_it_felt(table: Write) -> None:
    remark = "a remark of more than forty characters"
    rows = [
        "id,customer_name,contact_date,channel,csat_score,remarks",
        *(f"{n},Jan de Vries,{n}/02/2026,Phone,{n % 5 + 1},{remark} {n}" for n in range(1, 20)),
    ]  # fmt: skip
    (file,) = parse(suggest(table("\n".join(rows) + "\n", "calls.csv")), "draft").mapping.file
    assert file.id == ("id",)
    assert file.dates == ("%d/%m/%Y",)
    assert file.when == "{contact_date}"
    assert getattr(file.relationship, "hash", None) == "{customer_name}"
    talk, felt = file.event[1:]
    assert getattr(talk.channel, "words", None) == {"Phone": "call"}
    assert felt.feeling is not None
    assert felt.feeling.scale == "csat"
    assert "remarks" not in file.unused


XES = """<log xmlns="http://www.xes-standard.org/">{}</log>"""
TRACE = """<trace><string key="concept:name" value="case {n}"/>
<event><string key="concept:name" value="A call"/><date key="time:timestamp" value="2026-01-0{n}T09:00:00Z"/></event>
<event><string key="concept:name" value="A visit"/><date key="time:timestamp" value="2026-01-0{n}T10:00:00Z"/></event></trace>"""  # noqa: E501 - a log


def test_a_draft_of_a_log_takes_its_cases_and_its_steps(table: Write) -> None:
    traces = "".join(TRACE.format(n=n) for n in (1, 2, 3))
    draft = suggest(table(XES.format(traces), "calls.xes"))
    (file,) = parse(draft, "draft").mapping.file
    assert (
        getattr(file.relationship, "hash", None) == "{case:concept:name}"
    )  # no ids: it has blanks
    assert file.when == "{time:timestamp}"
    assert getattr(file.event[1].touchpoint, "key", None) == "{concept:name}"
    assert "# unsure: case:concept:name stands for a relationship here." in draft


def test_a_draft_of_an_ocel_log_takes_the_objects_that_most_events_are_about(table: Write) -> None:
    def ties(number: int) -> list[dict[str, str]]:
        ids = [f"f{number % 2}"] + ([f"i{number}"] if number % 3 else [])
        return [{"objectId": one, "qualifier": ""} for one in ids]

    events = [
        {"id": f"e{n}", "type": "a call", "time": f"2026-01-0{n}T09:00:00Z", "attributes": [],
         "relationships": ties(n)} for n in range(1, 7)
    ]  # fmt: skip
    objects = {tie["objectId"] for event in events for tie in ties(int(str(event["id"])[1:]))}
    log = {
        "objectTypes": [{"name": name, "attributes": []} for name in ("firm", "item")],
        "eventTypes": [{"name": "a call", "attributes": []}],
        "objects": [
            {"id": one, "type": "firm" if one < "g" else "item", "attributes": []}
            for one in sorted(objects)
        ],
        "events": events,
    }
    (file,) = parse(suggest(table(json.dumps(log), "calls.json")), "draft").mapping.file
    assert (file.id, file.when) == (("id",), "{time}")
    assert file.relationship == "{object:firm}"
    assert getattr(file.event[1].touchpoint, "key", None) == "{type}"


def test_a_draft_says_where_the_day_may_come_first_or_not(table: Write) -> None:
    text = suggest(table("id,client,day\n1,c-1,03/02/2026\n2,c-1,01/02/2026\n", "a.csv"))
    assert "# unsure: does day have the day or the month first?" in text


@pytest.mark.parametrize("name", ['we"ird', "back\\slash", "line{}", "emoji 👍", "a: b", "'"])
def test_any_name_of_a_column_can_stand_in_a_draft(name: str, table: Write) -> None:
    path = table('id,client,day,"' + name.replace('"', '""') + '"\n1,c-1,2026-01-02,x\n')
    parse(suggest(path), "draft")


def test_nothing_can_be_drafted_from_nothing(tmp_path: Path, table: Write) -> None:
    with pytest.raises(Unreadable, match="no rows below the header"):
        suggest(table(HEAD))
    (tmp_path / "empty").mkdir()
    with pytest.raises(NotFound, match="no table in this folder"):
        suggest(tmp_path / "empty")


@pytest.mark.parametrize(
    ("name", "cells", "scale", "low", "high"),
    [
        ("NPS", ["0", "10", "7"], "nps", None, None),
        ("rating", ["1", "5"], "stars", None, None),
        ("satisfaction", ["1", "10"], "valence", 0, 10),
        ("satisfaction", ["55", "100"], "valence", 0, 100),
        ("sentiment", ["-0.5", "1"], "valence", None, None),
        ("thumbs", ["up", "down"], "thumbs", None, None),
    ],
)
def test_a_scale_is_guessed(
    name: str, cells: list[str], scale: str, low: float | None, high: float | None
) -> None:
    guess = scale_of(look_at(name, cells))
    assert guess is not None
    assert (guess.scale, guess.low, guess.high) == (scale, low, high)


def test_what_is_no_feeling_and_no_date_is_not_taken_for_one() -> None:
    assert scale_of(look_at("seats", ["1", "5"])) is None
    assert scale_of(look_at("rating", ["good", "bad"])) is None
    assert scale_of(look_at("satisfaction", ["-700"])) is None
    assert dates_of(look_at("price", ["12", "20260102"])).forms == ()
    assert dates_of(look_at("word", ["soon", "never"])).forms == ()
    assert dates_of(look_at("day", [f"2026-01-{n}" for n in range(10, 29)] + ["soon"])).forms == (
        "iso",
    )

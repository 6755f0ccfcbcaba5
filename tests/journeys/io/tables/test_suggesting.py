"""A draft says what it guessed, loads again, and can be imported by."""

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

"""A draft says what it guessed, loads again, and can be imported by."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from domain.errors import NotFound, Unreadable
from journeys.io.mapped.guessing import look_at
from journeys.io.mapped.guessing_dates import clocks_of, dates_of, when
from journeys.io.mapped.guessing_feelings import scale_of, whose
from journeys.io.mapped.loading import parse
from journeys.io.mapped.suggesting import suggest
from journeys.language import speak
from tests.journeys.io.tables.conftest import HEAD, Import

DATA = Path(__file__).parents[3] / "data"
Write = Callable[..., Path]


TICKETS = "ravenstack/ravenstack_support_tickets.csv"


@pytest.mark.parametrize(
    ("name", "aside"),
    [
        ("ecom/ecom.csv", {}),
        ("cfpb/complaints.csv", {}),
        (TICKETS, {"happens-after-what-it-refers-to": 1}),  # closed before it was raised
        ("ravenstack", {"happens-after-what-it-refers-to": 1, "no-partner": 1}),
    ],
)
def test_a_draft_loads_again_and_takes_its_table(
    name: str, aside: dict[str, int], tmp_path: Path, imported: Import
) -> None:
    draft = suggest(DATA / name)
    path = tmp_path / "draft.toml"
    path.write_text(draft, encoding="utf-8")
    outcome = imported(DATA / name, str(path))
    assert outcome.reasons == aside
    assert outcome.accepted == outcome.read - sum(aside.values())
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


@pytest.mark.parametrize("name", ["day {local}", "a{", "}"])
def test_a_column_that_a_mapping_cannot_name_is_left_out(name: str, table: Write) -> None:
    (file,) = parse(suggest(table(f"id,client,{name}\n1,c-1,2026-01-02\n")), "draft").mapping.file
    assert file.unused == (name,)
    assert file.when == "{DATE}"
    with pytest.raises(Unreadable, match="braces"):
        suggest(table(f"{name}\n2026-01-02\n"))


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
        ("Zou u ons aanbevelen (0-10)?", ["8", "3"], "nps", None, None),
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
    assert scale_of(look_at("rating", ["gold", "silver"])) is None
    assert scale_of(look_at("satisfaction", ["-700"])) is None
    assert scale_of(look_at("lead score (1-10)", ["7"])) is None
    assert scale_of(look_at("score", ["7"])) is None
    assert dates_of(look_at("price", ["12", "20260102"])).forms == ()
    assert dates_of(look_at("word", ["soon", "never"])).forms == ()
    assert dates_of(look_at("code", [f"2026-01-{n}" for n in range(10, 14)] + ["soon"])).forms == ()
    assert dates_of(look_at("day", [f"2026-01-{n}" for n in range(10, 29)] + ["soon"])).forms == (
        "iso",
    )
    assert clocks_of(look_at("score", ["10:30", "11:15", "won", "lost"])) == []


@pytest.mark.parametrize(
    ("name", "cells", "low", "high", "missed"),
    [
        ("Stemming klant (1-10)", ["7", "8,5", "3", "4", "elf"], 1, 10, 1),
        ("score (0–100)", ["7", "80"], 0, 100, 0),
        ("cijfer 1 t/m 5", ["2", "5"], 1, 5, 0),
        ("Rapportcijfer", ["7,5", "6"], 1, 10, 0),
        ("waardering", ["7", "9"], 0, 10, 0),
    ],
)
def test_a_scale_in_a_name_is_the_scale(
    name: str, cells: list[str], low: float, high: float, missed: int
) -> None:
    guess = scale_of(look_at(name, cells))
    assert guess is not None
    assert (guess.scale, guess.low, guess.high) == ("valence", low, high)
    assert guess.missed == missed


@pytest.mark.parametrize(
    ("name", "side"),
    [
        ("Stemming klant", "client"),
        ("Stemming wij", "staff"),
        ("agent mood", "staff"),
        ("nps", "client"),
        ("Zou u ons aanbevelen (0-10)?", "client"),
        ("Tevredenheid medewerkers", "staff"),
        ("how satisfied are you with us", "client"),
        ("mood", None),
    ],
)
def test_a_name_says_whose_feeling_it_is_or_does_not(name: str, side: str | None) -> None:
    assert whose(look_at(name, [])) == side


@pytest.mark.parametrize(
    ("name", "cells", "forms"),
    [
        ("created_at", ["1700000001", "1700000002"], ("unix",)),
        ("timestamp", ["1700000001000"], ("unix-ms",)),
        ("datum", ["20260102", "20260231"], ("%Y%m%d",)),
        ("Besteldatum", ["1 maart 2026", "2 januari 2026", "3 Okt 2026"], ("%d %B %Y", "%d %b %Y")),
        ("day", ["02-01-26"], ("%d-%m-%y",)),
    ],
)
def test_dates_are_seen_in_more_forms_than_one(
    name: str, cells: list[str], forms: tuple[str, ...]
) -> None:
    assert dates_of(look_at(name, cells)).forms == forms


def test_when_it_happened_is_not_when_it_ended_or_is_due() -> None:
    days = ["2026-01-02", "2026-01-03"]
    found = when([look_at(name, days) for name in ("due_date", "closed_at", "created_at")])
    assert [column.name for column, _ in found] == ["created_at", "due_date", "closed_at"]


CONTACTS = """\
Klantnr;Klantnaam;Datum;Tijd;Kanaal;Wie belde;Stemming klant (1-10);Stemming wij;Opmerking
K-001;Bakkerij De Wit;03-01-2026;09:15;telefoon;klant;7;goed;Vroeg om een offerte
K-001;Bakkerij De Wit;14-02-2026;10.30;e-mail;wij;6;neutraal;Offerte gestuurd
K-001;Bakkerij De Wit;1-4-2026;;bezoek;wij;8,5;goed;Kennis gemaakt
K-002;Tandarts Oz;2026-03-01;11:00;telefoon;klant;3;slecht;Klacht over factuur
K-002;Tandarts Oz;2026-03-02;11:00;fietskoerier;iemand;4;goed;Opgelost
K-003;;31-02-2026;11:00;whatsapp;;5;;
"""


def test_a_dutch_table_comes_in_by_its_draft(
    table: Write, tmp_path: Path, imported: Import
) -> None:
    path = table(CONTACTS, "contacten.csv")
    draft = suggest(path, speak("nl"))
    assert "# onzeker: Stemming klant (1-10) lijkt op een gevoel, op deze schaal." in draft
    assert "# onzeker: één van de bekeken datums is anders geschreven." in draft
    assert "# onzeker: waarlangs gingen deze? Ze worden weggelaten: fietskoerier" in draft
    assert "# onzeker: wie begon deze? Niemand weet het van: iemand" in draft
    mapping = tmp_path / "draft.toml"
    mapping.write_text(draft, encoding="utf-8")
    outcome = imported(path, str(mapping))
    assert (outcome.read, outcome.accepted, outcome.reasons) == (6, 5, {"not-a-date": 1})
    (file,) = parse(draft, "draft").mapping.file
    opened, held, client, staff = file.event
    assert opened.set == {"kind": "client", "market": "unknown", "title": "{Klantnaam}"}
    assert file.when == "{Datum} {Tijd}"
    assert getattr(held.set["initiated_by"], "words", None) == {
        "klant": "client", "wij": "supplier",
    }  # fmt: skip
    assert getattr(held.channel, "words", None) == {
        "telefoon": "call", "e-mail": "mail", "bezoek": "in-person", "whatsapp": "text",
    }  # fmt: skip
    assert client.feeling is not None
    assert staff.feeling is not None
    assert (client.feeling.whose, staff.feeling.whose) == ("client", "staff")
    assert client.feeling.about == staff.feeling.about == "contact-held"
    assert staff.feeling.words == {"goed": 0.6, "neutraal": 0.0, "slecht": -0.6}


def test_a_problem_that_was_dealt_with_is_drafted_as_one(
    table: Write, tmp_path: Path, imported: Import
) -> None:
    rows = [f"T{n},c-1,0{n}/13/2025,1{n}/13/2025,Phone" for n in range(1, 3)]
    rows.append("T3,c-1,03/14/2025,,Phone")
    head = "ticket id,customer id,created,resolved,channel"
    path = table("\n".join([head, *rows]) + "\n", "tickets.csv")
    draft = suggest(path)
    (file,) = parse(draft, "draft").mapping.file
    assert file.event[2].fact == "issue-handled"
    assert file.event[2].when == "{resolved}"
    mapping = tmp_path / "draft.toml"
    mapping.write_text(draft, encoding="utf-8")
    outcome = imported(path, str(mapping))
    assert outcome.accepted == outcome.read == 3
    assert outcome.events == 1 + 3 + 2


def test_a_draft_without_a_date_is_refused_until_somebody_names_one(
    table: Write, tmp_path: Path, imported: Import
) -> None:
    path = table("nr;klant\n1001;a\n1002;b\n")
    draft = suggest(path)
    assert "# unsure: no column looks like a date. Put the right one here." in draft
    mapping = tmp_path / "draft.toml"
    mapping.write_text(draft, encoding="utf-8")
    with pytest.raises(Unreadable, match="DATE"):
        imported(path, str(mapping))


@pytest.mark.parametrize("encoding", ["windows-1252", "latin-1", "utf-16", "utf-8-sig", "utf-8"])
def test_a_draft_sees_how_a_table_is_encoded(
    encoding: str, tmp_path: Path, imported: Import
) -> None:
    path = tmp_path / "contacten.csv"
    odd = "\x81" if encoding == "latin-1" else "–" if encoding == "windows-1252" else "é"
    text = CONTACTS.replace("Tandarts Oz", f"Café {odd} Öz")
    path.write_bytes(text.encode(encoding))
    draft = suggest(path)
    (file,) = parse(draft, "draft").mapping.file
    assert file.encoding == encoding.removesuffix("-sig")
    assert ("# unsure: it is not UTF-8" in draft) is (not encoding.startswith("utf-8"))
    mapping = tmp_path / "draft.toml"
    mapping.write_text(draft, encoding="utf-8")
    assert imported(path, str(mapping)).accepted == 5


def test_what_is_no_text_is_not_taken_for_one_in_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a;b\n\x00\x01\xff;\xfe\n")
    with pytest.raises(Unreadable, match="not UTF-8"):
        suggest(path)


def test_tables_of_a_folder_are_joined_where_one_says_what_another_lacks(
    tmp_path: Path, imported: Import
) -> None:
    tables = {
        "klanten.csv": "klantnummer;bedrijfsnaam;klant sinds\n1;Jansen BV;01-02-2024\n"
        "2;De Wit;15-03-2024\n",
        "orders.csv": "ordernr;klantnummer;datum\no1;1;02-02-2024\no2;2;01-01-2024\n",
        "regels.csv": "regelnr;ordernr;datum;aantal\nr1;o1;03-02-2024;2\nr2;o1;04-02-2024;1\n"
        "r3;o2;05-04-2024;3\n",
    }
    (tmp_path / "shop").mkdir()
    for name, text in tables.items():
        (tmp_path / "shop" / name).write_text(text, encoding="utf-8")
    draft = suggest(tmp_path / "shop")
    found = parse(draft, "draft").mapping
    clients, orders, lines = found.file
    assert found.mapping == "shop"
    assert [event.fact for event in clients.event] == ["relationship-opened", "cooperation-started"]
    assert orders.join["client"].file == "klanten"
    assert orders.event[0].set["title"] == "{client.bedrijfsnaam}"
    assert (lines.relationship, lines.join["owner"].column) == ("{owner.klantnummer}", "ordernr")
    mapping = tmp_path / "draft.toml"
    mapping.write_text(draft, encoding="utf-8")
    outcome = imported(tmp_path / "shop", str(mapping))
    assert (outcome.accepted, outcome.reasons) == (7, {})
    assert outcome.events == 2 + 2 + 5


@pytest.mark.parametrize("name", ["naam", "Name", "full_name"])
def test_a_name_in_a_table_of_clients_is_what_people_call_them(name: str, tmp_path: Path) -> None:
    (tmp_path / "clients.csv").write_text(
        f"klantnr;{name};klant sinds\nk1;Jansen BV;01-02-2024\nk2;De Wit;15-03-2024\n", "utf-8"
    )
    (tmp_path / "orders.csv").write_text(
        f"ordernr;klantnr;{name};datum\no1;k1;lamp;02-02-2024\no2;k2;stoel;16-03-2024\n", "utf-8"
    )
    clients, orders = parse(suggest(tmp_path), "draft").mapping.file
    assert clients.event[0].set["title"] == "{" + name + "}"
    assert orders.event[0].set["title"] == "{client." + name + "}"


@pytest.mark.parametrize(
    ("name", "cell"), [("klacht", "te laat"), ("tekst", "ik bel u"), ("Question", "where is it")]
)
def test_what_people_said_is_kept_where_it_is_short(name: str, cell: str, table: Write) -> None:
    path = table(f"nr,klantnr,datum,{name}\nm1,k1,2026-01-02,{cell}\nm2,k1,2026-01-03,{cell}\n")
    (file,) = parse(suggest(path), "draft").mapping.file
    assert getattr(file.event[1].set["text"], "text", None) == "{" + name + "}"


def test_a_date_or_a_feeling_about_a_complaint_is_not_what_was_said(table: Write) -> None:
    head = "nr,klantnr,datum,datum klacht,gevoel klacht"
    rows = [f"m{n},k1,2026-01-0{n},2025-12-0{n} 10:00,heel blij" for n in range(1, 4)]
    (file,) = parse(suggest(table("\n".join([head, *rows]) + "\n")), "draft").mapping.file
    assert "text" not in file.event[1].set


def test_the_first_sheet_with_a_table_is_drafted_and_the_others_are_named(
    tmp_path: Path, imported: Import
) -> None:
    book = openpyxl.Workbook()
    cover: Any = book.active
    cover.title = "Voorblad"
    cover.append([None, "Contacten van 2026"])
    page = book.create_sheet("Contacten")
    page.append(["Klantnr", "Datum", "NPS"])
    for day in range(1, 4):
        page.append([f"K{day % 2}", dt.datetime(2026, 1, day, 9, 30), day])  # noqa: DTZ001 - as in workbooks
    book.create_sheet("Leeg")
    path = tmp_path / "a.xlsx"
    book.save(path)
    draft = suggest(path)
    assert "# unsure: there are other sheets, which are left out: Voorblad, Leeg" in draft
    (file,) = parse(draft, "draft").mapping.file
    assert (file.sheet, file.when) == ("Contacten", "{Datum}")
    mapping = tmp_path / "draft.toml"
    mapping.write_text(draft, encoding="utf-8")
    assert imported(path, str(mapping)).accepted == 3


@pytest.mark.parametrize(
    ("column", "cell", "fact"),
    [
        ("branche", "bouw", "cooperation-started"),
        ("kanaal", "telefoon", "contact-held"),
        ("richting", "inkomend", "contact-held"),
        ("activity", "call", "contact-held"),
    ],
)
def test_contacts_with_each_client_once_are_no_clients(
    column: str, cell: str, fact: str, table: Write
) -> None:
    path = table(f"klantnr,datum,{column}\nk1,2026-01-02,{cell}\nk2,2026-01-03,{cell}\n")
    (file,) = parse(suggest(path), "draft").mapping.file
    assert [event.fact for event in file.event] == ["relationship-opened", fact]


def test_a_workbook_without_a_table_says_so(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("Leeg")
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(Unreadable, match="the first line has to name the columns"):
        suggest(tmp_path / "a.xlsx")

"""What the two shipped stories answer, in figures."""

from collections.abc import Iterator

import pytest

import journeys
from journeys.asking import reply
from journeys.engine import Engine
from projections.answers import Parameter, Row


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with journeys.open(":memory:") as opened:
        opened.load_stories()
        yield opened


def rows(engine: Engine, name: str, relationship: str, **parameters: Parameter) -> list[Row]:
    """Return an answer's rows with the story's items in place of event ids."""
    found = reply(engine, name, parameters, [relationship])
    return [{**row, "events": [found.items[id_] for id_ in row["events"]]} for row in found.rows]


@pytest.mark.row(5, 42)
def test_the_agency_could_have_been_stopped_sixteen_days_before_trust_was_lost(
    engine: Engine,
) -> None:
    intake, skip = rows(engine, "first-stop", "agency")
    assert (intake["gate"], intake["how"], intake["events"][0]) == ("intake", "missed", "A01")
    assert (skip["gate"], skip["how"], skip["events"][0]) == (
        "know-like-trust",
        "skip-refused",
        "A12",
    )
    assert 16 <= skip["days_before_break"] <= 18
    assert skip["events"][-2:] == ["A21", "A22"]
    assert skip["open_questions"] == ["visibility", "gun-factor", "commitment"]


@pytest.mark.row(42)
def test_a_still_stricter_rule_would_have_refused_the_waiver_on_the_first_day(
    engine: Engine,
) -> None:
    how = [(r["how"], r["events"][0]) for r in rows(engine, "first-stop", "agency", waivers=True)]
    assert how == [("missed", "A01"), ("waiver-refused", "A05"), ("skip-refused", "A12")]


@pytest.mark.row(23, 44)
def test_the_agencys_launch_needed_6250_recipients_and_sold_nothing(engine: Engine) -> None:
    (row,) = rows(engine, "expectations", "agency")
    assert (row["needed"], row["reach"], row["feasible"], row["reached"]) == (6250, None, None, 0)
    assert set(row["events"]) == {"A11", "A09", "A20"}


@pytest.mark.row(14)
def test_the_agencys_harmless_deviation_did_harm(engine: Engine) -> None:
    (row,) = rows(engine, "deviations-in-hindsight", "agency")
    assert (row["incidents"], row["harmful"], row["void_since"]) == (3, True, "2025-08-18")


@pytest.mark.row(29)
def test_the_agencys_offer_to_be_reachable_was_used_three_times(engine: Engine) -> None:
    (row,) = rows(engine, "offers-used", "agency")
    assert (row["times"], row["events"]) == (3, ["A15", "A18a", "A18b", "A18c"])


@pytest.mark.row(43)
def test_of_the_agencys_three_gates_two_were_left_out(engine: Engine) -> None:
    found = rows(engine, "planned-and-actual", "agency")
    assert [(r["gate"], r["outcome"], r["days"]) for r in found] == [
        ("intake", "accepted", -14),
        ("clean-desk", "waived", 0),
        ("know-like-trust", "skipped", 22),
    ]


@pytest.mark.row(39, 59)
def test_ending_was_justified_two_days_before_the_agency_did(engine: Engine) -> None:
    (row,) = rows(engine, "plug-review", "agency")
    assert (row["value"], row["days_to_end"], row["advised"]) == ("trust", 2, "end")


@pytest.mark.row(97, 98)
def test_the_telecom_client_stayed_fifteen_years_in_a_rhythm_of_eighteen_months(
    engine: Engine,
) -> None:
    (tenure,) = rows(engine, "tenure", "telecom")
    (rhythm,) = rows(engine, "renewal-rhythm", "telecom")
    assert round(tenure["years"]) == 15
    assert round(tenure["mean_client"], 2) == 0.53
    assert (rhythm["times"], rhythm["interval"], rhythm["expected"]) == (9, 548, None)


@pytest.mark.row(99)
def test_every_disagreement_but_the_last_was_repaired_together(engine: Engine) -> None:
    (row,) = rows(engine, "repair-ratio", "telecom")
    assert (row["together"], row["share"], row["unhandled"], row["attempts_failed"]) == (4, 1, 1, 4)


@pytest.mark.row(98, 181)
def test_fifteen_good_years_are_remembered_by_their_end(engine: Engine) -> None:
    (row,) = rows(engine, "two-curves", "telecom")
    assert row["mean_client"] > 0.5
    assert row["peak_end_client"] < -0.6


@pytest.mark.row(106, 111)
def test_the_telecom_clients_reason_stands_beside_how_the_goodbye_was_handled(
    engine: Engine,
) -> None:
    (row,) = rows(engine, "endings", "telecom")
    assert row["by"] == "client"
    assert row["words"].startswith("You prefer repairing afterwards")
    assert row["violated"] > 0


@pytest.mark.row(116)
def test_the_goodbye_could_have_named_the_first_contract(engine: Engine) -> None:
    best = rows(engine, "highlights", "telecom")[0]
    assert (best["rank"], best["client"], best["staff"]) == (1, 0.7, 0.5)
    assert best["events"][0] in {"B01", "B02"}

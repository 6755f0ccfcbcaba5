"""Findings about our own people: known faces, exhaustion, dread, an undercurrent."""

import pytest

from domain._kernel import Fact, Record, event_id
from domain.care import ContactHeld
from domain.contract import StaffAssigned
from domain.feelings import FeelingObserved
from domain.friction import EffortSpent, IncidentOccurred, StaffStateNoted
from tests.given import on, opened
from tests.projections.judging import judged, quiet, raises

OPENED = opened("2025-01-01")
ANN = on("2025-01-02", StaffAssigned(person="ann", role="planner", known_to_client=True))
BEN = on("2025-01-03", StaffAssigned(person="ben", role="designer", known_to_client=True))
ANN_LEAVES = on("2025-03-01", StaffAssigned(person="ann", role="planner", leaves=True))


@raises("known-person-changed")
@pytest.mark.row(2)
def test_the_only_known_person_who_leaves_is_a_finding_until_another_is_known() -> None:
    found = judged(OPENED, ANN, ANN_LEAVES, on("2025-03-10", BEN.facts[0]))
    finding = found.finding("known-person-changed", "2025-03-01")
    assert found.evidence("known-person-changed", "2025-03-01") == ["StaffAssigned"] * 2
    assert (finding.severity, finding.since) == ("medium", "2025-03-01")
    assert "known-person-changed" not in found.codes("2025-03-10")


@raises("known-person-changed")
def test_it_is_information_while_another_known_person_stays() -> None:
    finding = judged(OPENED, ANN, BEN, ANN_LEAVES).finding("known-person-changed")
    assert (finding.severity, finding.sentence.values["others"]) == ("info", 1)


@quiet("known-person-changed")
@pytest.mark.parametrize("known", [None, False])
def test_it_does_not_matter_who_the_client_never_knew(known: object) -> None:
    said = {"person": "ann", "role": "planner", "known_to_client": known}
    came = on("2025-01-02", StaffAssigned.model_validate(said))
    assert judged(OPENED, came, ANN_LEAVES).codes() == set()


def noted(when: str, kind: str, level: float | None = None, person: str = "ann") -> Record:
    said = {"kind": kind, "person": person, "level": level}
    return on(when, StaffStateNoted.model_validate(said))


def drained(*months: int, level: float = -0.6, person: str = "ann") -> list[Record]:
    return [noted(f"2025-{month:02d}-01", "energy", level, person) for month in months]


FIRES = [
    on("2025-03-02", IncidentOccurred(kind="incident", mode="firefighting")),
    on("2025-03-20", IncidentOccurred(kind="incident", mode="firefighting")),
    on("2025-03-29", EffortSpent(kind="firefighting")),
]


@raises("burn-out-risk")
@pytest.mark.row(52)
def test_somebody_drained_three_times_is_at_risk_until_energy_returns() -> None:
    better = noted("2025-05-01", "energy", 0.3)
    found = judged(OPENED, *drained(2, 3, 4), better)
    finding = found.finding("burn-out-risk", "2025-04-01")
    assert (finding.severity, finding.since) == ("high", "2025-04-01")
    assert found.evidence("burn-out-risk", "2025-04-01") == ["StaffStateNoted"] * 3
    assert "burn-out-risk" not in found.codes()


@raises("burn-out-risk")
def test_one_low_note_amid_fires_is_a_lesser_risk() -> None:
    found = judged(OPENED, *drained(3), *FIRES)
    finding = found.finding("burn-out-risk")
    assert (finding.severity, finding.since) == ("medium", "2025-03-29")
    assert len(finding.evidence) == 4


@quiet("burn-out-risk")
@pytest.mark.parametrize(
    "told",
    [
        drained(2, 3),
        drained(2, 3, 4, level=-0.4),
        drained(1, 3, 8),
        [*drained(2, 3), *drained(4, person="ben")],
        [noted(f"2025-0{month}-01", "energy") for month in (2, 3, 4)],
        FIRES,
        [*drained(3), *FIRES[:2]],
        [*drained(1), *drained(2, level=0.5), *FIRES],
    ],
    ids=["two", "mild", "apart", "two people", "unknown", "fires", "few fires", "recovered"],
)
def test_less_than_that_is_no_risk(told: list[Record]) -> None:
    assert "burn-out-risk" not in judged(OPENED, *told).codes()


def feels(day: int, valence: float, whose: str = "client", **more: object) -> Record:
    fact = FeelingObserved.model_validate({"whose": whose, "valence": valence, **more})
    return on(f"2025-02-{day:02d}", fact)


CONTENT = [feels(1, 0.4), feels(2, 0.5)]


@raises("staff-dread")
@pytest.mark.row(63)
@pytest.mark.parametrize("kind", ["dread", "avoidance", "reassignment-wish", "demotivation"])
def test_staff_who_shrink_from_a_content_client_are_seen(kind: str) -> None:
    found = judged(OPENED, *CONTENT, noted("2025-03-01", kind))
    expected = ["StaffStateNoted", "FeelingObserved", "FeelingObserved"]
    assert found.evidence("staff-dread") == expected
    assert found.finding("staff-dread").since == "2025-03-01"


@raises("staff-dread")
@pytest.mark.parametrize(
    "after",
    [StaffStateNoted(kind="energy", person="ann", level=0.4), ANN_LEAVES.facts[0]],
    ids=["better", "left"],
)
def test_dread_ends_when_it_is_better_or_they_leave(after: Fact) -> None:
    found = judged(OPENED, *CONTENT, noted("2025-03-01", "dread"), on("2025-04-01", after))
    assert "staff-dread" in found.codes("2025-03-31")
    assert "staff-dread" not in found.codes()


@quiet("staff-dread")
@pytest.mark.parametrize(
    "told",
    [
        [noted("2025-03-01", "dread")],
        [feels(1, 0.5), noted("2025-03-01", "dread")],
        [feels(1, -0.5), feels(2, 0.3), noted("2025-03-01", "dread")],
        [*CONTENT, noted("2025-10-01", "dread")],
        [*CONTENT, noted("2025-03-01", "dread", 0.5)],
        [*CONTENT, noted("2025-03-01", "energy", -0.9)],
    ],
    ids=["client unknown", "hardly known", "discontent", "long ago", "no dread", "tired"],
)
def test_without_a_content_client_or_dread_there_is_no_finding(told: list[Record]) -> None:
    assert "staff-dread" not in judged(OPENED, *told).codes()


def low(*valences: float, **more: object) -> list[Record]:
    return [feels(day, valence, "staff", **more) for day, valence in enumerate(valences, start=1)]


@raises("undercurrent")
@pytest.mark.row(135)
def test_low_spirits_over_six_contacts_are_an_undercurrent_until_they_lift() -> None:
    found = judged(OPENED, *low(0.2, -0.3, -0.1, -0.3, -0.2, -0.3, 0.9, 0.9))
    finding = found.finding("undercurrent", "2025-02-06")
    assert (finding.severity, finding.since) == ("low", "2025-02-06")
    assert found.evidence("undercurrent", "2025-02-06") == ["FeelingObserved"] * 6
    assert "undercurrent" not in found.codes()


@quiet("undercurrent")
@pytest.mark.parametrize(
    "told",
    [
        low(*[-0.2] * 5),
        low(*[0.2, -0.3] * 4),
        low(*[-0.2] * 8, source="text-model"),
        low(*[-0.2] * 8, said_by="client"),
        low(*[-0.9] * 8),
        low(0.5, 0.5, 0.5, -0.9, -0.9, -0.9),
    ],
    ids=["few", "even", "a guess", "the client's word", "an alarm", "ups and downs"],
)
def test_other_moods_are_no_undercurrent(told: list[Record]) -> None:
    assert "undercurrent" not in judged(OPENED, *told).codes()


def both(number: int, client: float, staff: float, **said: str) -> list[Record]:
    """Return a contact and what each side felt about it; *said* is who speaks for our people."""
    when, about = f"2025-02-{number:02d}", event_id(f"k-{number}", 0)
    felt = {"valence": client, "whose": "client", "about": about}
    ours = {"valence": staff, "whose": "staff", "about": about, **said}
    return [
        on(when, ContactHeld(), command_id=f"k-{number}"),
        on(when, FeelingObserved.model_validate(felt), FeelingObserved.model_validate(ours)),
    ]


@raises("staff-untouched")
@pytest.mark.row(119)
def test_our_people_who_stay_cold_while_it_hurts_the_client_are_a_finding() -> None:
    told = [command for day in (1, 2, 3) for command in both(day, -0.6, 0.05)]
    found = judged(OPENED, *told, *both(9, -0.5, -0.5))
    assert found.finding("staff-untouched", "2025-02-03").sentence.values["pairs"] == 3
    assert found.evidence("staff-untouched", "2025-02-03") == ["FeelingObserved"] * 6
    assert "staff-untouched" not in found.codes("2025-02-09")


@quiet("staff-untouched")
@pytest.mark.row(119)
@pytest.mark.parametrize(
    ("client", "staff", "said"),
    [
        (-0.6, -0.4, {}),
        (-0.2, 0.0, {}),
        (-0.6, 0.0, {"said_by": "client"}),
        (-0.6, 0.0, {"source": "text-model"}),
    ],
    ids=["they feel it too", "hardly hurt", "the client says so", "a guess"],
)
def test_our_people_who_feel_with_it_or_did_not_say_are_not_cold(
    client: float, staff: float, said: dict[str, str]
) -> None:
    told = [command for day in (1, 2, 3, 4) for command in both(day, client, staff, **said)]
    assert "staff-untouched" not in judged(OPENED, *told).codes()
    assert "staff-untouched" not in judged(OPENED, *both(1, -0.6, 0.0), *both(2, -0.6, 0.0)).codes()

"""Findings about rhythm and attention."""

from typing import Any

import pytest

from domain._kernel import Record
from domain.breakup import BreakupAnnounced
from domain.care import CareGiven, ContactHeld, PreferenceNoted
from tests.given import on, opened
from tests.projections.judging import judged, quiet, raises

OPENED = opened("2024-01-01")


def contact(when: str, by: str = "supplier", **more: Any) -> Record:  # noqa: ANN401
    testimony = {"date_basis": more.pop("date_basis")} if "date_basis" in more else {}
    return on(when, ContactHeld.model_validate({"initiated_by": by, **more}), **testimony)


def burst(month: str, by: str = "supplier", **more: Any) -> list[Record]:  # noqa: ANN401
    return [contact(f"{month}-{day}", by, **more) for day in (18, 21, 25, 28)]


USUAL = [contact(f"2024-{month:02d}-05") for month in range(1, 13)]
ROUGH = {"date_basis": "assumed"}
BUSY = [contact(f"2024-{m:02d}-{d:02d}") for m in (1, 2, 4, 5, 7, 8) for d in range(1, 28, 3)]


def in_order(*told: Record) -> list[Record]:
    return sorted(told, key=lambda command: command.occurred_at)


@raises("quarter-end-burst")
@pytest.mark.row(173)
def test_bursts_before_two_of_our_quarter_ends_are_a_finding() -> None:
    told = in_order(*USUAL, *burst("2024-06"), *burst("2024-09"))
    found = judged(OPENED, *told)
    finding = found.finding("quarter-end-burst")
    assert (finding.severity, finding.since) == ("info", "2024-09-25")
    assert found.evidence("quarter-end-burst") == ["ContactHeld"] * 7
    assert finding.sentence.values["quarters"] == 2


@quiet("quarter-end-burst")
@pytest.mark.parametrize(
    ("begun", "told"),
    [
        ("2024-01-01", [*USUAL, *burst("2024-06")]),
        ("2024-01-01", [*USUAL, *burst("2024-05"), *burst("2024-08")]),
        ("2024-01-01", [*USUAL, *burst("2024-06", "client"), *burst("2024-09", "client")]),
        ("2024-01-01", [*burst("2024-06", **ROUGH), *burst("2024-09", **ROUGH)]),
        ("2024-05-01", [*burst("2024-06"), *burst("2024-09")]),
        ("2024-01-01", [*burst("2024-06"), *burst("2024-09"), *BUSY]),
    ],
    ids=["once", "other weeks", "the client's", "rough dates", "too new", "always that busy"],
)
def test_a_rhythm_of_their_own_is_no_burst(begun: str, told: list[Record]) -> None:
    assert "quarter-end-burst" not in judged(opened(begun), *in_order(*told)).codes()


@raises("quarter-end-burst")
def test_bursts_are_forgotten_after_some_400_days() -> None:
    calm = [contact("2026-02-01"), contact("2026-06-20")]
    found = judged(OPENED, *in_order(*USUAL, *burst("2024-06"), *burst("2024-09")), *calm)
    assert "quarter-end-burst" not in found.codes()


def mails(number: int, **more: Any) -> list[Record]:  # noqa: ANN401
    said = {"broadcast": True, **more}
    return [contact(f"2024-02-{day:02d}", **said) for day in range(1, number + 1)]


@raises("over-communication")
@pytest.mark.row(164)
def test_five_messages_to_everybody_in_two_weeks_are_too_many_until_it_is_calm() -> None:
    found = judged(OPENED, *mails(5), contact("2024-03-20"))
    assert found.evidence("over-communication", "2024-02-05") == ["ContactHeld"] * 5
    assert found.finding("over-communication", "2024-02-05").since == "2024-02-05"
    assert "over-communication" not in found.codes("2024-03-20")


@quiet("over-communication")
@pytest.mark.parametrize(
    "told",
    [
        mails(4),
        mails(6, broadcast=None),
        mails(6, broadcast=False),
        mails(6, by="client"),
        [contact(f"2024-0{month}-01", broadcast=True) for month in range(1, 8)],
    ],
    ids=["four", "not told", "personal", "the client's", "monthly"],
)
def test_few_or_personal_messages_are_not_too_many(told: list[Record]) -> None:
    assert "over-communication" not in judged(OPENED, *told).codes()


def care(when: str, kind: str = "attention", **more: Any) -> Record:  # noqa: ANN401
    testimony = {"date_basis": more.pop("date_basis")} if "date_basis" in more else {}
    return on(when, CareGiven.model_validate({"kind": kind, **more}), **testimony)


MONTHLY = [care(f"2024-0{month}-01") for month in range(1, 7)]


@raises("attention-overdue")
@pytest.mark.row(89)
def test_three_times_their_own_rhythm_without_attention_is_overdue_until_the_next() -> None:
    found = judged(OPENED, *MONTHLY, care("2024-12-01", "drift-named"))
    finding = found.finding("attention-overdue", "2024-10-01")
    assert (finding.severity, finding.since) == ("info", "2024-09-02T18:00:00+02:00")
    assert finding.due == finding.since
    assert found.evidence("attention-overdue", "2024-10-01") == ["CareGiven"] * 6
    assert "attention-overdue" not in found.codes("2024-09-01")
    assert "attention-overdue" not in found.codes("2024-12-01")


@raises("attention-overdue")
@pytest.mark.parametrize(
    "other", [care("2024-08-01", "initiative"), care("2024-08-01", by="client")]
)
def test_what_is_no_act_of_ours_does_not_end_it(other: Record) -> None:
    assert "attention-overdue" in judged(OPENED, *MONTHLY, other).codes("2024-10-01")


@raises("attention-overdue")
def test_a_long_pause_of_their_own_allows_for_another() -> None:
    found = judged(OPENED, *MONTHLY[:5], care("2024-11-01"))
    assert "attention-overdue" not in found.codes("2025-06-30")
    assert "attention-overdue" in found.codes("2025-08-31")


@quiet("attention-overdue")
@pytest.mark.parametrize(
    "told",
    [
        MONTHLY[:4],
        [care(f"2024-0{month}-01", "initiative") for month in range(1, 7)],
        [care(f"2024-0{month}-01", by="client") for month in range(1, 7)],
        [care(f"2024-0{month}-01", date_basis="assumed") for month in range(1, 7)],
        [care("2024-01-01") for _ in range(6)],
        [*MONTHLY, on("2024-07-01", BreakupAnnounced(by="client"))],
        [*MONTHLY, care("2024-07-01", date_basis="assumed")],
    ],
    ids=["four", "other acts", "the client's", "rough dates", "one day", "over", "last is rough"],
)
def test_without_a_rhythm_nothing_is_overdue(told: list[Record]) -> None:
    assert "attention-overdue" not in judged(OPENED, *told).codes()


def asks_for(days: float, when: str = "2024-02-01") -> Record:
    return on(when, PreferenceNoted(item="rhythm", kind="cadence", every_days=days))


OFTEN = [contact(f"2024-03-{day:02d}") for day in range(1, 25, 4)]


@raises("contact-beyond-cadence")
@pytest.mark.row(164)
def test_more_contact_than_the_client_asked_for_is_a_finding_until_it_asks_anew() -> None:
    found = judged(OPENED, asks_for(30), *OFTEN, asks_for(4, "2024-04-01"))
    finding = found.finding("contact-beyond-cadence", "2024-03-21")
    assert (finding.since, finding.sentence.values["contacts"]) == ("2024-03-21", 6)
    evidence = found.evidence("contact-beyond-cadence", "2024-03-21")
    assert evidence == ["PreferenceNoted", *["ContactHeld"] * 6]
    assert "contact-beyond-cadence" not in found.codes("2024-04-01")


@quiet("contact-beyond-cadence")
@pytest.mark.row(164)
@pytest.mark.parametrize(
    "told",
    [
        OFTEN,
        [asks_for(30), *OFTEN[:5]],
        [asks_for(4), *OFTEN],
        [*OFTEN, asks_for(30, "2024-03-23"), contact("2024-03-24")],
        [asks_for(30), *(contact(str(c.occurred_at), "client") for c in OFTEN)],
    ],
    ids=["nothing asked", "hardly more", "as asked", "asked afterwards", "the client calls"],
)
def test_contact_as_the_client_asked_for_is_none(told: list[Record]) -> None:
    assert "contact-beyond-cadence" not in judged(OPENED, *told).codes()

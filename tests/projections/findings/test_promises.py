"""Findings about promises."""

from typing import Any

import pytest

from domain._kernel import Record
from domain.feelings import FeelingObserved
from domain.promises import PromiseMade, PromiseSettled, StatusAsked
from tests.given import on, opened
from tests.projections.judging import judged, quiet, raises

OPENED = opened("2025-01-01")
DUE = "2025-03-14"
CLOSE = "2025-03-14T18:00:00+01:00"


def made(promise: str = "p", due: str | None = DUE, **more: Any) -> Record:  # noqa: ANN401
    said = {"promise": promise, "text": "P", "by": "supplier", "to": "client", "due": due, **more}
    return on("2025-02-01", PromiseMade.model_validate(said))


def settled(when: str, outcome: str, promise: str = "p", due: str | None = None) -> Record:
    said = {"promise": promise, "outcome": outcome, "due": due}
    return on(when, PromiseSettled.model_validate(said))


@raises("promise-overdue")
@pytest.mark.row(162)
def test_a_promise_whose_day_passes_in_silence_is_overdue_until_it_is_settled() -> None:
    found = judged(OPENED, made(), settled("2025-03-20", "kept"))
    finding = found.finding("promise-overdue", "2025-03-15")
    assert (finding.severity, finding.since, finding.due) == ("medium", CLOSE, CLOSE)
    assert found.evidence("promise-overdue", "2025-03-15") == ["PromiseMade"]
    assert "promise-overdue" not in found.codes("2025-03-14T17:59:00+01:00")
    assert "promise-overdue" not in found.codes("2025-03-20")


@raises("promise-overdue")
@pytest.mark.row(165)
@pytest.mark.parametrize(
    ("clear", "told", "severity"),
    [
        ({}, False, "medium"),
        ({"acknowledged": False}, False, "medium"),
        ({"acknowledged": True}, False, "low"),
        ({"contact_rule": "We find you"}, False, "low"),
        ({}, True, "low"),
        ({"acknowledged": True}, True, "info"),
    ],
)
def test_a_slip_weighs_less_when_it_was_clear_or_told_beforehand(
    clear: dict[str, Any], told: object, severity: str
) -> None:
    announced = [settled("2025-03-10", "announced-late")] if told else []
    found = judged(OPENED, made(**clear), *announced)
    assert found.finding("promise-overdue").severity == severity
    assert found.evidence("promise-overdue")[1:] == ["PromiseSettled"] * len(announced)


@raises("promise-overdue")
def test_a_delay_that_is_told_after_the_day_comes_too_late() -> None:
    found = judged(OPENED, made(), settled("2025-03-17", "announced-late"))
    assert found.finding("promise-overdue").severity == "medium"


@raises("promise-overdue")
@pytest.mark.parametrize("outcome", ["reagreed", "announced-late"])
def test_a_new_agreement_moves_the_day(outcome: str) -> None:
    found = judged(OPENED, made(), settled("2025-03-13", outcome, due="2025-04-10"))
    assert "promise-overdue" not in found.codes("2025-04-09")
    finding = found.finding("promise-overdue")
    assert finding.since == "2025-04-10T18:00:00+02:00"
    assert found.evidence("promise-overdue") == ["PromiseMade", "PromiseSettled"]


@raises("promise-overdue")
def test_a_new_agreement_after_the_day_ends_the_finding_and_leaves_it_on_record() -> None:
    found = judged(OPENED, made(), settled("2025-03-20", "reagreed", due="2025-04-10"))
    assert "promise-overdue" in found.codes("2025-03-19")
    assert "promise-overdue" not in found.codes("2025-03-21")
    assert "promise-overdue" in found.codes("2025-04-11")


@raises("promise-overdue")
@pytest.mark.parametrize(
    ("due", "since"),
    [
        ("2025-03", "2025-03-31T18:00:00+02:00"),
        ("2025-03-14T09:00:00+01:00", CLOSE),
        ("2025-03-14T22:00:00+01:00", "2025-03-14T22:00:00+01:00"),
    ],
    ids=["a month", "in the morning", "at night"],
)
def test_a_promise_has_until_the_close_of_its_last_day(due: str, since: str) -> None:
    assert judged(OPENED, made(due=due)).finding("promise-overdue").since == since


@quiet("promise-overdue")
@pytest.mark.parametrize(
    "told",
    [
        [made(due=None)],
        [made(due="2025-03~")],
        [made(by="client", to="supplier")],
        *([made(), settled(DUE, outcome)] for outcome in ("kept", "broken", "cancelled")),
    ],
    ids=["no day", "about then", "the client's", "kept", "broken", "cancelled"],
)
def test_a_promise_without_a_sharp_day_or_settled_is_not_overdue(told: list[Record]) -> None:
    assert "promise-overdue" not in judged(OPENED, *told).codes()


def test_a_promise_that_was_kept_but_recorded_late_never_was_overdue() -> None:
    kept = PromiseSettled(promise="p", outcome="kept")
    found = judged(OPENED, made(), on("2025-03-13", kept, recorded="2025-06-01"))
    assert "promise-overdue" not in found.codes("2025-03-31")


ASKED = StatusAsked(promise="p")


@raises("status-asked")
@pytest.mark.row(163)
@pytest.mark.parametrize(("when", "severity"), [("2025-03-01", "low"), ("2025-03-20", "medium")])
def test_a_client_who_has_to_ask_is_a_finding_and_worse_when_it_is_late(
    when: str, severity: str
) -> None:
    found = judged(OPENED, made(), on(when, ASKED), settled("2025-03-25", "kept"))
    finding = found.finding("status-asked", "2025-03-21")
    assert (finding.severity, finding.since) == (severity, when)
    assert found.evidence("status-asked", "2025-03-21") == ["PromiseMade", "StatusAsked"]
    assert "status-asked" not in found.codes("2025-03-25")


@quiet("status-asked")
@pytest.mark.parametrize(
    "told", [[made()], [made(by="client", to="supplier"), on("2025-03-01", ASKED)]]
)
def test_nobody_who_asks_or_a_promise_of_the_clients_own_is_none(told: list[Record]) -> None:
    assert "status-asked" not in judged(OPENED, *told).codes()


def ended(*outcomes: str) -> list[Record]:
    promises = [made(f"p{n}") for n, _ in enumerate(outcomes)]
    days = (f"2025-02-{n + 2:02d}" for n, _ in enumerate(outcomes))
    ends = zip(outcomes, days, strict=True)
    return [*promises, *(settled(day, out, f"p{n}") for n, (out, day) in enumerate(ends))]


@raises("promises-broken-again")
@pytest.mark.row(162)
def test_three_of_the_last_eight_promises_not_kept_are_a_finding_until_it_gets_better() -> None:
    outcomes = ["late", "broken", "kept", "dropped", *["kept"] * 6]
    found = judged(OPENED, *ended(*outcomes))
    finding = found.finding("promises-broken-again", "2025-02-05")
    assert finding.since == "2025-02-05"
    assert found.evidence("promises-broken-again", "2025-02-05") == ["PromiseSettled"] * 3
    assert "promises-broken-again" not in found.codes()


@raises("promises-broken-again")
def test_a_promise_kept_after_its_day_has_slipped() -> None:
    told = [made(f"p{n}") for n in range(3)]
    told += [settled("2025-03-20", "kept", f"p{n}") for n in range(3)]
    assert "promises-broken-again" in judged(OPENED, *told).codes("2025-03-20")


@quiet("promises-broken-again")
@pytest.mark.parametrize(
    "told",
    [
        ended("late", "broken", "kept", "kept"),
        ended("late", "broken", *["kept"] * 7, "late"),
        ended("cancelled", "handed-over", "impossible", "announced-late"),
        [*ended("late", "broken"), made("p9"), settled("2025-09-01", "late", "p9")],
        [made(), *(settled(f"2025-02-0{n}", "broken") for n in (2, 3, 4))],
    ],
    ids=["two", "not of the last eight", "not broken", "long ago", "one promise"],
)
def test_few_or_old_slips_are_no_habit(told: list[Record]) -> None:
    assert "promises-broken-again" not in judged(OPENED, *told).codes()


def felt(when: str, valence: float, **more: Any) -> Record:  # noqa: ANN401
    said = {"whose": "client", "valence": valence, **more}
    return on(when, FeelingObserved.model_validate(said))


LATE = settled("2025-03-20", "late")


@raises("late-delivery-hurts")
@pytest.mark.row(174)
def test_a_promise_that_came_late_hurts_until_a_good_word() -> None:
    found = judged(OPENED, made(), LATE, felt("2025-03-25", -0.5), felt("2025-05-01", 0.4))
    expected = ["PromiseMade", "PromiseSettled", "FeelingObserved"]
    assert found.evidence("late-delivery-hurts", "2025-03-25") == expected
    assert "late-delivery-hurts" not in found.codes("2025-05-01")


@quiet("late-delivery-hurts")
@pytest.mark.row(174)
@pytest.mark.parametrize(
    "told",
    [
        [made(), settled("2025-03-10", "kept"), felt("2025-03-12", -0.5)],
        [made(), LATE, felt("2025-03-25", -0.1)],
        [made(), LATE, felt("2025-04-25", -0.5)],
        [made(), LATE, felt("2025-03-25", -0.5, said_by="staff")],
        [made(), LATE, felt("2025-03-25", -0.5, source="text-model")],
        [made(by="client", to="supplier"), LATE, felt("2025-03-25", -0.5)],
    ],
    ids=["in time", "mild", "long after", "not its word", "a guess", "its own promise"],
)
def test_a_mood_that_has_nothing_to_do_with_a_late_promise_is_none(told: list[Record]) -> None:
    assert "late-delivery-hurts" not in judged(OPENED, *told).codes()

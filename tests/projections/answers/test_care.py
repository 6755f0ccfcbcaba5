"""Repair, moments missed, what is remembered, and how it ended."""

import pytest

from domain.breakup import BreakupAnnounced, RelationshipEnded
from domain.care import CareGiven, PreferenceNoted, SignalNoted
from domain.friction import IssueHandled, IssueRaised
from domain.moments import Moment
from tests.given import on
from tests.projections.answers.asked import ask, figures, told


@pytest.mark.row(99)
def test_the_repair_ratio_counts_what_was_solved_together_of_what_was_handled() -> None:
    issues = [on("2025-02-01", IssueRaised(issue=i, kind="disagreement")) for i in ("a", "b", "c")]
    together = IssueHandled(issue="a", listened=True, empathised=True, sought_together=True)
    rows = ask(
        "repair-ratio",
        told("x", *issues, on("2025-02-02", together, IssueHandled(issue="b", listened=True))),
        told("y", *issues),
        told("z"),
    )
    assert [figures(r, "issues", "handled", "together", "share", "unhandled") for r in rows] == [
        (3, 2, 1, 0.5, 1),
        (3, 0, 0, None, 3),
    ]


@pytest.mark.row(154)
def test_a_signal_that_ran_out_without_an_answer_is_a_moment_missed() -> None:
    until = Moment("2025-02-10")

    def signal(name: str, ends: Moment | None = until) -> SignalNoted:
        return SignalNoted(signal=name, kind="life-event", until=ends)

    def answer(name: str) -> CareGiven:
        return CareGiven(kind="signal-answered", signal=name)

    noted = on("2025-02-01", signal("early"), signal("late"), signal("never"), signal("open", None))
    rows = ask(
        "moments-missed",
        told("a", noted, on("2025-02-04", answer("early")), on("2025-02-20", answer("late"))),
    )
    assert [figures(r, "signal", "days", "in_time", "missed") for r in rows] == [
        ("early", 3, True, False),
        ("late", 19, False, True),
        ("never", None, None, True),
        ("open", None, None, None),
    ]
    assert not ask("moments-missed", told("a", noted), now="2025-02-10")[2]["missed"]


@pytest.mark.row(139)
def test_purchase_memory_keeps_what_was_bought_whether_it_was_liked_and_the_aid_given() -> None:
    rows = ask(
        "purchase-memory",
        told(
            "a",
            on("2025-02-01", PreferenceNoted(item="red", kind="bought", liked=True)),
            on("2025-02-02", PreferenceNoted(item="red", kind="wants-again")),
            on("2025-02-01", PreferenceNoted(item="white", kind="bought")),
            on("2025-02-01", PreferenceNoted(item="cava", kind="likes")),
        ),
        told(
            "b",
            on("2025-02-01", PreferenceNoted(item="red", kind="bought")),
            on("2025-02-03", CareGiven(kind="memory-aid")),
        ),
    )
    assert [figures(r, "item", "bought", "liked", "wants_again", "memory_aid") for r in rows] == [
        ("red", 1, True, True, None),
        ("white", 1, None, None, None),
        ("red", 1, None, None, True),
    ]


@pytest.mark.row(106, 111)
def test_an_end_has_its_reason_in_words_and_its_handling_apart() -> None:
    announced = BreakupAnnounced(by="client", reason="You stopped listening", reason_told=True)
    rows = ask(
        "endings",
        told("a", on("2026-01-01", announced, RelationshipEnded(by="client")), opened="2020-01-01"),
        told("b"),
        now="2026-01-02",
    )
    (row,) = rows
    assert figures(row, "by", "years", "words", "reason_told", "violated") == (
        "client",
        6.0,
        "You stopped listening",
        True,
        0,
    )

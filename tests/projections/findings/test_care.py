"""Findings about care."""

import pytest

from domain._kernel import Record
from domain.breakup import BreakupAnnounced
from domain.care import CareGiven
from domain.feelings import FeelingObserved
from domain.friction import IssueHandled, IssueRaised, RequestAnswered, SolutionSought
from tests.given import on, opened
from tests.projections.judging import judged, quiet, raises

NAMED = on("2021-01-01", CareGiven(kind="drift-named"))
NAMED_AGAIN = on("2022-01-01", CareGiven(kind="drift-named"))


def together(issue: str, when: str, *, listened: bool = True) -> Record:
    return on(
        when,
        IssueRaised(issue=issue, kind="disagreement"),
        IssueHandled(issue=issue, listened=listened, empathised=True, sought_together=True),
    )


def asked(number: int, when: str, answer: str) -> Record:
    request = f"r-{number}"
    answered = RequestAnswered.model_validate({"request": request, "answer": answer})
    return on(when, SolutionSought(request=request, issue="form"), answered)


ISSUE = on("2025-08-01", IssueRaised(issue="form", kind="complaint"))


@raises("repair-habit")
@pytest.mark.row(99)
def test_disagreements_always_dealt_with_together_are_a_habit() -> None:
    found = judged(opened(), NAMED, together("one", "2023-01-01"))
    assert found.evidence("repair-habit") == ["CareGiven", "IssueHandled"]


@quiet("repair-habit")
def test_one_disagreement_nobody_listened_to_is_no_habit() -> None:
    found = judged(opened(), together("one", "2023-01-01", listened=False))
    assert "repair-habit" not in found.codes()


def test_a_habit_that_is_broken_is_a_habit_no_longer() -> None:
    broken = together("two", "2024-01-01", listened=False)
    assert "repair-habit" not in judged(opened(), together("one", "2023-01-01"), broken).codes()


@raises("repair-broken")
@pytest.mark.row(103)
def test_two_attempts_that_came_to_nothing_break_the_habit() -> None:
    commands = (
        together("one", "2023-01-01"),
        ISSUE,
        asked(1, "2025-08-02", "unwilling"),
        asked(2, "2025-08-03", "refused"),
    )
    found = judged(opened(), *commands)
    expected = ["IssueHandled", *["SolutionSought", "RequestAnswered"] * 2]
    assert found.evidence("repair-broken") == expected
    mended = judged(opened(), *commands, asked(3, "2025-08-04", "joint-solution"))
    assert "repair-broken" in mended.codes("2025-08-03")


@quiet("repair-broken")
def test_one_attempt_or_no_history_breaks_nothing() -> None:
    once = (together("one", "2023-01-01"), ISSUE, asked(1, "2025-08-02", "refused"))
    fresh = (ISSUE, asked(1, "2025-08-02", "refused"), asked(2, "2025-08-03", "refused"))
    for commands in (once, fresh):
        assert "repair-broken" not in judged(opened(), *commands).codes()


def test_a_joint_solution_mends_what_was_broken() -> None:
    found = judged(
        opened(),
        together("one", "2023-01-01"),
        ISSUE,
        asked(1, "2025-08-02", "unwilling"),
        asked(2, "2025-08-03", "refused"),
        asked(3, "2025-08-04", "joint-solution"),
    )
    assert "repair-broken" not in found.codes("2025-08-05")


def felt(number: int, valence: float) -> Record:
    return on(f"2024-{1 + number:02d}-01", FeelingObserved(whose="client", valence=valence))


FALLING = [felt(n, 0.6) for n in range(6)] + [felt(n, -0.8) for n in range(6, 12)]


@raises("care-habit-lost")
@pytest.mark.row(89)
def test_drift_that_used_to_be_named_and_is_not_now_is_a_lost_habit() -> None:
    found = judged(opened(), NAMED, NAMED_AGAIN, *FALLING)
    assert found.evidence("care-habit-lost")[:2] == ["CareGiven", "CareGiven"]
    named = on("2025-01-05", CareGiven(kind="drift-named"))
    assert "care-habit-lost" not in judged(opened(), NAMED, NAMED_AGAIN, *FALLING, named).codes()


@quiet("care-habit-lost")
def test_a_habit_that_never_was_is_not_lost() -> None:
    assert "care-habit-lost" not in judged(opened(), NAMED, *FALLING).codes()
    assert "care-habit-lost" not in judged(opened(), NAMED, NAMED_AGAIN, *FALLING[:6]).codes()


@raises("deflected-to-procedure", "last-moment-to-save")
@pytest.mark.row(104)
@pytest.mark.parametrize(
    ("since", "severity", "who"),
    [
        ("2015-01-01", "critical", "a senior colleague"),
        ("2019-01-01", "critical", "the account owner"),
        ("2024-01-01", "high", "the account owner"),
    ],
)
def test_a_client_sent_to_a_procedure_is_called_back_within_a_working_day(
    since: str, severity: str, who: str
) -> None:
    """A Friday: the next working day is Monday."""
    found = judged(opened(since), ISSUE, asked(1, "2025-08-22", "deflected"))
    assert found.evidence("deflected-to-procedure") == ["RelationshipOpened", "RequestAnswered"]
    assert found.finding("deflected-to-procedure").severity == severity
    assert found.evidence("last-moment-to-save") == ["RequestAnswered"]
    assert found.finding("last-moment-to-save").due == "2025-08-25T18:00:00+02:00"
    action = found.finding("last-moment-to-save").action
    assert action is not None
    assert who in str(action)


@quiet("deflected-to-procedure", "last-moment-to-save")
@pytest.mark.parametrize(
    "answer", ["joint-solution", "solution", "unwilling", "refused", "called-back"]
)
def test_any_other_answer_is_no_deflection(answer: str) -> None:
    codes = judged(opened(), ISSUE, asked(1, "2025-08-22", answer)).codes()
    assert codes.isdisjoint({"deflected-to-procedure", "last-moment-to-save"})


@raises("last-moment-to-save")
@pytest.mark.parametrize(
    "after",
    [
        on("2025-08-25", CareGiven(kind="attention")),
        on("2025-08-25", BreakupAnnounced(by="client")),
        asked(2, "2025-08-25", "called-back"),
    ],
    ids=["cared for", "over", "called back"],
)
def test_the_last_moment_passes(after: Record) -> None:
    found = judged(opened(), ISSUE, asked(1, "2025-08-22", "deflected"), after)
    assert "last-moment-to-save" in found.codes("2025-08-24")
    assert "last-moment-to-save" not in found.codes("2025-08-25")


@raises("repair-broken")
@pytest.mark.row(103)
def test_a_third_attempt_in_vain_is_one_too_many_even_without_a_history() -> None:
    tried = [asked(n, f"2025-08-0{1 + n}", "unwilling") for n in (1, 2, 3)]
    found = judged(opened(), ISSUE, *tried)
    assert found.finding("repair-broken").severity == "medium"
    assert found.finding("repair-broken").sentence.values["history"] == 0

"""The phases a relationship goes through."""

import pytest

from domain._kernel import Fact
from domain.breakup import BreakupAnnounced, EndDateSet, PartingStatementMade, RelationshipEnded
from domain.contract import ContractSigned, CooperationStarted
from domain.friction import (
    BoundaryGivenUp,
    IncidentOccurred,
    IssueHandled,
    IssueRaised,
    SolutionSought,
    UneaseVoiced,
)
from domain.moments import Moment
from domain.relationship import Relationship, _Weight, fold, in_order_of_happening
from tests.given import given, history, on, opened

SIGNED = on("2020-02-01", ContractSigned(contract="first"))
RAISED = on("2021-01-01", IssueRaised(issue="i-1", kind="problem"))
SOLVED = on("2021-01-05", IssueHandled(issue="i-1", outcome="solved"))
OVER = on("2022-01-01", BreakupAnnounced(by="client"))
ENDED = on("2022-02-01", RelationshipEnded(by="client"))


def test_it_begins_as_courtship() -> None:
    given(opened()).then_state(phase="courtship", phase_since=Moment("2020-01-01"))


def test_a_signature_makes_it_a_contract() -> None:
    given(opened(), SIGNED).then_state(phase="contract", phase_since=Moment("2020-02-01"))


@pytest.mark.parametrize(
    "fact",
    [
        IncidentOccurred(kind="incident"),
        IssueRaised(issue="i-1", kind="complaint"),
        UneaseVoiced(unease="u-1"),
        BoundaryGivenUp(boundary="b-1"),
    ],
    ids=lambda fact: type(fact).__name__,
)
def test_what_chafes_makes_it_friction(fact: Fact) -> None:
    given(opened(), SIGNED, on("2021-01-01", fact)).then_state(phase="friction")


def test_a_way_out_that_is_sought_makes_it_friction_again() -> None:
    sought = on("2021-02-01", SolutionSought(request="r-1", issue="i-1"))
    given(opened(), SIGNED, RAISED, SOLVED, sought).then_state(phase="friction")


@pytest.mark.parametrize(
    "handled",
    [
        IssueHandled(issue="i-1", outcome="solved"),
        IssueHandled(issue="i-1", outcome="accepted"),
        IssueHandled(issue="i-1", sought_together=True),
    ],
    ids=["solved", "accepted", "sought together"],
)
def test_friction_heals_back_into_contract(handled: IssueHandled) -> None:
    given(opened(), SIGNED, RAISED, on("2021-01-05", handled)).then_state(
        phase="contract", phase_since=Moment("2021-01-05")
    )


@pytest.mark.parametrize(
    "handled",
    [
        IssueHandled(issue="i-1"),
        IssueHandled(issue="i-1", listened=True, empathised=True),
        IssueHandled(issue="i-1", sought_together=True, outcome="unsolved"),
    ],
    ids=["nobody said", "listened only", "unsolved"],
)
def test_friction_stays_where_nothing_was_found(handled: IssueHandled) -> None:
    given(opened(), SIGNED, RAISED, on("2021-01-05", handled)).then_state(phase="friction")


def test_an_announcement_makes_it_a_breakup_and_nothing_but_its_end_changes_that() -> None:
    given(opened(), SIGNED, OVER, on("2022-01-05", CooperationStarted())).then_state(
        phase="breakup"
    )
    given(
        opened(), SIGNED, OVER, on("2022-01-05", IssueRaised(issue="i-2", kind="complaint"))
    ).then_state(phase="breakup")


def test_it_goes_from_courtship_to_its_end() -> None:
    steps = [opened(), SIGNED, RAISED, SOLVED, OVER, ENDED]
    phases = []
    for count in range(1, len(steps) + 1):
        state = fold(None, history(*steps[:count]))
        assert state is not None
        phases.append(state.phase)
    assert phases == ["courtship", "contract", "friction", "contract", "breakup", "ended"]


def test_after_the_end_a_parting_word_changes_nothing() -> None:
    parting = on("2022-03-01", PartingStatementMade(by="client", public=True))
    given(opened(), SIGNED, OVER, ENDED, parting).then_state(
        phase="ended", phase_since=Moment("2022-02-01"), ends=Moment("2022-02-01")
    )
    given(opened(), ENDED, on("2022-03-01", BreakupAnnounced(by="client"))).then_state(
        phase="ended"
    )


def test_an_end_date_ends_it_when_it_comes() -> None:
    dated = on("2022-01-01", EndDateSet(ends=Moment("2022-01-31")))

    def ends_on_its_day(state: Relationship) -> bool:
        before, after = Moment("2022-01-30"), Moment("2022-01-31")
        return (state.phase_at(before), state.phase_at(after)) == ("breakup", "ended")

    given(opened(), SIGNED, OVER, dated).then_state(
        ends_on_its_day, phase="breakup", ends=Moment("2022-01-31")
    )


def test_an_end_date_without_a_breakup_ends_nothing() -> None:
    dated = on("2022-01-01", EndDateSet(ends=Moment("2022-01-31")))
    given(opened(), SIGNED, dated).then_state(
        lambda state: state.phase_at(Moment("2023-01-01")) == "contract"
    )


def test_phases_follow_what_happened_when_folded_in_that_order() -> None:
    late = on("2020-06-01", IssueRaised(issue="i-0", kind="problem"), recorded="2021-01-10")
    healed = on("2020-06-05", IssueHandled(issue="i-0", outcome="solved"), recorded="2021-01-11")
    events = history(opened(), SIGNED, RAISED, late, healed)
    as_recorded = fold(None, events)
    as_happened = fold(None, in_order_of_happening(events))
    assert as_recorded is not None
    assert as_happened is not None
    assert (as_recorded.phase, as_happened.phase) == ("contract", "friction")


def test_a_kind_that_turns_the_phase_need_not_be_remembered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    weight = _Weight(turns=True, names=True, remembered=False)
    monkeypatch.setattr("domain.relationship._weight", lambda _: weight)
    state = fold(None, history(opened(), SIGNED))
    assert state is not None
    assert (state.phase, state.version, len(state.facts)) == ("contract", 2, 0)

"""What the misfit at the sales table and loose projects (rows 45 to 87) ask to be recorded."""

import pytest

from domain.contract import MoneyBooked, ProjectFinished, ScopeSet
from domain.courtship import IntakeDecided, ReferralMade, RelationshipOpened
from domain.expectation import OpinionVoiced
from domain.feelings import FeelingObserved
from domain.friction import EffortSpent, IncidentOccurred, PlugReviewed, StaffStateNoted
from domain.moments import Moment
from domain.organisation import (
    ImprovementReviewed,
    ImprovementStarted,
    OrganisationNamed,
    ProfileDeclared,
)
from domain.process import Gate, ProcessAdopted, WaiverGranted
from tests.rows.keeping import kept

INTAKE = ProcessAdopted(process="intake", gates=(Gate(gate="fits", title="Does it fit?"),))


@pytest.mark.row(5)
def test_a_misfit_that_was_seen_names_the_gate_that_should_have_caught_it() -> None:
    taken = IntakeDecided(outcome="accepted", mismatch_seen=True, gate="fits", doubt="In a hurry")
    decided = kept(taken, INTAKE).fact
    assert (decided.mismatch_seen, decided.gate, decided.doubt) == (True, "fits", "In a hurry")


@pytest.mark.row(5)
def test_a_misfit_is_said_with_its_cause() -> None:
    said = kept(OpinionVoiced(topic_of="fit", by="supplier", verdict="no", words="No trust")).fact
    assert (said.verdict, said.words) == ("no", "No trust")


@pytest.mark.row(45)
def test_an_early_feeling_of_misfit_has_somebody_and_how_well_they_were_prepared() -> None:
    felt = kept(IntakeDecided(outcome="declined", doubt_by="client", prepared="not")).fact
    assert (felt.doubt_by, felt.prepared) == ("client", "not")


@pytest.mark.row(45)
@pytest.mark.parametrize("kind", ["applicant", "partner"])
def test_a_counterpart_may_be_somebody_else_than_a_client(kind: str) -> None:
    assert kept(RelationshipOpened.model_validate({"kind": kind})).fact.kind == kind


@pytest.mark.row(46, 48)
def test_a_private_doubt_is_kept_beside_the_deal_that_was_pursued_all_the_same() -> None:
    deal = IntakeDecided(
        outcome="accepted", doubt="No winning match", doubt_by="supplier",
        pursued_despite_doubt=True,
    )  # fmt: skip
    event = kept(deal, on_whose_word="staff")
    assert (event.fact.doubt, event.fact.doubt_by) == ("No winning match", "supplier")
    assert event.fact.pursued_despite_doubt
    assert event.on_whose_word == "staff"


@pytest.mark.row(47)
def test_declining_is_an_outcome_like_any_other() -> None:
    assert kept(IntakeDecided(outcome="declined")).fact.outcome == "declined"


@pytest.mark.row(50)
@pytest.mark.parametrize("kind", ["risk", "resistance", "failure-cost", "burn-out"])
def test_a_cost_has_a_kind_and_an_amount(kind: str) -> None:
    booked = kept(MoneyBooked.model_validate({"kind": kind, "amount": 1200})).fact
    assert (booked.kind, booked.amount) == (kind, 1200)


@pytest.mark.row(50)
@pytest.mark.parametrize("kind", ["billable", "unbillable", "rework", "emotional"])
def test_effort_has_a_kind_and_hours(kind: str) -> None:
    spent = kept(EffortSpent.model_validate({"kind": kind, "hours": 3})).fact
    assert (spent.kind, spent.hours) == (kind, 3)


@pytest.mark.row(51)
def test_what_a_colleague_feels_about_this_client_stays_with_this_client() -> None:
    event = kept(FeelingObserved(whose="staff", valence=-0.5, towards="client"))
    assert (event.fact.towards, event.relationship) == ("client", "client-1")


@pytest.mark.row(52)
@pytest.mark.parametrize("level", [-1, 1])
def test_a_client_takes_energy_from_a_colleague_or_gives_it(level: float) -> None:
    state = kept(StaffStateNoted(kind="energy", person="p-7", level=level)).fact
    assert (state.person, state.level) == ("p-7", level)


@pytest.mark.row(54)
def test_a_no_bid_has_a_reason_and_honours_whoever_dared() -> None:
    no = kept(IntakeDecided(outcome="no-bid", doubt="No fit", credit_to="Our Zoë")).fact
    assert (no.outcome, no.doubt, no.credit_to) == ("no-bid", "No fit", "Our Zoë")


@pytest.mark.row(56, 85)
@pytest.mark.parametrize("reason", ["baseline", "new-insight", "pleasing"])
def test_the_scope_and_each_change_has_a_size_a_reason_and_who_gave_in(reason: str) -> None:
    scope = {"size": 40, "unit": "hours", "reason": reason, "gave_in": "supplier"}
    changed = kept(ScopeSet.model_validate(scope)).fact
    assert (changed.size, changed.reason, changed.gave_in) == (40, reason, "supplier")


@pytest.mark.row(59)
def test_pulling_the_plug_is_weighed_by_somebody_on_a_day_with_a_verdict() -> None:
    weighed = PlugReviewed(verdict="go-on-with-conditions", again=Moment("2025-06-01"))
    event = kept(weighed, when="2025-03-03")
    assert (event.occurred_at, event.fact.by) == ("2025-03-03", "supplier")
    assert (event.fact.verdict, event.fact.again) == ("go-on-with-conditions", "2025-06-01")


@pytest.mark.row(60)
@pytest.mark.parametrize("kind", ["small-error", "bypass"])
def test_a_small_error_and_a_bypass_are_incidents_of_their_own_kind(kind: str) -> None:
    assert kept(IncidentOccurred.model_validate({"kind": kind})).fact.kind == kind


@pytest.mark.row(63)
@pytest.mark.parametrize("kind", ["dread", "demotivation", "avoidance", "reassignment-wish"])
def test_dread_and_what_comes_of_it_are_noted(kind: str) -> None:
    state = StaffStateNoted.model_validate({"kind": kind, "person": "p-7"})
    assert kept(state).fact.kind == kind


@pytest.mark.row(64)
def test_a_client_says_in_a_round_of_research_that_it_does_not_fit() -> None:
    said = kept(OpinionVoiced(topic_of="fit", by="client", verdict="no", round=2)).fact
    assert (said.by, said.verdict, said.round) == ("client", "no", 2)


@pytest.mark.row(65)
@pytest.mark.parametrize(("topic_of", "by"), [("strength", "supplier"), ("wish", "client")])
def test_a_strength_and_a_wish_meet_in_one_item(topic_of: str, by: str) -> None:
    opinion = OpinionVoiced.model_validate({"topic_of": topic_of, "by": by, "item": "speed"})
    said = kept(opinion).fact
    assert (said.topic_of, said.by, said.item) == (topic_of, by, "speed")


@pytest.mark.row(66)
def test_a_decision_answers_whether_a_seamless_solution_can_be_given() -> None:
    assert kept(IntakeDecided(outcome="declined", seamless=False)).fact.seamless is False


@pytest.mark.row(69)
def test_a_no_has_somebody_who_said_it_how_soon_and_what_the_time_gave() -> None:
    no = IntakeDecided(outcome="declined", declined_by="client", minutes_to_no=2, freed="A talk")
    said = kept(no).fact
    assert (said.declined_by, said.minutes_to_no, said.freed) == ("client", 2, "A talk")


@pytest.mark.row(70)
def test_a_referral_after_a_no_has_a_direction_and_an_outcome() -> None:
    referral = ReferralMade(
        referral="r", by="supplier", direction="supplier-to-others", after_no=True,
        outcome="placed",
    )  # fmt: skip
    made = kept(referral).fact
    assert (made.after_no, made.direction, made.outcome) == (True, "supplier-to-others", "placed")


@pytest.mark.row(70)
def test_gratitude_for_a_referral_lasts() -> None:
    thanks = FeelingObserved(whose="client", valence=0.9, category="loving", towards="past")
    event = kept(thanks, when="2045")
    assert (event.fact.towards, event.fact.valence, event.occurred_at) == ("past", 0.9, "2045")


@pytest.mark.row(71)
def test_an_acceptance_says_which_pressure_was_behind_it() -> None:
    taken = IntakeDecided(outcome="accepted", pressure="lean-times")
    assert kept(taken).fact.pressure == "lean-times"


@pytest.mark.row(74)
def test_an_acceptance_on_the_edge_says_by_whom_and_under_which_target() -> None:
    edge = IntakeDecided(
        outcome="accepted", fit="edge", approved_by_role="sales lead", pressure="target"
    )
    taken = kept(edge).fact
    assert (taken.fit, taken.approved_by_role, taken.pressure) == ("edge", "sales lead", "target")


@pytest.mark.row(75)
def test_a_process_is_strict_and_leaves_the_team_this_much_to_decide() -> None:
    strict = INTAKE.model_copy(update={"strictness": "strict", "discretion": ()})
    adopted = kept(strict).fact
    assert (adopted.strictness, adopted.discretion) == ("strict", ())


@pytest.mark.row(76)
def test_the_quality_of_an_intake_is_checked_at_its_gate() -> None:
    checked = IntakeDecided(outcome="accepted", gate="fits", profile_clear=False)
    decided = kept(checked, INTAKE).fact
    assert (decided.gate, decided.profile_clear) == ("fits", False)


@pytest.mark.row(78)
def test_intake_is_fixed_and_delivery_is_delegated() -> None:
    fixed = kept(ProfileDeclared(edition=1, must=("ten-people",))).fact
    assert fixed.must == ("ten-people",)
    assert kept(INTAKE.model_copy(update={"discretion": ("fits",)})).fact.discretion == ("fits",)


@pytest.mark.row(79)
def test_the_core_client_must_should_and_may_not_be() -> None:
    profile = ProfileDeclared(edition=1, must=("a",), should=("b",), excludes=("c",))
    declared = kept(profile).fact
    assert (declared.must, declared.should, declared.excludes) == (("a",), ("b",), ("c",))
    assert declared.can_reject


@pytest.mark.row(80)
def test_how_a_near_miss_is_treated_has_steps_and_an_approver() -> None:
    profile = ProfileDeclared(edition=1, near_miss_steps=("talk", "trial"), near_miss_approver="MD")
    declared = kept(profile).fact
    assert (declared.near_miss_steps, declared.near_miss_approver) == (("talk", "trial"), "MD")


@pytest.mark.row(80)
@pytest.mark.parametrize("how", ["accept-with-conditions", "refer", "decline", "later"])
def test_a_near_miss_is_treated_by_the_procedure_or_not(how: str) -> None:
    miss = {"outcome": "accepted", "near_miss": how, "by_procedure": True}
    decided = kept(IntakeDecided.model_validate(miss)).fact
    assert (decided.near_miss, decided.by_procedure) == (how, True)


@pytest.mark.row(81)
def test_a_finished_project_was_on_time_in_budget_and_received_with_enthusiasm() -> None:
    project = ProjectFinished(project="p", on_time=True, in_budget=False, enthusiasm=0.9)
    done = kept(project).fact
    assert (done.on_time, done.in_budget, done.enthusiasm) == (True, False, 0.9)


@pytest.mark.row(82)
def test_a_deviation_may_be_the_teams_own_right() -> None:
    waiver = WaiverGranted(waiver="w", gates=("fits",), harmless_for=("delivery",), authorised=True)
    assert kept(waiver, INTAKE).fact.authorised is True


@pytest.mark.row(83)
def test_the_complexity_of_the_work_stands_beside_the_strictness_chosen_for_it() -> None:
    fit = INTAKE.model_copy(update={"complexity": "complex", "strictness": "loose"})
    adopted = kept(fit).fact
    assert (adopted.complexity, adopted.strictness) == ("complex", "loose")


@pytest.mark.row(84)
def test_the_value_offered_is_stated_and_the_client_confirmed_it_or_not() -> None:
    value = OpinionVoiced(
        topic_of="value-offered", by="supplier", words="Time saved", confirmed_by_client=False
    )
    said = kept(value).fact
    assert (said.words, said.confirmed_by_client) == ("Time saved", False)


EXPERIMENT = ImprovementStarted(improvement="turn-round", kind="policy-experiment")


@pytest.mark.row(87)
def test_a_policy_is_tried_and_its_effect_measured() -> None:
    assert kept(EXPERIMENT).fact.kind == "policy-experiment"
    effect = ImprovementReviewed(improvement="turn-round", metric="bypasses", before=9, after=2)
    measured = kept(effect, EXPERIMENT).fact
    assert (measured.before, measured.after) == (9, 2)


@pytest.mark.row(185)
def test_an_organisation_sells_through_partners() -> None:
    named = kept(OrganisationNamed(name="A technology firm", sells_through="partners")).fact
    assert named.sells_through == "partners"


@pytest.mark.row(185)
def test_a_relationship_is_one_between_businesses() -> None:
    assert kept(RelationshipOpened(market="b2b")).fact.market == "b2b"

"""What the agency's mismatch (rows 1 to 44) asks to be recorded is kept, field by field."""

import pytest

from domain.breakup import BreakupAnnounced, LessonRecorded, RelationshipEnded
from domain.care import ContactHeld
from domain.contract import (
    AgreementMade,
    ContextNoted,
    CooperationStarted,
    GoalSet,
    ProjectFinished,
    StaffAssigned,
    Target,
)
from domain.courtship import RelationshipOpened
from domain.feelings import FeelingObserved
from domain.friction import (
    BoundaryGivenUp,
    ConcessionMade,
    EffortSpent,
    IncidentOccurred,
    StaffStateNoted,
    UneaseVoiced,
)
from domain.moments import Moment
from domain.numbers import ExpectationStated, MetricObserved
from domain.organisation import ProfileDeclared
from domain.process import (
    AbsencePlanned,
    AdviceAnswered,
    AdviceGiven,
    Answer,
    Gate,
    GateDecided,
    ProcessAdopted,
    Task,
    WaiverGranted,
    WorkDiscarded,
    WorkPlanned,
)
from domain.promises import PromiseMade
from domain.relationship import fold
from domain.values import ValueDeclared, ValueJudged
from tests.given import history, opened
from tests.rows.keeping import kept

CLEAN_DESK = Gate(gate="clean-desk", title="Clean desk", questions=("look", "tidy-up", "rearrange"))
KNOW_LIKE_TRUST = Gate(
    gate="know-like-trust",
    title="Know, like, trust",
    questions=("visible", "granted-the-business", "committed"),
    waivable=False,
    foundation=True,
)
PROCESS = ProcessAdopted(process="start", edition=3, gates=(CLEAN_DESK, KNOW_LIKE_TRUST))
PLAN = WorkPlanned(plan="visibility")
TRUST = ValueDeclared(value="trust", exit_when="lost")
ADVICE = AdviceGiven(advice="keep-it", by="supplier", gate="know-like-trust")


@pytest.mark.row(1)
def test_a_relationship_has_a_start_date_and_from_it_a_tenure() -> None:
    assert kept(RelationshipOpened(), when="2016-03").occurred_at == "2016-03"
    state = fold(None, history(opened("2016-01-01")))
    assert state is not None
    assert round(state.tenure_years(Moment("2025-01-01"))) == 9


@pytest.mark.row(2)
def test_somebody_works_for_a_client_in_a_role_with_an_expertise_since_a_day() -> None:
    somebody = StaffAssigned(person="p-7", role="designer", expertise=("print",))
    event = kept(somebody, when="2024-05-06")
    assert (event.fact.person, event.fact.role) == ("p-7", "designer")
    assert (event.fact.expertise, event.occurred_at) == (("print",), "2024-05-06")
    assert kept(StaffAssigned(person="p-7", role="designer", leaves=True)).fact.leaves


@pytest.mark.row(3)
def test_the_ideal_client_is_described_in_editions() -> None:
    first = ProfileDeclared(edition=1, must=("audience",))
    assert kept(ProfileDeclared(edition=2, must=("audience", "goal")), first).fact.edition == 2


@pytest.mark.row(4)
def test_a_process_has_an_edition_and_its_gates_in_order() -> None:
    adopted = kept(PROCESS).fact
    assert (adopted.process, adopted.edition) == ("start", 3)
    assert [gate.gate for gate in adopted.gates] == ["clean-desk", "know-like-trust"]


@pytest.mark.row(4)
@pytest.mark.parametrize("whose", ["client", "staff"])
def test_both_sides_can_say_how_a_step_satisfied_them(whose: str) -> None:
    feeling = FeelingObserved.model_validate({"whose": whose, "valence": 0.6})
    event = kept(feeling, touchpoint="clean-desk")
    assert (event.touchpoint, event.fact.whose, event.fact.valence) == ("clean-desk", whose, 0.6)


@pytest.mark.row(6)
@pytest.mark.parametrize(("whose", "valence"), [("staff", 0.7), ("client", 0.4)])
def test_the_start_is_an_event_and_each_side_felt_something_about_it(
    whose: str, valence: float
) -> None:
    started = kept(CooperationStarted())
    felt = FeelingObserved.model_validate({"whose": whose, "valence": valence, "about": started.id})
    kept_feeling = kept(felt, started.fact).fact
    assert (kept_feeling.about, kept_feeling.valence) == (started.id, valence)


@pytest.mark.row(7)
def test_an_agreement_has_parties_a_text_and_somebody_who_confirmed_it() -> None:
    agreed = kept(
        AgreementMade(agreement="a", text="One plan", parties=("both",), confirmed_by="client")
    ).fact
    assert (agreed.parties, agreed.text) == (("both",), "One plan")
    assert agreed.confirmed_by == "client"


@pytest.mark.row(7, 44)
def test_a_goal_is_measurable_and_may_be_the_clients_own() -> None:
    target = Target(metric="sold", value=400, unit="count", due=Moment("2025-09-15"))
    goal = kept(GoalSet(goal="g", work="visibility", target=target, initiated_by="client")).fact
    assert goal.target == target
    assert goal.initiated_by == "client"


@pytest.mark.row(8)
def test_something_about_the_clients_world_has_a_date_and_speaks_for_a_gate() -> None:
    away = ContextNoted(
        topic_of="history",
        text="Away from her audience",
        since=Moment("2024-01~"),
        argues_for="know-like-trust",
    )
    noted = kept(away, PROCESS).fact
    assert (noted.since, noted.argues_for) == ("2024-01~", "know-like-trust")


@pytest.mark.row(9)
def test_a_plan_says_why_it_is_so() -> None:
    plan = WorkPlanned(plan="p", text="Visibility first", rationale="She was away for long")
    assert kept(plan).fact.rationale == "She was away for long"


@pytest.mark.row(9)
def test_a_hypothesis_is_noted_and_later_what_became_of_it() -> None:
    guess = ContextNoted(topic_of="hypothesis", text="Her name still counts", status="unchecked")
    tested = guess.model_copy(update={"status": "refuted"})
    assert kept(tested, guess).fact.status == "refuted"


@pytest.mark.row(10)
def test_a_task_has_an_owner_and_a_due_date() -> None:
    task = Task(task="Write three mailings", owner="p-7", due=Moment("2025-08-15"))
    assert kept(WorkPlanned(plan="p", divided=(task,))).fact.divided == (task,)


@pytest.mark.row(11)
def test_an_absence_is_planned_and_work_is_handed_over() -> None:
    away = AbsencePlanned(absence="holiday", role="owner", begins=Moment("2025-08-25"))
    assert kept(away).fact.begins == "2025-08-25"
    assert kept(WorkPlanned(plan="p", delegated=True)).fact.delegated


@pytest.mark.row(12, 14)
def test_a_step_is_put_off_until_a_day_under_a_condition_with_a_reason_and_an_approver() -> None:
    waiver = WaiverGranted(
        waiver="later",
        gates=("clean-desk",),
        harmless_for=("visibility",),
        until=Moment("2025-09-15"),
        approved_by="supplier",
        rationale="It can do no harm",
        worked_out=False,
    )
    put_off = kept(waiver, PROCESS).fact
    assert (put_off.until, put_off.harmless_for) == ("2025-09-15", ("visibility",))
    assert (put_off.approved_by, put_off.rationale) == ("supplier", "It can do no harm")
    assert put_off.worked_out is False


@pytest.mark.row(13, 31)
def test_a_tool_that_nobody_has_looked_at_is_a_latent_risk() -> None:
    risk = ContextNoted(topic_of="latent-risk", text="Old", tool="mailer", status="unchecked")
    noted = kept(risk).fact
    assert (noted.topic_of, noted.tool, noted.status) == ("latent-risk", "mailer", "unchecked")


@pytest.mark.row(31)
@pytest.mark.parametrize("status", ["works", "fails"])
def test_a_tool_is_found_to_work_or_to_fail(status: str) -> None:
    tool = {"topic_of": "tool", "text": "Looked at", "tool": "mailer", "status": status}
    assert kept(ContextNoted.model_validate(tool)).fact.status == status


@pytest.mark.row(15)
def test_the_clean_desk_has_three_steps_of_its_own() -> None:
    first = kept(PROCESS).fact.gates[0]
    assert (first.gate, first.questions) == ("clean-desk", ("look", "tidy-up", "rearrange"))


@pytest.mark.row(16)
def test_giving_in_has_the_motive_that_the_client_is_king() -> None:
    assert kept(ConcessionMade(motive="client-is-king")).fact.motive == "client-is-king"


@pytest.mark.row(17, 20)
def test_a_goal_is_changed_by_whom_when_why_and_at_the_cost_of_which_gate() -> None:
    changed = GoalSet(
        goal="turnover",
        work="sales-launch",
        replaces="trust",
        initiated_by="client",
        motive="money-pressure",
        parks_gates=("know-like-trust",),
    )
    event = kept(changed, PROCESS, GoalSet(goal="trust", work="visibility"), when="2025-08-18")
    assert (event.fact.replaces, event.occurred_at) == ("trust", "2025-08-18")
    assert (event.fact.initiated_by, event.fact.motive) == ("client", "money-pressure")
    assert event.fact.parks_gates == ("know-like-trust",)


@pytest.mark.row(18)
def test_work_thrown_away_has_its_hours_and_its_worth() -> None:
    gone = kept(WorkDiscarded(plan="visibility", hours=12, worth=900), PLAN).fact
    assert (gone.hours, gone.worth) == (12, 900)


@pytest.mark.row(19)
def test_each_question_of_a_gate_has_a_metric_evidence_and_a_verdict() -> None:
    answers = tuple(
        Answer(question=asked, answer="no", metric="opened", evidence="e-1", verdict="no")
        for asked in KNOW_LIKE_TRUST.questions
    )
    decided = GateDecided(gate="know-like-trust", outcome="failed", answers=answers)
    first = kept(decided, PROCESS).fact.answers[0]
    assert (first.metric, first.evidence, first.verdict) == ("opened", "e-1", "no")
    assert len(answers) == 3


@pytest.mark.row(21)
def test_advice_is_given_and_rejected_with_the_number_that_was_shown() -> None:
    shown = kept(MetricObserved(metric="opened", value=0.064, unit="share", shown_to_client=True))
    assert shown.fact.shown_to_client
    given = kept(ADVICE, PROCESS, cause=shown.id)
    assert (given.fact.by, given.cause) == ("supplier", shown.id)
    rejected = AdviceAnswered(advice="keep-it", answer="rejected", by="client")
    assert kept(rejected, PROCESS, ADVICE).fact.answer == "rejected"


@pytest.mark.row(22)
def test_an_expectation_has_an_amount_a_price_and_a_period() -> None:
    expected = ExpectationStated(
        expectation="e", by="client", metric="sold", value=400, unit="count", price=1000,
        within_days=21,
    )  # fmt: skip
    said = kept(expected).fact
    assert (said.value, said.price, said.within_days) == (400, 1000, 21)


@pytest.mark.row(22)
def test_a_dismissive_remark_is_kept_in_its_own_words_as_a_feeling() -> None:
    remark = "You do not know where I come from"
    felt = FeelingObserved(whose="client", valence=-0.2, towards="supplier", words=remark)
    assert (kept(felt).fact.words, kept(felt).fact.towards) == (remark, "supplier")


@pytest.mark.row(23)
def test_a_number_has_a_date_a_source_and_the_time_it_speaks_of() -> None:
    number = MetricObserved(
        metric="opened", value=0.064, unit="share", source="mailer", about_to=Moment("2024-01")
    )
    event = kept(number, when="2025-08-18")
    assert (event.fact.value, event.fact.source) == (0.064, "mailer")
    assert (event.occurred_at, event.fact.about_to) == ("2025-08-18", "2024-01")


@pytest.mark.row(25)
def test_a_gate_is_left_out_on_trust_and_against_the_rule() -> None:
    left_out = GateDecided(
        gate="know-like-trust",
        outcome="skipped",
        against_rule=True,
        rationale="We trust her trust in her audience",
    )
    decided = kept(left_out, PROCESS).fact
    assert decided.against_rule
    assert decided.rationale == "We trust her trust in her audience"


@pytest.mark.row(27)
def test_an_agreement_keeps_the_one_it_came_after() -> None:
    new = AgreementMade(agreement="launch", text="Launch", replaces="plan")
    assert kept(new, AgreementMade(agreement="plan", text="Plan")).fact.replaces == "plan"


@pytest.mark.row(28)
def test_a_colleague_says_that_a_decision_does_not_feel_right() -> None:
    unease = UneaseVoiced(unease="u", by="staff", text="This is not right")
    event = kept(unease, cause="e-1")
    assert (event.fact.by, event.cause) == ("staff", "e-1")


@pytest.mark.row(29)
def test_a_limit_is_given_up_by_somebody_freely_or_not() -> None:
    limit = kept(BoundaryGivenUp(boundary="holiday", by="supplier", volunteered=True)).fact
    assert (limit.boundary, limit.volunteered) == ("holiday", True)


@pytest.mark.row(29)
def test_a_limit_given_up_is_used_by_what_draws_on_it() -> None:
    used = IncidentOccurred(kind="incident", draws_on="holiday")
    assert kept(used, BoundaryGivenUp(boundary="holiday")).fact.draws_on == "holiday"


@pytest.mark.row(30)
def test_an_agreement_names_the_waiver_it_rests_on() -> None:
    waiver = WaiverGranted(waiver="later", gates=("clean-desk",), harmless_for=("visibility",))
    agreed = AgreementMade(agreement="a", text="A", rests_on_waivers=("later",))
    assert kept(agreed, PROCESS, waiver).fact.rests_on_waivers == ("later",)


@pytest.mark.row(32)
def test_a_competence_gap_is_noted_and_closing_it_is_promised_at_somebodys_cost() -> None:
    gap = kept(ContextNoted(topic_of="competence-gap", text="We do not know it", tool="shop"))
    assert (gap.fact.topic_of, gap.fact.tool) == ("competence-gap", "shop")
    promise = PromiseMade(
        promise="study", text="Study it", by="supplier", to="client", at_cost_of="supplier"
    )
    assert kept(promise).fact.at_cost_of == "supplier"


@pytest.mark.row(34)
def test_what_an_incident_does_to_a_colleague_is_noted() -> None:
    event = kept(StaffStateNoted(kind="energy", person="p-7", level=-0.8), cause="e-1")
    assert (event.fact.person, event.fact.level, event.cause) == ("p-7", -0.8, "e-1")


@pytest.mark.row(35)
def test_work_is_planned_or_putting_out_fires() -> None:
    assert kept(IncidentOccurred(kind="bypass", mode="firefighting")).fact.mode == "firefighting"
    assert kept(IncidentOccurred(kind="bypass")).fact.mode == "planned"


@pytest.mark.row(36)
@pytest.mark.parametrize("kind", ["billable", "unbillable"])
def test_extra_effort_is_paid_or_not(kind: str) -> None:
    effort = kept(EffortSpent.model_validate({"kind": kind, "hours": 6})).fact
    assert (effort.kind, effort.hours) == (kind, 6)


@pytest.mark.row(37)
def test_a_result_counts_for_a_goal_and_a_talk_was_by_phone() -> None:
    result = MetricObserved(metric="sold", value=0, unit="count", goal="turnover")
    goal = GoalSet(goal="turnover", work="sales-launch")
    assert kept(result, goal).fact.goal == "turnover"
    assert kept(ContactHeld(initiated_by="client"), channel="call").channel == "call"


@pytest.mark.row(38)
def test_lost_trust_is_said_in_so_many_words() -> None:
    lost = ValueJudged(value="trust", verdict="lost", by="client", verbatim="No trust left")
    said = kept(lost, TRUST).fact
    assert (said.verdict, said.by, said.verbatim) == ("lost", "client", "No trust left")


@pytest.mark.row(39)
def test_a_core_value_says_when_to_end_it() -> None:
    assert kept(TRUST).fact.exit_when == "lost"


@pytest.mark.row(40)
def test_a_supplier_ends_it_for_a_reason_that_was_told_and_with_a_feeling() -> None:
    over = kept(BreakupAnnounced(by="supplier", reason="No trust", reason_told=True))
    assert (over.fact.by, over.fact.reason, over.fact.reason_told) == ("supplier", "No trust", True)
    assert kept(RelationshipEnded(by="supplier"), over.fact).fact.by == "supplier"
    sad = FeelingObserved(whose="staff", valence=-0.6, category="sad", about=over.id)
    assert kept(sad, over.fact).fact.category == "sad"


@pytest.mark.row(41, 42)
def test_a_lesson_names_its_rule_and_the_gates_it_hardens() -> None:
    lesson = LessonRecorded(
        lesson="l", text="Keep to the process", rule="Foundation first", hardens=("clean-desk",)
    )
    event = kept(lesson, PROCESS)
    assert (event.relationship, event.fact.rule) == ("client-1", "Foundation first")
    assert event.fact.hardens == ("clean-desk",)


@pytest.mark.row(42)
def test_a_gate_is_marked_non_waivable() -> None:
    assert [gate.waivable for gate in kept(PROCESS).fact.gates] == [True, False]


@pytest.mark.row(44)
def test_a_piece_of_work_was_a_success_or_not_for_the_client() -> None:
    assert kept(ProjectFinished(project="launch", successful=False)).fact.successful is False

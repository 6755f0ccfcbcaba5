"""The goodbye duties, one by one, and every verdict that each can reach."""

from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain._kernel import AnyEvent, Fact, Record
from domain.breakup import (
    BreakupAnnounced,
    EndDateSet,
    FarewellAct,
    FarewellActDone,
    FormAskedFor,
    LessonRecorded,
    PartingStatementMade,
    RecordDeclaredComplete,
    RelationshipEnded,
)
from domain.contract import ContractRenewed, ContractSigned
from domain.friction import (
    IncidentOccurred,
    IssueHandled,
    IssueRaised,
    RequestAnswered,
    SolutionSought,
)
from domain.moments import Moment
from domain.promises import PromiseMade, PromiseSettled
from domain.vocabulary import Verdict
from journeys.working_days import PublicHolidays
from projections.farewell import farewell
from projections.farewell.duties import DUTIES
from projections.farewell.duty import Duty
from projections.reading import read
from tests.given import on, opened
from tests.projections.judging import MUCH_LATER, Judged, judged
from tests.projections.streams import streams

ALL_ACTS: tuple[FarewellAct, ...] = get_args(FarewellAct)
SPECIAL = {
    "farewell-form-accepted",
    "farewell-no-hurdles",
    "farewell-no-switching-charge",
    "farewell-right-end-date",
    "farewell-help-before-procedure",
    "farewell-complaint-alive",
    "farewell-personal",
    "farewell-honest-reason",
    "farewell-notice-and-referral",
    "farewell-promises-closed",
    "farewell-lesson-recorded",
}
BY_ACT = [pytest.param(duty, id=duty.code) for duty in DUTIES if duty.met_by]
BY_BREACH = [pytest.param(duty, id=duty.code) for duty in DUTIES if duty.breached_by]
AT_ONCE = [p for p in BY_BREACH if p.id != "farewell-no-switching-charge"]
EVERY = [pytest.param(duty, id=duty.code) for duty in DUTIES]


def begun(duty: Duty) -> list[Record]:
    """Return a goodbye, announced on Friday 22 August 2025, in which this duty is due."""
    sector = duty.sectors[0] if duty.sectors else "agency"
    start = [opened("2020-01-01", market="b2c", sector=sector, jurisdiction="NL")]
    if duty.where_failed:
        start.append(on("2025-08-01", IncidentOccurred(kind="incident")))
    if duty.clock in ("withdrawal", "cooling-off"):
        start.append(on("2025-08-20", ContractSigned(contract="c", formed_by="link")))
    if duty.special == "help_before_procedure":
        issue = IssueRaised(issue="form", kind="problem")
        start.append(on("2025-08-01", issue, SolutionSought(request="help", issue="form")))
    by = duty.ender if duty.ender != "either" else "client"
    over: list[Fact] = [BreakupAnnounced.model_validate({"by": by, "form": "link"})]
    if duty.clock == "complaint":
        over.append(IssueRaised(issue="i", kind="complaint"))
    start.append(on("2025-08-22", *over))
    if duty.clock == "ended":
        start.append(on("2025-08-22", RelationshipEnded(by="client")))
    if duty.clock == "client-parting":
        start.append(on("2025-08-22", PartingStatementMade(by="client", public=True)))
    return start


def act(when: str, what: str, **more: Any) -> Record:  # noqa: ANN401
    fields = {
        name: more.pop(name)
        for name in ("by", "personal", "known_person", "senior")
        if name in more
    }
    return on(when, FarewellActDone.model_validate({"act": what, **fields}), **more)


def done(duty: Duty, when: str, **more: Any) -> list[Record]:  # noqa: ANN401
    """Return what meets the duty: one act, or all of them where it asks for all."""
    whole = duty.all_of or duty.code == "farewell-complaint-alive"
    return [act(when, what, **more) for what in (duty.met_by if whole else duty.met_by[:1])]


COMPLETE = on(
    "2026-01-02",
    RecordDeclaredComplete(begins=Moment("2025-08-01"), ends=Moment("2026-01-01"), about=ALL_ACTS),
)


def verdict(found: Judged, duty: Duty, at: str | Moment = MUCH_LATER) -> Verdict:
    return found.duty(duty.number, at).verdict


@pytest.mark.parametrize("duty", BY_ACT)
def test_a_duty_done_at_once_is_met(duty: Duty) -> None:
    found = judged(*begun(duty), *done(duty, "2025-08-22"))
    assert verdict(found, duty) == "met"
    assert duty.code not in found.codes()


@pytest.mark.parametrize("duty", BY_ACT)
def test_a_duty_done_after_its_deadline_is_late(duty: Duty) -> None:
    acts = done(duty, "2025-12-01")
    found = judged(*begun(duty), *acts)
    assert verdict(found, duty) == "late"
    finding = found.finding(duty.code)
    assert (finding.verdict, finding.since) == ("late", "2025-12-01")
    assert len(finding.evidence) == 1 + len(acts)
    assert duty.code not in found.codes("2025-11-30")


@pytest.mark.parametrize("duty", BY_ACT)
@pytest.mark.parametrize(
    "more", [{"when": "2025-12~"}, {"when": "2025-12-01", "date_basis": "assumed"}], ids=str
)
def test_a_date_that_is_a_guess_makes_nothing_late(duty: Duty, more: dict[str, str]) -> None:
    guessed = done(duty, **more)
    assert verdict(judged(*begun(duty), *guessed), duty) == "met"


@pytest.mark.parametrize("duty", BY_ACT)
def test_an_absence_in_a_stretch_declared_complete_violates(duty: Duty) -> None:
    found = judged(*begun(duty), COMPLETE)
    assert verdict(found, duty) == "violated"
    assert found.evidence(duty.code)[-1] == "RecordDeclaredComplete"
    assert duty.code not in found.codes("2026-01-01")


@pytest.mark.parametrize("duty", BY_ACT)
def test_an_absence_in_a_stretch_that_stops_before_the_deadline_is_unknown(duty: Duty) -> None:
    early = RecordDeclaredComplete(
        begins=Moment("2025-08-01"), ends=Moment("2025-08-21"), about=ALL_ACTS
    )
    late = RecordDeclaredComplete(
        begins=Moment("2025-08-23"), ends=Moment("2026-01-01"), about=ALL_ACTS
    )
    other = RecordDeclaredComplete(begins=Moment("2025-08-01"), ends=Moment("2026-01-01"), about=())
    found = judged(*begun(duty), on("2026-01-02", early, late, other))
    assert verdict(found, duty) == "unknown"
    assert duty.code not in found.codes()


@pytest.mark.parametrize("duty", EVERY)
def test_a_duty_nobody_recorded_is_unknown_after_its_deadline_and_pending_before(
    duty: Duty,
) -> None:
    found = judged(*begun(duty))
    stands = found.duty(duty.number)
    assert stands.verdict == "unknown"
    assert len(stands.evidence) == 1
    assert stands.deadline is not None
    assert verdict(found, duty, "2025-08-22T10:00:00Z") == "pending"
    assert found.codes().isdisjoint({duty.code})


@pytest.mark.parametrize("duty", EVERY)
def test_before_any_goodbye_a_duty_is_not_due_or_does_not_apply(duty: Duty) -> None:
    sector = duty.sectors[0] if duty.sectors else "other"
    withdrawing = duty.clock in ("withdrawal", "cooling-off")
    expected = "not-applicable" if withdrawing else "not-due"
    there = opened(market="b2c", sector=sector, jurisdiction="NL")
    assert verdict(judged(there), duty) == expected


@pytest.mark.parametrize("duty", [pytest.param(d, id=d.code) for d in DUTIES if d.clock == "ended"])
def test_a_duty_after_the_end_is_not_due_before_an_end_is_known(duty: Duty) -> None:
    sector = duty.sectors[0] if duty.sectors else "other"
    failed = on("2025-08-01", IncidentOccurred(kind="incident"))
    over = on("2025-08-22", BreakupAnnounced(by="client"))
    assert verdict(judged(opened(market="b2c", sector=sector), failed, over), duty) == "not-due"


@pytest.mark.parametrize("duty", EVERY)
def test_a_duty_of_another_sector_market_or_ending_does_not_apply(duty: Duty) -> None:
    start = begun(duty)
    strange: list[list[Record]] = []
    if duty.sectors:
        strange.append([opened(market="b2c", sector="other"), *start[1:]])
    sector = duty.sectors[0] if duty.sectors else "agency"
    if duty.markets:
        strange.append([opened(market="b2b", sector=sector, jurisdiction="NL"), *start[1:]])
    if duty.jurisdictions:
        strange.append([opened(market="b2c", sector=sector, jurisdiction="US"), *start[1:]])
    if duty.ender != "either":
        other = "supplier" if duty.ender == "client" else "client"
        over = BreakupAnnounced.model_validate({"by": other})
        strange.append([start[0], on("2025-08-22", over)])
    for commands in strange:
        assert verdict(judged(*commands), duty) == "not-applicable"


@pytest.mark.parametrize("duty", AT_ONCE)
def test_a_recorded_breach_violates_at_once(duty: Duty) -> None:
    found = judged(*begun(duty), act("2025-08-25", duty.breached_by[0]))
    assert verdict(found, duty, "2025-08-25") == "violated"
    assert found.finding(duty.code).since == "2025-08-25"


@pytest.mark.parametrize("duty", BY_BREACH)
def test_no_breach_in_a_stretch_declared_complete_is_met(duty: Duty) -> None:
    assert verdict(judged(*begun(duty), COMPLETE), duty) == "met"


@pytest.mark.parametrize("duty", BY_ACT + BY_BREACH)
def test_what_the_client_does_neither_meets_nor_breaches_a_duty(duty: Duty) -> None:
    what = (*duty.met_by, *duty.breached_by)[0]
    assert verdict(judged(*begun(duty), act("2025-08-22", what, by="client")), duty) == "unknown"


@pytest.mark.parametrize("duty", BY_BREACH)
def test_what_was_done_before_the_goodbye_began_does_not_breach_it(duty: Duty) -> None:
    start = begun(duty)
    found = judged(start[0], act("2021-01-01", duty.breached_by[0]), *start[1:])
    assert verdict(found, duty) != "violated"


def test_every_duty_is_covered_by_an_act_a_breach_or_a_judgement_of_its_own() -> None:
    covered = {duty.code for duty in DUTIES if duty.met_by or duty.breached_by} | SPECIAL
    assert covered == {duty.code for duty in DUTIES}
    assert {duty.code for duty in DUTIES if duty.special} == SPECIAL
    assert [duty.number for duty in DUTIES] == list(range(1, 29))


# --- duties with a judgement of their own --------------------------------------------------------

D = {duty.code.removeprefix("farewell-"): duty for duty in DUTIES}


@pytest.mark.row(108)
@pytest.mark.parametrize(
    ("used", "asked", "expected"),
    [
        ("spoken", "written", "violated"),
        ("link", "written", "violated"),
        ("written", "link", "unknown"),
        ("link", "form", "unknown"),
        (None, "written", "unknown"),
        ("spoken", "any", "unknown"),
    ],
)
def test_no_harder_form_is_asked_for(used: str | None, asked: str, expected: str) -> None:
    over = BreakupAnnounced.model_validate({"by": "client", "form": used})
    demand = FormAskedFor.model_validate({"form": asked, "strength": "demanded"})
    found = judged(opened(), on("2025-08-22", over), on("2025-08-25", demand))
    assert verdict(found, D["form-accepted"]) == expected


def test_one_offer_to_stay_is_allowed_and_two_are_not() -> None:
    offers = [act(f"2025-08-2{day}", "retention-offer") for day in (5, 6)]
    assert verdict(judged(*begun(D["no-hurdles"]), *offers[:1]), D["no-hurdles"]) == "unknown"
    found = judged(*begun(D["no-hurdles"]), *offers)
    assert verdict(found, D["no-hurdles"]) == "violated"
    assert found.finding("farewell-no-hurdles").since == "2025-08-26"


RENEWED = on("2021-08-01", ContractRenewed(contract="c"))
SIGNED = on("2020-08-01", ContractSigned(contract="c", months=12))
OPEN_TERM = on("2020-08-01", ContractSigned(contract="c"))
LONG = on("2024-01-01", ContractSigned(contract="c", months=36))


@pytest.mark.parametrize(
    ("contract", "ends", "expected"),
    [
        ([], "2025-09-22", "met"),
        ([], "2025-09-23", "unknown"),
        ([OPEN_TERM], "2025-09-23", "unknown"),
        ([OPEN_TERM, RENEWED], "2025-09-22", "met"),
        ([OPEN_TERM, RENEWED], "2025-09-23", "violated"),
        ([SIGNED], "2025-09-23", "violated"),
        ([LONG], "2026-12-31", "unknown"),
    ],
    ids=["a month", "no contract told", "no term told", "renewed, a month", "renewed, more",
         "past its term", "within its term"],
)  # fmt: skip
def test_an_end_date_lies_at_most_a_month_ahead_once_a_contract_runs_on(
    contract: list[Record], ends: str, expected: str
) -> None:
    start = begun(D["right-end-date"])
    dated = on("2025-08-23", EndDateSet(ends=Moment(ends)))
    found = judged(start[0], *contract, *start[1:], dated)
    assert verdict(found, D["right-end-date"]) == expected


def test_an_announcement_on_a_guessed_date_makes_no_end_date_wrong() -> None:
    over = on("2025-08~", BreakupAnnounced(by="client"))
    dated = on("2025-09-01", EndDateSet(ends=Moment("2025-09-20")))
    found = judged(opened(market="b2c"), over, dated)
    assert verdict(found, D["right-end-date"]) != "violated"


def test_a_withdrawal_function_that_was_offered_is_met() -> None:
    duty = D["withdrawal-function"]
    assert verdict(judged(*begun(duty), act("2025-08-22", "withdrawal-offered")), duty) == "met"


def test_a_contract_signed_after_a_goodbye_is_not_withdrawn_from_by_it() -> None:
    anew = on("2026-08-22", ContractSigned(contract="new", formed_by="link"))
    found = judged(opened(), on("2025-08-22", BreakupAnnounced(by="client")), anew)
    assert verdict(found, D["refund"]) == "not-applicable"


def test_a_deflection_before_the_goodbye_violates_help_before_procedure() -> None:
    deflected = on(
        "2025-08-01",
        IssueRaised(issue="i", kind="problem"),
        SolutionSought(request="r", issue="i"),
        RequestAnswered(request="r", answer="deflected"),
    )
    start = begun(D["help-before-procedure"])
    found = judged(start[0], deflected, start[-1])
    assert verdict(found, D["help-before-procedure"]) == "violated"
    assert found.finding("farewell-help-before-procedure").since == "2025-08-22"


def test_a_deflection_that_was_put_right_afterwards_breaches_nothing() -> None:
    start = begun(D["help-before-procedure"])
    deflected = on("2025-08-02", RequestAnswered(request="help", answer="deflected"))
    solved = on("2025-08-04", IssueHandled(issue="form", outcome="solved"))
    found = judged(*start[:2], deflected, solved, start[2])
    assert verdict(found, D["help-before-procedure"]) == "unknown"
    assert verdict(judged(*start[:2], deflected, start[2]), D["help-before-procedure"]) == (
        "violated"
    )


def test_where_nobody_sought_help_there_was_none_to_give() -> None:
    over = on("2025-08-22", BreakupAnnounced(by="client"))
    assert verdict(judged(opened(), over), D["help-before-procedure"]) == "not-applicable"


def test_help_that_was_given_before_the_goodbye_meets_the_duty() -> None:
    start = begun(D["help-before-procedure"])
    helped = on("2025-08-01", RequestAnswered(request="help", answer="joint-solution"))
    found = judged(*start[:2], helped, start[2])
    assert verdict(found, D["help-before-procedure"]) == "met"


@pytest.mark.row(112)
@pytest.mark.parametrize(
    ("acts", "expected"),
    [
        ([("thanks", True, "call")], "met"),
        ([("closing-sent", False, "link")], "violated"),
        ([("closing-sent", None, "mail")], "unknown"),
        ([("closing-sent", False, "call")], "unknown"),
        ([("thanks", True, "call"), ("closing-sent", False, "link")], "met"),
        ([("closing-sent", False, "link"), ("thanks", True, "call")], "violated"),
    ],
)
def test_a_person_speaks_before_a_form_does(
    acts: list[tuple[str, bool | None, str]], expected: str
) -> None:
    done = [
        act(f"2025-08-2{5 + number}", what, personal=personal, channel=channel)
        for number, (what, personal, channel) in enumerate(acts)
    ]
    assert verdict(judged(*begun(D["personal"]), *done), D["personal"]) == expected


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        ("kept", "met"),
        ("handed-over", "met"),
        ("cancelled", "met"),
        ("broken", "unknown"),
        (None, "unknown"),
    ],
)
def test_open_promises_are_closed_by_the_end(outcome: str | None, expected: str) -> None:
    start = begun(D["promises-closed"])
    promise = on("2021-01-01", PromiseMade(promise="p", text="P", by="supplier", to="client"))
    settled = PromiseSettled.model_validate({"promise": "p", "outcome": outcome or "kept"})
    closing = [on("2021-02-01", settled)] if outcome else []
    found = judged(start[0], promise, *closing, *start[1:])
    assert verdict(found, D["promises-closed"]) == expected


def test_a_promise_closed_after_the_end_is_late_and_the_clients_own_is_no_duty_of_ours() -> None:
    start = begun(D["promises-closed"])
    ours = on("2021-01-01", PromiseMade(promise="p", text="P", by="supplier", to="client"))
    theirs = on("2021-01-01", PromiseMade(promise="q", text="Q", by="client", to="supplier"))
    kept = on("2025-10-01", PromiseSettled(promise="p", outcome="kept"))
    found = judged(start[0], ours, theirs, *start[1:], kept)
    assert verdict(found, D["promises-closed"]) == "late"


def test_a_promise_that_was_dropped_is_not_closed() -> None:
    start = begun(D["promises-closed"])
    promise = on("2021-01-01", PromiseMade(promise="p", text="P", by="supplier", to="client"))
    dropped = on("2021-02-01", PromiseSettled(promise="p", outcome="dropped"))
    found = judged(start[0], promise, dropped, *start[1:])
    assert verdict(found, D["promises-closed"]) != "met"


@pytest.mark.parametrize(
    ("when", "expected"), [("2025-09-05", "met"), ("2025-09-06", "late"), ("2025-12~", "met")]
)
def test_a_lesson_is_recorded_within_ten_working_days(when: str, expected: str) -> None:
    lesson = on(when, LessonRecorded(lesson="l", text="L"))
    found = judged(*begun(D["lesson-recorded"]), lesson)
    assert verdict(found, D["lesson-recorded"]) == expected


def _breaches(events: tuple[AnyEvent, ...]) -> bool:
    breaching = {breach for duty in DUTIES for breach in duty.breached_by}
    return any(isinstance(e.fact, FarewellActDone) and e.fact.act in breaching for e in events)


@pytest.mark.row(188)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(streams, st.integers(2025, 2030))
def test_without_a_breach_or_a_declaration_nothing_is_violated(
    events: tuple[AnyEvent, ...], year: int
) -> None:
    """Only the duties with a judgement of their own may say so, on recorded acts alone."""
    known = [
        event
        for event in events
        if not isinstance(event.fact, RecordDeclaredComplete) and not _breaches((event,))
    ]
    reading = read("client-1", known, PublicHolidays())
    whole = farewell(reading.state, Moment(f"{year}-12-31"), reading.docket.place)
    violated = {standing.code for standing in whole.standings if standing.verdict == "violated"}
    assert violated <= SPECIAL
    for standing in whole.standings:
        if standing.verdict in ("violated", "late", "met"):
            own_word = standing.code == "farewell-honest-reason"
            assert len(standing.evidence) >= (1 if own_word else 2)
        if standing.verdict in ("not-due", "not-applicable"):
            assert standing.evidence == ()

"""Every rule of recording: where it says no, and where it has no objection."""

import pytest

from domain._kernel import Record
from domain.breakup import (
    BreakupAnnounced,
    BreakupWithdrawn,
    EndDateSet,
    LessonRecorded,
    RecordDeclaredComplete,
    RelationshipEnded,
    RelationshipRekindled,
)
from domain.care import ContactHeld
from domain.contract import AgreementMade, ContractSigned, GoalSet
from domain.errors import Refused
from domain.judgement import FindingAnswered
from domain.moments import Moment
from domain.organisation import OrganisationNamed, ProfileDeclared, ValuesDeclared
from domain.process import (
    AbsencePlanned,
    Answer,
    Gate,
    GateDecided,
    ProcessAdopted,
    WaiverGranted,
)
from domain.promises import PromiseMade, PromiseSettled
from domain.relationship import decide, fold
from domain.rules import RULES
from tests.domain.rule_cases import Case, by_rule
from tests.given import given, history, on, opened

PROCESS = ProcessAdopted(
    process="sprint",
    gates=(
        Gate(gate="kick-off", title="Kick-off", questions=("goal", "budget")),
        Gate(gate="proof", title="Proof", waivable=False),
    ),
)
PROMISE = PromiseMade(promise="shirts", text="Shirts", by="client", to="supplier")
WAIVER = WaiverGranted(waiver="later", gates=("kick-off",), harmless_for=("advice",))
HARDER = LessonRecorded(lesson="l-1", text="Never again", hardens=("kick-off",))

BOTH_ANSWERS = (Answer(question="goal", answer="more"), Answer(question="budget", answer="10"))
adopted = on("2025-01-02", PROCESS)
promised = on("2025-01-10", PROMISE)


def settled(outcome: str, when: str = "2025-01-20", **more: str) -> Record:
    fact = PromiseSettled.model_validate({"promise": "shirts", "outcome": outcome, **more})
    return on(when, fact)


def decided(outcome: str, gate: str = "kick-off", **more: object) -> Record:
    fact = GateDecided.model_validate({"gate": gate, "outcome": outcome, **more})
    return on("2025-01-15", fact)


def answered(answer: str, when: str = "2025-02-01", **more: object) -> Record:
    known = {"finding": "mood-drop", "key": "drop", "seen": ("e-1",), "answer": answer}
    return on(when, FindingAnswered.model_validate({**known, **more}))


def complete(begins: str, ends: str, when: str = "2025-03-01") -> Record:
    return on(when, RecordDeclaredComplete(begins=Moment(begins), ends=Moment(ends), about=()))


OURS = "organisation:own"
over = on("2025-01-02", BreakupAnnounced(by="client"))
ended = on("2025-01-03", RelationshipEnded(by="client"))
back = on("2025-02-01", RelationshipRekindled(by="client"))
withdrawn = on("2025-01-04", BreakupWithdrawn(by="client"))
named = on("2025-01-01", OrganisationNamed(name="Ours"), relationship=OURS)


def profile(edition: int) -> Record:
    return on("2025-01-02", ProfileDeclared(edition=edition), relationship=OURS)


def values(edition: int) -> Record:
    fact = ValuesDeclared(edition=edition, values=("trust",))
    return on("2025-01-02", fact, relationship=OURS)


REFUSED: list[Case] = [
    ("opened-first", "a fact before the opening", (), on("2025-01-01", ContactHeld())),
    ("opened-first", "a second opening", (opened(),), opened("2025-01-01")),
    (
        "not-before-it-happened",
        "tomorrow",
        (opened(),),
        on("2025-01-02", ContactHeld(), recorded="2025-01-01"),
    ),
    (
        "not-before-it-happened",
        "an hour from now",
        (opened(),),
        on("2025-01-02T11:00:00Z", ContactHeld(), recorded="2025-01-02T10:00:00Z"),
    ),
    (
        "only-what-happened",
        "a call that a what-if made up",
        (opened(),),
        on("2025-01-02", ContactHeld(), command_id="what-if:added-1"),
    ),
    ("refers-to-what-is-known", "a promise nobody made", (opened(),), settled("kept")),
    (
        "refers-to-what-is-known",
        "a lesson about an unknown gate",
        (opened(),),
        on("2025-01-02", HARDER),
    ),
    (
        "happens-after-what-it-refers-to",
        "kept before it was made",
        (opened(), promised),
        settled("kept", "2025-01-09"),
    ),
    (
        "answers-say-enough",
        "dismissed without a reason",
        (opened(),),
        answered("dismissed"),
    ),
    (
        "answers-say-enough",
        "acknowledged with a reason to dismiss",
        (opened(),),
        answered("acknowledged", reason="not-so"),
    ),
    ("answers-say-enough", "put off without a date", (opened(),), answered("snoozed")),
    (
        "answers-say-enough",
        "put off until a day gone by",
        (opened(),),
        answered("snoozed", until="2025-01-31"),
    ),
    (
        "answers-say-enough",
        "put off until the day itself",
        (opened(),),
        answered("snoozed", until="2025-02-01"),
    ),
    (
        "answers-say-enough",
        "without what was seen",
        (opened(),),
        answered("acknowledged", seen=()),
    ),
    ("taken-back-when-given", "what nobody answered", (opened(),), answered("reopened")),
    (
        "taken-back-when-given",
        "an answer to another finding",
        (opened(), answered("acknowledged", key="other")),
        answered("reopened"),
    ),
    (
        "taken-back-when-given",
        "a second time",
        (opened(), answered("acknowledged"), answered("reopened", "2025-02-02")),
        answered("reopened", "2025-02-03"),
    ),
    ("named-once", "two promises of one name", (opened(), promised), on("2025-01-11", PROMISE)),
    (
        "named-once",
        "two gates of one name in one process",
        (opened(),),
        on(
            "2025-01-02",
            ProcessAdopted(
                process="p", gates=(Gate(gate="g", title="G"), Gate(gate="g", title="G"))
            ),
        ),
    ),
    (
        "waivable-gates-only",
        "a gate the process made non-waivable",
        (opened(), adopted),
        on("2025-01-03", WAIVER.model_copy(update={"gates": ("proof",)})),
    ),
    (
        "waivable-gates-only",
        "a gate a lesson made non-waivable",
        (opened(), adopted, on("2025-01-03", HARDER)),
        on("2025-01-04", WAIVER),
    ),
    (
        "skipping-says-so",
        "a foundation left out in silence",
        (opened(), adopted),
        decided("skipped", "proof"),
    ),
    (
        "skipping-says-so",
        "a hardened gate left out in silence",
        (opened(), adopted, on("2025-01-03", HARDER)),
        decided("skipped"),
    ),
    (
        "passed-with-answers",
        "one answer is missing",
        (opened(), adopted),
        decided("passed", answers=BOTH_ANSWERS[:1]),
    ),
    (
        "passed-with-answers",
        "a question with an empty answer",
        (opened(), adopted),
        decided("passed", answers=(*BOTH_ANSWERS[:1], Answer(question="budget"))),
    ),
    (
        "passed-with-answers",
        "a question the gate does not ask",
        (opened(), adopted),
        decided("failed", answers=(Answer(question="weather", answer="fine"),)),
    ),
    (
        "settled-once",
        "kept and then broken",
        (opened(), promised, settled("kept")),
        settled("broken", "2025-01-21"),
    ),
    (
        "settled-once",
        "agreed anew without a due moment",
        (opened(), promised),
        settled("reagreed"),
    ),
    (
        "runs-forward",
        "an absence that ends before it begins",
        (opened(),),
        on(
            "2025-01-02",
            AbsencePlanned(
                absence="a", role="lead", begins=Moment("2025-02-03"), ends=Moment("2025-02-01")
            ),
        ),
    ),
    (
        "runs-forward",
        "a promise due before it is made",
        (opened(),),
        on("2025-01-10", PROMISE.model_copy(update={"due": Moment("2025-01-08")})),
    ),
    (
        "runs-forward",
        "a stretch that runs backwards",
        (opened(),),
        complete("2025-02-03", "2025-02-01"),
    ),
    (
        "vouched-for-afterwards",
        "completeness until tomorrow",
        (opened(),),
        complete("2025-01-01", "2025-03-02"),
    ),
    (
        "ends-after-it-began",
        "ended before it was opened",
        (opened(),),
        on("2019-12-31", RelationshipEnded(by="client")),
    ),
    (
        "ends-after-it-began",
        "announced before it was opened",
        (opened(),),
        on("2019", BreakupAnnounced(by="client")),
    ),
    (
        "ends-after-it-began",
        "an end date before the opening",
        (opened(),),
        on("2025-01-02", EndDateSet(ends=Moment("2019-12-31"))),
    ),
    (
        "ends-after-it-began",
        "a second end",
        (opened(), on("2025-01-02", RelationshipEnded(by="client"))),
        on("2025-01-03", RelationshipEnded(by="supplier")),
    ),
    (
        "ends-after-it-began",
        "a second end after it began again",
        (opened(), ended, back, on("2025-03-01", RelationshipEnded(by="client"))),
        on("2025-03-02", RelationshipEnded(by="client")),
    ),
    (
        "keeps-to-its-subject",
        "a client's promise among an organisation's facts",
        (named,),
        on("2025-01-10", PROMISE, relationship=OURS),
    ),
    (
        "keeps-to-its-subject",
        "an organisation's profile among a client's facts",
        (opened(),),
        on("2025-01-02", ProfileDeclared(edition=1)),
    ),
    (
        "keeps-to-its-subject",
        "an organisation under a client's id",
        (),
        on("2025-01-02", OrganisationNamed(name="Ours")),
    ),
    (
        "keeps-to-its-subject",
        "a client under a map's id",
        (),
        on("2025-01-02", opened().facts[0], relationship="map:sprint"),
    ),
    ("withdrawn-before-it-ended", "where nobody said that it is over", (opened(),), withdrawn),
    ("withdrawn-before-it-ended", "after the end", (opened(), over, ended), withdrawn),
    ("withdrawn-before-it-ended", "twice", (opened(), over, withdrawn), withdrawn),
    ("rekindled-after-it-ended", "what never ended", (opened(),), back),
    ("rekindled-after-it-ended", "what is about to end", (opened(), over), back),
    ("rekindled-after-it-ended", "twice", (opened(), ended, back), back),
    (
        "rekindled-after-it-ended",
        "before the day on which it ends",
        (opened(), on("2025-01-02", EndDateSet(ends=Moment("2025-03-01")))),
        back,
    ),
    ("editions-follow-each-other", "a first edition with number two", (named,), profile(2)),
    ("editions-follow-each-other", "one edition twice", (named, values(1)), values(1)),
    ("editions-follow-each-other", "an edition left out", (named, values(1)), values(3)),
    (
        "gates-have-names-of-their-own",
        "a process without gates",
        (opened(),),
        on("2025-01-02", ProcessAdopted(process="p", gates=())),
    ),
]

ALLOWED: list[Case] = [
    (
        "answers-say-enough",
        "dismissed, and why",
        (opened(),),
        answered("dismissed", reason="not-so"),
    ),
    (
        "answers-say-enough",
        "put off until tomorrow",
        (opened(),),
        answered("snoozed", until="2025-02-02"),
    ),
    (
        "taken-back-when-given",
        "taken back, of a relationship that has ended",
        (opened(), on("2025-01-20", RelationshipEnded(by="client")), answered("acknowledged")),
        answered("reopened", "2025-02-02"),
    ),
    ("opened-first", "the opening itself", (), opened()),
    (
        "not-before-it-happened",
        "recorded in the course of that day",
        (opened(),),
        on("2025-01-02", ContactHeld(), recorded="2025-01-02T00:00:00Z"),
    ),
    (
        "not-before-it-happened",
        "years late",
        (opened(),),
        on("2021-05", ContactHeld(), recorded="2025-01-01"),
    ),
    (
        "only-what-happened",
        "a call that was made",
        (opened(),),
        on("2025-01-02", ContactHeld(), command_id="added-1"),
    ),
    ("refers-to-what-is-known", "a promise that was made", (opened(), promised), settled("kept")),
    (
        "refers-to-what-is-known",
        "in one command with what it refers to",
        (opened(),),
        on("2025-01-10", PROMISE, PromiseSettled(promise="shirts", outcome="kept")),
    ),
    (
        "happens-after-what-it-refers-to",
        "on the day itself",
        (opened(), promised),
        settled("kept", "2025-01-10"),
    ),
    (
        "named-once",
        "a goal and a promise of one name",
        (opened(), promised),
        on("2025-01-11", GoalSet(goal="shirts", work="other")),
    ),
    ("waivable-gates-only", "a convention", (opened(), adopted), on("2025-01-03", WAIVER)),
    ("skipping-says-so", "a convention", (opened(), adopted), decided("skipped")),
    (
        "skipping-says-so",
        "a foundation, said to be against the rule",
        (opened(), adopted),
        decided("skipped", "proof", against_rule=True),
    ),
    (
        "passed-with-answers",
        "every question answered",
        (opened(), adopted),
        decided("passed", answers=BOTH_ANSWERS),
    ),
    ("passed-with-answers", "failed without answers", (opened(), adopted), decided("failed")),
    (
        "settled-once",
        "broken and then kept late",
        (opened(), promised, settled("broken")),
        settled("late", "2025-01-25"),
    ),
    (
        "settled-once",
        "agreed anew and then kept",
        (opened(), promised, settled("reagreed", due="2025-02-01")),
        settled("kept", "2025-01-31"),
    ),
    (
        "runs-forward",
        "an absence without an end",
        (opened(),),
        on("2025-01-02", AbsencePlanned(absence="a", role="lead", begins=Moment("2025-02-02"))),
    ),
    (
        "runs-forward",
        "a promise due today",
        (opened(),),
        on("2025-01-10", PROMISE.model_copy(update={"due": Moment("2025-01-10")})),
    ),
    (
        "vouched-for-afterwards",
        "completeness until today",
        (opened(),),
        complete("2025-01-01", "2025-03-01"),
    ),
    (
        "ends-after-it-began",
        "on the day it was opened",
        (opened(),),
        on("2020-01-01", RelationshipEnded(by="client")),
    ),
    (
        "ends-after-it-began",
        "an end date that is set twice",
        (opened(), on("2025-01-02", EndDateSet(ends=Moment("2025-02-01")))),
        on("2025-01-03", EndDateSet(ends=Moment("2025-02-02"))),
    ),
    (
        "ends-after-it-began",
        "a second end, after it began again",
        (opened(), ended, back),
        on("2025-03-01", RelationshipEnded(by="client")),
    ),
    ("keeps-to-its-subject", "an organisation's profile among its facts", (named,), profile(1)),
    (
        "keeps-to-its-subject",
        "a client whose number has a colon in it",
        (),
        on("2025-01-01", opened().facts[0], relationship="crm:17"),
    ),
    ("withdrawn-before-it-ended", "a breakup", (opened(), over), withdrawn),
    ("rekindled-after-it-ended", "what has ended", (opened(), over, ended), back),
    (
        "rekindled-after-it-ended",
        "what ended on its day",
        (opened(), over, on("2025-01-03", EndDateSet(ends=Moment("2025-01-31")))),
        back,
    ),
    ("editions-follow-each-other", "the first", (named,), values(1)),
    ("editions-follow-each-other", "the next", (named, profile(1)), profile(2)),
    (
        "editions-follow-each-other",
        "of the profile, whatever the values' edition is",
        (named, values(1), values(2)),
        profile(1),
    ),
    ("gates-have-names-of-their-own", "a process with gates", (opened(),), adopted),
]


@pytest.mark.parametrize(("rule", "_because", "before", "command"), by_rule(REFUSED))
def test_a_rule_refuses(
    rule: str, _because: str, before: tuple[Record, ...], command: Record
) -> None:
    given(*before).when(command).then_refused(rule)


@pytest.mark.parametrize(("rule", "_because", "before", "command"), by_rule(ALLOWED))
def test_a_rule_allows(
    rule: str, _because: str, before: tuple[Record, ...], command: Record
) -> None:
    given(*before).when(command).then_events(*command.facts)


here = {rule.name for rule in RULES if rule.policy.__module__ == "domain.rules"}
"""Rules of maps have their cases beside the other tests of maps."""


def test_every_rule_has_a_case_in_which_it_refuses() -> None:
    assert here == {case[0] for case in REFUSED}


def test_every_rule_has_a_case_in_which_it_allows() -> None:
    assert here == {case[0] for case in ALLOWED}


def test_every_rule_says_what_it_means_in_one_sentence() -> None:
    meanings = [rule.meaning for rule in RULES]
    assert len(set(meanings)) == len(meanings)
    assert [meaning for meaning in meanings if not meaning.endswith(".")] == []


def test_a_refused_command_records_none_of_its_facts() -> None:
    given(opened()).when(on("2025-01-10", PROMISE, PROMISE)).then_refused("named-once")


def test_a_refused_command_leaves_the_state_as_it_was() -> None:
    events = history(opened(), promised)
    state, again = fold(None, events), fold(None, events)
    with pytest.raises(Refused):
        decide(state, settled("kept", "2025-01-09"))
    assert state == again


def test_a_refusal_repeats_no_words_of_a_person() -> None:
    secret = PROMISE.model_copy(update={"text": "Piet owes me"})
    outcome = given(opened(), promised).when(on("2025-01-11", secret))
    assert "Piet" not in str(outcome.refusal)


def test_an_earlier_fact_may_be_recorded_late() -> None:
    late = on("2025-01-05", ContactHeld(), recorded="2025-03-01")
    given(opened(), promised).when(late).then_events(ContactHeld())


def test_what_happened_before_the_record_was_opened_may_be_recorded_in_it() -> None:
    given(opened("2025-01-01")).when(on("2019", ContactHeld())).then_events(ContactHeld())


def test_a_command_without_facts_records_nothing() -> None:
    given(opened()).when(on("2025-01-02")).then_nothing()


@pytest.mark.parametrize(
    "fact",
    [
        GoalSet(goal="g", work="other", replaces="g"),
        AgreementMade(agreement="a", text="A", replaces="a"),
    ],
    ids=["goal", "agreement"],
)
def test_nothing_replaces_itself(fact: GoalSet | AgreementMade) -> None:
    given(opened()).when(on("2025-01-02", fact)).then_refused("refers-to-what-is-known")


def test_an_end_at_the_instant_of_the_opening_is_allowed_whatever_its_offset() -> None:
    ended = RelationshipEnded(by="client")
    given(opened("2025-01-01T10:00:00+00:00")).when(
        on("2025-01-01T11:00:00+01:00", ended)
    ).then_events(ended)


def test_an_earlier_reagreement_may_be_recorded_after_the_keeping() -> None:
    anew = PromiseSettled(promise="shirts", outcome="reagreed", due=Moment("2025-02-01"))
    late = on("2025-01-15", anew, recorded="2025-03-01")
    given(opened(), promised, settled("kept")).when(late).then_events(anew)


@pytest.mark.parametrize(
    "command",
    [
        complete("2025-02-02", "2025-02-01"),
        on("2025-01-10", PROMISE.model_copy(update={"due": Moment("2025-01-09")})),
    ],
    ids=["stretch", "promise"],
)
def test_no_stretch_ends_on_the_day_before_it_begins(command: Record) -> None:
    given(opened()).when(command).then_refused("runs-forward")


def test_a_contract_is_renewed_in_the_name_under_which_it_was_signed() -> None:
    signed = on("2025-01-02", ContractSigned(contract="first"))
    given(opened(), signed).then_state(lambda state: state.thing("contract", "first"))

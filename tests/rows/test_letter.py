"""What the letter of a client who leaves (rows 88 to 124) asks to be recorded is kept."""

import pytest

from domain._kernel import Fact
from domain.breakup import (
    BreakupAnnounced,
    BreakupWithdrawn,
    FarewellActDone,
    FormAskedFor,
    LossConcluded,
    PartingStatementMade,
    RelationshipEnded,
    RelationshipRekindled,
    RivalNoticed,
)
from domain.care import CareGiven, ContactHeld, NeedObserved
from domain.contract import (
    ContractRenewed,
    ContractSigned,
    CooperationStarted,
    SupplierRenamed,
)
from domain.courtship import SideChosen
from domain.expectation import OpinionVoiced
from domain.feelings import FeelingObserved
from domain.friction import IssueHandled, IssueRaised, RequestAnswered, SolutionSought
from domain.relationship import fold
from domain.vocabulary import RICHNESS
from tests.given import history, on, opened
from tests.rows.keeping import kept

OVER = BreakupAnnounced(by="client", form="spoken")
ISSUE = IssueRaised(issue="grown-apart", kind="disagreement")
SOUGHT = SolutionSought(request="once-more", issue="grown-apart", by="client")


@pytest.mark.row(88)
@pytest.mark.parametrize(
    ("facts", "phase"),
    [
        ((), "courtship"),
        ((CooperationStarted(),), "contract"),
        ((CooperationStarted(), ISSUE), "friction"),
        ((ISSUE, IssueHandled(issue="grown-apart", outcome="solved")), "contract"),
        ((OVER,), "breakup"),
        ((OVER, BreakupWithdrawn(by="client")), "contract"),
        ((RelationshipEnded(by="client"),), "ended"),
        ((RelationshipEnded(by="client"), RelationshipRekindled(by="client")), "courtship"),
    ],
)
def test_the_stages_of_a_relationship_may_come_back(facts: tuple[Fact, ...], phase: str) -> None:
    assert kept(BreakupWithdrawn(by="client"), OVER).fact.by == "client"
    state = fold(None, history(opened(), on("2025-01-01", *facts)))
    assert state is not None
    assert state.phase == phase


@pytest.mark.row(89)
@pytest.mark.parametrize("kind", ["attention", "granted", "support"])
def test_attention_granting_and_help_in_worse_times_are_acts_of_care(kind: str) -> None:
    assert kept(CareGiven.model_validate({"kind": kind})).fact.kind == kind


@pytest.mark.row(89)
def test_not_losing_sight_of_each_other_is_a_contact_that_somebody_began() -> None:
    assert kept(ContactHeld(initiated_by="supplier")).fact.initiated_by == "supplier"


@pytest.mark.row(90)
@pytest.mark.parametrize("when", ["2010-06", "2017", "2025-02-19"])
def test_a_feeling_may_be_told_anywhere_along_the_journey(when: str) -> None:
    event = kept(FeelingObserved(whose="client", valence=0.5), when=when)
    assert (event.occurred_at, event.fact.valence) == (when, 0.5)


@pytest.mark.row(91)
def test_a_client_says_its_own_goodbye_even_after_the_end() -> None:
    said = PartingStatementMade(by="client", public=True, text="Over is over")
    event = kept(said, RelationshipEnded(by="client"), when="2025-03-06")
    assert (event.fact.public, event.fact.text) == (True, "Over is over")


@pytest.mark.row(92)
def test_a_supplier_goes_on_under_another_name_in_the_same_history() -> None:
    event = kept(SupplierRenamed(name="The new name"), CooperationStarted())
    assert (event.fact.name, event.relationship, event.version) == ("The new name", "client-1", 3)


@pytest.mark.row(92)
def test_a_supplier_was_somebodys_first_ever() -> None:
    assert kept(SideChosen(by="client", first_ever=True)).fact.first_ever


@pytest.mark.row(93)
def test_the_two_chose_each_other_for_reasons_that_are_hard_to_name() -> None:
    chosen = kept(SideChosen(by="both", reasons=("Its home town", "Wild hair"))).fact
    assert (chosen.by, chosen.reasons) == ("both", ("Its home town", "Wild hair"))


@pytest.mark.row(94)
def test_a_client_is_helped_on_its_way() -> None:
    assert kept(CareGiven(kind="onboarding-help")).fact.kind == "onboarding-help"


@pytest.mark.row(95)
def test_a_supplier_says_that_the_two_grow_apart() -> None:
    named = kept(CareGiven(kind="drift-named", by="supplier")).fact
    assert (named.kind, named.by) == ("drift-named", "supplier")


@pytest.mark.row(96)
def test_a_need_is_noticed_and_answered() -> None:
    need = NeedObserved(need="abroad", text="Calls from abroad")
    assert kept(need).fact.need == "abroad"
    assert kept(CareGiven(kind="need-answered", need="abroad"), need).fact.need == "abroad"


@pytest.mark.row(97)
def test_a_bond_is_renewed() -> None:
    signed = ContractSigned(contract="first")
    assert kept(ContractRenewed(contract="first"), signed).fact.contract == "first"


@pytest.mark.row(99)
def test_a_disagreement_is_heard_felt_and_solved_together() -> None:
    handled = IssueHandled(
        issue="grown-apart", listened=True, empathised=True, sought_together=True, outcome="solved"
    )
    how = kept(handled, ISSUE).fact
    assert (how.listened, how.empathised, how.sought_together) == (True, True, True)
    assert how.outcome == "solved"


@pytest.mark.row(100)
def test_a_client_was_free_to_leave_and_stayed() -> None:
    freedom = kept(CareGiven(kind="freedom-to-leave", stayed=True)).fact
    assert (freedom.kind, freedom.stayed) == ("freedom-to-leave", True)


@pytest.mark.row(101)
def test_attachment_is_a_feeling_towards_the_supplier() -> None:
    bond = FeelingObserved(whose="client", valence=0.9, category="loving", towards="supplier")
    felt = kept(bond).fact
    assert (felt.category, felt.towards) == ("loving", "supplier")


@pytest.mark.row(102)
def test_two_contracts_are_signed_on_one_day() -> None:
    one, other = ContractSigned(contract="one"), ContractSigned(contract="other", months=24)
    event = kept(other, one, when="2025-01-01")
    assert (event.fact.contract, event.fact.months) == ("other", 24)
    assert event.occurred_at == "2025-01-01"


@pytest.mark.row(103)
def test_a_client_tries_to_find_a_way_out_and_the_supplier_will_not() -> None:
    assert kept(SOUGHT, ISSUE).fact.by == "client"
    no = RequestAnswered(request="once-more", answer="unwilling")
    assert kept(no, ISSUE, SOUGHT).fact.answer == "unwilling"


@pytest.mark.row(104)
def test_a_request_for_a_solution_is_answered_with_a_procedure() -> None:
    sent = RequestAnswered(request="once-more", answer="deflected", ground="procedure")
    answer = kept(sent, ISSUE, SOUGHT).fact
    assert (answer.answer, answer.ground) == ("deflected", "procedure")


@pytest.mark.row(105)
def test_a_client_comes_to_see_that_it_has_lost_the_supplier() -> None:
    assert kept(LossConcluded(by="client")).fact.by == "client"


@pytest.mark.row(106)
def test_a_client_ends_it_and_says_why() -> None:
    why = "You prefer repairing afterwards to growing together"
    said = kept(BreakupAnnounced(by="client", reason=why, reason_told=True)).fact
    assert (said.by, said.reason) == ("client", why)


@pytest.mark.row(108)
def test_the_form_asked_for_stands_beside_the_form_that_was_used() -> None:
    asked = kept(FormAskedFor(form="written", strength="demanded"), OVER).fact
    assert (OVER.form, asked.form, asked.strength) == ("spoken", "written", "demanded")


@pytest.mark.row(109)
@pytest.mark.parametrize(
    ("richer", "poorer"),
    [("in-person", "call"), ("call", "mail"), ("mail", "text"), ("text", "link")],
)
def test_a_goodbye_goes_over_a_channel_with_a_richness(richer: str, poorer: str) -> None:
    event = kept(FarewellActDone(act="closing-sent"), channel=poorer)
    assert event.channel == poorer
    assert RICHNESS[richer] > RICHNESS[poorer]


@pytest.mark.row(113)
def test_thanks_may_be_personal_and_specific() -> None:
    thanks = FarewellActDone(act="thanks", personal=True, text="For the winter of 2012")
    said = kept(thanks).fact
    assert (said.act, said.personal, said.text) == ("thanks", True, "For the winter of 2012")


@pytest.mark.row(114, 115, 117)
@pytest.mark.parametrize("act", ["honest-reason", "own-share", "contribution"])
def test_a_supplier_says_its_reason_its_own_share_and_what_the_client_gave(act: str) -> None:
    said = {"act": act, "by": "supplier", "text": "In so many words"}
    done = kept(FarewellActDone.model_validate(said), channel="in-person")
    assert (done.fact.act, done.fact.by, done.fact.text) == (act, "supplier", "In so many words")
    assert done.channel == "in-person"


@pytest.mark.row(118)
@pytest.mark.parametrize("personal", [True, False, None])
def test_a_contact_was_personal_or_could_have_been_with_anyone(
    personal: bool | None,  # noqa: FBT001
) -> None:
    assert kept(ContactHeld(personal=personal)).fact.personal is personal


@pytest.mark.row(120)
def test_the_value_a_client_received_is_kept_in_its_own_words() -> None:
    words = "Support in joy and sorrow"
    said = kept(OpinionVoiced(topic_of="value-received", by="client", words=words)).fact
    assert (said.topic_of, said.words) == ("value-received", words)


@pytest.mark.row(121)
def test_grief_is_a_feeling_about_the_goodbye() -> None:
    over = kept(OVER)
    grief = FeelingObserved(whose="client", valence=-0.7, category="sad", about=over.id)
    felt = kept(grief, OVER).fact
    assert (felt.category, felt.about) == ("sad", over.id)


@pytest.mark.row(122)
@pytest.mark.parametrize("stage", ["attention", "switched"])
def test_a_rival_is_second_best_for_now(stage: str) -> None:
    rival = kept(RivalNoticed.model_validate({"stage": stage, "second_best": True})).fact
    assert (rival.stage, rival.second_best) == (stage, True)


@pytest.mark.row(123)
def test_a_new_relationship_begins_elsewhere_with_an_expectation() -> None:
    assert kept(RivalNoticed(stage="switched")).fact.stage == "switched"
    hope = FeelingObserved(whose="client", valence=0.4, category="interested", towards="rival")
    felt = kept(hope).fact
    assert (felt.towards, felt.valence, felt.category) == ("rival", 0.4, "interested")


@pytest.mark.row(124)
def test_a_client_wishes_the_supplier_well() -> None:
    said = PartingStatementMade(by="client", public=False, wishes_well=True)
    assert kept(said).fact.wishes_well

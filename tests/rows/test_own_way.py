"""What clients who go their own way, and a second reading (rows 171 to 191) ask is kept."""

import pytest

from domain.breakup import BreakupAnnounced, PartingStatementMade, RelationshipRekindled
from domain.breakup import RelationshipEnded as Ended
from domain.care import CareGiven, ConsentGiven, PreferenceNoted, SignalNoted
from domain.courtship import RelationshipOpened
from domain.expectation import OpinionVoiced
from domain.feelings import FeelingObserved
from domain.friction import BoundaryGivenUp, IssueRaised, RequestAnswered, SolutionSought
from domain.maps import MapBody, MapDrafted, Stage, Step, Touchpoint
from domain.process import AdviceAnswered, AdviceGiven, Gate, ProcessAdopted
from tests.rows.keeping import kept

ISSUE = IssueRaised(issue="invoice", kind="problem")


@pytest.mark.row(171)
def test_the_norm_is_the_clients_own_rhythm() -> None:
    rhythm = PreferenceNoted(item="contact", kind="cadence", every_days=45)
    event = kept(rhythm, on_whose_word="client")
    assert (event.fact.every_days, event.on_whose_word) == (45, "client")


@pytest.mark.row(172, 173, 183, 184)
@pytest.mark.parametrize("kind", ["seller", "partner"])
def test_a_counterpart_may_be_a_seller_or_a_partner_of_whom_little_is_known(kind: str) -> None:
    event = kept(RelationshipOpened.model_validate({"kind": kind}))
    assert (event.fact.kind, event.fact.market) == (kind, "unknown")


@pytest.mark.row(173)
def test_a_partner_has_a_rhythm_of_its_own() -> None:
    partner = RelationshipOpened(kind="partner")
    rhythm = PreferenceNoted(item="contact", kind="cadence", every_days=90)
    assert kept(rhythm, partner).fact.every_days == 90


@pytest.mark.row(177, 178)
@pytest.mark.parametrize("ground", ["convention", "system", "policy"])
@pytest.mark.parametrize("by", ["client", "supplier"])
def test_a_refusal_leans_on_a_ground_whoever_asked(ground: str, by: str) -> None:
    asked = SolutionSought.model_validate({"request": "r", "issue": "invoice", "by": by})
    refused = RequestAnswered.model_validate(
        {"request": "r", "answer": "refused", "ground": ground}
    )
    answer = kept(refused, ISSUE, asked).fact
    assert (answer.answer, answer.ground) == ("refused", ground)


MAP = MapBody(
    title="From order to invoice",
    start=("order",),
    stages=(Stage(stage="buying", title="Buying"),),
    touchpoints=(
        Touchpoint(
            touchpoint="order", title="Order", stage="buying", channel="form", use="before",
            systems=("webshop",),
        ),
        Touchpoint(touchpoint="invoice", title="Invoice", stage="buying", channel="mail"),
    ),
    steps=(Step(after="order", then="invoice"),),
)  # fmt: skip


@pytest.mark.row(179)
def test_a_journey_map_has_steps_touchpoints_their_channels_and_the_systems_behind_them() -> None:
    body = kept(MapDrafted(body=MAP)).fact.body
    order = body.touchpoints[0]
    assert (order.touchpoint, order.channel, order.systems) == ("order", "form", ("webshop",))
    assert body.steps == (Step(after="order", then="invoice"),)


@pytest.mark.row(181)
@pytest.mark.parametrize("whose", ["client", "staff"])
def test_each_side_feels_something_at_a_touchpoint(whose: str) -> None:
    feeling = FeelingObserved.model_validate({"whose": whose, "valence": -0.3})
    event = kept(feeling, touchpoint="first-invoice")
    assert (event.touchpoint, event.fact.whose) == ("first-invoice", whose)


@pytest.mark.row(182)
def test_a_limit_is_set_and_care_is_given() -> None:
    assert kept(CareGiven(kind="limit-set")).fact.kind == "limit-set"
    assert kept(CareGiven(kind="attention")).fact.kind == "attention"
    assert kept(BoundaryGivenUp(boundary="evenings")).fact.boundary == "evenings"


@pytest.mark.row(183)
def test_a_partner_is_owed_advice_and_limits_and_goes_its_own_path() -> None:
    partner, advice = RelationshipOpened(kind="partner"), AdviceGiven(advice="a", by="supplier")
    assert kept(advice, partner).fact.by == "supplier"
    assert kept(CareGiven(kind="limit-set"), partner).fact.kind == "limit-set"
    own_path = AdviceAnswered(advice="a", answer="rejected", by="client")
    assert kept(own_path, partner, advice).fact.answer == "rejected"


@pytest.mark.row(186)
def test_who_said_it_and_who_had_made_it_clear_without_words_may_differ() -> None:
    over = BreakupAnnounced(by="client")
    said = PartingStatementMade(by="client", public=True, attributes_silence=True)
    assert kept(over).fact.by == "client"
    assert kept(said, over).fact.attributes_silence


@pytest.mark.row(187)
def test_a_gate_is_a_foundation_or_a_convention_of_delivery() -> None:
    gates = (
        Gate(gate="trust", title="Trust", foundation=True),
        Gate(gate="form", title="Form"),
    )
    adopted = kept(ProcessAdopted(process="p", gates=gates)).fact
    assert [gate.foundation for gate in adopted.gates] == [True, False]


@pytest.mark.row(188)
@pytest.mark.parametrize(("verdict", "why"), [("yes", "I see it too"), ("no", "She was ill")])
def test_a_person_confirms_or_overrides_a_finding_and_says_why(verdict: str, why: str) -> None:
    judged = {
        "topic_of": "finding",
        "by": "supplier",
        "item": "mood-drop",
        "verdict": verdict,
        "words": why,
    }
    event = kept(OpinionVoiced.model_validate(judged))
    assert (event.fact.item, event.fact.verdict) == ("mood-drop", verdict)
    assert (event.fact.words, event.actor) == (why, "ada")


@pytest.mark.row(189)
def test_a_supplier_was_ready_or_not_and_the_client_names_its_own_share() -> None:
    ready = OpinionVoiced(topic_of="readiness", by="client", verdict="no")
    assert kept(ready).fact.verdict == "no"
    share = OpinionVoiced(topic_of="own-share", by="client", words="Perhaps I wanted too much")
    assert kept(share).fact.words == "Perhaps I wanted too much"
    assert kept(PartingStatementMade(by="client", public=True, own_share=True)).fact.own_share


@pytest.mark.row(190)
@pytest.mark.parametrize("reach", ["one", "many", "spreading"])
def test_a_public_story_has_a_reach(reach: str) -> None:
    story = {"by": "client", "public": True, "reach": reach}
    assert kept(PartingStatementMade.model_validate(story)).fact.reach == reach


@pytest.mark.row(191)
def test_somebody_may_be_approached_once_more() -> None:
    means = SignalNoted(signal="s", kind="may-be-approached")
    assert kept(means).fact.kind == "may-be-approached"
    again = ConsentGiven(consent="c", purpose="One more talk", answer="may-approach-again")
    assert kept(again).fact.answer == "may-approach-again"
    rekindled = RelationshipRekindled(by="supplier", permission=True)
    assert kept(rekindled, Ended(by="client")).fact.permission

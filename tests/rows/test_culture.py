"""What culture, the customer card, signals and expectations (rows 125 to 170) ask is kept."""

import pytest

from domain.care import (
    CareGiven,
    ConsentGiven,
    ContactHeld,
    NeedObserved,
    PreferenceNoted,
    SignalNoted,
)
from domain.contract import MoneyBooked, StaffAssigned
from domain.courtship import ReferralMade
from domain.expectation import InterviewAnswered, OpinionVoiced
from domain.feelings import FeelingObserved
from domain.moments import Moment
from domain.numbers import ExpectationStated
from domain.organisation import ImprovementReviewed, ImprovementStarted, ValuesDeclared
from domain.promises import PromiseMade, PromiseSettled, StatusAsked
from domain.values import BehaviourObserved, ValueDeclared
from journeys.working_days import PublicHolidays
from projections.reading import read
from projections.timeline import timeline
from tests.given import history, on, opened
from tests.rows.keeping import kept

TRUST = ValueDeclared(value="trust")
PROGRAMME = ImprovementStarted(improvement="p", kind="programme")
PROMISE = PromiseMade(
    promise="decision",
    text="A decision",
    by="supplier",
    to="client",
    due=Moment("2025-05-01"),
    condition="Unless something odd turns up",
    acknowledged=True,
    contact_rule="We will find you if needed",
)
MAY_KEEP = ConsentGiven(consent="profile", purpose="To know your taste", answer="may-keep-profile")


@pytest.mark.row(125)
@pytest.mark.parametrize("where", ["within", "towards-client"])
def test_behaviour_is_observed_within_and_towards_the_client(where: str) -> None:
    seen = {"value": "trust", "supports": True, "where": where}
    assert kept(BehaviourObserved.model_validate(seen), TRUST).fact.where == where


@pytest.mark.row(126)
def test_failure_cost_is_booked() -> None:
    booked = kept(MoneyBooked(kind="failure-cost", amount=800)).fact
    assert (booked.kind, booked.amount) == ("failure-cost", 800)


@pytest.mark.row(127)
def test_a_wish_to_change_is_asked_why_three_times() -> None:
    whys = ("Clients leave", "Nobody listens", "Nobody is asked to")
    assert kept(PROGRAMME.model_copy(update={"whys": whys})).fact.whys == whys


@pytest.mark.row(128)
@pytest.mark.parametrize(
    "means", ["values", "mentality", "communication", "training", "leadership", "process"]
)
def test_a_programme_works_by_these_means(means: str) -> None:
    assert kept(PROGRAMME.model_copy(update={"means": (means,)})).fact.means == (means,)


@pytest.mark.row(129)
def test_core_values_are_kept_in_editions() -> None:
    first = ValuesDeclared(edition=1, values=("trust",), purpose="That clients succeed")
    second = kept(ValuesDeclared(edition=2, values=("trust", "joy")), first).fact
    assert (second.edition, second.values) == (2, ("trust", "joy"))


@pytest.mark.row(130)
@pytest.mark.parametrize(
    "point",
    ["leadership-committed", "tailored", "in-steps", "team-enthusiastic", "told-inside"],
)
def test_a_programme_has_a_checklist(point: str) -> None:
    assert kept(PROGRAMME.model_copy(update={"checklist": (point,)})).fact.checklist == (point,)


@pytest.mark.row(132)
def test_a_value_is_translated_to_behaviour_and_the_behaviour_has_evidence() -> None:
    behaviours = (("trust", "We call back the same day"),)
    declared = ValuesDeclared(edition=1, values=("trust",), behaviours=behaviours)
    assert kept(declared).fact.behaviours == behaviours
    event = kept(
        BehaviourObserved(value="trust", supports=False, where="towards-client"), TRUST, cause="e-1"
    )
    assert (event.fact.value, event.fact.supports, event.cause) == ("trust", False, "e-1")


@pytest.mark.row(133)
def test_a_programme_begins_at_its_end_and_the_effect_is_measured() -> None:
    assert kept(PROGRAMME.model_copy(update={"target": "Half the complaints"})).fact.target
    effect = ImprovementReviewed(improvement="p", metric="complaints", before=40, after=22)
    measured = kept(effect, PROGRAMME).fact
    assert (measured.metric, measured.before, measured.after) == ("complaints", 40, 22)


@pytest.mark.row(134)
def test_a_finding_has_an_owner_and_a_way_up() -> None:
    owner = StaffAssigned(person="p-7", role="lead", owns="mood-drop", escalates_to="p-1")
    assigned = kept(owner).fact
    assert (assigned.person, assigned.owns) == ("p-7", "mood-drop")
    assert assigned.escalates_to == "p-1"


@pytest.mark.row(137, 138, 139)
@pytest.mark.parametrize(
    ("use", "category"), [("before", "excited"), ("during", "happy"), ("after", "content")]
)
def test_a_feeling_belongs_to_before_during_or_after_use(use: str, category: str) -> None:
    felt = {"whose": "client", "valence": 0.5, "category": category, "use": use}
    feeling = kept(FeelingObserved.model_validate(felt)).fact
    assert (feeling.use, feeling.category) == (use, category)


@pytest.mark.row(139)
def test_what_was_bought_is_remembered_with_the_day_and_whether_it_was_liked() -> None:
    event = kept(PreferenceNoted(item="the-red", kind="bought", liked=True), when="2024-12-24")
    assert (event.fact.item, event.fact.liked, event.occurred_at) == ("the-red", True, "2024-12-24")


@pytest.mark.row(141)
def test_a_client_was_given_something_to_remember_it_by() -> None:
    assert kept(CareGiven(kind="memory-aid")).fact.kind == "memory-aid"


@pytest.mark.row(142)
@pytest.mark.parametrize("serves", ["client", "supplier", "both"])
def test_what_is_kept_about_a_client_serves_somebody(serves: str) -> None:
    item = {"item": "the-red", "kind": "likes", "serves": serves, "purpose": "To find it again"}
    noted = kept(PreferenceNoted.model_validate(item)).fact
    assert (noted.serves, noted.purpose) == (serves, "To find it again")


@pytest.mark.row(143)
@pytest.mark.parametrize("answer", ["recognises-problem", "wants-solution", "may-keep-profile"])
def test_a_yes_says_to_which_question_and_for_which_purpose(answer: str) -> None:
    yes = {"consent": "c", "purpose": "To know your taste", "answer": answer}
    given = kept(ConsentGiven.model_validate(yes)).fact
    assert (given.answer, given.purpose) == (answer, "To know your taste")


@pytest.mark.row(145)
def test_a_preference_rests_on_a_consent() -> None:
    likes = PreferenceNoted(item="dry", kind="likes", consent="profile")
    noted = kept(likes, MAY_KEEP).fact
    assert (noted.item, noted.kind, noted.consent) == ("dry", "likes", "profile")


@pytest.mark.row(146, 148, 150)
@pytest.mark.parametrize(
    "kind",
    [
        "changed-circumstances",
        "neighbours-story",
        "rivals-offer",
        "information-seeking",
        "confusion",
        "life-event",
    ],
)
def test_a_signal_has_a_kind(kind: str) -> None:
    assert kept(SignalNoted.model_validate({"signal": "s", "kind": kind})).fact.kind == kind


@pytest.mark.row(147)
def test_a_window_in_the_calendar_closes() -> None:
    season = SignalNoted(signal="s", kind="switching-season", until=Moment("2025-12-31"))
    noted = kept(season, when="2025-11-15")
    assert (noted.fact.kind, noted.fact.until) == ("switching-season", "2025-12-31")


@pytest.mark.row(147)
def test_a_contact_may_have_been_a_broadcast() -> None:
    assert kept(ContactHeld(broadcast=True)).fact.broadcast is True


@pytest.mark.row(149)
@pytest.mark.parametrize("field", ["relevant", "fitting", "pleasant", "personal"])
def test_an_answer_was_relevant_fitting_pleasant_and_personal_or_not(field: str) -> None:
    signal = SignalNoted(signal="s", kind="confusion")
    answer = {"kind": "signal-answered", "signal": "s", field: False}
    given = kept(CareGiven.model_validate(answer), signal).fact
    assert getattr(given, field) is False
    assert given.signal == "s"


@pytest.mark.row(151)
def test_a_client_prefers_a_channel_and_a_cadence() -> None:
    channel = PreferenceNoted(item="talks", kind="channel", channel="call")
    assert kept(channel).fact.channel == "call"
    cadence = PreferenceNoted(item="talks", kind="cadence", every_days=30)
    assert kept(cadence).fact.every_days == 30


@pytest.mark.row(152)
def test_a_colleague_took_the_initiative() -> None:
    assert kept(CareGiven(kind="initiative")).fact.kind == "initiative"


@pytest.mark.row(153)
def test_every_contact_is_kept_with_who_began_it_and_over_what() -> None:
    event = kept(ContactHeld(initiated_by="client", personal=True), channel="chat")
    assert (event.fact.initiated_by, event.channel) == ("client", "chat")


@pytest.mark.row(153)
def test_all_contacts_stand_in_one_timeline_as_they_happened_whenever_they_were_recorded() -> None:
    late = kept(ContactHeld(), when="2025-02-01", recorded="2025-06-01")
    contacts = [on(day, ContactHeld()) for day in ("2025-01-05", "2025-03-01")]
    found = history(
        opened("2025-01-01"), *contacts, on("2025-02-01", ContactHeld(), recorded="2025-06-01")
    )
    lines = timeline(read("client-1", found, PublicHolidays()))
    happened = [str(line.event.occurred_at) for line in lines]
    assert happened == ["2025-01-01", "2025-01-05", "2025-02-01", "2025-03-01"]
    assert late.recorded_at == "2025-06-01"


@pytest.mark.row(155)
def test_a_client_names_the_supplier_to_others() -> None:
    word = ReferralMade(referral="r", by="client", direction="client-to-others")
    said = kept(word).fact
    assert (said.by, said.direction) == ("client", "client-to-others")


@pytest.mark.row(157)
@pytest.mark.parametrize("dimension", ["product", "procedure", "behaviour", "attitude"])
def test_an_expectation_is_of_more_than_the_product(dimension: str) -> None:
    expected = {
        "expectation": "e",
        "by": "client",
        "metric": "satisfaction",
        "value": 8,
        "unit": "score",
        "dimension": dimension,
    }
    assert kept(ExpectationStated.model_validate(expected)).fact.dimension == dimension


@pytest.mark.row(158)
@pytest.mark.parametrize(
    ("topic_of", "by"), [("value-offered", "supplier"), ("value-received", "client")]
)
def test_what_was_given_and_what_was_got_are_two_views(topic_of: str, by: str) -> None:
    view = {"topic_of": topic_of, "by": by, "item": "advice", "verdict": "partly"}
    said = kept(OpinionVoiced.model_validate(view)).fact
    assert (said.topic_of, said.by, said.verdict) == (topic_of, by, "partly")


@pytest.mark.row(160, 161)
def test_a_client_names_the_value_in_words_of_its_own_offered_or_not() -> None:
    said = OpinionVoiced(
        topic_of="value-received", by="client", words="Saves me time on mail", in_offer=False
    )
    value = kept(said).fact
    assert (value.words, value.in_offer) == ("Saves me time on mail", False)


@pytest.mark.row(162, 163)
def test_a_promise_is_acknowledged_due_conditional_and_says_who_calls_whom() -> None:
    event = kept(PROMISE, when="2025-03-06")
    assert event.fact.acknowledged
    assert (event.occurred_at, event.fact.due) == ("2025-03-06", "2025-05-01")
    assert event.fact.condition == "Unless something odd turns up"
    assert event.fact.contact_rule == "We will find you if needed"


@pytest.mark.row(162)
@pytest.mark.parametrize("outcome", ["kept", "late", "broken", "impossible", "dropped"])
def test_a_promise_comes_to_an_end_of_its_own(outcome: str) -> None:
    end = PromiseSettled.model_validate({"promise": "decision", "outcome": outcome})
    assert kept(end, PROMISE).fact.outcome == outcome


@pytest.mark.row(163)
def test_a_client_has_to_ask_how_a_promise_stands() -> None:
    assert kept(StatusAsked(promise="decision"), PROMISE).fact.promise == "decision"


@pytest.mark.row(165)
def test_a_delay_is_told_before_the_day_and_the_promise_may_still_be_kept() -> None:
    told = PromiseSettled(promise="decision", outcome="announced-late", due=Moment("2025-05-15"))
    settled = kept(told, PROMISE, when="2025-04-20").fact
    assert (settled.outcome, settled.due) == ("announced-late", "2025-05-15")
    late = PromiseSettled(promise="decision", outcome="late")
    assert kept(late, PROMISE, settled).fact.outcome == "late"


@pytest.mark.row(166, 167, 168)
@pytest.mark.parametrize("step", ["before", "beyond", "brought"])
def test_a_client_answers_how_it_was_before_beyond_expectation_and_after(step: str) -> None:
    said = {"step": step, "words": "In so many words"}
    answer = kept(InterviewAnswered.model_validate(said)).fact
    assert (answer.step, answer.words) == (step, "In so many words")


@pytest.mark.row(167)
def test_a_client_wishes_for_what_it_might_have_bought() -> None:
    need = NeedObserved(need="training", text="She would have bought a training")
    assert kept(need).fact.text == "She would have bought a training"
    wish = kept(OpinionVoiced(topic_of="wish", by="client", item="training")).fact
    assert (wish.topic_of, wish.item) == ("wish", "training")


@pytest.mark.row(169)
def test_an_answer_led_to_a_change_of_the_offer() -> None:
    assert kept(InterviewAnswered(step="used-in-offer", led_to="faster-reply")).fact.led_to


@pytest.mark.row(170)
def test_an_answer_is_published_with_consent() -> None:
    published = InterviewAnswered(step="published", consent="profile")
    answer = kept(published, MAY_KEEP).fact
    assert (answer.step, answer.consent) == ("published", "profile")

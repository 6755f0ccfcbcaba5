"""Findings about moods."""

import pytest

from domain._kernel import Record
from domain.breakup import BreakupAnnounced, FarewellActDone
from domain.feelings import FeelingObserved
from domain.friction import UneaseAnswered, UneaseVoiced
from domain.moments import Moment
from tests.given import history, on, opened
from tests.projections.judging import judged, quiet, raises


def felt(day: int, valence: float, whose: str = "client", **more: object) -> Record:
    fact = FeelingObserved.model_validate({"whose": whose, "valence": valence, **more})
    return on(f"2025-{1 + day // 28:02d}-{1 + day % 28:02d}", fact)


def falling(whose: str, **more: object) -> list[Record]:
    fine = [felt(day, 0.5, whose, **more) for day in range(8)]
    return [*fine, *(felt(day, -0.7, whose, **more) for day in range(8, 14))]


@raises("mood-drop")
@pytest.mark.row(90)
def test_a_client_whose_mood_falls_below_its_own_usual_is_seen() -> None:
    found = judged(opened(), *falling("client"))
    assert set(found.evidence("mood-drop")) == {"FeelingObserved"}
    assert found.finding("mood-drop").since <= Moment("2025-01-14")


@raises("mood-drop")
def test_a_mood_that_recovers_ends_the_finding() -> None:
    recovered = [felt(day, 1.0) for day in range(14, 60)]
    found = judged(opened(), *falling("client"), *recovered)
    assert "mood-drop" not in found.codes()
    assert "mood-drop" in found.codes("2025-01-15")


@raises("staff-mood-drop")
@pytest.mark.row(51)
def test_our_own_people_falling_are_seen() -> None:
    found = judged(opened(), *falling("staff"))
    assert set(found.evidence("staff-mood-drop")) == {"FeelingObserved"}
    assert "mood-drop" not in found.codes()


@quiet("mood-drop", "staff-mood-drop")
@pytest.mark.parametrize("whose", ["client", "staff"])
def test_one_bad_day_is_no_drop(whose: str) -> None:
    days = [felt(day, -0.4 if day == 10 else 0.5, whose) for day in range(20)]
    assert not {"mood-drop", "staff-mood-drop"} & judged(opened(), *days).codes()


@quiet("mood-drop", "staff-mood-drop")
@pytest.mark.parametrize(
    "more",
    [{"source": "text-model"}, {"said_by": "other"}, {"towards": "rival"}, {"towards": "past"}],
    ids=lambda it: "-".join(it.values()),
)
@pytest.mark.parametrize("whose", ["client", "staff"])
def test_what_is_not_their_own_word_about_this_relationship_is_no_drop(
    whose: str, more: dict[str, object]
) -> None:
    assert judged(opened(), *falling(whose, **more)).codes() == set()


def parting(client: float, staff: float, acts: int = 3, **more: object) -> list[Record]:
    """Return a goodbye of so many acts, with both sides' feelings about each."""
    told = []
    for number in range(1, acts + 1):
        act = FarewellActDone(act="closing-sent")
        told.append(on(f"2025-03-0{number}", act, command_id=f"act-{number}"))
    events = history(opened(), on("2025-02-28", BreakupAnnounced(by="client")), *told)
    ids = [event.id for event in events if isinstance(event.fact, FarewellActDone)]
    feelings = [
        felt(58 + number, valence, whose, about=act, **more)
        for number, act in enumerate(ids)
        for whose, valence in (("staff", staff), ("client", client))
    ]
    return [opened(), on("2025-02-28", BreakupAnnounced(by="client")), *told, *feelings]


@raises("indifference")
@pytest.mark.row(118)
def test_a_client_in_pain_before_people_who_feel_nothing_meets_indifference() -> None:
    found = judged(*parting(-0.8, 0.0))
    assert found.evidence("indifference") == ["FeelingObserved"] * 6


@quiet("indifference")
@pytest.mark.parametrize(("client", "staff", "acts"), [(-0.8, -0.5, 3), (-0.2, 0, 3), (-0.8, 0, 2)])
def test_shared_sorrow_or_calm_or_few_contacts_are_not_indifference(
    client: float, staff: float, acts: int
) -> None:
    assert "indifference" not in judged(*parting(client, staff, acts)).codes()


@quiet("indifference")
def test_a_model_that_guesses_pain_makes_nobody_indifferent() -> None:
    assert "indifference" not in judged(*parting(-0.8, 0.0, source="text-model")).codes()


UNEASE = on("2025-08-22", UneaseVoiced(unease="u"))


@raises("unease-unanswered")
@pytest.mark.row(28)
def test_unease_left_lying_for_two_working_days_is_a_finding() -> None:
    """A Friday: Tuesday is the second working day."""
    found = judged(opened(), UNEASE)
    assert found.evidence("unease-unanswered") == ["UneaseVoiced"]
    assert found.finding("unease-unanswered").since == "2025-08-26T18:00:00+02:00"
    assert "unease-unanswered" not in found.codes("2025-08-26T17:59:00+02:00")
    assert "unease-unanswered" in found.codes("2025-08-26T18:00:00+02:00")


@quiet("unease-unanswered")
def test_unease_that_is_gone_into_in_time_never_becomes_one() -> None:
    answered = on("2025-08-26", UneaseAnswered(unease="u"))
    assert "unease-unanswered" not in judged(opened(), UNEASE, answered).codes()


@raises("unease-unanswered")
def test_unease_gone_into_late_ends_the_finding_and_leaves_it_on_record() -> None:
    found = judged(opened(), UNEASE, on("2025-08-28", UneaseAnswered(unease="u")))
    assert "unease-unanswered" in found.codes("2025-08-27")
    assert "unease-unanswered" not in found.codes("2025-08-28")

"""Bad input in judgement: whatever was recorded, it is judged calmly, or refused with a reason."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import timedelta
from random import Random
from types import FrameType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain._kernel import AnyEvent, Fact, event_of, fact_of, topics
from domain.care import ContactHeld
from domain.courtship import RelationshipOpened
from domain.errors import Unreadable
from domain.feelings import FeelingObserved
from domain.friction import IncidentOccurred
from domain.moments import Moment
from domain.promises import PromiseMade, PromiseSettled
from domain.vocabulary import SEVERITIES
from projections.calendar import Weekdays
from projections.curve import feelings
from projections.farewell import farewell
from projections.reading import Reading, read
from tests.domain.facts import at_random, moments
from tests.given import on, opened
from tests.projections.judging import judged

OURS = [t for t in sorted(topics()) if t.startswith(("relationship.", "organisation."))]
A_FACT = st.sampled_from(OURS).flatmap(lambda topic: at_random(topics()[topic]))
OFTEN = settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
EQUAL = st.floats(-1, 1, width=16)


def told(number: int, fact: Fact, occurred: Moment, recorded: Moment) -> AnyEvent:
    """Return an event as a store might hold it: no rule of recording was asked."""
    return event_of(
        fact,
        occurred_at=occurred,
        recorded_at=recorded,
        actor="ada",
        command_id=f"c-{number}",
        id=f"e-{number}",
        relationship="client-1",
        version=number,
    )


STREAMS = st.lists(st.tuples(A_FACT, moments, moments), min_size=1, max_size=12).map(
    lambda many: [told(n, *one) for n, one in enumerate(many, start=1)]
)


@OFTEN
@given(STREAMS, st.sampled_from(["client-1", "organisation:us"]))
def test_any_facts_on_any_clocks_are_read_without_a_crash(
    events: list[AnyEvent], subject: str
) -> None:
    reading = read(subject, events, Weekdays())
    assert [e.order for e in reading.events] == sorted(e.order for e in events)
    ids = {event.id for event in events}
    for finding in reading.findings():
        assert {item.id for item in finding.evidence} <= ids
        assert str(finding.sentence)
        assert finding.until is None or finding.since <= finding.until
    farewell(reading.state, Moment("2200-01-01"), reading.docket.place)


@OFTEN
@given(STREAMS, st.randoms(use_true_random=False))
def test_the_order_in_which_events_are_handed_over_changes_nothing(
    events: list[AnyEvent], random: Random
) -> None:
    shuffled = random.sample(events, len(events))
    one, other = (read("client-1", many, Weekdays()) for many in (events, shuffled))
    assert list(one.findings()) == list(other.findings())
    assert one.state == other.state


@OFTEN
@given(STREAMS)
def test_what_turns_up_late_is_judged_as_if_it_had_been_there(events: list[AnyEvent]) -> None:
    """The dockets that a reading keeps lead to the same as a fold from the very beginning."""
    late = read("client-1", events, Weekdays())
    in_time = Reading("client-1", Weekdays())
    for number, event in enumerate(late.events):
        recorded = Moment(f"2201-01-01T00:00:{number:02d}Z")
        in_time.learn(event.model_copy(update={"recorded_at": recorded}))
    found = {f.identity: (f.since, f.until, f.evidence) for f in in_time.findings()}
    assert {f.identity: (f.since, f.until, f.evidence) for f in late.findings()} == found
    assert late.phases == in_time.phases


# --- ratings --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scale", "answer", "says"),
    [
        ("hearts", 3, "'valence', 'nps', 'csat', 'ces', 'stars' or 'thumbs'"),
        ("nps", 11, "a nps answer runs from 0 to 10"),
        ("stars", 0, "a stars answer runs from 1 to 5"),
        ("csat", float("nan"), "finite"),
    ],
)
def test_a_rating_off_its_scale_or_on_none_we_know_is_refused_and_says_why(
    scale: str, answer: float, says: str
) -> None:
    data = {"whose": "client", "valence": 0.1, "rating": {"scale": scale, "answer": answer}}
    with pytest.raises(Unreadable) as refused:
        fact_of(FeelingObserved.topic, data)
    assert says in str(refused.value)
    assert "rating" in str(refused.value)


def felt(day: int, valence: float, whose: str = "client", **more: Any) -> AnyEvent:  # noqa: ANN401
    fact = FeelingObserved.model_validate({"whose": whose, "valence": valence, **more})
    when = Moment(f"2025-{1 + day // 28:02d}-{1 + day % 28:02d}")
    return told(day + 2, fact, when, when)


BEGUN = told(1, RelationshipOpened(), Moment("2025-01-01"), Moment("2025-01-01"))


def alarms(events: list[AnyEvent]) -> set[str]:
    found = read("client-1", events, Weekdays()).findings()
    return {f.code for f in found if SEVERITIES.index(f.severity) > SEVERITIES.index("info")}


@OFTEN
@given(EQUAL, st.integers(1, 60), st.sampled_from(["client", "staff"]))
def test_ratings_that_are_all_equal_show_no_fall(valence: float, many: int, whose: str) -> None:
    found = alarms([BEGUN, *(felt(day, valence, whose) for day in range(many))])
    assert not found & {"mood-drop", "staff-mood-drop", "care-habit-lost", "indifference"}


def test_who_was_low_from_the_first_and_falls_lower_has_fallen() -> None:
    low = [felt(day, -0.4) for day in range(40)]
    lower = [felt(day, -1.0) for day in range(40, 60)]
    assert "mood-drop" in alarms([BEGUN, *low, *lower])


@pytest.mark.parametrize("guess", [{"source": "text-model"}, {"towards": "rival"}])
def test_without_any_rating_of_a_persons_own_there_is_no_alarm_and_no_figure(
    guess: dict[str, str],
) -> None:
    events = [BEGUN, *(felt(day, 0.6 if day < 20 else -1.0, **guess) for day in range(50))]
    assert alarms(events) == set()
    assert feelings(events).mean("client") is None
    assert feelings(events).peak_end("client") is None


# --- few and many ---------------------------------------------------------------------------------


@pytest.mark.parametrize("valence", [-1.0, 0.0, 1.0, None])
def test_a_relationship_with_one_contact_raises_no_alarm(valence: float | None) -> None:
    facts = [ContactHeld(initiated_by="client")]
    if valence is not None:
        facts += [FeelingObserved(whose="client", valence=valence)]  # type: ignore[list-item]
    assert judged(opened("2025-01-01"), on("2025-02-01", *facts)).codes() == set()


def contacts(many: int, valence: Callable[[int], float], days: int = 1800) -> list[AnyEvent]:
    """Return so many contacts in so many days, each with how both sides felt."""
    events = [BEGUN]
    for number in range(many):
        day = int(number * days / many)
        when = Moment(f"{2025 + day // 336}-{1 + day // 28 % 12:02d}-{1 + day % 28:02d}")
        for fact in (
            ContactHeld(initiated_by="supplier"),
            FeelingObserved(whose="client", valence=valence(number)),
            FeelingObserved(whose="staff", valence=valence(number)),
        ):
            events.append(told(len(events) + 1, fact, when, when))
    return events


def promises(many: int) -> list[AnyEvent]:
    """Return so many promises, all of them kept, with an incident now and then."""
    events = [BEGUN]
    for number in range(many):
        day = int(number * 1800 / many)
        when = Moment(f"{2025 + day // 336}-{1 + day // 28 % 12:02d}-{1 + day % 28:02d}")
        for fact in (
            PromiseMade(promise=f"p{number}", text="P", by="supplier", to="client"),
            PromiseSettled(promise=f"p{number}", outcome="kept"),
            IncidentOccurred(kind="small-error") if number % 50 == 0 else ContactHeld(),
        ):
            events.append(told(len(events) + 1, fact, when, when))
    return events


def recorded_late(many: int) -> list[AnyEvent]:
    """Return so many contacts, every fourth of them recorded five days later."""
    return [
        event.model_copy(update={"recorded_at": Moment.of(event.occurred_at.end + timedelta(5))})
        if number % 4 == 3
        else event
        for number, event in enumerate(contacts(many, lambda _: 0.3, days=4 * many))
    ]


def calls(events: list[AnyEvent]) -> int:
    """Return how many Python functions are called to judge these events: work, without a clock."""
    count = 0

    def note(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        read("client-1", events, Weekdays())
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(
    "history",
    [lambda many: contacts(many, lambda number: 0.2 + number % 3 / 10), promises],
    ids=["contacts", "promises"],
)
def test_judging_four_times_as_many_contacts_takes_about_four_times_the_work(
    history: Callable[[int], list[AnyEvent]],
) -> None:
    few, many = calls(history(100)), calls(history(400))
    assert many < 5 * few


def test_what_is_recorded_late_costs_what_happened_since_and_not_all_that_is_known() -> None:
    few, many = calls(recorded_late(100)), calls(recorded_late(400))
    assert many < 5 * few

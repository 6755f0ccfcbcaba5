"""Two times: what was so at T, and what was known at T, against brute force."""

from collections.abc import Callable, Sequence
from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from domain._kernel import AnyEvent, Fact
from domain.breakup import BreakupAnnounced, EndDateSet, FarewellActDone, FormAskedFor
from domain.care import ContactHeld
from domain.friction import IncidentOccurred, UneaseVoiced
from domain.moments import Moment
from domain.process import Gate, GateDecided, ProcessAdopted
from journeys.working_days import PublicHolidays
from projections.finding import Finding
from projections.findings import open_at
from projections.reading import read, up_to
from projections.timeline import timeline
from tests.given import history, on, opened
from tests.projections.streams import streams

CALENDAR = PublicHolidays()
OFTEN = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
LAST = Moment("2040-01-01T00:00:00+00:00")
Identity = tuple[str, str]


def findings(events: Sequence[AnyEvent]) -> tuple[Finding, ...]:
    return tuple(read("client-1", events, CALENDAR).findings())


def moments(events: Sequence[AnyEvent]) -> list[Moment]:
    """Return every moment at which an answer may change: events, and deadlines in any replay."""
    at = {moment.start: moment for e in events for moment in (e.occurred_at, e.recorded_at)}
    for cut in list(at.values()):
        for known in (up_to(events, at=cut), up_to(events, as_known=cut)):
            for finding in findings(known):
                for moment in (finding.since, finding.until, finding.due):
                    if moment is not None:
                        at[moment.start] = moment
    return sorted(at.values())


def openings(
    events: Sequence[AnyEvent], seen: Callable[[Moment], list[AnyEvent]]
) -> dict[Identity, list[Moment]]:
    """Return the moments at which each finding opens (once more after it was closed)."""
    begun: dict[Identity, list[Moment]] = {}
    before: set[Identity] = set()
    for moment in moments(events):
        now = {f.identity for f in open_at(findings(seen(moment)), moment)}
        for identity in now - before:
            begun.setdefault(identity, []).append(moment)
        before = now
    return begun


def _compared(events: tuple[AnyEvent, ...]) -> list[Finding]:
    still_open = list(open_at(findings(events), LAST))
    assume(still_open)
    return still_open


@OFTEN
@given(streams)
def test_since_is_the_first_moment_at_which_a_replay_of_what_happened_yields_it(
    events: tuple[AnyEvent, ...],
) -> None:
    """Where a finding closed and opened again, its ``since`` is the last opening."""
    begun = openings(events, lambda moment: up_to(events, at=moment))
    for finding in _compared(events):
        expected = begun[finding.identity][-1]
        assert (finding.code, expected.start) == (finding.code, finding.since.start)


@OFTEN
@given(streams)
def test_known_since_is_the_first_moment_at_which_a_replay_of_what_was_known_yields_it(
    events: tuple[AnyEvent, ...],
) -> None:
    begun = openings(events, lambda moment: up_to(events, as_known=moment))
    for finding in _compared(events):
        expected = begun[finding.identity][0]
        assert finding.known_since is not None
        assert (finding.code, expected.start) == (finding.code, finding.known_since.start)


@OFTEN
@given(streams, st.randoms(use_true_random=False))
def test_the_order_in_which_events_are_given_makes_no_difference(
    events: tuple[AnyEvent, ...],
    random: Random,
) -> None:
    shuffled = list(events)
    random.shuffle(shuffled)
    one, other = read("client-1", events, CALENDAR), read("client-1", shuffled, CALENDAR)
    assert list(one.findings()) == list(other.findings())
    assert one.state == other.state
    assert timeline(one) == timeline(other)


@OFTEN
@given(streams)
def test_every_finding_cites_events_that_had_happened_and_stands_on_at_least_one(
    events: tuple[AnyEvent, ...],
) -> None:
    known = {event.id for event in events}
    for finding in findings(events):
        assert finding.evidence
        assert {item.id for item in finding.evidence} <= known


BEFORE = {
    "a hurdle": FarewellActDone(act="hurdle"),
    "marketing": FarewellActDone(act="marketing-sent"),
    "an impersonal closing": FarewellActDone(act="closing-sent", personal=False),
    "a harder form": FormAskedFor(form="written", strength="demanded"),
}


@pytest.mark.parametrize("fact", BEFORE.values(), ids=BEFORE.keys())
def test_nothing_is_so_before_what_it_rests_on_has_happened(fact: Fact) -> None:
    events = history(
        opened(),
        on("2025-01-02T10:00:00Z", fact),
        on("2025-08-01T10:00:00Z", BreakupAnnounced(by="client", form="spoken")),
    )
    happened = {event.id: event.occurred_at for event in events}
    for finding in findings(events):
        assert max(happened[item.id] for item in finding.evidence) <= finding.since


def test_a_deadline_that_is_moved_back_makes_nothing_late_before_it_is_moved() -> None:
    events = history(
        opened(),
        on("2025-08-01T10:00:00Z", BreakupAnnounced(by="client")),
        on("2025-08-20T10:00:00Z", FarewellActDone(act="thanks")),
        on("2025-08-25T10:00:00Z", EndDateSet(ends=Moment("2025-08-05T10:00:00Z"))),
    )
    (finding,) = [f for f in findings(events) if f.code == "farewell-thanks"]
    assert finding.since >= Moment("2025-08-25T10:00:00Z")


def test_since_and_known_since_speak_of_the_same_opening() -> None:
    """A gate is skipped, passed, and skipped again; everything is recorded as it happens."""
    adopted = ProcessAdopted(process="p", gates=(Gate(gate="g", title="G"),))
    outcomes = [GateDecided(gate="g", outcome=o) for o in ("skipped", "passed", "skipped")]
    told = [on(f"2025-01-0{day}T10:00:00Z", fact) for day, fact in enumerate(outcomes, start=2)]
    (finding,) = findings(history(opened(), on("2025-01-01", adopted), *told))
    assert finding.since == finding.known_since


def test_a_late_event_makes_a_finding_true_from_the_start_and_known_from_its_recording() -> None:
    error = IncidentOccurred(kind="small-error")
    events = history(
        opened(),
        on("2025-01-01T10:00:00Z", error),
        on("2025-01-05T10:00:00Z", error),
        on("2025-01-03T10:00:00Z", error, recorded="2025-02-01T10:00:00Z"),
    )
    (finding,) = findings(events)
    assert (finding.since, finding.known_since) == ("2025-01-05T10:00:00Z", "2025-02-01T10:00:00Z")


def test_a_deadline_that_passes_between_two_recordings_is_known_when_it_passes() -> None:
    voiced = on("2025-08-22T10:00:00Z", UneaseVoiced(unease="u"))
    for later in ((), (on("2025-10-01T10:00:00Z", ContactHeld()),)):
        (finding,) = findings(history(opened(), voiced, *later))
        assert finding.since == finding.known_since == "2025-08-26T18:00:00+02:00"


def test_a_deadline_in_the_past_of_a_late_event_is_known_from_its_recording() -> None:
    voiced = on("2025-08-22T10:00:00Z", UneaseVoiced(unease="u"), recorded="2025-10-01T10:00:00Z")
    (finding,) = findings(history(opened(), voiced))
    assert (finding.since, finding.known_since) == (
        "2025-08-26T18:00:00+02:00",
        "2025-10-01T10:00:00Z",
    )


def test_events_are_learnt_in_the_order_of_recording_only() -> None:
    events = history(opened("2025-01-02"))
    reading = read("client-1", events, CALENDAR)
    earlier = events[0].model_copy(update={"recorded_at": Moment("2025-01-01")})
    assert not reading.can_learn(earlier)
    with pytest.raises(ValueError, match="order in which they were recorded"):
        reading.learn(earlier)

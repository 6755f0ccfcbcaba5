"""What if: what follows from a change, what stands all the same, and what cannot be."""

from __future__ import annotations

import pytest

from domain._kernel import AnyEvent, event_id
from domain.breakup import BreakupAnnounced
from domain.contract import AgreementBroken, AgreementMade, GoalSet
from domain.errors import NotFound, Unreadable
from domain.feelings import FeelingObserved
from domain.friction import (
    IncidentOccurred,
    IssueRaised,
    RequestAnswered,
    SolutionSought,
    UneaseVoiced,
)
from domain.moments import Moment
from domain.numbers import MetricObserved
from domain.process import Gate, GateDecided, ProcessAdopted, WaiverGranted, WorkStarted
from domain.promises import PromiseMade, PromiseSettled
from projections.calendar import Place, Weekdays
from projections.whatif import (
    Add,
    Altered,
    Call,
    Change,
    Channel,
    Delay,
    Drop,
    Hold,
    Keep,
    Stop,
    alter,
)
from tests.given import given, history, on, opened

PLACE = Place(Weekdays())
GATES = ProcessAdopted(
    process="ours", gates=(Gate(gate="desk", title="Desk"), Gate(gate="trust", title="Trust"))
)


def altered(events: tuple[AnyEvent, ...], *changes: Change) -> Altered:
    return alter(events, changes, PLACE)


def told(found: Altered) -> list[str]:
    return [event.fact.topic.split(".")[1] for event in found.events]


def fates(found: Altered) -> list[tuple[str, str]]:
    return [(fate.event.fact.topic.split(".")[1], fate.what) for fate in found.fates]


def felt(about: int, valence: float = -0.5) -> FeelingObserved:
    return FeelingObserved(whose="client", valence=valence, about=event_id(f"given-{about}", 0))


QUARREL = history(
    opened(),
    on("2020-02-01", IncidentOccurred(kind="incident"), story_id="I1"),
    on("2020-02-01", felt(2)),
    on("2020-02-03", UneaseVoiced(unease="odd", by="client"), cause=event_id("given-2", 0)),
    on("2020-02-05", BreakupAnnounced(by="client")),
)


def test_what_an_event_led_to_is_lost_with_it_and_so_is_what_was_felt() -> None:
    found = altered(QUARREL, Drop(drop="I1"))

    assert told(found) == ["relationship-opened", "breakup-announced"]
    assert fates(found) == [
        ("incident-occurred", "dropped"),
        ("feeling-observed", "fell"),
        ("unease-voiced", "fell"),
    ]
    assert {fate.because for fate in found.fates[1:]} == {event_id("given-2", 0)}


def test_what_names_a_thing_that_was_never_made_is_lost() -> None:
    events = history(
        opened(),
        on("2020-02-01", AgreementMade(agreement="plan", text="…"), story_id="plan"),
        on("2020-03-01", AgreementBroken(agreement="plan", by="client")),
    )

    found = altered(events, Drop(drop="plan"))

    assert told(found) == ["relationship-opened"]
    assert "refers-to-what-is-known" in str(found.fates[1].why)


def work(tool: str | None, *also: str) -> tuple[AnyEvent, ...]:
    uses = (tool,) if tool else ()
    return history(
        opened(),
        on("2020-01-02", GoalSet(goal="sales", work="sales-launch", text="…")),
        on("2020-02-01", WorkStarted(work="sales-launch", goal="sales", uses=uses), story_id="W"),
        *(on("2020-02-02", WorkStarted(work="delivery", uses=(other,))) for other in also),
        on("2020-02-05", IncidentOccurred(kind="incident", tool="mailer")),
        on("2020-02-09", MetricObserved(metric="sold", value=0, unit="count", goal="sales")),
    )


def test_a_tool_that_no_work_used_does_not_fail_and_a_goal_nobody_worked_for_has_no_result() -> (
    None
):
    assert told(altered(work("mailer"), Drop(drop="W"))) == ["relationship-opened", "goal-set"]


def test_a_tool_that_other_work_used_fails_all_the_same() -> None:
    found = altered(work("mailer", "mailer"), Drop(drop="W"))
    assert "incident-occurred" in told(found)


def test_what_has_no_tie_with_the_change_stands() -> None:
    found = altered(work(None), Drop(drop="W"))
    assert "incident-occurred" in told(found)


def test_a_gate_that_holds_is_neither_skipped_nor_waived() -> None:
    events = history(
        opened(),
        on("2020-01-02", GATES),
        on(
            "2020-01-03",
            WaiverGranted(waiver="later", gates=("desk", "trust"), harmless_for=("delivery",)),
        ),
        on("2020-01-04", GateDecided(gate="trust", outcome="skipped")),
        on("2020-01-05", GateDecided(gate="desk", outcome="skipped")),
    )

    found = altered(events, Hold(hold="trust"))

    assert fates(found) == [("waiver-granted", "changed"), ("gate-decided", "dropped")]
    assert found.events[2].fact.gates == ("desk",)
    assert [e.fact.gate for e in found.events if isinstance(e.fact, GateDecided)] == ["desk"]
    assert "waiver-granted" not in told(altered(events, Hold(hold="desk"), Hold(hold="trust")))


def test_a_gate_that_was_never_left_out_cannot_be_held() -> None:
    with pytest.raises(NotFound, match="these were: –"):
        altered(history(opened(), on("2020-01-02", GATES)), Hold(hold="trust"))


@pytest.mark.parametrize(
    ("due", "on_", "at"),
    [
        ("2020-03-01", None, "2020-03-01"),
        (None, "2020-02-20", "2020-02-20"),
        ("2020-03-01", "2020-02-11", "2020-02-11"),
    ],
)
def test_a_promise_is_kept_when_it_was_due(due: str | None, on_: str | None, at: str) -> None:
    made = PromiseMade(
        promise="call", text="…", by="supplier", to="client", due=Moment(due) if due else None
    )
    broken = PromiseSettled(promise="call", outcome="broken")
    events = history(opened(), on("2020-02-01", made), on("2020-03-05", broken))

    found = altered(events, Keep(keep="call", on=Moment(on_) if on_ else None))

    kept = found.events[-1]
    assert (kept.fact.outcome, str(kept.occurred_at)) == ("kept", at)
    assert fates(found) == [("promise-settled", "added"), ("promise-settled", "dropped")]


def test_a_promise_to_be_kept_before_a_tool_is_used_is_kept_the_day_before() -> None:
    made = PromiseMade(
        promise="study", text="…", by="supplier", to="client", before_use_of="mailer"
    )
    events = history(
        opened(),
        on("2020-02-01", made),
        on("2020-02-10", WorkStarted(work="sales-launch", uses=("mailer",))),
    )
    found = altered(events, Keep(keep="study"))
    assert next(str(f.event.occurred_at) for f in found.fates) == "2020-02-09"


def test_a_promise_without_a_day_asks_for_one() -> None:
    made = PromiseMade(promise="call", text="…", by="supplier", to="client")
    with pytest.raises(Unreadable, match="say on which day"):
        altered(history(opened(), on("2020-02-01", made)), Keep(keep="call"))


def test_a_delay_takes_along_what_it_led_to() -> None:
    found = altered(QUARREL, Delay(delay="I1", days=10))

    moved = {f.event.fact.topic.split(".")[1]: str(f.event.occurred_at) for f in found.fates}
    assert moved == {
        "incident-occurred": "2020-02-11",
        "feeling-observed": "2020-02-11",
        "unease-voiced": "2020-02-13",
    }
    assert told(found)[1] == "breakup-announced"


def test_an_effect_never_comes_before_its_cause() -> None:
    with pytest.raises(Unreadable, match="its cause"):
        altered(QUARREL, Delay(delay="I1", days=10, alone=True))


def test_nothing_happens_before_the_relationship_began() -> None:
    made = on("2020-02-01", AgreementMade(agreement="plan", text="…"), story_id="plan")
    broken = on("2020-03-01", AgreementBroken(agreement="plan", by="client"), story_id="broken")
    with pytest.raises(Unreadable, match="makes history impossible at broken"):
        altered(history(opened(), made, broken), Delay(delay="broken", days=-60))


def test_a_history_without_its_beginning_is_none() -> None:
    with pytest.raises(Unreadable, match="never began"):
        altered(history(on("2020-01-01", *opened().facts, story_id="O")), Drop(drop="O"))


def test_another_channel_changes_the_channel_alone() -> None:
    found = altered(QUARREL, Channel(channel="I1", to="call"))
    assert [(f.what, f.event.channel) for f in found.fates] == [("changed", "call")]
    assert len(found.events) == len(QUARREL)


def test_a_call_within_a_working_day_comes_before_the_weekend_is_over() -> None:
    events = history(
        opened(),
        on("2020-01-30", IssueRaised(issue="bill", kind="problem")),
        on("2020-01-31", SolutionSought(request="help", issue="bill", by="client")),
        on("2020-01-31", RequestAnswered(request="help", answer="deflected"), story_id="D"),
    )
    added = altered(events, Call(call="D")).events[-1]
    assert (added.fact.personal, added.channel) == (True, "call")
    assert str(added.occurred_at) == "2020-02-03T18:00:00+01:00"


def test_the_history_can_stop() -> None:
    assert told(altered(QUARREL, Stop(stop="I1")))[-1] == "feeling-observed"


def test_another_fact_can_be_added_but_nobodys_feelings() -> None:
    thanks = {"farewell-act-done": {"act": "thanks"}}
    found = altered(QUARREL, Add(add=(thanks,), at=Moment("2020-02-06"), channel="call"))
    assert told(found)[-1] == "farewell-act-done"

    feeling = {"feeling-observed": {"whose": "client", "valence": 1}}
    with pytest.raises(Unreadable, match="nobody felt them"):
        altered(QUARREL, Add(add=(feeling,), at=Moment("2020-02-06")))
    with pytest.raises(NotFound, match="near it are"):
        altered(QUARREL, Add(add=({"contract-sined": {}},), at=Moment("2020-02-06")))
    with pytest.raises(Unreadable, match="cannot be added"):
        altered(QUARREL, Add(add=({"contract-signed": {}},), at=Moment("2020-02-06")))


@pytest.mark.parametrize("name", ["I2", "zzz"])
def test_an_event_that_is_not_there_is_said_to_be_so(name: str) -> None:
    with pytest.raises(NotFound, match="near it are I1"):
        altered(QUARREL, Drop(drop=name))


def test_an_id_may_be_short_but_not_doubtful() -> None:
    whole = QUARREL[1].id
    assert told(altered(QUARREL, Drop(drop=whole[:12]))) == told(altered(QUARREL, Drop(drop=whole)))
    with pytest.raises(NotFound, match="type more of it"):
        altered(QUARREL, Drop(drop="e-"))


def test_what_is_out_cannot_be_changed_again() -> None:
    with pytest.raises(Unreadable, match="taken out already"):
        altered(QUARREL, Drop(drop="I1"), Channel(channel="I1", to="call"))


def test_what_never_happened_is_never_recorded() -> None:
    (added,) = [f.event for f in altered(QUARREL, Call(call="I1")).fates]
    command = on("2020-02-20", added.fact, command_id=added.command_id)
    given(opened()).when(command).then_refused("only-what-happened")


def test_what_was_not_touched_is_the_very_same() -> None:
    found = altered(QUARREL, Drop(drop="I1"))
    assert set(found.events) <= set(QUARREL)


def test_the_rules_of_recording_hold_in_a_branch() -> None:
    again: dict[str, dict[str, object]] = {"relationship-opened": {}}
    with pytest.raises(Unreadable, match="opened-first"):
        altered(QUARREL, Add(add=(again,), at=Moment("2020-03-01")))

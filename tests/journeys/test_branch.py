"""Branches of the two stories, stills of them, and the files that keep a branch."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import journeys
from domain.errors import NotFound, Unreadable
from domain.moments import Moment
from journeys.engine import Engine
from journeys.io import branches
from journeys.io.branches import BranchFile
from projections.whatif import CHANGES, Add, Call, Channel, Delay, Drop, Hold, Keep, Stop


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with journeys.open(":memory:") as opened:
        opened.load_stories()
        yield opened


HELD = Hold(hold="know-like-trust")


@pytest.mark.row(42)
def test_had_the_gate_held_the_launch_and_all_that_came_of_it_would_never_have_been(
    engine: Engine,
) -> None:
    found = engine.journey("agency").what_if(HELD).difference()

    never = {turn.finding.code for turn in found.findings if turn.turn == "gone"}
    assert {
        "gate-skipped", "timeline-compressed", "promise-impossible", "agreement-broken",
        "unease-unanswered", "errors-accumulate", "goal-off-track", "core-value-broken",
    } <= never  # fmt: skip
    # Going on together, the step that was put off until after the holiday would still be waiting,
    # and nothing is told of the two since.
    new = {turn.finding.code for turn in found.findings if turn.turn == "new"}
    assert new == {"deferred-step-overdue", "drifting", "silence"}
    assert found.phases == ("ended", "friction")


def test_what_came_before_the_gate_is_as_it_was(engine: Engine) -> None:
    branch = engine.journey("agency").what_if(HELD)
    then = Moment("2025-08-18")
    assert not branch.difference(at=then)
    assert branch.hypothetical.at(then).judged == branch.actual.at(then).judged


@pytest.mark.row(110)
def test_a_call_by_somebody_she_knows_answers_the_last_moment_in_time(engine: Engine) -> None:
    found = engine.journey("telecom").what_if(Call(call="B12")).difference()

    (turn,) = found.findings
    assert (turn.finding.code, turn.fields) == ("last-moment-to-save", ("until",))
    assert turn.after
    assert turn.before
    assert turn.after.due
    assert turn.after.until
    assert turn.before.until
    assert turn.after.until <= turn.after.due < turn.before.until
    assert found.moods == ()


def test_a_branch_writes_nothing(engine: Engine) -> None:
    before = engine.store.end()
    engine.journey("telecom").what_if(Call(call="B12")).difference()
    assert engine.store.end() == before


def test_a_branch_says_that_it_never_happened(engine: Engine) -> None:
    branch = engine.journey("telecom").what_if(Call(call="B12"))
    assert "hypothetical" in repr(branch.hypothetical)
    assert "hypothetical" in repr(branch.hypothetical.at())
    assert "hypothetical" not in repr(branch.actual.at())
    with pytest.raises(Unreadable, match="not off another what-if"):
        branch.hypothetical.what_if(HELD)


def test_a_what_if_changes_something(engine: Engine) -> None:
    with pytest.raises(Unreadable, match="at least one change"):
        engine.journey("agency").what_if()


def test_a_still_and_the_answers_of_a_journey_are_the_same(engine: Engine) -> None:
    journey, then = engine.journey("telecom"), Moment("2025-02-12")
    still = journey.at(then)
    assert still.findings == journey.findings(then)
    assert still.farewell == journey.farewell(then)
    assert still.phase == "friction"
    known = journey.at(as_known=then)
    assert known.judged == journey.judged(as_known=then)


def test_between_two_moments_lies_what_happened_after_the_one_up_to_the_other(
    engine: Engine,
) -> None:
    journey = engine.journey("agency")
    begin, end = Moment("2025-08-18"), Moment("2025-08-20")
    found = journey.diff(begin, end)

    assert [e.story_id for e in journey.between(begin, end) if e.story_id] == [
        e.story_id for e in found.new
    ]
    assert {t.finding.code for t in found.findings if t.turn == "new"} == {"gate-skipped"}
    assert found.gone == ()
    assert not journey.diff(end, end)


def test_knowing_runs_on_its_own_time(engine: Engine) -> None:
    journey = engine.journey("telecom")
    begin, end = Moment("2025-02-20"), Moment("2025-03-10")
    known = {t.finding.code for t in journey.diff(begin, end, as_known=True).findings}
    assert "indifference" in known
    assert "indifference" not in {t.finding.code for t in journey.diff(begin, end).findings}


EVERY = (
    HELD,
    Keep(keep="study-the-tool"),
    Keep(keep="study-the-tool", on=Moment("2025-08-01")),
    Drop(drop="A12"),
    Delay(delay="A14", days=7, alone=True),
    Channel(channel="A13", to="mail"),
    Call(call="A21", working_days=2, channel="video"),
    Stop(stop="A20"),
    Add(add=({"care-given": {"kind": "support"}},), at=Moment("2025-08-03"), channel="call"),
)


def test_every_kind_of_change_survives_a_file(tmp_path: Path) -> None:
    kept = BranchFile("agency", "0123456789abcdef", EVERY)
    branches.write(kept, tmp_path / "b.yaml")
    assert branches.read(tmp_path / "b.yaml") == kept
    assert {type(change) for change in EVERY} == set(CHANGES.values())


def test_a_file_is_never_written_over(tmp_path: Path) -> None:
    branches.write(BranchFile("agency", None, (HELD,)), tmp_path / "b.yaml")
    with pytest.raises(FileExistsError):
        branches.write(BranchFile("telecom", None, (HELD,)), tmp_path / "b.yaml")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("what-if: a\nchanges:\n- holt: gate\n", "line 3: no change is called holt; use hold"),
        ("what-if: a\nchanges:\n- delay: A12\n", "line 3: days is missing"),
        ("what-if: a\nchanges:\n- delay: A12\n  days: soon\n", "line 4: days has to be a whole"),
        ("what-if: a\nchanges:\n- call: A\n  channel: pigeon\n", "line 4: channel is one of these"),
        ("what-if: a\nchange: []\n", "line 2: a what-if has no key change; use changes"),
        ("changes: []\n", "what-if is missing"),
        ("what-if: a\nchanges: A12\n", "changes is a list"),
        ("what-if: [", "not YAML"),
    ],
)
def test_a_file_that_is_no_what_if_says_where_and_why(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "b.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(Unreadable, match=said):
        branches.read(tmp_path / "b.yaml")


def test_a_file_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        branches.read(tmp_path / "none.yaml")

"""What columns answer is what the folds answer, row by row."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import journeys
from domain._kernel import AnyEvent
from domain.errors import Unreadable
from domain.moments import Moment
from journeys.asking import FOUND, PORTFOLIO
from journeys.columns.answering import ANSWERED
from journeys.columns.moments import moments
from journeys.columns.spans import spans
from journeys.engine import Engine
from projections.answers import ANSWERS
from projections.answers.periods import Per, period_of
from tests.journeys.columns.lives import lives
from tests.projections.streams import streams

COUNTED = {name for name, answer in ANSWERS.items() if answer.counted}
EVERY = pytest.mark.parametrize("name", sorted(PORTFOLIO | COUNTED | FOUND))
OTHERWISE: dict[str, dict[str, Any]] = {
    "what-follows": {"least": 3}, "long-view": {}, "frustration": {"below": -0.3},
    "tenure": {"core_years": 2.5}, "intensity": {"norm": 0.5}, "attention-by-age": {},
    "margin-by-fit": {"short_days": 90.0}, "time-by-fit": {}, "outcomes-by-fit": {},
    "one-clock": {"anchor": "friction", "step_days": 7.5, "days_before": 30.0}, "interview": {},
    "plug-review": {"codes": "silence, core-value-broken"}, "precision": {},
    "compare": {"by": "begun"},
    "yielding-index": {}, "blueprint": {}, "steps-without-feelings": {},
    "highlights": {"most": 1, "least": -0.5},
}  # fmt: skip
CUT = {True: {"relationships", "at", "as_known"}, False: {"relationships"}}
"""What is asked of the folds, of findings and of other questions that are not of columns alone."""
CUTS: list[dict[str, Any]] = [
    {},
    {"at": Moment("2025-02-19T10:00:00+01:00")},
    {"as_known": Moment("2024-05-05")},
    {"relationships": ["telecom"]},
    {"at": Moment("1990")},
]


@pytest.fixture(scope="module")
def stories() -> Iterator[Engine]:
    with tempfile.TemporaryDirectory() as made, journeys.open(Path(made) / "a.db") as engine:
        engine.load_stories()
        yield engine


def both(engine: Engine, name: str, **asked: Any) -> None:  # noqa: ANN401 - of any question
    """Hold the columns' answer against the folds'."""
    engine.kept_columns.rebuild()
    columns = engine.columns()
    assert columns is not None
    with pytest.MonkeyPatch.context() as without:
        without.setattr(Engine, "columns", lambda _: None)
        folded = engine.ask(name, **asked)
    with pytest.MonkeyPatch.context() as alone:
        alone.setattr("journeys.asking.FEW", 0)
        if name in PORTFOLIO or not set(asked) & CUT[name in FOUND]:
            alone.setattr("journeys.asking.course", None)
        found = engine.ask(name, **asked)
    assert found.rows == folded.rows
    assert found.items.items() >= {(k, v) for k, v in folded.items.items() if k in cited(folded)}
    assert (found.now, found.parameters) == (folded.now, folded.parameters)


def cited(answered: Any) -> set[str]:  # noqa: ANN401 - any answer
    return {event for row in answered.rows for event in row["events"]}


@EVERY
@pytest.mark.parametrize("asked", CUTS, ids=str)
def test_columns_answer_the_stories_as_the_folds_do(
    name: str, asked: dict[str, Any], stories: Engine
) -> None:
    now = {"as_known": Moment("2026-01-01"), **asked}
    both(stories, name, **now)


@EVERY
@pytest.mark.parametrize("per", ["month", "quarter"])
def test_columns_answer_by_every_period(name: str, per: str, stories: Engine) -> None:
    given = OTHERWISE.get(name, {"per": per})
    both(stories, name, at=Moment("2025-12-31"), **given)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(streams, min_size=1, max_size=2))
def test_columns_answer_any_histories_as_the_folds_do(told: list[tuple[AnyEvent, ...]]) -> None:
    with tempfile.TemporaryDirectory() as made, journeys.open(Path(made) / "a.db") as engine:
        for number, events in enumerate(told):
            engine.store.append([_of(event, number) for event in events])
        for name in sorted(PORTFOLIO | COUNTED):
            both(engine, name, at=Moment("2025-09-01"))


@pytest.fixture(scope="module")
def anybody() -> Iterator[Engine]:
    with tempfile.TemporaryDirectory() as made, journeys.open(Path(made) / "a.db") as engine:
        for events in lives(seed=2026):
            engine.store.append(events)
        engine.catch_up()
        engine.clock = lambda: Moment("2025-06-01T08:00:00Z")
        yield engine


@EVERY
@pytest.mark.parametrize("cut", ["now", "earlier", "as known", "some"])
def test_columns_answer_whatever_was_stored_as_the_folds_do(
    name: str, cut: str, anybody: Engine
) -> None:
    some = anybody.store.relationships()[3:9]
    cuts: dict[str, dict[str, Any]] = {
        "now": {},
        "earlier": {"at": Moment("2023-05-01T09:30:00+02:00")},
        "as known": {"as_known": Moment("2022-02-10")},
        "some": {"relationships": some},
    }
    both(anybody, name, **cuts[cut])


@pytest.mark.parametrize("anchor", ["beginning", "friction", "breakup", "end"])
@pytest.mark.parametrize("step_days", [11.0, 200.0])
def test_columns_set_every_clock_as_the_folds_do(
    anchor: str, step_days: float, anybody: Engine
) -> None:
    both(anybody, "one-clock", anchor=anchor, step_days=step_days, days_before=50, days_after=990)


@pytest.mark.parametrize("codes", ["silence, drifting", "nothing-such"])
def test_ending_is_reviewed_by_any_findings(codes: str, anybody: Engine) -> None:
    both(anybody, "plug-review", codes=codes)


@pytest.mark.parametrize(
    "asked",
    [
        {"by": "sector"},
        {"by": "kind", "b": "none-such"},
        {"by": "jurisdiction"},
        {"by": "begun"},
        {"by": "begun", "on": "2022"},
        {"by": "begun", "on": "1990"},
    ],
    ids=str,
)
def test_columns_hold_any_two_groups_side_by_side(asked: dict[str, str], anybody: Engine) -> None:
    both(anybody, "compare", **asked)


def _of(event: AnyEvent, number: int) -> AnyEvent:
    own = f"{number}-{event.id}"[:60]
    told = {"relationship": f"r-{9 - number}", "id": own, "command_id": own, "cause": None}
    return event.model_copy(update=told)


def test_of_a_few_that_are_named_no_columns_are_read(
    anybody: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("journeys.asking._from_columns", None)
    (name, *_) = anybody.store.relationships()
    assert [row["relationship"] for row in anybody.ask("tenure", [name]).rows] == [name]


def test_every_question_about_a_portfolio_has_its_columns() -> None:
    assert set(ANSWERED) == PORTFOLIO <= set(ANSWERS)


def test_a_period_that_is_none_is_refused_either_way(stories: Engine) -> None:
    for engine_columns in (True, False):
        with pytest.MonkeyPatch.context() as patched:
            if not engine_columns:
                patched.setattr(Engine, "columns", lambda _: None)
            with pytest.raises(Unreadable, match="week is no period"):
                stories.ask("facts-over-time", per="week")


def test_a_torn_copy_is_answered_by_the_folds(stories: Engine) -> None:
    stories.kept_columns.rebuild()
    before = stories.ask("silences", at=Moment("2025-12-31")).rows
    folder = stories.kept_columns._at
    assert folder is not None
    with journeys.open(folder.with_suffix("")) as other:
        for file in folder.glob("*.segment"):
            file.write_bytes(b"PAR1")
        assert other.ask("silences", at=Moment("2025-12-31")).rows == before
    stories.kept_columns.rebuild()


@pytest.mark.parametrize("per", get_args(Per))
def test_a_period_is_no_sharper_than_its_moment(per: Per) -> None:
    told = ["2024", "2024-01", "2024-12", "2024-05-31", "2024-10-01T00:30:00+02:00", "2025~"]
    read = moments(told)
    found, names = spans(read.day, read.precision, per)
    assert [names[one] for one in found] == [period_of(Moment(one), per) for one in told]
    assert names == sorted(set(names))

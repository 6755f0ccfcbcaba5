"""What the columns tell of drift is what the events tell, line by line."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import journeys
from domain._kernel import AnyEvent, Fact, event_of
from domain.breakup import BreakupAnnounced, BreakupWithdrawn, RelationshipRekindled
from domain.care import ContactHeld
from domain.courtship import RelationshipOpened
from domain.feelings import FeelingObserved
from domain.friction import IncidentOccurred
from domain.moments import Moment
from domain.promises import PromiseSettled
from journeys.columns.chosen import Columns
from journeys.drift.above import Above, above
from journeys.drift.eras import Era
from journeys.drift.kept import KeptEras, kept_eras
from journeys.drift.sources import engine_eras, store_eras
from journeys.engine import Engine
from journeys.population import portfolio
from journeys.population.portfolio import planned
from projections.alarms.bounds import Bounds
from projections.drift.last import last_heights
from projections.drift.lines import LINES

NOW = Moment("2026-11-20T12:00:00Z")
CUTS: list[dict[str, Any]] = [
    {},
    {"at": Moment("2025-02-19T10:00:00+01:00")},
    {"at": Moment("2025-06")},
    {"as_known": Moment("2024-11-05")},
    {"at": Moment("2025-09-01"), "as_known": Moment("2026-03-01")},
    {"at": Moment("1990")},
]


def both(engine: Engine, at: Moment | None = None, as_known: Moment | None = None) -> Both:
    """Return the eras that the events tell, and those that the columns do."""
    copy = engine.columns()
    assert copy is not None
    told = list(store_eras(engine.store, (), at, as_known, NOW))
    return told, kept_eras(Columns(copy, None, at, as_known), at or as_known or NOW)


Both = tuple[list[Era], KeptEras]


def plain(era: Era) -> tuple[Any, ...]:
    """Return all that an era tells."""
    ids = [era.events([place]) for place in range(len(era.contacts))]
    contacts = [tuple(map(repr, map(_number, contact))) for contact in era.contacts]
    return (
        era.relationship, era.zero, contacts, ids, era.end, era.goodbyes, era.parted,
    )  # fmt: skip


def _number(told: float | None) -> float | None:
    return None if told is None else float(told)


def rows(found: Above) -> list[tuple[Any, ...]]:
    """Return the lines that are shown, with figures as they are written."""
    return [
        (
            one.relationship, one.line, round(one.value, 6), one.limit, one.since, one.contacts,
            one.part.channel, one.part.window, round(one.part.surprise, 6), one.events,
        )
        for one in found.rows
    ]  # fmt: skip


@pytest.fixture(scope="module")
def many() -> Iterator[Engine]:
    with tempfile.TemporaryDirectory() as made, journeys.open(Path(made) / "a.db") as engine:
        engine.load_stories(invented=True)
        engine.take(lambda _: planned(portfolio(60, 5, date(2026, 11, 20))), look=False)
        engine.kept_columns.rebuild()
        yield engine


@pytest.mark.parametrize("cuts", CUTS, ids=str)
def test_eras_of_the_columns_are_those_of_the_events(cuts: dict[str, Any], many: Engine) -> None:
    told, kept = both(many, **cuts)

    assert [plain(era) for era in kept] == [plain(era) for era in told]
    assert len(kept) == len(told)


@pytest.mark.parametrize("lines", [LINES, ("silence",), ("divergence", "mood-drop")], ids=str)
@pytest.mark.parametrize("most", [None, 3])
@pytest.mark.parametrize("cuts", CUTS, ids=str)
def test_who_stands_above_a_limit_is_who_does_by_the_events(
    cuts: dict[str, Any], most: int | None, lines: tuple[str, ...], many: Engine
) -> None:
    for bounds in (Bounds(), Bounds(0.5), Bounds(10)):
        told, kept = (above(found, bounds, lines, most) for found in both(many, **cuts))

        assert rows(kept) == rows(told)
        assert (kept.judged, kept.more) == (told.judged, told.more)
        assert len({one.relationship for one in kept.rows}) <= (most or len(LINES) * 100)


def test_some_drift_and_some_do_not(many: Engine) -> None:
    found = above(both(many)[1], Bounds(), LINES)

    shown = {one.relationship for one in found.rows}
    assert 5 < len(shown) < 60
    assert {one.line for one in found.rows} == set(LINES)


INSTANTS = ("2025-03-01T00:00:00Z", "2025-03-01T01:00:00+01:00", "2025-03-01T00:00Z")
a_moment = st.one_of(
    st.integers(0, 40 * 24).map(
        lambda hours: str(Moment.of(datetime(2025, 2, 20, tzinfo=UTC) + timedelta(hours=hours * 9)))
    ),
    st.sampled_from((*INSTANTS, "2025-03-01", "2025-03", "2025", "2025-03-01~", "2025-03-02")),
).map(Moment)
a_feeling = st.builds(
    dict,
    whose=st.sampled_from(("client", "staff")),
    valence=st.sampled_from((-0.9, -0.4, 0.3, 0.6)),
    said_by=st.sampled_from((None, None, "client", "staff", "supplier", "other")),
    source=st.sampled_from(("self-report", "self-report", "text-model", "colleague")),
    towards=st.sampled_from((None, None, "supplier", "rival")),
    about=st.sampled_from((None, "e-0-1", "e-0-2", "e-0-3")),
).map(FeelingObserved.model_validate)
a_fact: st.SearchStrategy[Fact] = st.one_of(
    a_feeling,
    a_feeling,
    st.just(ContactHeld(initiated_by="client")),
    st.just(IncidentOccurred(kind="small-error")),
    st.sampled_from(("kept", "late", "broken", "reagreed")).map(
        lambda outcome: PromiseSettled.model_validate({"promise": "p", "outcome": outcome})
    ),
    st.sampled_from((BreakupAnnounced, BreakupWithdrawn, RelationshipRekindled)).map(
        lambda turn: turn(by="client")
    ),
)  # fmt: skip
a_history = st.lists(st.tuples(a_fact, a_moment, a_moment), min_size=1, max_size=12)
History = list[tuple[Fact, Moment, Moment]]


def events(told: History, number: int) -> Iterator[AnyEvent]:
    """Yield a history as events, whatever the rules say to it."""
    opening = (RelationshipOpened(market="b2b"), Moment("2025-02"), Moment("2025-02-20"))
    for version, (fact, occurred, recorded) in enumerate((opening, *told), start=1):
        yield event_of(
            fact,
            id=f"e-{number}-{version}",
            relationship=f"r-{9 - number}:x",
            version=version,
            occurred_at=occurred,
            recorded_at=recorded,
            actor="ada",
            command_id=f"c-{number}-{version}",
        )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(a_history, min_size=1, max_size=3), st.one_of(st.none(), a_moment))
def test_any_histories_are_the_same_eras(told: list[History], cut: Moment | None) -> None:
    with tempfile.TemporaryDirectory() as made, journeys.open(Path(made) / "a.db") as engine:
        for number, history in enumerate(told):
            engine.store.append(list(events(history, number)))
        engine.kept_columns.rebuild()
        for cuts in ((None, None), (cut, None), (None, cut)):
            ours, kept = both(engine, *cuts)
            assert [plain(era) for era in kept] == [plain(era) for era in ours]
            assert rows(above(kept, Bounds(10), LINES)) == rows(above(ours, Bounds(10), LINES))


def test_heights_of_whom_no_line_reaches_its_limit_are_below_it(many: Engine) -> None:
    kept = both(many)[1]
    limits = np.array([Bounds().whole[line] for line in LINES])

    heights = last_heights(kept.contacts, limits)
    exact = last_heights(kept.contacts, np.full(len(LINES), -10.0))

    assert ((heights >= limits) == (exact >= limits)).all()
    assert (exact <= heights).all()


def test_everybodys_eras_come_from_the_columns_and_one_relationships_from_its_events(
    many: Engine,
) -> None:
    assert isinstance(engine_eras(many, (), None, None, NOW), KeptEras)
    (era,) = engine_eras(many, ["telecom"], Moment("2025-02-10"), None, NOW)
    assert era.relationship == "telecom"


def test_a_torn_copy_is_answered_by_the_events(tmp_path: Path) -> None:
    with journeys.open(tmp_path / "a.db") as engine:
        engine.load_stories()
        engine.kept_columns.rebuild()
        whole = [plain(era) for era in engine_eras(engine, (), None, None, NOW)]
    for file in tmp_path.glob("a.db.columns/*.segment"):
        file.write_bytes(b"torn")
    with journeys.open(tmp_path / "a.db") as engine:
        found = engine_eras(engine, (), None, None, NOW)
        assert not isinstance(found, KeptEras)
        assert [plain(era) for era in found] == whole

"""A replay of everybody comes to what a replay of each comes to."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import journeys
from domain.moments import Moment
from journeys.cli.app import cli
from journeys.engine import Engine
from journeys.population import portfolio
from journeys.population.portfolio import planned
from journeys.replaying import replay_of, with_goodbye

CUTS = [
    {},
    {"at": "2026-11-10"},
    {"at": "2026-06-01T09:00:00Z"},
    {"as_known": "2026-10-01"},
    {"at": "2025-12-01", "as_known": "2026-08-01"},
    {"at": "1990"},
]


@pytest.fixture(scope="module")
def told() -> Iterator[Engine]:
    with tempfile.TemporaryDirectory() as made, journeys.open(Path(made) / "a.db") as engine:
        engine.load_stories(invented=True)
        engine.take(lambda _: planned(portfolio(24, 5, date(2026, 11, 20))))
        engine.kept_columns.rebuild()
        yield engine


def shown(engine: Engine, *more: str) -> list[dict[str, Any]]:
    """Return the findings that the command shows."""
    store = str(engine.kept_columns._at).removesuffix(".columns")
    done = CliRunner().invoke(cli, ["findings", "--store", store, "--format", "jsonl", *more])
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("more", [(), ("--all",), ("--duties",), ("--severity", "high")], ids=str)
@pytest.mark.parametrize("cuts", CUTS, ids=str)
def test_a_portfolios_findings_are_those_of_everybodys_fold(
    cuts: dict[str, str], more: tuple[str, ...], told: Engine
) -> None:
    asked = [part for key, cut in cuts.items() for part in (f"--{key.replace('_', '-')}", cut)]
    found = shown(told, *asked, *more)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("journeys.replaying._parted", lambda _, everybody, *__: ([], everybody))
        patched.setattr("journeys.kept.KeptRows.left_out", lambda _, everybody: list(everybody))
        patched.setattr("journeys.engine.kept_findings", lambda *_: None)
        folded = shown(told, *asked, *more)
    assert found == folded
    assert bool(found) == (cuts != {"at": "1990"})


def test_whoever_had_no_news_since_stands_and_whoever_had_not_begun_is_left_out(
    told: Engine,
) -> None:
    at = Moment("2026-06-01T09:00:00Z")
    replay = replay_of(told, at)

    for one in told.relationships():
        events = told.store.events(one.id)
        before = [event for event in events if event.occurred_at.reached_by(at)]
        assert (one.id in replay.stand) == (len(before) == len(events))
        assert (one.id in replay.others) == (0 < len(before) < len(events))
    assert replay.stand
    assert replay.others


def test_nobodys_events_are_read_where_everybody_stands(
    told: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = shown(told, "--at", "2026-12-01")
    monkeypatch.setattr(Engine, "journey", None)
    assert shown(told, "--at", "2026-12-01") == whole


def test_only_goodbyes_have_duties(told: Engine) -> None:
    ids = [one.id for one in told.relationships()]
    said = with_goodbye(told, ids)

    assert 3 < len(said) < len(ids)
    for one in ids:
        standings = told.journey(one).farewell().standings
        assert (one in said) == any(stands.evidence for stands in standings)


def test_without_columns_everybody_is_folded() -> None:
    with journeys.open(":memory:") as engine:
        engine.load_stories()
        assert replay_of(engine, Moment("2026-12-01")) == (None, frozenset(), ("agency", "telecom"))
        assert replay_of(engine).stand == {"agency", "telecom"}

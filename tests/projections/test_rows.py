"""Findings as rows, and back; the rows of the shipped stories are whole."""

import json
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from pydantic_core import from_json, to_json

from domain._kernel import AnyEvent
from domain.moments import Moment
from journeys.engine import STORIES
from journeys.io import story
from journeys.working_days import PublicHolidays
from projections.finding import Finding, Say, as_row, of_row
from projections.reading import read
from projections.views import VIEWS, View
from tests.projections.streams import streams

TOLD = sorted(path.stem for path in STORIES.glob("*.yaml"))


@cache
def events(name: str) -> tuple[AnyEvent, ...]:
    return story.load(STORIES / f"{name}.yaml").events


@pytest.mark.parametrize("name", TOLD)
def test_a_finding_goes_through_a_row_and_json_unchanged(name: str) -> None:
    found = list(read(name, events(name), PublicHolidays()).findings())
    assert found
    for finding in found:
        row = as_row(finding)
        assert finding == of_row(name, row)
        back = of_row(name, from_json(to_json(row)))
        assert to_json(as_row(back)) == to_json(row)
        assert (back.identity, back.since, back.evidence) == (
            finding.identity,
            finding.since,
            finding.evidence,
        )
        assert str(back.sentence) == str(finding.sentence)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(streams)
def test_any_finding_goes_through_json_unchanged(some: tuple[AnyEvent, ...]) -> None:
    for finding in read("client-1", some, PublicHolidays()).findings():
        back = of_row("client-1", json.loads(to_json(as_row(finding))))
        assert back == finding


@pytest.mark.parametrize("name", TOLD)
@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_the_rows_of_a_view_have_keys_of_their_own_and_go_into_json(name: str, view: View) -> None:
    rows = list(view.rows(read(name, events(name), PublicHolidays())))
    assert len({key for key, _ in rows}) == len(rows)
    assert len(from_json(to_json(rows))) == len(rows)


@pytest.mark.parametrize("name", TOLD)
def test_every_sentence_of_a_story_has_all_its_words(name: str) -> None:
    for finding in read(name, events(name), PublicHolidays()).findings():
        assert str(finding.sentence)
        assert finding.action is None or str(finding.action)


def test_a_finding_without_evidence_does_not_exist() -> None:
    with pytest.raises(ValueError, match="without evidence"):
        Finding("c", "k", "low", "client-1", Moment("2025-01-01"), (), Say("x"), "r")

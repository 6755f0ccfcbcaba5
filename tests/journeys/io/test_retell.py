"""A story that was told can be told again."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from domain._kernel import AnyEvent
from domain.feelings import FeelingObserved
from journeys.io import retell, story
from tests.journeys.io.made_up import histories

STORIES = sorted((Path(story.__file__).parents[1] / "stories").glob("*.yaml"))


def said(events: Sequence[AnyEvent]) -> list[dict[str, Any]]:
    """Everything but the ids, which are made anew; what points at an event points at its number."""
    number = {event.id: event.version for event in events}
    told = []
    for event in events:
        parts = event.model_dump(mode="json", exclude={"id", "command_id"})
        parts |= {"topic": event.fact.topic, "fact": event.fact.model_dump(mode="json")}
        parts["cause"] = number.get(event.cause or "", event.cause)
        if isinstance(event.fact, FeelingObserved):
            parts["fact"]["about"] = number.get(event.fact.about or "", event.fact.about)
        told.append(parts)
    return told


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_the_stories_that_come_with_the_product_can_be_told_again(path: Path) -> None:
    told = story.load(path)
    again = story.parse(retell.dump(told.events), path.name)
    assert said(again.events) == said(told.events)
    assert retell.dump(again.events) == retell.dump(told.events)


@given(events=histories())
@settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=150)
def test_whatever_was_recorded_can_be_told_again(events: list[AnyEvent]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("domain.rules.RULES", [])
        again = story.parse(retell.dump(events))
    assert said(again.events) == said(events)


def test_a_story_tells_one_relationship() -> None:
    with pytest.raises(ValueError, match="one relationship"):
        retell.dump([])

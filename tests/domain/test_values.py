"""What a fact does not take: numbers out of range, NaN, infinity, NUL, strange fields."""

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from domain._kernel import Fact, Record, topics
from domain.contract import Target
from domain.courtship import RelationshipOpened
from domain.errors import JourneysError
from domain.feelings import _RANGES, FeelingObserved, Rating
from domain.friction import EffortSpent
from domain.moments import Moment
from domain.numbers import MetricObserved
from domain.promises import PromiseMade
from domain.relationship import decide, fold
from domain.vocabulary import SEVERITIES
from tests.domain.facts import WHEN, event_with, fully
from tests.given import history, on, opened

FACTS = [pytest.param(kind, id=topic.split(".")[1]) for topic, kind in topics().items()]
NO_NUMBERS = [math.nan, math.inf, -math.inf]


@pytest.mark.parametrize("valence", [-1.0001, 1.0001, 7, *NO_NUMBERS, "much", None])
def test_a_valence_runs_from_minus_one_to_one(valence: object) -> None:
    with pytest.raises(ValidationError):
        FeelingObserved.model_validate({"whose": "client", "valence": valence})


@pytest.mark.parametrize("valence", [-1, -0.0, 0, 1])
def test_the_ends_of_the_scale_are_feelings(valence: float) -> None:
    assert valence == FeelingObserved(whose="client", valence=valence).valence


@pytest.mark.parametrize("field", ["arousal", "confidence"])
@pytest.mark.parametrize("value", [-0.01, 1.01, *NO_NUMBERS])
def test_arousal_and_confidence_run_from_zero_to_one(field: str, value: float) -> None:
    with pytest.raises(ValidationError):
        FeelingObserved.model_validate({"whose": "client", "valence": 0, field: value})


def test_indifference_is_a_feeling() -> None:
    feeling = FeelingObserved(whose="staff", valence=0, arousal=0, category="indifferent")
    assert json.loads(event_with(feeling).payload())["fact"]["valence"] == 0


@pytest.mark.parametrize("scale", sorted(_RANGES))
def test_a_rating_stays_on_its_scale(scale: Any) -> None:  # noqa: ANN401
    low, high = _RANGES[scale]
    assert Rating(scale=scale, answer=low).valence < Rating(scale=scale, answer=high).valence
    for answer in (low - 0.5, high + 0.5, *NO_NUMBERS):
        with pytest.raises(ValidationError):
            Rating(scale=scale, answer=answer)


@pytest.mark.parametrize(
    ("scale", "answer", "valence"),
    [
        ("nps", 0, -1), ("nps", 5, 0), ("nps", 10, 1), ("csat", 3, 0), ("csat", 5, 1),
        ("ces", 4, 0), ("ces", 7, 1), ("stars", 1, -1), ("thumbs", 0, -0.6), ("thumbs", 1, 0.6),
        ("valence", -0.3, -0.3),
    ],
)  # fmt: skip
def test_a_rating_is_converted_linearly(scale: Any, answer: float, valence: float) -> None:  # noqa: ANN401
    assert pytest.approx(valence) == Rating(scale=scale, answer=answer).valence


@given(st.sampled_from(sorted(_RANGES)), st.floats(0, 1))
def test_a_converted_rating_is_a_valence(scale: Any, share: float) -> None:  # noqa: ANN401
    low, high = _RANGES[scale]
    answer = min(high, low + share * (high - low))
    assert -1 <= Rating(scale=scale, answer=answer).valence <= 1


@pytest.mark.parametrize("value", NO_NUMBERS)
def test_no_number_is_nan_or_infinite(value: float) -> None:
    with pytest.raises(ValidationError):
        MetricObserved(metric="opened", value=value, unit="share")
    with pytest.raises(ValidationError):
        Target(metric="opened", value=value, unit="share")
    with pytest.raises(ValidationError):
        EffortSpent(kind="billable", hours=value)


def _paths(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:  # noqa: ANN401
    if isinstance(data, dict):
        return [p for key, value in data.items() for p in _paths(value, (*path, key))]
    if isinstance(data, list):
        return [p for index, value in enumerate(data) for p in _paths(value, (*path, index))]
    return [path]


def _with(data: Any, path: tuple[Any, ...], value: object) -> Any:  # noqa: ANN401
    data = json.loads(json.dumps(data))
    place = data
    for part in path[:-1]:
        place = place[part]
    place[path[-1]] = value
    return data


@pytest.mark.parametrize("kind", FACTS)
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf], ids=str)
def test_no_field_of_any_fact_takes_a_number_that_is_none(kind: type[Fact], value: float) -> None:
    data = fully(kind).model_dump(mode="json")
    for path in _paths(data):
        with pytest.raises(ValidationError):
            kind.model_validate(_with(data, path, value))


FREE = {("jurisdiction",), ("zone",)}


@pytest.mark.parametrize("kind", FACTS)
def test_no_text_in_any_fact_takes_a_nul(kind: type[Fact]) -> None:
    data = fully(kind).model_dump(mode="json")
    taken = []
    for path in _paths(data):
        if path not in FREE:
            try:
                kind.model_validate(_with(data, path, "a\x00b"))
                taken.append(path)
            except ValidationError:
                pass
    assert taken == []


@pytest.mark.parametrize("field", ["jurisdiction", "zone"])
@pytest.mark.parametrize("text", ["a\x00b", "", "x" * 5000])
def test_a_jurisdiction_and_a_zone_are_short_words(field: str, text: str) -> None:
    with pytest.raises(ValidationError):
        RelationshipOpened.model_validate({field: text})


@pytest.mark.parametrize("kind", FACTS)
def test_no_fact_takes_a_field_it_does_not_know(kind: type[Fact]) -> None:
    data = fully(kind).model_dump(mode="json")
    with pytest.raises(ValidationError):
        kind.model_validate({**data, "unheard_of": 1})


@pytest.mark.parametrize("kind", FACTS)
def test_no_fact_is_changed_once_it_is_there(kind: type[Fact]) -> None:
    fact = fully(kind)
    for name in kind.model_fields:
        with pytest.raises(ValidationError):
            setattr(fact, name, None)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("actor", "ada@example.com"), ("actor", "a b"), ("actor", ""), ("actor", "a\x00"),
        ("relationship", "Jan Jansen"), ("relationship", "../etc"), ("relationship", "x" * 129),
        ("command_id", "a b"), ("command_id", ""), ("cause", "e 1"), ("source", "a\nb"),
        ("touchpoint", "Intake"), ("channel", "pigeon"), ("occurred_at", "yesterday"),
        ("on_whose_word", "rival"), ("basis", "sure"), ("unheard_of", "x"),
    ],
)  # fmt: skip
def test_a_command_that_is_not_well_formed_is_refused_as_a_whole(field: str, value: str) -> None:
    good = {
        "occurred_at": "2025-01-01",
        "recorded_at": WHEN,
        "actor": "ada",
        "command_id": "c-1",
        "relationship": "client-1",
        "facts": (),
    }
    assert Record.model_validate(good).actor == "ada"
    with pytest.raises(ValidationError):
        Record.model_validate({**good, field: value})


def test_facts_that_say_the_same_are_equal_and_hash_alike() -> None:
    one, other = (
        FeelingObserved(whose="client", valence=1),
        FeelingObserved(whose="client", valence=1.0),
    )
    assert one == other
    assert hash(one) == hash(other)


SMUGGLED: list[tuple[BaseModel, dict[str, object]]] = [
    (FeelingObserved(whose="client", valence=0.5), {"valence": math.nan}),
    (FeelingObserved(whose="client", valence=0.5), {"valence": 7.0}),
    (PromiseMade(promise="p", text="P", by="client", to="supplier"), {"text": "a\x00b"}),
    (PromiseMade(promise="p", text="P", by="client", to="supplier"), {"promise": "No Key"}),
]


@pytest.mark.parametrize(("fact", "update"), SMUGGLED, ids=lambda it: str(it)[:30])
def test_an_invalid_value_is_not_smuggled_into_the_log_by_a_copy(
    fact: Fact, update: dict[str, object]
) -> None:
    with pytest.raises((ValueError, JourneysError)):
        decide(
            fold(None, history(opened())),
            on("2025-01-02", fact.model_copy(update=update)),
        )


def test_severities_are_in_order_from_good_to_bad() -> None:
    assert (SEVERITIES[0], SEVERITIES[-1]) == ("positive", "critical")


def test_a_moment_in_a_fact_is_a_moment_however_it_came_in() -> None:
    promise = PromiseMade.model_validate(
        {"promise": "p", "text": "P", "by": "client", "to": "client", "due": "2025-01"}
    )
    assert isinstance(promise.due, Moment)

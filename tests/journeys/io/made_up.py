"""Facts and events of every registered kind, made up by hypothesis from the models themselves."""

from collections.abc import Iterator
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from annotated_types import Ge, Le
from hypothesis import strategies as st
from pydantic import BaseModel, StringConstraints, ValidationError
from pydantic.fields import FieldInfo

from domain._kernel import AnyEvent, Event, Fact, Testimony
from domain.moments import Moment
from journeys.io.shapes import fact_names

IDS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,15}", fullmatch=True)
WORDS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=30
) | st.sampled_from(
    ["on", "no", "~", "null", "010", "1e3", "1:30", "2026-07-28", "- a", "a: b", "# x", "'", '"',
     "&a", "*a", "!x", "%", "@", " a ", "a\n\nb\n", "\t", ".nan", "=", "<<", "{", "E+30", "1_000"]
)  # fmt: skip
MOMENTS = st.sampled_from(
    ["2026-07-28", "2026-07-28~", "2026-07", "2026", "2026~", "2026-07-28T14:05:00+02:00",
     "2026-07-28 14:05Z", "2026-07-28T14:05:00.123456-0330~", "2026-07-28t14:05:00z"]
).map(Moment)  # fmt: skip
CAUGHT_UP = st.sampled_from(["2027", "2027-01-02", "2027-01-01T00:00:00Z"]).map(Moment)


def facts() -> st.SearchStrategy[Fact]:
    """Facts of every kind."""
    return st.one_of([_model(kind) for kind in fact_names().values()])


@st.composite
def histories(draw: st.DrawFn) -> list[AnyEvent]:
    """The events of one relationship. What they refer to need not be there: rules are not asked."""
    relationship = draw(IDS)
    made: list[AnyEvent] = []
    ids = draw(st.lists(IDS, min_size=1, max_size=6, unique=True))
    shared = draw(st.lists(_testimony(), min_size=1, max_size=3))
    for version, own in enumerate(ids, start=1):
        said = dict(draw(st.sampled_from(shared)))
        earlier = [event.id for event in made if event.recorded_at.reached_by(said["recorded_at"])]
        said["cause"] = draw(st.none() | st.sampled_from([*earlier, "elsewhere"]))
        fact = draw(facts())
        if "about" in type(fact).model_fields and isinstance(fact.about, str | None):  # type: ignore[attr-defined]
            fact = fact.model_copy(
                update={"about": draw(st.none() | st.sampled_from([*earlier, "elsewhere"]))}
            )
        said |= {"id": own, "relationship": relationship, "version": version, "fact": fact}
        reader: type[AnyEvent] = Event.__class_getitem__(type(fact))  # type: ignore[assignment]
        made.append(reader.model_validate(said))
    return made


@st.composite
def _testimony(draw: st.DrawFn) -> dict[str, Any]:
    hints = get_type_hints(Testimony, include_extras=True)
    said = {name: draw(_of(hints[name])) for name in Testimony.model_fields}
    return said | {"occurred_at": draw(MOMENTS), "recorded_at": draw(CAUGHT_UP)}


@cache
def _model(kind: type[BaseModel]) -> st.SearchStrategy[Any]:
    hints = get_type_hints(kind, include_extras=True)
    fields = {name: _of(hints[name]) for name in kind.model_fields}
    return st.fixed_dictionaries(fields).map(lambda data: _tried(kind, data)).filter(bool)


def _tried(kind: type[BaseModel], data: dict[str, Any]) -> BaseModel | None:
    try:
        return kind.model_validate(data)
    except ValidationError:  # a rating off its scale, say
        return None


def _of(hint: Any, *marks: object) -> st.SearchStrategy[Any]:  # noqa: ANN401, PLR0911 - a type
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _of(parts[0], *marks, *_flat(parts[1:]))
    if origin in {Union, UnionType}:
        return st.one_of([st.none() if part is type(None) else _of(part, *marks) for part in parts])
    if origin is Literal:
        return st.sampled_from(parts)
    if origin is tuple:
        return st.lists(_of(parts[0]), max_size=3).map(tuple)
    if hint is Moment:
        return MOMENTS
    if hint is bool:
        return st.booleans()
    low = next((mark.ge for mark in marks if isinstance(mark, Ge)), None)
    high = next((mark.le for mark in marks if isinstance(mark, Le)), None)
    if hint is int:
        return st.integers(low, high or 10**30)  # type: ignore[arg-type]
    if hint is float:
        return st.floats(low, high, allow_nan=False, allow_infinity=False)  # type: ignore[arg-type]
    if hint is str:
        pattern = next((m.pattern for m in marks if isinstance(m, StringConstraints)), None)
        return WORDS if pattern is None or "x00]*" in str(pattern) else _like(str(pattern))
    return _model(hint)


def _like(pattern: str) -> st.SearchStrategy[str]:
    if "x00" in pattern:
        return st.from_regex(r"[a-zA-Z0-9:/é_-]{1,20}", fullmatch=True)
    return st.from_regex(pattern.replace("127}", "20}").replace("63}", "12}"), fullmatch=True)


def _flat(marks: tuple[object, ...]) -> Iterator[object]:
    for mark in marks:
        if isinstance(mark, FieldInfo):
            yield from mark.metadata
        else:
            yield mark

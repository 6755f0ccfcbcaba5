"""Whatever may hold something about a person says whose it is, and what takes its place."""

import types
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from pydantic import BaseModel, StringConstraints, TypeAdapter

from domain._kernel import ClientText, Fact, Frozen, Personal, StaffText, Text, topics
from domain._kernel import Testimony as HowWeKnowIt
from domain.process import GateDecided

OURS: dict[str, str] = {
    "Gate.title": "our own wording of a step of the process",
    "Stage.title": "our own wording of a part of a map",
    "Touchpoint.title": "our own wording of a moment of contact",
    "Touchpoint.promise": "what we promise to whoever comes to this touchpoint",
    "MapBody.title": "the name of a map",
    "ValueDeclared.behaviour": "our own wording of a core value",
    "ValuesDeclared.behaviours": "our own wording of a core value",
    "ValuesDeclared.purpose": "our own core purpose",
    "OrganisationNamed.name": "the name of a firm",
    "ImprovementStarted.target": "our own wording of an effect to measure",
    "ConsentGiven.purpose": "our own wording of a purpose, shown to everybody alike",
    "PreferenceNoted.purpose": "our own wording of a purpose, shown to everybody alike",
    "FindingAnswered.key": "made by a rule of names and ids; nobody writes it",
    "LessonRecorded.rule": "our own wording of a rule of the process",
}
"""Free text that is not about a person, with the reason why not."""


@dataclass(frozen=True)
class Leaf:
    """A text somewhere in a fact: where, and with which marks."""

    name: str
    marks: tuple[object, ...]

    @property
    def personal(self) -> list[Personal]:
        """Whose it may be."""
        return [mark for mark in self.marks if isinstance(mark, Personal)]

    @property
    def is_free(self) -> bool:
        """Whether anything can be written in it; a short code, a key or an id cannot."""
        patterns = [m.pattern for m in self.marks if isinstance(m, StringConstraints)]
        return all(str(pattern).startswith("^[^") for pattern in patterns)


def leaves(model: type[BaseModel]) -> Iterator[Leaf]:
    """Yield every text in a model and in what it holds."""
    hints = get_type_hints(model, include_extras=True)
    for name in model.model_fields:
        yield from _texts(f"{model.__name__}.{name}", hints[name], ())


def _texts(name: str, hint: Any, marks: tuple[object, ...]) -> Iterator[Leaf]:  # noqa: ANN401
    origin = get_origin(hint)
    if origin is Annotated:
        base, *more = get_args(hint)
        yield from _texts(name, base, (*marks, *more))
    elif origin in (Union, types.UnionType, tuple):
        for part in get_args(hint):
            yield from _texts(name, part, marks)
    elif hint is str:
        yield Leaf(name, marks)
    elif origin is not Literal and isinstance(hint, type) and issubclass(hint, BaseModel):
        yield from leaves(hint)


FACTS = [pytest.param(kind, id=topic) for topic, kind in topics().items()]
EVERYWHERE: list[type[Frozen]] = [*topics().values(), HowWeKnowIt]
ALL = {leaf.name: leaf for kind in EVERYWHERE for leaf in leaves(kind)}
PSEUDONYMS = {"StaffAssigned.person", "StaffAssigned.escalates_to", "Task.owner",
              "StaffStateNoted.person", "FindingAnswered.by", "Testimony.actor",
              "Testimony.command_id"}  # fmt: skip
"""Ids that stand for a person, or for a call of the program: whom they mean is not in the log."""


def unmarked(model: type[BaseModel]) -> list[str]:
    """Return the free texts of which nobody said whose they are."""
    free = [leaf for leaf in leaves(model) if leaf.is_free and not leaf.personal]
    return [leaf.name for leaf in free if leaf.name not in OURS.keys() | PSEUDONYMS]


@pytest.mark.parametrize("kind", [*FACTS, HowWeKnowIt])
def test_every_free_text_says_whose_it_may_be(kind: type[Frozen]) -> None:
    assert unmarked(kind) == []


def test_every_exception_is_about_a_free_text_there_is() -> None:
    free = {leaf.name for leaf in ALL.values() if leaf.is_free and not leaf.personal}
    assert (OURS.keys() | PSEUDONYMS) - free == set()
    assert all(OURS.values())


def test_a_mark_says_whose_it_is_and_what_stands_in_its_place() -> None:
    marks = [mark for leaf in ALL.values() for mark in leaf.personal]
    assert {mark.subject for mark in marks} <= {"client", "staff", "rival", "either"}
    assert [mark for mark in marks if not mark.erased] == []
    assert [leaf.name for leaf in ALL.values() if len(leaf.personal) > 1] == []


def test_what_stands_in_the_place_of_something_erased_is_allowed_there() -> None:
    for leaf in ALL.values():
        for mark in leaf.personal:
            constraints = tuple(m for m in leaf.marks if isinstance(m, StringConstraints))
            allowed = TypeAdapter(Annotated[(str, *constraints)])
            assert allowed.validate_python(mark.erased) == mark.erased, leaf.name


@pytest.mark.parametrize("kind", FACTS)
def test_a_fact_lists_every_field_that_may_hold_something_personal(kind: type[Fact]) -> None:
    listed = [path.rpartition(".")[2] for path in kind.personal_fields]
    assert listed == [leaf.name.rpartition(".")[2] for leaf in leaves(kind) if leaf.personal]


def test_what_is_personal_inside_a_part_is_listed_by_its_path() -> None:
    assert set(GateDecided.personal_fields) == {"answers.answer", "rationale"}


def test_an_unmarked_text_is_seen_wherever_it_is() -> None:
    class Inner(Frozen):
        remark: Text

    class Forgotten(Fact):
        note: Text
        marked: ClientText | None = None
        inner: tuple[Inner, ...] = ()
        said: tuple[Annotated[str, "words"], ...] = ()
        colleagues: tuple[StaffText, ...] = ()

    assert unmarked(Forgotten) == ["Forgotten.note", "Inner.remark", "Forgotten.said"]

"""The table of verbs is plain data; here it is held against the facts."""

import shlex
from collections.abc import Iterator
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from click.testing import CliRunner
from pydantic import BaseModel

from domain import vocabulary
from domain._kernel import Defines, Record, Refers
from domain.feelings import FeelingObserved
from domain.moments import Moment
from journeys.cli.app import RECORDING, cli
from journeys.cli.recording import commands, words
from journeys.cli.recording.fields import Field, Verb
from journeys.cli.recording.table import VERBS
from journeys.io.shapes import fact_names
from journeys.language import speak
from tests.journeys.cli.recording import named

FIELDS = [(verb, field) for verb in VERBS for field in verb.fields]
WORKED_OUT = {("feel", "source"), ("feel", "mode")}
"""What a verb says differently from its fact where nobody says: see reading.py."""
MORE = {"dismiss": {"reason"}, "snooze": {"until"}}
"""What a verb needs beyond its fact: a rule asks for it."""
EACH = pytest.mark.parametrize(
    ("verb", "field"), FIELDS, ids=[f"{verb.name} {field.path}" for verb, field in FIELDS]
)


def parts(hint: Any) -> Iterator[Any]:  # noqa: ANN401 - a type expression
    """Yield a hint and everything in it."""
    yield hint
    if get_origin(hint) in (Union, UnionType, tuple, Annotated):
        for part in get_args(hint):
            yield from parts(part)


def hint_of(verb: Verb, field: Field) -> list[Any]:
    """Return the parts of the type that a field's fact gives it."""
    model: type[BaseModel] = fact_names()[verb.fact]
    *within, last = field.path.split(".")
    for name in within:
        inner = list(parts(get_type_hints(model)[name]))
        model = next(p for p in inner if isinstance(p, type) and issubclass(p, BaseModel))
    return list(parts(get_type_hints(model, include_extras=True)[last]))


def literal(hint: Any) -> tuple[str, ...]:  # noqa: ANN401 - a type expression
    """Return the words of the vocabulary in a type."""
    return next((get_args(p) for p in parts(hint) if get_origin(p) is Literal), ())


@EACH
def test_the_words_are_those_of_the_fact(verb: Verb, field: Field) -> None:
    known = next((get_args(p) for p in hint_of(verb, field) if get_origin(p) is Literal), ())
    assert (() if field.kind == "yesno" else field.words) == known


@EACH
def test_no_two_words_are_the_same_in_dutch(verb: Verb, field: Field) -> None:
    said = [speak("nl").word(word).casefold() for word in field.words]
    assert sorted(said) == sorted(set(said)), verb.name


@EACH
def test_a_field_is_of_the_kind_that_the_fact_wants(verb: Verb, field: Field) -> None:
    hint = hint_of(verb, field)
    kinds = {"yesno": bool, "number": float, "whole": int, "moment": Moment}
    wanted = kinds.get(field.kind)
    found = [kind for kind in (bool, float, int, Moment) if kind in hint]
    assert found == ([wanted] if wanted else [])
    assert field.many == any(get_origin(part) is tuple for part in hint)
    marks = [part for part in hint if isinstance(part, Defines | Refers)]
    assert [mark.kind for mark in marks] == ([field.thing] if field.thing else [])
    assert field.kind == "name" or not any(isinstance(mark, Defines) for mark in marks)
    if field.between:
        (bounds,) = (part.metadata for part in hint if hasattr(part, "metadata"))
        assert field.between == (bounds[0].ge, bounds[1].le)


@EACH
def test_a_default_is_the_fact_s_own(verb: Verb, field: Field) -> None:
    if "." in field.path or (verb.name, field.path) in WORKED_OUT:
        return
    own = fact_names()[verb.fact].model_fields[field.path]
    value: Any = own.get_default() if not own.is_required() else None
    said = ",".join(value) if isinstance(value, tuple) else value
    assert field.default == {"True": "yes", "False": "no", "None": ""}.get(str(said), said)


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_a_verb_takes_everything_its_fact_needs(verb: Verb) -> None:
    kind = fact_names()[verb.fact]
    needed = {name for name, own in kind.model_fields.items() if own.is_required()}
    asked = {field.path for field in verb.fields if field.need or field.kind == "name"}
    assert needed | MORE.get(verb.name, set()) == asked | set(verb.fixed)
    assert kind.opens == verb.opens


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_every_flag_is_there_once(verb: Verb) -> None:
    flags = [flag for param in commands()[verb.name].params for flag in param.opts]
    assert sorted(flags) == sorted(set(flags))


def test_the_shared_words_are_those_of_the_domain() -> None:
    shared: dict[str, Any] = {
        "WORD": Record.model_fields["on_whose_word"].annotation,
        "BASIS": vocabulary.Basis,
        "CHANNEL": vocabulary.Channel,
        "PARTY": vocabulary.Party,
        "CATEGORY": vocabulary.Category,
        "SIDE": FeelingObserved.model_fields["whose"].annotation,
    }
    assert {name: getattr(words, name) for name in shared} == {
        name: literal(hint) for name, hint in shared.items()
    }


def test_help_lists_the_verbs_of_the_table() -> None:
    assert sorted(commands()) == sorted(RECORDING)


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_an_example_is_one_of_its_verb(verb: Verb) -> None:
    assert len(verb.examples) == 2
    for line, _ in verb.examples:
        assert line.startswith(f"journeys {verb.name} ada")


@pytest.mark.parametrize(
    "line", [line for verb in VERBS for line, what in verb.examples if what != "asks for the rest"]
)
def test_an_example_says_all_that_is_needed(line: str, tmp_path: Path) -> None:
    _, *typed = shlex.split(line)
    store = tmp_path / "a.db"
    if typed[0] != "open":
        named(store)
    result = CliRunner().invoke(cli, [*typed, "--store", str(store), "--lang", "en"])
    assert result.exit_code == 0 or "refused by the rule" in result.stderr, result.stderr


def test_a_page_lists_the_words_of_what_has_no_flag() -> None:
    page = CliRunner().invoke(cli, ["raise", "--help", "--lang", "en"]).stdout
    assert "KIND  What came up? One of problem, disagreement, complaint." in page

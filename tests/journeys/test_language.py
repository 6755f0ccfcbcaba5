"""Both languages say everything: the catalogue is held against the source."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, Literal, get_args, get_origin

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from domain import vocabulary
from domain._kernel import topics
from domain.moments import Moment
from journeys.language import CATALOGUES, preferred, speak
from projections.alarms.saying import UNASKED, WHAT
from projections.answers import ANSWERS
from projections.answers.columns import COLUMNS
from projections.answers.registry import WORDS
from projections.farewell import DUTIES, Overall
from projections.finding import Say
from projections.findings.families import RULES
from projections.timeline import title

ROOT = Path(__file__).resolve().parents[2]
ERRORS = {
    "Busy", "CannotWrite", "CommandRepeated", "Conflict", "ConnectionLost", "Damaged",
    "EventIdTaken", "Fault", "JourneysError", "Misread", "NotAdmitted", "NotFound", "NotTaken",
    "OutOfTurn", "Refused", "SetAside", "StoreBusy", "StoreDamaged", "Unreadable", "Wrong", "wrong",
}  # fmt: skip
# The names under which templates are kept until they are raised or said.
TEMPLATES = {
    "message", "_KEY", "_FORM", "_MOMENT", "LOST", "WRONG_ADDRESS", "COME_APART", "_DAMAGED",
    "_NOTHING", "_OUTSIDE",
}  # fmt: skip
# What a rule puts into its own sentence, and no vocabulary has.
SAID_IN_SENTENCES = {"a senior colleague", "the account owner", "yes", "no", "not told"}
# What the command line says of things that were agreed, and of parts of messages.
STANDINGS = {"holds", "replaced", "waived", "open", "story"}
# Messages in which a program speaks to a programmer.
FOR_PROGRAMMERS = re.compile(
    r"journeys/(render|language|cli/when)|projections/(ports|runner|calendar)"
)


def _text(node: ast.AST | None) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _text(node.left), _text(node.right)
        return left + right if left is not None and right is not None else None
    return None


def _is_sentence(text: str | None) -> bool:
    return text is not None and " " in text.strip()


def _called(node: ast.Call) -> str:
    return str(getattr(node.func, "id", "") or getattr(node.func, "attr", ""))


def _in_file(path: Path) -> Iterator[str]:
    """Yield the templates that a file marks, raises or returns."""
    place = path.relative_to(ROOT).as_posix()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = {
        node.targets[0].id: _text(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    for node in ast.walk(tree):
        found: list[str | None] = []
        if isinstance(node, ast.Call):
            found = _in_call(node, place, named)
        elif isinstance(node, ast.AnnAssign | ast.Assign):
            found = _in_assignment(node, place)
        elif isinstance(node, ast.Return) and place == "domain/rules.py":
            found = _in_answer(node.value)
        yield from (text for text in found if text and text.strip())


def _in_call(node: ast.Call, place: str, named: dict[str, str | None]) -> list[str | None]:
    called = _called(node)
    if called in {"t", "Say"}:
        return [_text(arg) or named.get(getattr(arg, "id", "")) for arg in node.args[:1]]
    if called in ERRORS and not FOR_PROGRAMMERS.match(place):
        return [text for arg in node.args if _is_sentence(text := _text(arg))]
    return []


def _in_assignment(node: ast.AnnAssign | ast.Assign, place: str) -> list[str | None]:
    target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
    name = getattr(target, "id", "")
    if name in {"_SENTENCES", "_BUSY", "_CANNOT", "FAULTS"} and isinstance(node.value, ast.Dict):
        return [_text(value) for value in node.value.values]
    if name in TEMPLATES and not FOR_PROGRAMMERS.match(place):
        return [_text(node.value)]
    if name == "_ID" and place.startswith("journeys/io/"):
        return [_text(node.value)]
    return []


def _in_answer(value: ast.expr | None) -> list[str | None]:
    if isinstance(value, ast.IfExp):
        return [_text(value.body), _text(value.orelse)]
    return [_text(value.elts[0] if isinstance(value, ast.Tuple) else value)]


@cache
def templates() -> frozenset[str]:
    """Return every English template that a user can see."""
    found = {
        text
        for floor in ("domain", "projections", "journeys")
        for path in (ROOT / floor).rglob("*.py")
        for text in _in_file(path)
    }
    for rule in RULES.values():
        found |= {rule.sentence, rule.cannot_know} | ({rule.action} if rule.action else set())
    found |= {duty.obligation for duty in DUTIES} | {one.question for one in ANSWERS.values()}
    found |= {text for column in COLUMNS.values() for text in (column.title, column.meaning)}
    found |= {title(kind) for kind in topics().values()}
    found |= {", from one root", "the size of the list is not known"}
    found |= {*UNASKED.values(), *WHAT.values(), "nothing"}
    return frozenset(found)


def _members(hint: Any) -> Iterator[str]:  # noqa: ANN401 - a type expression
    if get_origin(hint) is Literal:
        yield from (member for member in get_args(hint) if isinstance(member, str))
    for part in get_args(hint):
        if not isinstance(part, str):
            yield from _members(part)


@cache
def words() -> frozenset[str]:
    """Return every vocabulary word that a user can see."""
    hints = [value for value in vars(vocabulary).values() if get_origin(value) is Literal]
    found = {word for hint in [*hints, Overall] for word in _members(hint)}
    for kind in topics().values():
        for field in kind.model_fields.values():
            found |= set(_members(field.annotation))
        found |= {name for _, name in (*kind._defines, *kind._refers)}
    return frozenset(found | {duty.who for duty in DUTIES} | SAID_IN_SENTENCES | STANDINGS | WORDS)


@cache
def catalogue() -> tuple[Message, ...]:
    """Return the Dutch catalogue, without its head."""
    with (CATALOGUES / "nl" / "LC_MESSAGES" / "journeys.po").open("rb") as file:
        return tuple(message for message in read_po(file, locale="nl") if message.id)


def _ids(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _places(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def test_every_sentence_is_there_in_dutch() -> None:
    dutch = {id_ for message in catalogue() if not message.context for id_ in _ids(message)}
    assert sorted(templates() - dutch) == []


def test_every_word_is_there_in_dutch() -> None:
    dutch = {message.id for message in catalogue() if message.context == "word"}
    assert sorted(words() - dutch) == []


def test_nothing_in_the_catalogue_is_unused() -> None:
    unused = [
        id_
        for message in catalogue()
        for id_ in _ids(message)
        if id_ not in (words() if message.context == "word" else templates())
    ]
    assert unused == []


def test_nothing_in_the_catalogue_is_left_empty_or_in_doubt() -> None:
    assert [m.id for m in catalogue() if m.fuzzy or not m.string or not all(m.string)] == []


def test_a_translation_has_the_places_of_its_sentence() -> None:
    for message in catalogue():
        said = message.string
        strings = (said,) if isinstance(said, str) else tuple(said or ())
        wanted = {place for id_ in _ids(message) for place in _places(id_)}
        for string in strings:
            missing = wanted - _places(string) - ({"n"} if len(strings) > 1 else set())
            assert _places(string) <= wanted, (message.id, string)
            assert not missing, (message.id, string)


@pytest.mark.parametrize(
    ("code", "written", "said"),
    [
        ("en", "2025-08-19", "19 August 2025"),
        ("nl", "2025-08-19", "19 augustus 2025"),
        ("en", "2025-08", "August 2025"),
        ("nl", "2024-01~", "omstreeks januari 2024"),
        ("en", "2024~", "about 2024"),
        ("nl", "2025-08-26T18:00:00+02:00", "26 augustus 2025, 18:00"),
        ("en", "2025-08-26T16:00:00Z", "26 August 2025, 16:00 UTC"),
    ],
)
def test_a_moment_is_said_as_sharply_as_it_is_known(code: str, written: str, said: str) -> None:
    assert speak(code).moment(Moment(written)) == said


def test_a_moment_can_be_said_short() -> None:
    assert speak("nl").moment(Moment("2025-08-19"), short=True) == "19 aug 2025"


def test_figures_have_the_decimal_sign_of_the_language() -> None:
    dutch, english = speak("nl"), speak("en")
    assert [dutch.number(v) for v in (0.5, -0.756, 3, 12345.5, -0.001)] == [
        "0,5",
        "−0,76",
        "3",
        "12.345,5",
        "0",
    ]
    assert [english.number(v, sign=True) for v in (0.5, -0.75, 0)] == ["+0.5", "−0.75", "0"]
    assert dutch.value("+0.55") == "+0,55"
    assert dutch.value("6.4%") == "6,4%"


def test_values_in_a_sentence_are_said_in_its_language() -> None:
    say = Say(
        "{who} since {when}: {what}",
        {"who": "supplier", "when": Moment("2025-08"), "what": ["client", "staff"]},
    )
    assert speak("en").say(say) == "supplier since August 2025: client and staff"
    assert speak("nl").say(say) == "leverancier since augustus 2025: klant en medewerkers"


def test_a_sentence_within_a_sentence_is_said_too() -> None:
    assert speak("nl").say("{name}", name=Say("Contract signed")) == "Contract getekend"


def test_what_people_called_something_stays_as_they_called_it() -> None:
    assert speak("nl").say("{gate}", gate="know-like-trust") == "know-like-trust"


def test_a_file_is_quoted_as_it_was_written() -> None:
    assert speak("nl").quote("{field}", field="client") == "client"


def test_a_place_without_a_value_does_not_break_a_sentence() -> None:
    assert speak("en").say("{a} and {b}", a="one") == "one and …"


def test_one_and_many_have_forms_of_their_own() -> None:
    one, many = "{n} event recorded in {store}", "{n} events recorded in {store}"
    assert speak("en").plural(one, many, 1, store="x") == "1 event recorded in x"
    assert speak("nl").plural(one, many, 1, store="x").startswith("1 gebeurtenis ")
    assert speak("nl").plural(one, many, 2, store="x").startswith("2 gebeurtenissen ")


def test_other_values_are_said_plainly() -> None:
    assert speak("nl").value(None) == "–"
    assert [speak("nl").value(value) for value in (True, False)] == ["ja", "nee"]
    assert speak("en").value([]) == ""
    assert speak("en").value(object).startswith("<class")


@pytest.mark.parametrize(
    ("code", "known"), [("nl_BE.UTF-8", "nl"), ("nl-NL", "nl"), ("fr", "en"), ("", "en")]
)
def test_a_locale_names_a_language(code: str, known: str) -> None:
    assert speak(code).code == known


def test_our_own_variable_comes_before_the_locale() -> None:
    assert preferred({"JOURNEYS_LANG": "en", "LC_ALL": "nl_NL.UTF-8"}) == "en"
    assert preferred({"LC_MESSAGES": "nl_NL.UTF-8", "LANG": "en_GB.UTF-8"}) == "nl"

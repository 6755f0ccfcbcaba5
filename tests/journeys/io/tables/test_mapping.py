"""A mapping is strict: what is wrong with it is said with its file, its line and its key."""

from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from domain.errors import JourneysError, NotFound, Unreadable
from journeys.io.mapped.loading import Loaded, load, parse, shipped
from journeys.io.mapped.templates import Meaning
from journeys.io.mapped.times import reader
from journeys.io.mapped.toml_lines import lines_of
from journeys.io.mapped.values import Cells, Wrong
from journeys.io.rows.row import SetAside
from tests.journeys.io.tables.conftest import MAPPING


def changed(old: str, new: str) -> str:
    assert old in MAPPING
    return MAPPING.replace(old, new)


WRONG: dict[str, tuple[str, int, str]] = {
    "not TOML": (changed('name = "talks"', "name = talks"), 5, "this is not TOML"),
    "an unknown key": (changed("when =", "wen ="), 8, "file.0.wen: there is no such key here"),
    "the nearest key": (changed("when =", "wen ="), 8, "perhaps: when"),
    "an unknown key in an event": (changed("once =", "onse ="), 12, "perhaps: once"),
    "a missing key": (changed('mapping = "small"\n', ""), 1, "mapping is missing"),
    "no files": ('mapping = "x"\n', 1, "file is missing"),
    "an unknown word": (changed("dates =", 'before_start = "x"\ndates ='), 2, "is one of these"),
    "an unknown fact": (changed("contact-held", "contact-hold"), 15, "perhaps: contact-held"),
    "a fact of another kind": (changed("contact-held", "map-published"), 15, "no fact is called"),
    "an unknown field": (changed("set.text", "set.txt"), 16, "perhaps: text"),
    "a missing field": (changed("contact-held", "issue-raised"), 14, "needs issue"),
    "an unknown scale": (changed('"nps"', '"npz"'), 19, "is one of these"),
    "no fact and no feeling": (changed('fact = "contact-held"\n', ""), 14, "either a fact or a"),
    "two events of one name": (
        changed("contact-held", "relationship-opened").replace('set.text = "{note}"', ""),
        14,
        "give each a name of its own",
    ),
    "a form of dates": (changed('["iso"]', '["dd-mm-yyyy"]'), 2, "dates cannot be written as"),
    "a time zone": (changed("dates =", 'zone = "Mars"\ndates ='), 2, "no time zone is called Mars"),
    "half a place": (changed("{note}", "{note"), 16, "a column in braces"),
    "an empty place": (changed("{note}", "{}"), 16, "a column in braces"),
    "two ways at once": (
        changed('"{note}"', '{ column = "a", key = "b" }'),
        16,
        "a value says one of these",
    ),
    "a scale without a length": (
        changed('scale = "nps"', 'scale = "valence", low = 1, high = 1'),
        19,
        "give both, as numbers that differ",
    ),
    "a scale with one end": (changed('scale = "nps"', 'scale = "nps", low = 1'), 19, "give both"),
    "a scale without end": (changed('scale = "nps"', 'scale = "nps", low = 0, high = inf'), 19, ""),
    "a cause that is none": (changed('"{note}"', '"x"\ncause = "nobody"'), 17, "no event of this"),
}


@pytest.mark.parametrize(("text", "line", "says"), WRONG.values(), ids=WRONG)
def test_the_key_and_its_line_are_named(text: str, line: int, says: str) -> None:
    with pytest.raises(Unreadable) as refused:
        Meaning(parse(text, "small.toml"), 0)
    assert str(refused.value).startswith(f"small.toml, line {line}: ")
    assert says in str(refused.value)


def test_an_unknown_name_lists_the_mappings_that_come_with_it() -> None:
    with pytest.raises(NotFound, match="cfpb, ravenstack, retentioneering-ecom"):
        load("ravenstak")


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_mapping_is_whole(name: str) -> None:
    loaded = load(name)
    assert loaded.mapping.mapping == name
    for number in range(len(loaded.mapping.file)):
        Meaning(loaded, number)


def test_lines_are_found_past_texts_of_several_lines() -> None:
    text = 'a = """\n[b]\nc = 1\n"""\n[d]\n"e f".g = 1\n'
    assert lines_of(text) == {("a",): 1, ("d",): 5, ("d", "e f", "g"): 6}


# --- values --------------------------------------------------------------------------------------

Said = Callable[..., object]


def _meaning(field: str) -> Meaning:
    loaded: Loaded = parse(changed('"{note}"', field), "small.toml")
    return Meaning(loaded, 0)


def text_of(field: str, **cells: str) -> object:
    row = Cells({"id": "1", "client": "c-1", "day": "2026-01-02", "score": "", **cells})
    return list(_meaning(field).drafts(row, "1"))[1].fact.text  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("field", "cells", "said"),
    [
        ('"a fixed text"', {}, "a fixed text"),
        ('"{{a}} {Tip: x!}"', {"Tip: x!": "b"}, "{a} b"),
        ('"{a}: {b}"', {"a": "x"}, "x"),
        ('"{a}: {b}"', {}, None),
        ('{ column = "a", words = { Y = "yes" } }', {"a": " Y "}, "yes"),
        ('{ column = "a", words = { Y = "yes" }, otherwise = "{b}" }', {"a": "N", "b": "no"}, "no"),
        ('{ key = "T-{a}" }', {"a": "0 (X)"}, "t-0-x"),
        ('{ text = "{a}", cut = 4 }', {"a": "abcdef"}, "abc…"),
        ('{ text = "{a}", cut = 6 }', {"a": "abcdef"}, "abcdef"),
        ('{ moment = "{day}", add_days = 15, about = true }', {}, "2026-01-17~"),
        ('{ moment = "{a}", format = "%d/%m/%Y" }', {"a": "28/07/2026"}, "2026-07-28"),
        ('{ moment = "{a}", format = "unix" }', {"a": "1785247500"}, "2026-07-28T14:05:00+00:00"),
    ],
)  # fmt: skip
def test_a_value_is_worked_out(field: str, cells: dict[str, str], said: str | None) -> None:
    assert text_of(field, **cells) == said


def test_a_hash_is_a_pseudonym_that_stays_the_same() -> None:
    said = text_of('{ hash = "{a}" }', a="jan@example.org")
    assert said == text_of('{ hash = "{a}" }', a="jan@example.org")
    assert "jan" not in str(said)
    assert said != text_of('{ hash = "{a}" }', a="piet@example.org")


def test_a_word_that_the_mapping_does_not_know_sets_the_row_aside() -> None:
    with pytest.raises(SetAside, match="unknown-word"):
        text_of('{ column = "a", words = { Y = "yes" } }', a="N")


@pytest.mark.parametrize(("day", "days"), [("9999-12-20", 15), ("2026-01-02", 10**12)])
def test_a_day_outside_of_the_calendar_sets_the_row_aside(day: str, days: int) -> None:
    with pytest.raises(SetAside, match="not-a-date"):
        text_of(f'{{ moment = "{{a}}", add_days = {days} }}', a=day)


@pytest.mark.parametrize(
    ("feeling", "answer", "valence"),
    [
        ('scale = "nps"', "10", 1.0),
        ('scale = "csat"', "2", -0.5),
        ('scale = "ces"', "4", 0.0),
        ('scale = "stars"', "5", 1.0),
        ('scale = "valence"', "-0.25", -0.25),
        ('scale = "thumbs", words = { up = 1, down = 0 }', "down", -0.6),
        ('scale = "valence", low = 0, high = 100', "75", 0.5),
    ],
)
def test_a_feeling_keeps_its_scale(feeling: str, answer: str, valence: float) -> None:
    text = MAPPING.replace('scale = "nps"', feeling)
    row = Cells({"id": "1", "client": "c-1", "day": "2026-01-02", "score": answer})
    felt = list(Meaning(parse(text, "small.toml"), 0).drafts(row, "1"))[2].fact
    assert felt.valence == pytest.approx(valence)  # type: ignore[attr-defined]
    rating = felt.rating  # type: ignore[attr-defined]
    assert (rating is None) == ("low" in feeling)


@pytest.mark.parametrize(
    ("form", "text", "moment"),
    [
        ("iso", "2026-07", "2026-07"),
        ("iso", "2026-07-28T14:05:00Z", "2026-07-28T14:05:00Z"),
        ("iso", "2026-07-28 14:05", "2026-07-28T14:05:00+02:00"),
        ("%Y", "2026", "2026"),
        ("%m/%Y", "07/2026", "2026-07"),
        ("%d-%m-%Y %H:%M %z", "28-07-2026 14:05 -0500", "2026-07-28T14:05:00-05:00"),
        ("unix-ms", "1785247500000", "2026-07-28T14:05:00+00:00"),
    ],
)
def test_a_moment_is_no_sharper_than_it_was_written(form: str, text: str, moment: str) -> None:
    assert reader((form,), ZoneInfo("Europe/Amsterdam"))(text, False) == moment  # noqa: FBT003


def test_nobody_s_words_are_in_an_error(tmp_path: Path) -> None:
    words = "She told me a secret"
    for text in (
        MAPPING.replace('"small"', f'"{words}"'),
        MAPPING.replace('"contact-held"', f'"{words}"'),
        MAPPING.replace('"nps"', f'"{words}"'),
    ):
        path = tmp_path / "m.toml"
        path.write_text(text, encoding="utf-8")
        with pytest.raises((JourneysError, Wrong)) as refused:
            Meaning(load(str(path)), 0)
        assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "form", "day"),
    [
        ("1 maart 2026", "%d %B %Y", "2026-03-01"),
        ("12 MEI 2026", "%d %B %Y", "2026-05-12"),
        ("3 okt 2026", "%d %b %Y", "2026-10-03"),
        ("3 mrt 2026", "%d %b %Y", "2026-03-03"),
        ("May 2, 2026", "%B %d, %Y", "2026-05-02"),
        ("augustus 2026", "%B %Y", "2026-08"),
    ],
)
def test_names_of_months_are_read_in_both_languages(text: str, form: str, day: str) -> None:
    assert reader((form,), ZoneInfo("UTC"))(text, False) == day  # noqa: FBT003 - by place

"""What is wrong in a story is blamed on its line, and nothing is stored."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from domain.errors import NotFound, Unreadable
from journeys.io import importing, story, telling

if TYPE_CHECKING:
    from tests.journeys.io.conftest import Remembering

HEAD = "story: small\nzero: 2026-07-28\nlandmarks: {H: 28}\nevents:\n"
OPENED = "  - id: S1\n    when: 0\n    facts:\n      - relationship-opened: {kind: client}\n"  # 5-8
START = HEAD + OPENED
NEXT = START + "  - id: S2\n    when: H-7\n"  # lines 9 and 10
FACT = NEXT + "    facts:\n      - "  # lines 11 and 12
BOMB = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(9)
)

WRONG = {
    "an unknown event": (NEXT + "    facts: [goal-sett: {goal: x}]\n", 11, "perhaps: goal-set"),
    "a bad date": (START.replace("when: 0", "when: 2026-02-30"), 6, "write a day (28)"),
    "an instant without offset": (
        START.replace("when: 0", "when: 2026-07-28T10:00:00"),
        6,
        "+02:00",
    ),
    "a day without a day 0": (
        START.replace("zero: 2026-07-28\nlandmarks: {H: 28}\n", ""),
        4,
        "add 'zero: 2026",
    ),
    "an unknown landmark": (START.replace("when: 0", "when: X+3"), 6, "add it to 'landmarks:'"),
    "a day beyond the calendar": (START.replace("when: 0", "when: 9999999"), 6, "year 1 to 9999"),
    "an emotion out of range": (
        START + "    feelings: {client: 1.5}\n",
        9,
        "valence has to be at most 1",
    ),
    "an emotion out of range, deep in": (
        START
        + "    feelings:\n      staff:\n      - 0.1\n      - valence: 0\n        arousal: 2\n",
        13,
        "arousal has to be at most 1",
    ),
    "a feeling of nobody's": (START + "    feelings: {boss: 0.5}\n", 9, "client, staff"),
    "a duplicate id": (START + OPENED, 9, "also on line 5"),
    "a duplicate key": (START + "    when: 1\n", 9, "keep one"),
    "a cause that is not there": (
        NEXT + "    cause: S9\n    facts: [cooperation-started]\n",
        11,
        "perhaps",
    ),
    "its own cause": (
        NEXT + "    cause: S2\n    facts: [cooperation-started]\n",
        11,
        "take out one 'cause:'",
    ),
    "a cause recorded later": (
        START + "    cause: S2\n  - {id: S2, when: 1, facts: [cooperation-started]}\n",
        9,
        "record it no later",
    ),
    "aliases that expand": (BOMB, 1, "write the value out"),
    "an alias": (START + "    feelings: *x\n", 9, "write the value out"),
    "a tag": (START + "    feelings: !!python/object:os.system x\n", 9, "leave out"),
    "not a number": (START + "    feelings: {client: .nan}\n", 9, "no numbers here"),
    "infinity": (START + "    feelings: {client: -.inf}\n", 9, "no numbers here"),
    "a number too large": (START + "    feelings: {client: 1e999}\n", 9, "no numbers here"),
    "a NUL": (START + "    source: a\0b\n", 9, "take it out"),
    "a NUL in disguise": (START + '    source: "a\\0b"\n', 9, "take it out"),
    "a wrong type": (
        FACT + "work-planned:\n          plan: p\n          delegated: maybe\n",
        14,
        "true or false",
    ),
    "a number as text": (
        FACT + "effort-spent: {kind: billable, hours: '3'}\n",
        12,
        "has to be a number",
    ),
    "an octal number": (FACT + "contract-signed: {contract: c, months: 010}\n", 12, "whole number"),
    "an unknown word": (FACT + "goal-set: {goal: g, work: vissibility}\n", 12, "one of these"),
    "a missing field": (FACT + "goal-set:\n          goal: g\n", 12, "work is missing: add it"),
    "an unknown field": (
        FACT + "goal-set:\n          goal: g\n          wrok: sales-launch\n",
        14,
        "use work",
    ),
    "an unknown field, deep in": (
        FACT + "goal-set:\n          goal: g\n          work: other\n"
        "          target: {metric: m, value: 1, unit: u,\n            deu: H}\n",
        16,
        "use due",
    ),
    "an unknown key": (START + "    feeling: {client: 0}\n", 9, "use feelings"),
    "an unknown key above": ("stroy: x\n" + START, 1, "use story"),
    "a value of a testimony": (START + "    channel: phone\n", 9, "one of these"),
    "an e-mail address as actor": (
        START + "    by: jan@example.org\n",
        9,
        "by has to be a pseudonym",
    ),
    "an item that says nothing": (NEXT, 9, "give it facts or feelings"),
    "an item without a day": (
        START + "  - {id: S2, facts: [cooperation-started]}\n",
        9,
        "add 'when:'",
    ),
    "an id that is none": (START.replace("S1", "'see above'"), 5, "a short word"),
    "a name that is none": (START.replace("small", "Jan and me"), 1, "letters, digits"),
    "a rule that says no": (
        NEXT + "    facts: [relationship-opened]\n",
        9,
        "the rule opened-first",
    ),
    "something not said yet": (
        NEXT + "    facts: [promise-settled: {promise: p, outcome: kept}]\n",
        9,
        "record it first",
    ),
    "a feeling known too early": (
        START + "    feelings: {client: {valence: 0, recorded: -3}}\n",
        9,
        "before",
    ),
    "two facts in one": (FACT + "{contact-held: {}, cooperation-started: {}}\n", 12, "one name"),
    "facts that are no list": (
        NEXT + "    facts: {contact-held: {}}\n",
        11,
        "on a line after '- '",
    ),
    "a tab": (START + "\t  feelings: {}\n", 9, "indent with spaces"),
    "not YAML": (START + "    feelings: {client: 0\n", 10, "look at the indent"),
    "a second document": (START + "---\nstory: other\n", 9, "write one in a file"),
    "deep nesting": (START + "    feelings: " + "[" * 100_000 + "\n", 9, "write it flatter"),
    "an empty file": ("", 1, "write at least 'story:'"),
    "only a remark": ("# nothing\n", 1, "write at least 'story:'"),
    "a list": ("- a\n", 1, "'key: value'"),
    "no events": ("story: small\n", 1, "events is missing"),
    "an empty list of events": ("story: small\nevents: []\n", 2, "at least one event"),
    "a key that is a list": ("? [a]\n: b\n", 1, "a single word"),
}


@pytest.mark.parametrize(("text", "line", "todo"), WRONG.values(), ids=WRONG)
def test_the_file_the_line_and_what_to_do_are_named(
    text: str, line: int, todo: str, tmp_path: Path, store: "Remembering"
) -> None:
    file = tmp_path / "small.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Unreadable) as refused:
        importing.apply(telling.plan(story.load(file), store), store)
    assert str(refused.value).startswith(f"{file}, line {line}: ")
    assert todo in str(refused.value)
    assert refused.value.details["file"] == str(file)
    assert refused.value.details["line"] == line
    assert store.appends == 0


def test_every_item_of_a_circle_is_named_with_its_line() -> None:
    text = START + "".join(
        f"  - {{id: S{n}, when: 1, cause: S{cause}, facts: [contact-held]}}\n"
        for n, cause in ((2, 4), (3, 2), (4, 3))
    )
    with pytest.raises(Unreadable) as refused:
        story.parse(text)
    for place in ("S2 (line 9)", "S3 (line 10)", "S4 (line 11)"):
        assert place in str(refused.value)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"story: a\nsource: \xff\n", "line 2: byte 17 is not UTF-8; save the file as UTF-8"),
        ("story: a".encode("utf-16"), "line 1: byte 0 is not UTF-8"),
        (b"story: a\nsource: \x07\n", "line 2: the character U+0007"),
    ],
)
def test_a_file_in_another_encoding_is_refused(raw: bytes, said: str) -> None:
    with pytest.raises(Unreadable) as refused:
        story.parse(raw, "a.yaml")
    assert said in str(refused.value)


def test_a_byte_order_mark_does_no_harm() -> None:
    assert story.parse(b"\xef\xbb\xbf" + START.encode()).name == "small"


def test_a_file_of_a_gigabyte_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "large.yaml"
    with file.open("wb") as stream:
        stream.truncate(10**9)
    with pytest.raises(Unreadable, match=r"large\.yaml: .*5 MB.*split it"):
        story.load(file)


def test_what_is_no_ordinary_file_is_refused_unread(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, said in (
        (tmp_path, "this is a folder; name a file in it"),
        (tmp_path / "pipe", "not an ordinary file"),
        (Path("/dev/zero"), "not an ordinary file"),
    ):
        with pytest.raises(Unreadable) as refused:
            story.load(path)
        assert str(path) in str(refused.value)
        assert said in str(refused.value)


@pytest.mark.parametrize("name", ["missing.yaml", "small.yaml/within"])
def test_a_missing_file_is_not_found(tmp_path: Path, name: str) -> None:
    (tmp_path / "small.yaml").write_text(START, encoding="utf-8")
    with pytest.raises(NotFound, match="there is no such file; check its name"):
        story.load(tmp_path / name)


def test_nobody_s_words_are_repeated() -> None:
    words = "She told me a secret"
    for text in (
        NEXT + f"    facts: [{words}]\n",
        NEXT + f"    facts: [goal-set: {{goal: {words}, work: other}}]\n",
        NEXT + f"    facts: [goal-set: {{{words}: g}}]\n",
        NEXT + f"    facts: [effort-spent: {{kind: {words}}}]\n",
        START + f"    feelings: {{client: {words}}}\n",
        START + f"    {words}: 0\n",
        START.replace("when: 0", f"when: {words}"),
        NEXT + f"    cause: {words}\n    facts: [contact-held]\n",
        START + f"    touchpoint: {words}\n",
    ):
        with pytest.raises(Unreadable) as refused:
            story.parse(text)
        assert "secret" not in str(refused.value)
        assert "secret" not in str(refused.value.details)

"""A generator of one's own, written from docs/population.md alone."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from journeys.cli.app import cli

PAGE = Path(__file__).parents[2] / "docs" / "population.md"
START = datetime(2022, 1, 3, 10, tzinfo=UTC)
WEEK = timedelta(days=7)


def instant(when: datetime) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


def lines(name: str, draw: random.Random, *, falls: bool) -> Iterator[dict[str, Any]]:
    """Write two years: every other week a contact; in the second year the client cools."""
    number = 0

    def event(kind: str, when: datetime, data: dict[str, Any], later: int = 0) -> dict[str, Any]:
        nonlocal number
        number += 1
        return {
            "specversion": "1.0", "id": f"{name}-{number}", "type": f"relationship.{kind}.v1",
            "subject": name, "time": instant(when),
            "recordedtime": instant(when + timedelta(hours=later)), "data": data,
        }  # fmt: skip

    yield event("relationship-opened", START, {"kind": "client"})
    for week in range(1, 104, 2):
        when = START + week * WEEK
        contact = event("contact-held", when, {"initiated_by": "supplier"})
        yield contact
        if draw.random() < 0.1:
            yield event("incident-occurred", when, {"kind": "small-error"})
        if week % 8 == 1:
            due = instant(when + 2 * WEEK)
            said = {"promise": f"p-{week}", "text": "A quote", "by": "supplier", "to": "client"}
            yield event("promise-made", when, {**said, "due": due})
        if week % 8 == 3:
            outcome = "late" if draw.random() < 0.1 else "kept"
            yield event("promise-settled", when, {"promise": f"p-{week - 2}", "outcome": outcome})
        for whose, usual in (("client", -0.4 if falls and week > 52 else 0.5), ("staff", 0.4)):
            if draw.random() < 0.6:
                valence = round(max(-1.0, min(1.0, draw.gauss(usual, 0.15))), 1)
                felt = {"whose": whose, "valence": valence, "said_by": whose}
                yield event("feeling-observed", when, {**felt, "about": contact["id"]}, later=6)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    draw = random.Random(5)  # noqa: S311 - a population, no secret
    told = [
        line for number in range(8) for line in lines(f"own-{number}", draw, falls=number % 2 == 1)
    ]
    told.sort(key=lambda line: line["recordedtime"])
    path = tmp_path_factory.mktemp("own") / "own.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in told), encoding="utf-8")
    return path


def ask(*arguments: object) -> str:
    result = CliRunner().invoke(cli, [str(argument) for argument in arguments])
    assert result.exit_code == 0, result.stderr
    return result.stdout


def _drifting(rows: str) -> set[str]:
    return {
        row["relationship"]
        for row in map(json.loads, rows.splitlines())
        if row["channel"] == "drifting" and row["value"] >= row["threshold"]
    }


def test_every_type_of_the_page_is_written_and_no_other(file: Path) -> None:
    told = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    rows = re.findall(r"(?m)^\| `(relationship\.[a-z-]+\.v1)`", PAGE.read_text(encoding="utf-8"))

    assert {line["type"] for line in told} == set(rows)


def test_what_drifts_in_it_is_found_and_nothing_else(file: Path) -> None:
    found = _drifting(ask("drift", "--from", file, "--series", "--format", "jsonl"))

    assert found == {"own-1", "own-3", "own-5", "own-7"}


def test_a_store_into_which_it_was_imported_says_the_same(file: Path, tmp_path: Path) -> None:
    store = tmp_path / "own.db"
    ask("import", file, "--store", store)
    until = ("--at", "2023-12-20", "--channel", "drifting", "--format", "jsonl")
    series: Callable[..., str] = lambda *source: ask("drift", "--series", *until, *source)  # noqa: E731

    assert series("--store", store) == series("--from", file)


def test_what_was_recorded_in_the_evening_is_not_known_at_noon(file: Path) -> None:
    noon = instant(START + 53 * WEEK + timedelta(hours=1))
    told = ("drift", "own-1", "--from", file, "--all", "--format", "jsonl")
    rows = [
        json.loads(ask(*told, option, noon).splitlines()[1]) for option in ("--at", "--as-known")
    ]

    assert rows[0]["channel"] == "mood-drop"
    assert rows[0]["contacts"] == rows[1]["contacts"]

"""What people hold in a notebook: a helpful repr, and a picture with its table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring

import journeys
from domain.moments import Moment
from journeys.engine import Engine
from projections.whatif import Hold

NOW = Moment("2026-03-02T09:00:00+01:00")


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """Both stories, in memory."""
    with journeys.open(":memory:") as made:
        made.load_stories()
        yield made


def held(engine: Engine) -> dict[str, Any]:
    """Return one of everything that has a picture."""
    agency = engine.journey("agency")
    return {
        "journey": agency,
        "board": engine.board(NOW),
        "still": agency.at(Moment("2025-08-20")),
        "findings": agency.findings(NOW),
        "graph": engine.graph(["agency"]),
        "answer about what was lived": engine.ask("valleys"),
        "answer on one clock": engine.ask("one-clock"),
        "answer by itself": engine.ask("tenure"),
        "difference": agency.diff(Moment("2025-08-01"), Moment("2025-09-01")),
        "branch": agency.what_if(Hold(hold="know-like-trust")),
    }


NAMES = (
    "journey", "board", "still", "findings", "graph", "answer about what was lived",
    "answer on one clock", "answer by itself", "difference", "branch",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_it_is_shown_as_a_figure_with_its_table(engine: Engine, name: str) -> None:
    text = held(engine)[name]._repr_html_()
    fromstring(f"<r>{text}</r>")
    assert text.startswith("<figure")
    assert text.count("<table") == 1
    assert text.count("<svg") == (0 if name == "answer by itself" else 2)
    for outside in ("<script", "href", "url(", "src="):
        assert outside not in text


@pytest.mark.parametrize("name", NAMES)
def test_its_repr_is_short_and_says_what_it_is(engine: Engine, name: str) -> None:
    said = repr(held(engine)[name])
    assert said.startswith("<")
    assert len(said) < 240
    assert "agency mismatch" not in said


def test_a_notebook_speaks_the_language_of_its_surroundings(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JOURNEYS_LANG", "nl")
    text = engine.journey("agency").what_if(Hold(hold="know-like-trust"))._repr_html_()
    assert "Hypothetisch: niets hiervan is gebeurd of vastgelegd." in text
    assert "Bevindingen die nooit ontstaan" in text
    assert "Hypothetical" not in text


def test_a_branch_is_marked_and_two_moments_are_not(engine: Engine) -> None:
    agency = engine.journey("agency")
    branch = agency.what_if(Hold(hold="know-like-trust"))
    assert 'class="hatch"' in branch.picture().svg()
    assert 'class="hatch"' in branch.difference()._repr_html_()
    between = agency.diff(Moment("2025-08-01"), Moment("2025-09-01")).picture().svg()
    assert 'class="hatch"' not in between
    assert "On 1 August 2025" in between
    assert "Findings that are new" in between


def test_findings_are_a_tuple_and_a_board_is_a_list_as_before(engine: Engine) -> None:
    found = engine.journey("agency").findings(NOW)
    assert isinstance(found, tuple)
    assert tuple(found) == found
    assert isinstance(engine.board(NOW), list)


def test_nothing_is_shown_as_nothing() -> None:
    with journeys.open(":memory:") as empty:
        for one in (empty.board(NOW), empty.graph(), empty.ask("tenure"), empty.ask("one-clock")):
            text = one._repr_html_()
            fromstring(f"<r>{text}</r>")
            assert text.startswith("<figure")
            assert "<table" not in text

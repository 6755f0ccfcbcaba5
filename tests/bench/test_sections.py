"""Two benchmarks write one page, and neither overwrites the other."""

from __future__ import annotations

from pathlib import Path

from tests.bench import words
from tests.bench.__main__ import GROUPS
from tests.bench.sections import section, with_section, write_around


def test_whatever_is_measured_is_explained_on_the_page() -> None:
    assert set(words.GROUPS) == set(GROUPS)


def test_a_section_is_put_at_the_end_and_then_in_its_place() -> None:
    first = with_section("# Page\n", "one", "old")
    then = with_section(first + "after\n", "one", "new")

    assert first == "# Page\n\n<!-- one: begin -->\n\nold\n\n<!-- one: end -->\n"
    assert then == first.replace("old", "new") + "after\n"


def test_a_page_without_marks_has_no_section() -> None:
    assert section("# Page <!-- one: begin -->", "one") == ""


def test_a_page_written_anew_keeps_the_sections_of_others(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    write_around(page, "# First\n", "one", "two")
    page.write_text(with_section(page.read_text("utf-8"), "one", "kept"), "utf-8")

    write_around(page, "# Anew\n", "one", "two")

    assert page.read_text("utf-8") == "# Anew\n\n<!-- one: begin -->\n\nkept\n\n<!-- one: end -->\n"

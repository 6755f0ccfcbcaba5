"""The documentation is complete, and says what the program does."""

from __future__ import annotations

import pytest

from tests.docs.generate import ELSEWHERE, PAGES, REFERENCE, place, text


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_is_fresh(name: str) -> None:
    assert text(name) == place(name).read_text(encoding="utf-8"), "run make docs"


def test_the_folder_holds_no_page_that_nothing_generates() -> None:
    assert set(PAGES) - set(ELSEWHERE) == {path.name for path in REFERENCE.iterdir()}

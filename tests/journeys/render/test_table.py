import re
from xml.etree import ElementTree as ET

from journeys.render.table import html, table_twin
from journeys.render.values import Curve


def test_the_table_holds_every_phase_feeling_and_finding(agency: Curve) -> None:
    head, *rows = table_twin(agency)
    drawn = (*agency.client, *agency.staff, *agency.bands, *agency.marks)
    assert len(drawn) == len(rows)
    assert {len(head)} == {len(row) for row in rows}
    assert rows[0] == ("28 Jul 2025", "Phase", "", "", "Contract, until 18 Aug 2025")
    assert ("28 Jul 2025", "Finding 1", "high", "", "finding on day 0") in rows


def test_the_numbers_in_the_table_are_those_on_the_flags(agency: Curve) -> None:
    found = [row[1] for row in table_twin(agency) if row[1].startswith("Finding")]
    assert found == [f"Finding {number}" for number in range(1, 13)]


def test_a_figure_is_well_formed_and_has_a_table_with_headings(agency: Curve) -> None:
    root = ET.fromstring(html(agency))  # noqa: S314 - our own text
    assert root.tag == "figure"
    assert len(root.findall(".//th[@scope='col']")) == 5
    assert len(root.findall(".//tbody/tr")) == len(table_twin(agency)) - 1
    assert (root.findtext(".//figcaption") or "").startswith("Forty days. Client: mean ")


def test_the_scrolling_table_can_be_reached_by_keyboard_and_has_a_name(agency: Curve) -> None:
    assert re.search(
        r'<div class="scroll" tabindex="0" role="region" aria-label="[^"]+">', html(agency)
    )


def test_an_empty_curve_has_no_table_and_says_why() -> None:
    drawn = html(Curve("Nothing yet"))
    assert "<table" not in drawn
    assert "<figcaption>no feelings recorded</figcaption>" in drawn


def test_labels_cannot_smuggle_markup(agency: Curve) -> None:
    drawn = html(Curve("<script>alert(1)</script>", client=agency.client))
    assert "<script" not in drawn


def test_a_page_with_a_policy_of_its_own_gets_no_style(agency: Curve) -> None:
    assert "<style" not in html(agency, styled=False)

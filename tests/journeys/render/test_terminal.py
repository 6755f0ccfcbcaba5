from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from journeys.render._cells import cells
from journeys.render.terminal import curve
from journeys.render.values import DUTCH, PHASES, Band, Curve, Sample

START = datetime(2025, 3, 1, 9, tzinfo=UTC)
ESCAPE = "\x1b"

moments = st.timedeltas(timedelta(0), timedelta(days=365 * 50)).map(lambda span: START + span)
samples = st.lists(
    st.builds(Sample, moments, st.floats(-1, 1), st.text(max_size=5)), max_size=12
).map(tuple)
bands = st.lists(
    st.builds(Band, moments, st.none(), st.sampled_from(PHASES), st.text(max_size=12)), max_size=4
).map(tuple)


@given(
    st.builds(Curve, st.text(max_size=90), st.just(""), samples, samples, bands),
    st.integers(1, 200),
    st.integers(0, 30),
    st.booleans(),
)
def test_no_line_is_wider_than_the_terminal_and_none_raises(
    picture: Curve, width: int, height: int, unicode: bool  # noqa: FBT001
) -> None:  # fmt: skip
    for line in curve(picture, width=width, height=height, unicode=unicode).split("\n"):
        assert cells(line) <= max(width, 40)
        assert line == line.rstrip()
        assert ESCAPE not in line
        assert unicode or line.isascii()


def test_nothing_recorded_is_said_in_words() -> None:
    assert curve(Curve("Quiet")) == "Quiet\nno feelings recorded"
    assert curve(Curve("", words=DUTCH)) == "geen gevoelens vastgelegd"


def test_a_single_feeling_is_a_point() -> None:
    assert "●" in curve(Curve("", client=(Sample(START, 0.5),)))


def test_the_sides_have_points_of_their_own_and_a_shared_cell_a_third(agency: Curve) -> None:
    assert {"●", "■"} < set(curve(agency))
    assert "◆" not in curve(agency)
    same = replace(agency, staff=agency.client)
    assert "◆ both" in curve(same)
    assert "# both" in curve(same, unicode=False)


def test_zero_has_a_row_of_its_own_in_the_middle(agency: Curve) -> None:
    rows = curve(replace(agency, title=""), height=8).split("\n")
    assert rows[0].startswith("+1 │")
    assert rows[4].startswith(" 0 │")
    assert rows[8].startswith("−1 │")


def test_colour_is_used_only_when_asked_for(agency: Curve) -> None:
    assert ESCAPE not in curve(agency)
    coloured = curve(agency, color=True)
    assert f"{ESCAPE}[34m●{ESCAPE}[0m" in coloured
    bare = coloured.replace(f"{ESCAPE}[34m", "").replace(f"{ESCAPE}[33m", "")
    assert bare.replace(f"{ESCAPE}[0m", "") == curve(agency)


def test_a_phase_too_short_for_its_name_has_a_letter_that_the_key_explains(agency: Curve) -> None:
    drawn = curve(agency, width=60)
    assert "▏Contract" in drawn
    assert " B Breakup" in drawn


def test_a_broken_axis_is_torn_and_the_key_says_so(fifteen_years: Curve) -> None:
    drawn = curve(fifteen_years, width=100)
    assert "╱ the long history ╱ the last stretch, " in drawn
    assert "2015" in drawn
    assert "Jan" in drawn


def test_a_title_cannot_drive_the_terminal() -> None:
    assert ESCAPE not in curve(Curve(f"{ESCAPE}[2Jgone"))

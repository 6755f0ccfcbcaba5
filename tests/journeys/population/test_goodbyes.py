"""Generated goodbyes are what they are said to be, and the judgement of them stays honest."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

import journeys
from domain.breakup import FarewellActDone, RecordDeclaredComplete
from domain.moments import Moment
from journeys.population import KINDS, QUALITIES, goodbye, portfolio
from journeys.population.portfolio import Member, write
from tests.detection.goodbyes import (
    UNTIL,
    WRONG,
    Case,
    cases,
    is_within,
    judge,
    main,
    per_duty,
    section,
)

SEEDS = (1, 2, 3, 4)
TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def judged() -> tuple[Case, ...]:
    """Return 528 goodbyes across four seeds, each with what it is said to be."""
    return tuple(case for seed in SEEDS for case in cases(22, seed))


@pytest.fixture(scope="module")
def members() -> tuple[Member, ...]:
    return portfolio(48, 5, TODAY)


def test_the_same_seed_says_the_same_goodbye() -> None:
    assert goodbye(3, 4, "mixed", UNTIL) == goodbye(3, 4, "mixed", UNTIL)
    assert goodbye(3, 4, "mixed", UNTIL).events != goodbye(3, 5, "mixed", UNTIL).events


@pytest.mark.row(188)
def test_nothing_unknown_is_ever_called_violated(judged: tuple[Case, ...]) -> None:
    assert len(judged) >= 500
    wrongly = [
        (case.goodbye.id, truth.code)
        for case in judged
        for truth in case.goodbye.truths
        if case.duties[truth.code] in WRONG and not truth.knowable
    ]
    assert wrongly == []
    unseen = sum(not t.knowable for case in judged for t in case.goodbye.truths)
    assert unseen > 500


def test_nothing_that_went_well_is_said_to_have_gone_wrong(judged: tuple[Case, ...]) -> None:
    for case in judged:
        right = {t.code for t in case.goodbye.truths if t.really == "met"}
        said = {code for code, verdict in case.duties.items() if verdict in WRONG}
        owed = {t.code for t in case.goodbye.truths}
        assert not said & right, case.goodbye.id
        assert said <= owed, case.goodbye.id


def test_what_the_record_shows_is_found(judged: tuple[Case, ...]) -> None:
    tallies = per_duty(judged, lead=False)
    found = sum(one.found for one in tallies.values())
    knowable = sum(one.knowable for one in tallies.values())
    assert knowable > 500
    assert found / knowable >= 0.98


def test_what_a_goodbye_really_was_lies_between_its_bounds(judged: tuple[Case, ...]) -> None:
    within = [is_within(case) for case in judged]
    assert sum(within) / len(within) >= 0.98


def test_every_quality_goes_wrong_as_much_as_its_name_says(judged: tuple[Case, ...]) -> None:
    wrong = {
        quality: [
            sum(t.really != "met" for t in case.goodbye.truths)
            for case in judged
            if case.goodbye.quality == quality
        ]
        for quality in QUALITIES
    }
    assert set(wrong["excellent"]) == {0}
    assert max(wrong["good"]) <= 2
    assert min(wrong["mixed"]) >= 1
    assert min(wrong["awful"]) >= 5
    enders = Counter(case.goodbye.where.by for case in judged)
    assert min(enders.values()) > len(judged) / 6
    assert len({case.goodbye.where.country for case in judged}) == 6


def test_a_declaration_is_true_about_the_acts_it_names(judged: tuple[Case, ...]) -> None:
    for case in judged:
        for declared in (e for e in case.goodbye.events if isinstance(
            e.fact, RecordDeclaredComplete)):  # fmt: skip
            for truth in case.goodbye.truths:
                if truth.code == "farewell-thanks" and "thanks" in declared.fact.about:
                    there = [
                        e for e in case.goodbye.events
                        if isinstance(e.fact, FarewellActDone) and e.fact.act == "thanks"
                    ]  # fmt: skip
                    assert bool(there) == (truth.really != "violated")


def test_the_judgement_grows_no_harsher_by_what_was_not_yet_recorded() -> None:
    made = goodbye(9, 1, "excellent", UNTIL)
    for event in made.events:
        known = [e for e in made.events if e.recorded_at <= event.recorded_at]
        verdicts = {one.verdict for one in judge(known, event.recorded_at).standings}
        assert not verdicts & set(WRONG)


def test_the_measured_section_says_what_it_was_measured_on(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "section.md"
    monkeypatch.setattr("sys.argv", ["goodbyes", "--each", "4", "--seed", "1", "--to", str(file)])
    main()
    assert capsys.readouterr().out == file.read_text() == section(4, 1) + "\n"
    assert "24 generated goodbyes" in section(4, 1)
    assert "| all | " in section(4, 1)


# --- portfolios -----------------------------------------------------------------------------------


def test_a_portfolio_is_mixed_and_seeded(members: tuple[Member, ...]) -> None:
    assert Counter(m.course for m in members) == {"quiet": 24, "drifting": 12, "ended": 12}
    assert {m.kind for m in members if m.course == "drifting"} == set(KINDS)
    assert {m.quality for m in members if m.course == "ended"} == set(QUALITIES)
    assert len({m.id for m in members}) == 48
    assert members[-1] == portfolio(48, 5, TODAY)[-1]
    assert not any(word in m.id for m in members for word in (*QUALITIES, *KINDS))


def test_both_strengths_drift_and_every_other_goodbye_followed_a_drift(
    members: tuple[Member, ...],
) -> None:
    drifting = [m for m in members if m.course == "drifting"]
    ended = [m for m in members if m.course == "ended"]

    assert {m.strength for m in drifting} == {"clear", "moderate"}
    assert sum(m.kind is not None for m in ended) == len(ended) / 2
    for one in members:
        begun = one.events[0].occurred_at.start.date()
        assert (one.onset is None) == (one.kind is None)
        assert one.onset is None or begun < one.onset < TODAY


def test_nothing_in_a_portfolio_was_recorded_after_its_day(members: tuple[Member, ...]) -> None:
    recorded = [event.recorded_at.start.date() for m in members for event in m.events]
    assert max(recorded) < TODAY
    assert max(recorded) > date(2026, 10, 1)


def test_a_portfolio_is_taken_in_and_judged(tmp_path: Path, members: tuple[Member, ...]) -> None:
    from journeys.io.importing import plan

    some = members[-8:]
    file = tmp_path / "portfolio.jsonl"
    written = write(some, file)
    with journeys.open(":memory:") as engine:
        engine.take(lambda store: plan(file, store))
        assert written == sum(len(engine.journey(m.id).events()) for m in some)
        for member in some:
            whole = engine.journey(member.id).farewell(at=Moment.of(TODAY))
            truths = {t.code: t for t in member.truths}
            assert whole.verdict != "none"
            for one in whole.standings:
                if one.verdict == "violated":
                    assert truths[one.code].really != "met", (member.id, one.code)


def test_an_empty_portfolio_is_empty() -> None:
    assert portfolio(0, 1, TODAY) == ()

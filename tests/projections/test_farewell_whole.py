"""The goodbye as a whole: one word that a reader agrees with, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings

from domain._kernel import AnyEvent, Record
from domain.breakup import (
    BreakupAnnounced,
    EndDateSet,
    LessonRecorded,
    PartingStatementMade,
    RecordDeclaredComplete,
    RelationshipRekindled,
)
from domain.feelings import FeelingObserved
from domain.moments import Moment
from domain.promises import PromiseMade, PromiseSettled
from journeys.working_days import PublicHolidays
from projections.farewell import Farewell, farewell
from projections.farewell.whole import _SENTENCES
from projections.finding import Say
from projections.reading import read, up_to
from tests.given import on, opened
from tests.projections.judging import Judged, judged
from tests.projections.streams import streams
from tests.projections.test_farewell import ALL_ACTS, act

START = (
    opened("2023-01-02", market="b2b", sector="agency", jurisdiction="NL"),
    on("2024-01-08", PromiseMade(promise="p", text="P", by="supplier", to="client")),
    on("2025-08-22", BreakupAnnounced(by="client", form="written")),
    on("2025-08-22", EndDateSet(ends=Moment("2025-09-12"))),
    on("2025-09-01", PromiseSettled(promise="p", outcome="kept")),
    on("2025-09-15", LessonRecorded(lesson="l", text="L")),
)
IN_TIME = {
    "acknowledged": "2025-08-25", "owner-named": "2025-08-25", "reason-asked": "2025-08-27",
    "honest-reason": "2025-08-25", "spoken-in-person": "2025-09-10", "thanks": "2025-09-12",
    "own-share": "2025-09-12", "shared-moment": "2025-09-12", "contribution": "2025-09-12",
    "data-exported": "2025-09-12", "deletion-confirmed": "2025-09-30", "settled": "2025-09-30",
    "access-returned": "2025-09-12", "goodbye-asked-after": "2025-10-01",
    "door-left-open": "2025-10-01",
}  # fmt: skip


def vouched(*about: str) -> Record:
    return on(
        "2026-01-02",
        RecordDeclaredComplete.model_validate(
            {"begins": "2025-08-01", "ends": "2026-01-01", "about": about or ALL_ACTS}
        ),
    )


def goodbye(
    *more: Record, without: Iterable[str] = (), late: Iterable[str] = (), vouch: bool = True
) -> Judged:
    """Return a goodbye in which all was done in time, but for these."""
    left = set(without)
    acts = [
        act("2025-11-17" if what in late else day, what)
        for what, day in IN_TIME.items()
        if what not in left
    ]
    return judged(*START, *acts, *more, *([vouched()] if vouch else []))


def word(valence: float, category: str | None = None, when: str = "2025-12-01") -> Record:
    felt = {"whose": "client", "valence": valence, "category": category, "said_by": "client"}
    return on(when, FeelingObserved.model_validate(felt))


def test_before_it_begins_there_is_none() -> None:
    assert judged(opened()).farewell() == Farewell("none", judged(opened()).farewell().standings)


def test_all_in_time_is_good() -> None:
    whole = goodbye().farewell()
    assert (whole.verdict, whole.at_best, whole.at_worst) == ("good", "good", "good")


def test_while_something_can_still_be_done_it_is_open() -> None:
    whole = judged(*START[:4]).farewell("2025-08-22")
    assert (whole.verdict, whole.at_best, whole.at_worst) == ("open", "good", "poor")


def test_what_only_a_memory_can_tell_is_undecided() -> None:
    whole = judged(*START).farewell()
    assert (whole.verdict, whole.at_best, whole.at_worst) == ("undecided", "good", "poor")
    said = {reason.sentence.template: reason for reason in whole.reasons}
    unknown = said["Not known: {n} of {all} duties."]
    assert unknown.sentence.values["n"] == sum(s.verdict == "unknown" for s in whole.standings)
    assert unknown.evidence


def test_a_breach_that_weighs_makes_it_poor_whatever_else_is_unknown() -> None:
    curt = act("2025-08-25", "closing-sent", personal=False, channel="link")
    whole = judged(*START, curt).farewell("2025-08-26")
    assert whole.verdict == "poor"
    broken = whole.reasons[0]
    assert broken.sentence.template == _SENTENCES["weighs", "broken"]
    assert "farewell-personal" in broken.sentence.values["duties"]
    assert len(broken.evidence) == 2


@pytest.mark.parametrize(
    ("without", "expected"),
    [
        (("thanks",), "poor"),
        (("shared-moment",), "mixed"),
        (("shared-moment", "contribution"), "mixed"),
        (("shared-moment", "contribution", "data-exported"), "poor"),
        (("owner-named", "reason-asked"), "good"),
        (("owner-named", "reason-asked", "door-left-open"), "mixed"),
    ],
)
def test_what_was_never_done_is_weighed(without: tuple[str, ...], expected: str) -> None:
    assert goodbye(without=without).farewell().verdict == expected


@pytest.mark.parametrize(
    ("late", "expected"),
    [
        (("acknowledged", "deletion-confirmed"), "good"),
        (("acknowledged", "deletion-confirmed", "settled"), "mixed"),
    ],
)
def test_two_slips_are_forgiven(late: tuple[str, ...], expected: str) -> None:
    assert goodbye(late=late).farewell().verdict == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([], "undecided"),
        ([word(0.3)], "mended"),
        ([word(0.3, when="2025-11-01")], "undecided"),
        ([word(-0.2)], "mixed"),
        ([word(-0.6, "sad")], "mixed"),
        ([word(-0.6, "angry")], "mixed"),
    ],
    ids=["untold", "at ease", "before it came", "not at ease", "grief", "anger"],
)
def test_thanks_that_came_late_mend_it_only_by_the_clients_own_word(
    said: list[Record], expected: str
) -> None:
    assert goodbye(*said, late=["thanks"]).farewell().verdict == expected


def test_owning_up_after_a_breach_makes_it_good() -> None:
    hurdle = act("2025-08-26", "hurdle")
    assert goodbye(hurdle, word(0.4), without=["own-share"]).farewell().verdict == "mixed"
    assert goodbye(hurdle, word(0.4)).farewell().verdict == "mended"
    untold = goodbye(hurdle).farewell()
    assert (untold.verdict, untold.at_best, untold.at_worst) == ("undecided", "mended", "mixed")


@pytest.mark.row(111)
def test_grief_is_no_reproach_and_anger_is() -> None:
    assert goodbye(word(-0.7, "sad")).farewell().verdict == "good"
    assert goodbye(word(-0.7)).farewell().verdict == "good"
    assert goodbye(word(-0.7, "disappointed")).farewell().verdict == "mixed"


def test_a_parting_word_that_doubts_it_is_heard() -> None:
    parting = PartingStatementMade(by="client", public=False, doubts_sincerity=True)
    answered = act("2025-12-03", "parting-answered")
    doubted = goodbye(on("2025-12-02", parting), answered)
    assert doubted.farewell().verdict == "mixed"
    eased = goodbye(on("2025-12-02", parting), answered, word(0.5, when="2025-12-05"))
    assert eased.farewell().verdict == "good"


def test_what_somebody_else_says_the_client_felt_is_not_the_clients_word() -> None:
    guess = FeelingObserved(whose="client", valence=-0.9, category="angry", said_by="supplier")
    assert goodbye(on("2025-12-01", guess)).farewell().verdict == "good"


def test_a_goodbye_from_which_the_two_came_back_is_none() -> None:
    again = on("2026-03-01", RelationshipRekindled(by="client"))
    assert goodbye(again).farewell().verdict == "none"


def _days(events: tuple[AnyEvent, ...]) -> Iterator[Moment]:
    yield from (Moment(day) for day in ("2025-08-10", "2025-08-25", "2025-10-01", "2030-01-01"))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(streams)
def test_the_word_lies_between_its_bounds_and_rests_on_events(
    events: tuple[AnyEvent, ...],
) -> None:
    order = ("poor", "mixed", "mended", "good")
    for now in _days(events):
        known = up_to(events, at=now)
        reading = read("client-1", known, PublicHolidays())
        whole = farewell(reading.state, now, reading.docket.place, reading.events)
        if whole.verdict == "none":
            continue
        best, worst = whole.at_best, whole.at_worst
        assert best is not None
        assert worst is not None
        assert order.index(worst) <= order.index(best)
        if best == worst:
            assert whole.verdict == best
        else:
            assert whole.verdict in ("open", "undecided")
        ids = {event.id for event in known}
        for reason in whole.reasons:
            assert isinstance(reason.sentence, Say)
            assert {item.id for item in reason.evidence} <= ids

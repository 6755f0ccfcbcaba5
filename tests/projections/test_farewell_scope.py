"""To whom a goodbye duty is owed, how, and what longer tenure asks for."""

from __future__ import annotations

import pytest

from domain._kernel import Record
from domain.breakup import BreakupAnnounced, EndDateSet, RelationshipEnded
from domain.contract import ContractSigned
from domain.friction import IncidentOccurred
from domain.moments import Moment
from domain.vocabulary import Verdict
from projections.farewell.duties import DUTIES
from projections.farewell.scope import scope
from tests.given import on, opened
from tests.projections.judging import judged
from tests.projections.test_farewell import ALL_ACTS, COMPLETE, D, act, begun, verdict

OVER = on("2025-08-22", BreakupAnnounced(by="client", form="link"))
DONE = on("2025-08-22", RelationshipEnded(by="client"))


def test_what_was_not_told_leaves_a_duty_unknown_and_never_violated() -> None:
    found = judged(opened(), OVER, DONE, COMPLETE)
    porting = found.duty(D["porting"].number)
    assert porting.verdict == "unknown"
    assert porting.untold == ("sector", "jurisdiction")
    assert D["porting"].code not in found.codes()


def test_a_duty_of_which_nobody_knows_whether_it_is_owed_can_be_met_but_not_be_late() -> None:
    there = [opened(), OVER, DONE]
    assert verdict(judged(*there, act("2025-08-22", "number-ported")), D["porting"]) == "met"
    assert verdict(judged(*there, act("2025-12-22", "number-ported")), D["porting"]) == "unknown"


def test_who_ended_it_has_to_be_told() -> None:
    over = on("2025-08-22", BreakupAnnounced(by="unknown"))
    acknowledged = judged(opened(), over, COMPLETE).duty(1)
    assert (acknowledged.verdict, acknowledged.untold) == ("unknown", ("ender",))


@pytest.mark.row(115)
@pytest.mark.parametrize(("failed", "expected"), [(True, "violated"), (False, "not-applicable")])
def test_an_own_share_is_owed_where_the_record_shows_that_we_failed(
    failed: bool,  # noqa: FBT001
    expected: Verdict,
) -> None:
    slip = on("2025-08-01", IncidentOccurred(kind="incident" if failed else "small-error"))
    assert verdict(judged(opened(), slip, OVER, DONE, COMPLETE), D["own-share"]) == expected


@pytest.mark.parametrize("duty", [pytest.param(d, id=d.code) for d in DUTIES])
def test_every_duty_says_where_it_comes_from_and_is_owed_to_somebody(duty) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    assert duty.origins
    assert scope(duty, judged(*begun(duty)).state).owed


# --- how ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("channel", "expected"),
    [("mail", "met"), ("letter", "met"), (None, "met"), ("call", "unknown"), ("video", "unknown")],
)
def test_a_confirmation_can_be_kept(channel: str | None, expected: str) -> None:
    more = {"channel": channel} if channel else {}
    found = judged(*begun(D["acknowledged"]), act("2025-08-22", "acknowledged", **more))
    assert verdict(found, D["acknowledged"]) == expected


def test_thanks_by_a_form_thank_nobody() -> None:
    form = act("2025-08-22", "thanks", personal=False)
    assert verdict(judged(*begun(D["thanks"]), form), D["thanks"]) == "unknown"
    assert verdict(judged(*begun(D["thanks"]), form, COMPLETE), D["thanks"]) == "violated"


@pytest.mark.row(110)
@pytest.mark.parametrize(
    ("since", "channel", "senior", "expected"),
    [
        ("2023-01-01", "chat", None, "met"),
        ("2023-01-01", "mail", None, "unknown"),
        ("2019-01-01", "chat", None, "unknown"),
        ("2019-01-01", "call", None, "met"),
        ("2014-01-01", "call", None, "unknown"),
        ("2014-01-01", "call", False, "unknown"),
        ("2014-01-01", "call", True, "met"),
        ("2014-01-01", "in-person", True, "met"),
    ],
)
def test_the_longer_the_tenure_the_more_of_a_person(
    since: str, channel: str, senior: bool | None, expected: str  # noqa: FBT001
) -> None:  # fmt: skip
    spoken = act("2025-08-22", "spoken-in-person", channel=channel, senior=senior)
    found = judged(opened(since, sector="agency"), OVER, spoken)
    assert verdict(found, D["personal"]) == expected
    assert found.duty(11).who == ("senior" if since == "2014-01-01" else "account owner")


def test_speaking_late_is_late() -> None:
    spoken = act("2025-12-01", "spoken-in-person", channel="call")
    assert verdict(judged(*begun(D["personal"]), spoken), D["personal"]) == "late"


# --- all of it, or a part ------------------------------------------------------------------------


def test_half_a_duty_is_not_the_whole_of_it() -> None:
    duty = D["afterwards-asked"]
    asked = act("2025-08-25", "goodbye-asked-after")
    found = judged(*begun(duty), asked)
    assert verdict(found, duty) == "unknown"
    assert len(found.duty(duty.number).evidence) == 2
    assert verdict(judged(*begun(duty), asked, COMPLETE), duty) == "violated"


def test_a_complaint_is_alive_when_received_in_time_and_decided_in_the_end() -> None:
    duty, start = D["complaint-alive"], begun(D["complaint-alive"])
    received = act("2025-08-25", "complaint-acknowledged")
    decided = act("2025-11-25", "complaint-decided")
    assert verdict(judged(*start, received), duty) == "unknown"
    assert verdict(judged(*start, received, decided), duty) == "met"
    assert verdict(judged(*start, decided), duty) == "late"


def _ended_by_us(notice: int | None, ends: str, *more: Record) -> str:
    signed = on("2024-01-01", ContractSigned(contract="c", notice_days=notice))
    over = on("2025-08-22", BreakupAnnounced(by="supplier", reason_told=True))
    dated = on("2025-08-22", EndDateSet(ends=Moment(ends)))
    found = judged(opened(), signed, over, dated, *more)
    return verdict(found, D["notice-and-referral"])


@pytest.mark.row(70)
def test_who_ends_it_keeps_the_notice_and_points_to_another() -> None:
    referral = act("2025-08-25", "referral")
    assert _ended_by_us(30, "2025-09-30", referral) == "met"
    assert _ended_by_us(30, "2025-09-30") == "unknown"
    assert _ended_by_us(90, "2025-09-30", referral) == "violated"
    assert _ended_by_us(None, "2025-09-30", referral) == "unknown"
    assert _ended_by_us(None, "2025-09-30", referral, act("2025-08-25", "notice-given")) == "met"


@pytest.mark.row(114)
def test_a_supplier_that_said_why_as_it_ended_it_gave_its_reason() -> None:
    over = BreakupAnnounced(by="supplier", reason_told=True)
    found = judged(opened(), on("2025-08-22", over))
    assert verdict(found, D["honest-reason"]) == "met"
    untold = over.model_copy(update={"reason_told": None})
    assert verdict(judged(opened(), on("2025-08-22", untold)), D["honest-reason"]) == "unknown"


@pytest.mark.parametrize(
    ("when", "expected"), [("2026-10-01", "unknown"), ("2027-01-12", "violated")]
)
def test_switching_may_cost_what_it_costs_until_it_has_to_be_free(when: str, expected: str) -> None:
    there = opened(market="b2b", sector="cloud", jurisdiction="DE")
    over = on("2026-09-25", BreakupAnnounced(by="client"))
    found = judged(there, over, act(when, "switching-charged"))
    assert verdict(found, D["no-switching-charge"]) == expected


def test_the_acts_of_the_table_are_all_asked_for_somewhere() -> None:
    asked = {a for d in DUTIES for a in (*d.met_by, *d.breached_by, *d.watched)}
    assert set(ALL_ACTS) - asked == {"closing-sent"}

"""Answers about fit: who fits us, what came of it, and what a no was worth."""

from __future__ import annotations

from collections.abc import Iterator

from domain.breakup import BreakupAnnounced
from domain.contract import MoneyBooked, ProjectFinished
from domain.courtship import IntakeDecided, ReferralMade
from domain.friction import IssueRaised
from domain.organisation import ProfileDeclared
from domain.process import WaiverGranted
from projections.answers.registry import Asked, Row, answer
from projections.answers.seen import bands, curves, effort, felt, fit, over
from projections.answers.sums import days, ids, mean, share, told, total
from projections.friction import friction


@answer(
    "profile-fit",
    rows=(3,),
    about=(IntakeDecided,),
    question="How does each prospect fit the profile of the ideal client?",
    columns="relationship fit outcome edition in_force can_reject near_miss by_procedure",
)
def profile_fit(asked: Asked) -> Iterator[Row]:
    """The zone each was put in, by which edition, and which edition was in force at the time."""
    declared = [e for o in asked.organisations for e in o.of(ProfileDeclared)]
    for reading in asked.readings:
        intake = reading.state.last(IntakeDecided)
        if intake is None:
            continue
        profile = [e for e in declared if e.occurred_at <= intake.occurred_at][-1:]
        yield {
            "relationship": reading.relationship,
            "fit": fit(reading.state),
            "outcome": intake.fact.outcome,
            "edition": intake.fact.profile_edition,
            "in_force": profile[0].fact.edition if profile else None,
            "can_reject": profile[0].fact.can_reject if profile else None,
            "near_miss": intake.fact.near_miss,
            "by_procedure": intake.fact.by_procedure,
            "events": ids(intake, *profile),
        }


@answer(
    "outcomes-by-fit",
    rows=(67,),
    again=True,
    question="How does it go with clients who fit, and with those who do not?",
    columns="fit relationships friction ended mean_client mean_staff success",
)
def outcomes_by_fit(asked: Asked) -> Iterator[Row]:
    """Friction, endings, moods and finished work by fit band."""
    for band, readings, _ in bands(asked):
        signals = [e for r in readings for e in friction(r.state)]
        done = [e for r in readings for e in r.state.of(ProjectFinished)]
        moods = [curves(r) for r in readings]
        yield {
            "fit": band,
            "relationships": len(readings),
            "friction": share(len(signals), len(readings)),
            "ended": sum(over(r.state, asked.now) is not None for r in readings),
            "mean_client": mean(m.time_weighted_mean("client") for m in moods),
            "mean_staff": mean(m.time_weighted_mean("staff") for m in moods),
            "success": told(e.fact.successful for e in done),
            "events": [
                *ids(*(r.state.begun for r in readings), *signals, *done),
                *(sample for r in readings for sample in felt(r)),
            ],
        }


@answer(
    "no-and-referral",
    rows=(70,),
    about=(IntakeDecided,),
    question="How often did a no end in a referral, and what came of it?",
    columns="relationship said_no minutes_to_no referrals direction outcome best_practice",
)
def no_and_referral(asked: Asked) -> Iterator[Row]:
    """Every no, by whom, and the recommendation that followed: a no with one is best practice."""
    for reading in asked.readings:
        for no in reading.state.of(IntakeDecided):
            if no.fact.outcome == "accepted":
                continue
            after = [
                e
                for e in reading.state.of(ReferralMade)
                if e.order > no.order and e.fact.after_no is not False
            ]
            ways = [e.fact.direction for e in after]
            outcomes = [e.fact.outcome for e in after if e.fact.outcome]
            yield {
                "relationship": reading.relationship,
                "said_no": no.fact.declined_by,
                "minutes_to_no": no.fact.minutes_to_no,
                "referrals": len(after),
                "direction": ways[0] if ways else None,
                "outcome": outcomes[-1] if outcomes else None,
                "best_practice": bool(after),
                "events": ids(no, *after),
            }


@answer(
    "after-the-sale",
    rows=(48, 72),
    about=(IntakeDecided,),
    question="What came of each sale: friction, cost, an end? And of those made despite doubt?",
    columns=(
        "relationship sold fit despite_doubt pressure friction days_to_friction complaints eur "
        "hours days_to_end"
    ),
)
def after_the_sale(asked: Asked) -> Iterator[Row]:
    """From the decision to sell to what it led to later."""
    for reading in asked.readings:
        intake = reading.state.last(IntakeDecided)
        if intake is None or intake.fact.outcome != "accepted":
            continue
        signals = [e for e in friction(reading.state) if e.order > intake.order]
        costs = [
            e
            for e in reading.state.of(MoneyBooked)
            if e.fact.kind != "revenue" and e.order > intake.order
        ]
        hours, _, spent = effort(reading.state)
        ended = over(reading.state, asked.now)
        yield {
            "relationship": reading.relationship,
            "sold": intake.occurred_at,
            "fit": fit(reading.state),
            "despite_doubt": _despite_doubt(intake.fact),
            "pressure": intake.fact.pressure,
            "friction": len(signals),
            "days_to_friction": days(intake.occurred_at, signals[0].occurred_at)
            if signals
            else None,
            "complaints": sum(
                isinstance(e.fact, IssueRaised) and e.fact.kind == "complaint" for e in signals
            ),
            "eur": total(e.fact.amount for e in costs),
            "hours": hours,
            "days_to_end": days(intake.occurred_at, ended) if ended else None,
            "events": ids(intake, *signals, *costs, *spent, reading.state.last(BreakupAnnounced)),
        }


def _despite_doubt(fact: IntakeDecided) -> bool | None:
    if fact.pursued_despite_doubt is not None:
        return fact.pursued_despite_doubt
    return True if fact.doubt is not None or fact.doubt_by is not None else None


@answer(
    "discretion-by-fit",
    rows=(86,),
    again=True,
    about=(WaiverGranted,),
    question="How do authorised deviations work out, for clients who fit and those who do not?",
    columns="fit deviations worked_out failed not_told success",
)
def discretion_by_fit(asked: Asked) -> Iterator[Row]:
    """Deviations the team was entitled to, by fit band, with how they worked out where told."""
    for band, readings, _ in bands(asked):
        free = [e for r in readings for e in r.state.of(WaiverGranted) if e.fact.authorised]
        if free:
            outcomes = [e.fact.worked_out for e in free]
            yield {
                "fit": band,
                "deviations": len(free),
                "worked_out": outcomes.count(True),
                "failed": outcomes.count(False),
                "not_told": outcomes.count(None),
                "success": told(outcomes),
                "events": ids(*free),
            }

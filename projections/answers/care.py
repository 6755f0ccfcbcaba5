"""Answers about care: repair, moments missed, what is remembered, and how it ended."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from domain._kernel import AnyEvent
from domain.breakup import BreakupAnnounced, RelationshipEnded
from domain.care import CareGiven, PreferenceNoted, SignalNoted
from domain.friction import IssueHandled, IssueRaised
from projections.answers.registry import Asked, Row, answer
from projections.answers.seen import beginning, over
from projections.answers.sums import days, ids, share, years
from projections.farewell.standing import standings
from projections.friction import turned_away


@answer(
    "repair-ratio",
    rows=(99,),
    about=(IssueRaised,),
    question="How often were disagreements repaired together, and how often not?",
    columns="relationship issues handled together share unhandled attempts_failed",
)
def repair_ratio(asked: Asked) -> Iterator[Row]:
    """Issues that were listened to, understood and solved together, of all that were handled."""
    for reading in asked.readings:
        issues = reading.state.named("issue")
        handled = list(reading.state.of(IssueHandled))
        together = [
            e for e in handled if e.fact.listened and e.fact.empathised and e.fact.sought_together
        ]
        failed = turned_away(reading.state)
        if issues:
            done = {e.fact.issue for e in handled}
            yield {
                "relationship": reading.relationship,
                "issues": len(issues),
                "handled": len(handled),
                "together": len(together),
                "share": share(len(together), len(handled)),
                "unhandled": len(set(issues) - done),
                "attempts_failed": len(failed),
                "events": ids(*(thing.opened for thing in issues.values()), *handled, *failed),
            }


@answer(
    "moments-missed",
    rows=(154,),
    about=(SignalNoted,),
    question="Were we there when the client gave a signal, and how soon?",
    columns="relationship signal signal_kind at until answered days in_time missed",
)
def moments_missed(asked: Asked) -> Iterator[Row]:
    """Each signal and the answer to it: days between them, and whether it came in time."""
    for reading in asked.readings:
        for key, thing in reading.state.named("signal").items():
            noted = thing.opened
            answers = [e for e in thing.later if isinstance(e.fact, CareGiven)]
            first = min(answers, key=lambda e: e.order, default=None)
            until = noted.fact.until
            in_time = None
            if first:
                in_time = first.occurred_at.reached_by(until) if until else None
            gone = until is not None and until.end <= asked.now.start
            yield {
                "relationship": reading.relationship,
                "signal": key,
                "signal_kind": noted.fact.kind,
                "at": noted.occurred_at,
                "until": until,
                "answered": first.occurred_at if first else None,
                "days": days(noted.occurred_at, first.occurred_at) if first else None,
                "in_time": in_time,
                "missed": (in_time is False or (first is None and gone)) if until else None,
                "events": ids(noted, first),
            }


@answer(
    "purchase-memory",
    rows=(139,),
    about=(PreferenceNoted,),
    question="What did the client buy and like, and will it be found again?",
    columns="relationship item bought last liked wants_again memory_aid",
)
def purchase_memory(asked: Asked) -> Iterator[Row]:
    """Each thing bought, whether it was liked, and whether a memory aid was given since."""
    for reading in asked.readings:
        items: dict[str, list[AnyEvent]] = defaultdict(list)
        for event in reading.state.of(PreferenceNoted):
            if event.fact.kind in ("bought", "likes", "wants-again"):
                items[event.fact.item].append(event)
        aids = [e for e in reading.state.of(CareGiven) if e.fact.kind == "memory-aid"]
        for item, events in sorted(items.items()):
            bought = [e for e in events if e.fact.kind == "bought"]
            if not bought:
                continue
            liked = [e.fact.liked for e in events if e.fact.liked is not None]
            liked += [True for e in events if e.fact.kind == "likes" and e.fact.liked is None]
            given = [e for e in aids if e.occurred_at >= bought[0].occurred_at]
            yield {
                "relationship": reading.relationship,
                "item": item,
                "bought": len(bought),
                "last": bought[-1].occurred_at,
                "liked": liked[-1] if liked else None,
                "wants_again": any(e.fact.kind == "wants-again" for e in events) or None,
                "memory_aid": bool(given) or None,
                "events": ids(*events, *given),
            }


@answer(
    "endings",
    rows=(106, 111),
    about=(BreakupAnnounced, RelationshipEnded),
    question="Who left, for which reason, and how was the goodbye handled?",
    columns="relationship by at years value words reason_told met late violated unknown",
)
def endings(asked: Asked) -> Iterator[Row]:
    """An end is no failure by itself: its reason stands beside how the goodbye was done."""
    for reading in asked.readings:
        state, begun = reading.state, beginning(reading)
        announced, ended = state.last(BreakupAnnounced), state.last(RelationshipEnded)
        first = announced or ended
        if first is None or state.phase not in ("breakup", "ended"):
            continue
        duties = standings(state, asked.now, reading.place)
        verdicts = Counter(one.verdict for one in duties)
        cited = [e.id for one in duties for e in one.events]
        words = (announced and announced.fact.reason) or (ended and ended.fact.reason)
        yield {
            "relationship": reading.relationship,
            "by": first.fact.by,
            "at": over(state, asked.now) or first.occurred_at,
            "years": years(begun.occurred_at, over(state, asked.now) or asked.now),
            "value": ended.fact.value if ended else None,
            "words": words,
            "reason_told": announced.fact.reason_told if announced else None,
            "met": verdicts["met"],
            "late": verdicts["late"],
            "violated": verdicts["violated"],
            "unknown": verdicts["unknown"],
            "events": list(dict.fromkeys([*ids(announced, ended), *cited])),
        }

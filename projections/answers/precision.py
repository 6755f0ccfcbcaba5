"""The answer about the rules themselves: how often each was right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from projections.answers.registry import Asked, Row, answer
from projections.precision import Alarm, alarms
from projections.precision import precision as counted


@answer(
    "precision",
    rows=(21,),
    question="How often was each rule right, by what people answered to its findings?",
    columns="finding raised answers right wrong unanswered precision from_share to_share",
)
def precision(asked: Asked) -> Iterator[Row]:
    """Each rule that found something, and what people made of it."""
    yield from by_rule(alarm for r in asked.readings for alarm in alarms(r, asked.now))


def by_rule(found: Iterable[Alarm]) -> Iterator[Row]:
    """Yield a row for each rule, of all its alarms."""
    for one in counted(found):
        low, high = one.interval or (None, None)
        yield {
            "finding": one.code,
            "raised": one.raised,
            "answers": one.answered,
            "right": one.right,
            "wrong": one.wrong,
            "unanswered": one.open,
            "precision": _rounded(one.share),
            "from_share": _rounded(low),
            "to_share": _rounded(high),
            "events": list(one.events),
        }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)

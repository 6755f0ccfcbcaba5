"""What people answered to a finding, in words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from journeys.cli.rows import mentioned
from journeys.language import Language, t

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from domain.moments import Moment
    from projections.finding import Finding
    from projections.reply import Reply, Standing

STANDINGS = ("open", "unanswered", "acknowledged", "acted", "dismissed", "snoozed", "all")
"""Which findings can be asked for by how they were answered."""
_SAID = {
    "acknowledged": t("acknowledged by {by} on {at}"),
    "dismissed": t("dismissed by {by} on {at}: {reason}"),
    "snoozed": t("put off by {by} on {at}, until {until}"),
    "acted": t("acted on by {by} on {at}"),
}
_BACK = {
    "evidence": t("back: {events} had not been seen then"),
    "severity": t("back: it has become graver since"),
    "date": t("back: its date has come"),
}


def wanted(finding: Finding, answered: str, now: Moment) -> bool:
    """Whether a finding stands as was asked for: ``open`` is what asks for attention."""
    from projections.reply import QUIET

    standing = finding.standing(now)
    if answered == "open":
        return standing not in QUIET
    return answered == "all" or standing == ("open" if answered == "unanswered" else answered)


def replied(finding: Finding, words: Language, now: Moment) -> str:
    """Return what was answered, by whom and when, and what has come of it; empty for nothing."""
    reply = finding.reply
    if reply is None:
        return ""
    parts = [
        words.quote(  # a pseudonym stays as it is, whatever it means in the reader's language
            _SAID[reply.answer],
            by=reply.by,
            at=words.moment(reply.at),
            reason=words.word(reply.reason or ""),
            until=words.moment(reply.until) if reply.until else "",
        )
    ]
    back = reply.back(now)
    if back:
        parts.append(words.say(_BACK[back], events=mentioned(reply.news)))
    elif reply.news:
        parts.append(words.say(t("more since: {events}"), events=mentioned(reply.news)))
    if reply.answer == "acted" and not back:
        parts.append(words.say(_came_of_it(finding, reply, now)))
    return " · ".join(parts)


def _came_of_it(finding: Finding, reply: Reply, now: Moment) -> str:
    if finding.until is None or finding.is_open(now):
        return t("it still stands")
    if finding.over != "settled" and reply.at <= finding.until:
        return t("over since")
    return t("settled since") if reply.at <= finding.until else t("settled before that")


def quiet(counted: Mapping[Standing, int], words: Language) -> str:
    """Return how many findings ask for nobody's attention, by why; empty for none."""
    return " · ".join(f"{n} {words.word(name)}" for name, n in counted.items() if n)


def hidden(findings: Iterable[Finding], now: Moment) -> dict[Standing, int]:
    """Return how many of these findings were dismissed and put off."""
    from projections.reply import QUIET

    counts = Counter(finding.standing(now) for finding in findings)
    return {name: counts[name] for name in QUIET if counts[name]}

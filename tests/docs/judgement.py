"""What is refused, what is found, and what is owed at a goodbye."""

from __future__ import annotations

from collections.abc import Iterator

from domain.rules import RULES as RECORDING_RULES
from domain.vocabulary import SEVERITIES
from journeys.cli.rows import HOW
from journeys.language import speak
from projections.farewell import DUTIES
from projections.farewell.duty import Due, Duty
from projections.farewell.scope import EEA, EU
from projections.findings.families import RULES


def recording_rules() -> Iterator[str]:
    """Yield the page of rules that refuse a command."""
    yield "# Rules of recording"
    yield ""
    yield "A command that a rule does not allow is refused by the rule's name. It changes nothing."
    yield ""
    yield "| rule | meaning | rows |"
    yield "|---|---|---|"
    for rule in RECORDING_RULES:
        yield f"| `{rule.name}` | {rule.meaning} | {_rows(rule.rows)} |"


def findings() -> Iterator[str]:
    """Yield the page of findings."""
    dutch = speak("nl")
    yield "# Findings"
    yield ""
    yield "A finding is raised by a rule, on evidence, from a moment on. Goodbye duties that are"
    yield "violated or late are findings too: see [the duties](duties.md)."
    yield ""
    yield "A finding is over when a fact settles it. One about some stretch of time lapses by"
    yield "itself when too little of what it counts lies within that stretch any more: whether it"
    yield "is still so nobody knows then. All end with the relationship, but for those about the"
    yield "goodbye or about what is owed all the same. As of an earlier day each is open as it was."
    for severity in reversed(SEVERITIES):
        chosen = [r for r in RULES.values() if r.severity == severity and not _is_duty(r.code)]
        if chosen:
            yield f"\n## {severity.capitalize()}"
        for rule in sorted(chosen, key=lambda r: r.code):
            yield f"\n### {rule.code}\n"
            yield f"Rule `{rule.name}` · {_rows(rule.rows)}\n"
            yield f"- says: {rule.sentence}"
            yield f"- Dutch: {dutch.say(rule.sentence)}"
            if rule.action:
                yield f"- do: {rule.action}"
            yield f"- cannot know: {rule.cannot_know}"
            if rule.lapses:
                yield "- lapses: by itself, when too little of it lies within its time"
            if rule.outlasts:
                yield "- outlasts the relationship: it is found, and stays, after the end"
            for name, value in rule.parameters.items():
                yield f"- `{name}` = {value}"


def duties() -> Iterator[str]:
    """Yield the page of goodbye duties."""
    dutch = speak("nl")
    yield "# Goodbye duties"
    yield ""
    yield "V: the rule was found on a public page (mostly summaries of law, not the statute),"
    yield "G: general knowledge, S: the practitioners' own words, H: a house rule. This is product"
    yield "design, not legal advice. How they are judged, one by one and as a whole, is told in"
    yield "[goodbyes](../farewell.md)."
    yield ""
    yield "| # | code | obligation | Dutch | who | how | due | owed | weight | source | rows |"
    yield "|---|---|---|---|---|---|---|---|---|---|---|"
    for duty in DUTIES:
        yield (
            f"| {duty.number} | `{duty.code}` | {duty.obligation} | {dutch.say(duty.obligation)} "
            f"| {duty.who} | {HOW[duty.over]}{_grades(duty)} "
            f"| {_due(duty.due)} after: {duty.clock} | {_owed(duty)} | {duty.severity} "
            f"| {duty.source} | {_rows(duty.rows)} |"
        )


def _grades(duty: Duty) -> str:
    told = [
        f"from {grade.years:g} years {grade.channel} or richer{', senior' * grade.senior}"
        for grade in duty.grades
    ]
    return f" ({'; '.join(told)})" if told else ""


def _owed(duty: Duty) -> str:
    """Return to whom a duty is owed."""
    parts = [f"the {duty.ender} ended it"] if duty.ender != "either" else []
    parts += [name.upper() for name in duty.markets]
    parts += list(duty.sectors)
    if duty.jurisdictions:
        named = {EU: "EU", EEA: "EEA", (*EEA, "GB"): "EEA and GB"}
        parts.append(named.get(duty.jurisdictions, ", ".join(duty.jurisdictions)))
    if duty.where_failed:
        parts.append("the supplier failed")
    return ", ".join(parts) or "always"


def _due(due: Due) -> str:
    parts = ["by the end date, else"] if due.until_end else []
    if due.working_days is not None:
        return " ".join([*parts, f"{due.working_days} working days"])
    return " ".join([*parts, f"{due.days} days"])


def _rows(rows: tuple[int, ...]) -> str:
    return ", ".join(f"R-{row}" for row in rows)


def _is_duty(code: str) -> bool:
    return code.startswith("farewell-")

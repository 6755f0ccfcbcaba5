"""Answers about our core values: by which behaviour they are seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from domain._kernel import AnyEvent, Event
from domain.organisation import ValuesDeclared
from domain.values import BehaviourObserved, ValueDeclared, ValueJudged
from projections.answers.registry import Asked, Row, answer
from projections.answers.sums import ids, share


def _declared(asked: Asked) -> Iterator[tuple[str, str, int, AnyEvent]]:
    """Yield (whose, value, behaviours described, event) of every value that is declared."""
    for organisation in asked.organisations:
        last = organisation.last(ValuesDeclared)
        for value in last.fact.values if last else ():
            described = sum(key == value for key, _ in last.fact.behaviours) if last else 0
            if last:
                yield organisation.id, value, described, last
    for reading in asked.readings:
        for event in reading.state.of(ValueDeclared):
            yield reading.relationship, event.fact.value, len(event.fact.behaviour), event


def _observed(asked: Asked, whose: str, value: str) -> list[Event[BehaviourObserved]]:
    """Return what was seen of a value: in one relationship, or anywhere for an organisation."""
    return [
        e
        for r in asked.readings
        if r.relationship == whose or whose in {o.id for o in asked.organisations}
        for e in r.state.of(BehaviourObserved)
        if e.fact.value == value
    ]


@answer(
    "value-evidence",
    rows=(131, 132),
    again=True,
    about=(ValueDeclared, BehaviourObserved),
    question="By which behaviour is each core value seen, or denied?",
    columns="subject_id value described upheld contradicted verdict",
)
def value_evidence(asked: Asked) -> Iterator[Row]:
    """Each core value, the behaviour described for it, and what was observed."""
    for whose, value, described, declared in _declared(asked):
        seen = _observed(asked, whose, value)
        judged = [
            e
            for r in asked.readings
            if r.relationship == whose
            for e in r.state.of(ValueJudged)
            if e.fact.value == value
        ]
        yield {
            "subject_id": whose,
            "value": value,
            "described": described,
            "upheld": sum(e.fact.supports for e in seen),
            "contradicted": sum(not e.fact.supports for e in seen),
            "verdict": judged[-1].fact.verdict if judged else None,
            "events": ids(declared, *seen, *judged),
        }


@answer(
    "values-lived",
    rows=(131,),
    again=True,
    about=(ValueDeclared, BehaviourObserved),
    question="Which share of our core values is seen in behaviour?",
    columns="subject_id values described observed share",
)
def values_lived(asked: Asked) -> Iterator[Row]:
    """How many of the values declared have behaviour described, and behaviour observed."""
    whose: dict[str, list[tuple[str, int, AnyEvent]]] = defaultdict(list)
    for subject, value, described, event in _declared(asked):
        whose[subject].append((value, described, event))
    for subject, values in whose.items():
        seen = {value: _observed(asked, subject, value) for value, _, _ in values}
        lived = sum(any(e.fact.supports for e in found) for found in seen.values())
        yield {
            "subject_id": subject,
            "values": len(values),
            "described": sum(described > 0 for _, described, _ in values),
            "observed": lived,
            "share": share(lived, len(values)),
            "events": ids(*(e for _, _, e in values), *(e for f in seen.values() for e in f)),
        }

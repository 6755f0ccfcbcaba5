"""The fold of findings: a docket that every event may add to, or settle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from domain._kernel import AnyEvent
from domain.courtship import RelationshipOpened
from domain.moments import Moment
from domain.relationship import Relationship, evolve
from projections.alarms import following
from projections.alarms.bounds import Bounds
from projections.alarms.following import CONTACT
from projections.alarms.watching import Rise, Watching
from projections.calendar import Calendar, Place
from projections.contacts import Contacts
from projections.finding import Finding, Say, cite
from projections.findings.drift import said as said_of
from projections.findings.families import RULES
from projections.findings.registry import Raise, Rule, Scene
from projections.moods import Moods

Identity = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Docket:
    """Everything judged so far of one relationship: the state, the moods, and the findings."""

    state: Relationship
    place: Place
    moods: Moods = field(default_factory=Moods)
    findings: Mapping[Identity, Finding] = field(default_factory=dict)
    contacts: Contacts = field(default_factory=Contacts)
    watching: Watching = field(default_factory=Watching)

    @classmethod
    def empty(cls, relationship: str, calendar: Calendar, bounds: Bounds | None = None) -> Docket:
        """Return the docket of a relationship about which nothing is known."""
        watching = Watching(bounds or Bounds())
        return cls(Relationship(relationship), Place(calendar), watching=watching)

    def after(self, event: AnyEvent) -> Docket:
        """Return the docket after *event*. Pure."""
        before = self.until(event.occurred_at) if isinstance(event.fact, CONTACT) else self
        return _after(before, event)

    def until(self, moment: Moment | None = None) -> Docket:
        """Return the docket with what silence brings before *moment*, or ever if nothing happens.

        The clock brings no event: an alarm of silence has the day of the clock's tick.
        """
        watching = following.foreseen(self.watching, moment)
        if watching is None:
            return self
        findings = self.findings
        for rise in watching.moves:
            if isinstance(rise, Rise):
                now = rise.evidence[-1].occurred_at
                entry = RULES[rise.code]
                findings = _raised(findings, entry, self.state.id, now, said_of(rise))
        return replace(self, findings=findings, watching=watching)


def _after(before: Docket, event: AnyEvent) -> Docket:
    state, moods = evolve(before.state, event), before.moods.after(event)
    place = before.place
    if isinstance(event.fact, RelationshipOpened):
        place = replace(place, jurisdiction=event.fact.jurisdiction, zone=event.fact.zone)
    contacts = before.contacts.after(event)
    watching = following.after(before.watching, event, state.phase)
    scene = Scene(event, before.state, state, moods, place, contacts, watching)
    findings = before.findings
    for entry in _concerned(event):
        for said in entry.look(scene, **entry.parameters):
            findings = (
                _raised(findings, entry, state.id, scene.now, said)
                if isinstance(said, Raise)
                else _settled(findings, (entry.code, said.key), event.occurred_at)
            )
    return Docket(state, place, moods, findings, contacts, watching)


_BY_FACT: dict[type[Any], tuple[Rule, ...]] = {}


def _concerned(event: AnyEvent) -> tuple[Rule, ...]:
    kind = type(event.fact)
    if kind not in _BY_FACT:
        _BY_FACT[kind] = tuple(r for r in RULES.values() if not r.on or issubclass(kind, r.on))
    return _BY_FACT[kind]


def _raised(
    findings: Mapping[Identity, Finding],
    entry: Rule,
    relationship: str,
    now: Moment,
    said: Raise,
) -> Mapping[Identity, Finding]:
    identity = (entry.code, said.key)
    standing = findings.get(identity)
    if standing is not None and standing.until is None and standing.since.reached_by(now):
        if said.due == standing.due:
            return findings
        return {**findings, identity: replace(standing, due=said.due)}
    says = {**entry.parameters, **said.says}
    finding = Finding(
        code=entry.code,
        key=said.key,
        severity=said.severity or entry.severity,
        relationship=relationship,
        since=max(said.since or now, now),
        evidence=cite(*said.evidence),
        sentence=Say(entry.sentence, says),
        action=Say(entry.action, says) if entry.action else None,
        due=said.due,
        rule=entry.name,
        parameters=entry.parameters | said.figures,
        rows=entry.rows,
        verdict=said.verdict,
        value=entry.value,
    )
    return {**findings, identity: finding}


def _settled(
    findings: Mapping[Identity, Finding], identity: Identity, now: Moment
) -> Mapping[Identity, Finding]:
    standing = findings.get(identity)
    if standing is None or standing.until is not None:
        return findings
    if standing.since > now:
        return {key: finding for key, finding in findings.items() if key != identity}
    return {**findings, identity: replace(standing, until=now)}


def open_at(findings: Iterable[Finding], now: Moment) -> tuple[Finding, ...]:
    """Return the findings that are so at *now*."""
    return tuple(finding for finding in findings if finding.is_open(now))

"""The fold of findings: a docket that every event may add to, or settle."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field, replace
from functools import reduce
from typing import Any

from domain._kernel import AnyEvent
from domain.courtship import RelationshipOpened
from domain.growing import Grown, Shelf
from domain.moments import Moment
from domain.relationship import Relationship, evolve
from domain.unchanging import unchanging
from domain.vocabulary import SEVERITIES
from projections.alarms import following
from projections.alarms.bounds import Bounds
from projections.alarms.following import CONTACT
from projections.alarms.watching import Rise, Watching
from projections.calendar import Calendar, Place
from projections.contacts import Contacts
from projections.evidence import cite
from projections.finding import Finding, Say
from projections.findings.book import USUAL, Book
from projections.findings.drift import said as said_of
from projections.findings.registry import Raise, Renew, Rule, Scene, Settle
from projections.moods import Moods

Identity = tuple[str, str]
Findings = Shelf[Identity, Finding]


@unchanging
class Docket:
    """Everything judged so far of one relationship: the state, the moods, and the findings.

    ``touched`` are the findings that the last event raised, changed or settled; ``book`` holds the
    rules that are asked.
    """

    state: Relationship
    place: Place
    moods: Moods = field(default_factory=Moods)
    findings: Findings = field(default_factory=Shelf)
    contacts: Contacts = field(default_factory=Contacts)
    touched: tuple[Identity, ...] = ()
    watching: Watching = field(default_factory=Watching)
    book: Book = USUAL

    @classmethod
    def empty(
        cls,
        relationship: str,
        calendar: Calendar,
        bounds: Bounds | None = None,
        book: Book = USUAL,
    ) -> Docket:
        """Return the docket of a relationship about which nothing is known."""
        watching = Watching(bounds or Bounds())
        return cls(Relationship(relationship), Place(calendar), watching=watching, book=book)

    def after(self, event: AnyEvent) -> Docket:
        """Return the docket after *event*. Pure."""
        before = self.until(event.occurred_at) if isinstance(event.fact, CONTACT) else self
        return _after(before, event, () if before is self else before.touched)

    def until(self, moment: Moment | None = None) -> Docket:
        """Return the docket with what silence brings before *moment*, or ever if nothing happens.

        The clock brings no event: an alarm of silence has the day of the clock's tick.
        """
        watching = following.foreseen(self.watching, moment)
        if watching is None:
            return self
        findings, touched = self.findings, []
        for rise in watching.moves:
            entry = self.book.rules.get(rise.code)
            if entry is not None and isinstance(rise, Rise):
                now = rise.evidence[-1].occurred_at
                findings = _raised(findings, entry, self.state.id, now, said_of(rise))
                touched.append((rise.code, rise.key))
        return replace(self, findings=findings, watching=watching, touched=tuple(touched))

    def closing(self, finding: Finding) -> Finding | None:
        """Return a finding as the end of the relationship leaves it; None where it never came.

        What is about the goodbye, or owed all the same, does not end with it.
        """
        entry = self.book.rules.get(finding.code)
        if entry is None or entry.outlasts:
            return finding
        return finding.until_the_end(self.state.over_at)

    def closed(self) -> Docket:
        """Return the docket with what the end of the relationship ends, or keeps from coming."""
        ended = self.state.over_at
        return self if ended is None else replace(self, findings=_closed(self)[0])


def _closed(docket: Docket) -> tuple[Findings, list[Identity]]:
    """Return the findings as the end leaves them, and which of them are other than before."""
    findings, touched = docket.findings, list[Identity]()
    for identity, finding in docket.findings.items():
        left = docket.closing(finding)
        if left is not finding:
            findings = findings.put(identity, left) if left else findings.without(identity)
            touched.append(identity)
    return findings, touched


def _after(before: Docket, event: AnyEvent, touched: Iterable[Identity]) -> Docket:
    """Return the docket after an event; *touched* is what silence brought before it."""
    state, moods = evolve(before.state, event), before.moods.after(event)
    place = before.place
    if isinstance(event.fact, RelationshipOpened):
        told = event.fact.jurisdiction or place.jurisdiction
        place = Place(place.calendar, told, event.fact.zone)
    contacts = before.contacts.after(event)
    watching = following.after(before.watching, event, state.phase)
    scene = Scene(event, before.state, state, moods, place, contacts, watching)
    findings, changed = before.findings, list(touched)
    over = state.phase_at(event.occurred_at) == "ended"
    if not over and before.state.phase_at(event.occurred_at) == "ended":  # it begins again
        findings, ended = _closed(before)
        changed += ended
    for entry in before.book.concerned(scene):
        for said in entry.look(scene, **entry.parameters):
            known = findings
            if isinstance(said, Settle):
                findings = _settled(findings, (entry.code, said.key), event.occurred_at)
            elif over and not entry.outlasts:
                continue
            elif isinstance(said, Renew):
                findings = _renewed(findings, (entry.code, said.key), scene.now, said.until)
            else:
                findings = _raised(findings, entry, state.id, scene.now, said)
            if findings is not known:
                changed.append((entry.code, said.key))
    return Docket(state, place, moods, findings, contacts, tuple(changed), watching, before.book)


def _raised(
    findings: Findings, entry: Rule, relationship: str, now: Moment, said: Raise
) -> Findings:
    identity = (entry.code, said.key)
    standing = findings.get(identity)
    if standing is not None and standing.stands(now) and standing.since.reached_by(now):
        borne_out = _borne_out(standing, entry, said)
        return findings if borne_out is standing else findings.put(identity, borne_out)
    says, evidence = {**entry.parameters, **said.says}, cite(*said.evidence)
    since = max(said.since or now, now)
    until = said.until if said.until and said.until > since else None
    finding = Finding(
        code=entry.code,
        key=said.key,
        severity=said.severity or entry.severity,
        relationship=relationship,
        since=since,
        until=until,
        over="lapsed" if until else None,
        evidence=evidence,
        told=Grown(item.id for item in evidence),
        sentence=Say(entry.sentence, says),
        action=Say(entry.action, says) if entry.action else None,
        due=said.due,
        rule=entry.name,
        parameters=entry.parameters | said.figures,
        rows=entry.rows,
        verdict=said.verdict,
        value=said.value,
    )
    return findings.put(identity, finding)


def _borne_out(standing: Finding, entry: Rule, said: Raise) -> Finding:
    """Return a standing finding with what bears it out since; itself where that is nothing.

    It keeps its beginning, its key and what it was raised on. Where it has become graver it is
    told anew, in the figures that make it so; it becomes no milder while it stands.
    """
    new = set(standing.told.lacking([event.id for event in said.evidence]))
    news = cite(*(event for event in said.evidence if event.id in new)) if new else ()
    severity = said.severity or entry.severity
    graver = SEVERITIES.index(severity) > SEVERITIES.index(standing.severity)
    until = _later(standing.until, said.until)
    if not news and not graver and (said.due, until) == (standing.due, standing.until):
        return standing
    changed: dict[str, Any] = {"due": said.due, "until": until, "over": until and standing.over}
    changed["further"] = reduce(Grown.plus, news, standing.further)
    changed["told"] = reduce(Grown.plus, (item.id for item in news), standing.told)
    if graver:
        says = {**entry.parameters, **said.says}
        changed |= {"severity": severity, "sentence": Say(entry.sentence, says)}
        changed["action"] = Say(entry.action, says) if entry.action else None
    return replace(standing, **changed)


def _settled(findings: Findings, identity: Identity, now: Moment) -> Findings:
    standing = findings.get(identity)
    if standing is None or not standing.stands(now):
        return findings
    if standing.since > now:
        return findings.without(identity)
    return findings.put(identity, replace(standing, until=now, over="settled"))


def _renewed(findings: Findings, identity: Identity, now: Moment, until: Moment | None) -> Findings:
    standing = findings.get(identity)
    if standing is None or not standing.stands(now):
        return findings
    later = _later(standing.until, until)
    if later == standing.until:
        return findings
    return findings.put(identity, replace(standing, until=later, over=later and "lapsed"))


def _later(one: Moment | None, other: Moment | None) -> Moment | None:
    """Return the later of two ends; what has none never ends."""
    return None if one is None or other is None else max(one, other)


def open_at(findings: Iterable[Finding], now: Moment) -> tuple[Finding, ...]:
    """Return the findings that are so at *now*."""
    return tuple(finding for finding in findings if finding.is_open(now))

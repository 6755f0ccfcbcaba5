"""Journey maps in a store: written, published, compared, and adopted by a relationship.

Every function that leads to something being recorded returns the command, so that it can be
rehearsed first; `Engine.record` carries it out.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain._kernel import Event, Fact, Record
from domain.errors import NotFound, Refused
from domain.maps import (
    PREFIX,
    Complexity,
    MapBody,
    MapChanged,
    MapDrafted,
    MapKind,
    MapPublished,
    Strictness,
    as_process,
    edition,
    is_changed,
    key_of,
    latest,
    publications,
)
from domain.moments import Moment
from domain.relationship import Relationship, decide, fold

if TYPE_CHECKING:
    from journeys.engine import Engine
    from journeys.io.map_yaml import MapFile


@dataclass(frozen=True, slots=True)
class MapSummary:
    """One map in a list.

    ``edition`` is the last that was published, ``published`` since when; ``changed`` whether the
    draft says something that no edition says yet.
    """

    key: str
    title: str
    kind: MapKind
    edition: int | None
    published: Moment | None
    changed: bool
    touchpoints: int
    gates: int


@dataclass(frozen=True, slots=True)
class Manner:
    """How a command is recorded: by whom, and when it happened (None: now)."""

    actor: str
    occurred_at: Moment | None = None


# --- looking ---------------------------------------------------------------------------------


def maps(engine: Engine) -> list[MapSummary]:
    """Return every map in the store, by key."""
    return [_summary(state_of(engine, known)) for known in engine.store.relationships(PREFIX)]


def find(engine: Engine, prefix: str) -> str:
    """Return the id of the one map whose key is *prefix*, or begins with it.

    Raises
    ------
    NotFound
        When there is none, or more than one.
    """
    wanted = PREFIX + key_of(prefix)
    fits = wanted.isascii() and wanted.isprintable()
    known = engine.store.relationships(wanted, limit=_CANDIDATES) if fits else []
    if wanted in known or len(known) == 1:
        return wanted if wanted in known else known[0]
    if not known:
        message = "no map is called {prefix}; 'journeys map list' shows them all"
        raise NotFound(message, prefix=key_of(prefix))
    message = "{prefix} may be any of {candidates}: type more of it"
    candidates = ", ".join(key_of(one) for one in known)
    raise NotFound(message, prefix=key_of(prefix), candidates=candidates)


def state_of(engine: Engine, map_id: str) -> Relationship:
    """Return a map as it stands; one of which nothing is known yet as well."""
    return fold(None, engine.store.events(map_id)) or Relationship(map_id)


def body_of(state: Relationship, number: int | None) -> MapBody:
    """Return an edition of a map; for None its draft.

    Raises
    ------
    NotFound
        When no such edition was published.
    """
    body = latest(state) if number is None else edition(state, number)
    if body is None:
        message = "{map} has no edition {edition}; it has {editions}"
        known = ", ".join(map(str, publications(state))) or "–"
        raise NotFound(message, map=key_of(state.id), edition=number, editions=known)
    return body


# --- recording -------------------------------------------------------------------------------


def draft_or_change(
    engine: Engine, file: MapFile, manner: Manner, *, publish: bool = False
) -> Record | None:
    """Return the command that puts a map on record as it was read; None when it says nothing new.

    Parameters
    ----------
    engine
        Where the map is, or will be.
    file
        The map, as `journeys.io.map_yaml` reads it.
    manner
        By whom and when.
    publish
        Whether it becomes the next edition in the same breath: both or neither.
    """
    state = state_of(engine, file.id)
    facts: list[Fact] = []
    if latest(state) is None:
        facts.append(MapDrafted(body=file.body))
    elif latest(state) != file.body:
        facts.append(MapChanged(body=file.body))
    if publish and (facts or is_changed(state)):
        file.check_publishable()
        facts.append(MapPublished(edition=_next(state)))
    return _record(engine, state.id, tuple(facts), manner, state.version) if facts else None


def publish(engine: Engine, map_id: str, manner: Manner, number: int | None = None) -> Record:
    """Return the command that publishes the draft of a map, as the next edition unless told."""
    state = state_of(engine, map_id)
    fact = MapPublished(edition=_next(state) if number is None else number)
    return _record(engine, map_id, (fact,), manner, state.version)


def adopt(
    engine: Engine,
    relationship: str,
    map_id: str,
    manner: Manner,
    *,
    number: int | None = None,
    complexity: Complexity | None = None,
    strictness: Strictness | None = None,
    discretion: tuple[str, ...] | None = None,
) -> Record:
    """Return the command by which a relationship adopts an edition of a map, the last unless told.

    Its cause is the publication. The same adoption at the same moment always has the same command
    id, so sending it twice records it once.

    Parameters
    ----------
    engine
        Where both are on record.
    relationship, map_id
        Who adopts, and what.
    manner
        By whom and when.
    number
        The edition.
    complexity
        The class of the work; it settles the strictness unless that is given too.
    strictness
        How strictly the steps are kept to.
    discretion
        The gates that the team may leave out by itself: never a foundation.

    Raises
    ------
    Refused
        ``published-editions-only`` when that edition is not published, or was not yet at that
        moment; ``discretion-has-limits`` for a gate that is not there or may not be left out.
    """
    state = state_of(engine, map_id)
    published = _published(state, number)
    body = body_of(state, published.fact.edition)
    when = manner.occurred_at or engine.clock()
    if when.end < published.occurred_at.start:
        message = "edition {edition} of {map} was published on {published}, after {occurred}"
        values = {"edition": published.fact.edition, "map": key_of(map_id), "occurred": when}
        raise Refused(_ONLY, message, **values, published=published.occurred_at)
    _check_discretion(body, discretion or ())
    fact = as_process(
        body,
        map_id,
        published.fact.edition,
        complexity=complexity,
        strictness=strictness,
        discretion=discretion or None,
    )
    return _record(engine, relationship, (fact,), Manner(manner.actor, when), 0, published.id)


def rehearse(engine: Engine, command: Record) -> None:
    """Let the rules decide about a command, and record nothing.

    Raises
    ------
    Refused
        With the rule that would say no.
    """
    decide(fold(None, engine.store.events(command.relationship)), command)


_ONLY = "published-editions-only"
_CANDIDATES = 10
"""So many maps are named where a beginning may mean several."""


def _published(state: Relationship, number: int | None) -> Event[MapPublished]:
    known = publications(state)
    if not known:
        message = "no edition of {map} is published yet: publish it before anybody adopts it"
        raise Refused(_ONLY, message, map=key_of(state.id))
    number = max(known) if number is None else number
    if number not in known:
        message = "edition {edition} of {map} is not published; there is {editions}"
        editions = ", ".join(map(str, known))
        raise Refused(_ONLY, message, edition=number, map=key_of(state.id), editions=editions)
    return known[number]


def _check_discretion(body: MapBody, discretion: tuple[str, ...]) -> None:
    gates = {gate.gate: gate for gate in body.gates}
    for key in discretion:
        if key not in gates:
            message = "the map has no {kind} called {key}: add it, or name another"
            raise Refused("discretion-has-limits", message, kind="gate", key=key)
        if gates[key].foundation or not gates[key].waivable:
            message = "the gate {gate} is a foundation or may not be waived: no team may leave it"
            raise Refused("discretion-has-limits", message, gate=key)


def _next(state: Relationship) -> int:
    return max(publications(state), default=0) + 1


def _record(
    engine: Engine,
    subject: str,
    facts: tuple[Fact, ...],
    manner: Manner,
    version: int,
    cause: str | None = None,
) -> Record:
    now = engine.clock()
    when = manner.occurred_at or now
    said = [[fact.topic, fact.model_dump(mode="json")] for fact in facts]
    meant = json.dumps([subject, said, str(when), manner.actor, version], sort_keys=True)
    return Record(
        occurred_at=when,
        recorded_at=now,
        actor=manner.actor,
        command_id="map-" + hashlib.sha256(meant.encode()).hexdigest()[:24],
        cause=cause,
        relationship=subject,
        facts=facts,
    )


def _summary(state: Relationship) -> MapSummary:
    body = body_of(state, None)
    known = publications(state)
    last = known[max(known)] if known else None
    return MapSummary(
        key=key_of(state.id),
        title=body.title,
        kind=body.kind,
        edition=last.fact.edition if last else None,
        published=last.occurred_at if last else None,
        changed=is_changed(state),
        touchpoints=len(body.touchpoints),
        gates=len(body.gates),
    )

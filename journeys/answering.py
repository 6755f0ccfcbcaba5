"""Answering: which finding somebody means, and what an answer to it says."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from difflib import get_close_matches
from typing import TypedDict, Unpack

from pydantic import ValidationError

from domain._kernel import Record, explain
from domain.errors import NotFound, Refused
from domain.judgement import FindingAnswered
from domain.moments import Moment
from domain.vocabulary import Dismissal, FindingReply
from journeys.journey import Journey
from projections.finding import Finding

_SHOWN = 10


def name_of(finding: Finding) -> str:
    """Return what a finding is called: its code, a slash, and what tells it apart."""
    return f"{finding.code}/{finding.key}" if finding.key else finding.code


def answerable(findings: Iterable[Finding], now: Moment) -> list[str]:
    """Return what the findings that are open at *now* are called, as short as they can be."""
    found = [one for one in findings if one.is_open(now)]
    codes = [one.code for one in found]
    return sorted(name_of(one) if codes.count(one.code) > 1 else one.code for one in found)


def meant(findings: Iterable[Finding], name: str, now: Moment) -> Finding:
    """Return the one finding that *name* means at *now*.

    Parameters
    ----------
    findings
        Those of one relationship, settled and future ones as well.
    name
        Its code, or ``CODE/KEY``, each by its first letters where these are enough. The code
        alone means the one that is open, where one is; else the one that is settled.

    Raises
    ------
    NotFound
        When there is none, or more than one, or it is not so yet.
    """
    known = list(findings)
    code, _, key = name.partition("/")
    codes = {one.code for one in known}
    begun = [one for one in sorted(codes) if code and one.startswith(code)]
    code = begun[0] if code not in codes and len(begun) == 1 else code
    same = [one for one in known if one.code == code and one.key.startswith(key)]
    exact = [one for one in same if key and one.key == key]
    so = [one for one in exact or same if one.since.reached_by(now)]
    opened = [one for one in so if one.is_open(now)]
    if len(opened or so) == 1:
        return (opened or so)[0]
    if so:
        message = "{prefix} may be any of {candidates}: type more of it"
        candidates = ", ".join(sorted(name_of(one) for one in opened or so)[:_SHOWN])
        raise NotFound(message, prefix=name[:80], candidates=candidates)
    if same:
        message = "{name} is not so yet: it will be on {since}, if nothing comes between"
        raise NotFound(message, name=name[:80], since=min(one.since for one in same))
    raise _unknown(name, answerable(known, now))


def meant_at(
    look: Callable[[Moment], Iterable[Finding]], name: str, at: Moment, now: Moment
) -> Finding:
    """Return the finding that *name* meant *at* a moment gone by.

    Parameters
    ----------
    look
        Finds what could be found of what had happened by a moment.
    name, at
        See `meant`.
    now
        Where it was not so *at* that moment and is by *now*, the error says since when.
    """
    try:
        return meant(look(at), name, at)
    except NotFound:
        with suppress(NotFound):
            since = meant(look(now), name, now).since
            if not since.reached_by(at):
                message = "{name} was not so on {at}; it is so since {since}"
                details = {"name": name[:80], "at": at, "since": since}
                raise Refused("answers-what-was-so", message, **details) from None
        raise


def _unknown(name: str, opened: Sequence[str]) -> NotFound:
    near = get_close_matches(name, opened, n=3, cutoff=0.5) or opened[:_SHOWN]
    if near:
        message = "nothing was found under {name}; open are {near}"
        return NotFound(message, name=name[:80], near=", ".join(near))
    return NotFound("nothing was found under {name}; nothing is open", name=name[:80])


def about(finding: Finding, now: Moment, answer: str) -> dict[str, object]:
    """Return what an answer keeps of its finding: which it is, and what could be seen of it."""
    if answer == "snoozed" and not finding.is_open(now):
        message = "{name} is over since {until}: there is nothing to put off"
        raise Refused("snoozes-what-is-open", message, name=name_of(finding), until=finding.until)
    seen = dict.fromkeys(item.id for item in (*finding.evidence, *finding.further))
    return {
        "finding": finding.code,
        "key": finding.key or None,
        "seen": tuple(seen),
        "severity": finding.severity,
    }


class Said(TypedDict, total=False):
    """What may be said beside an answer.

    ``reason`` is why it is dismissed, ``until`` the moment until which it is put off, ``done`` the
    ids of the events in which something was done about it, ``by`` who judged, ``text`` what there
    is to say. ``at`` is when it was answered (now, unless given), ``actor`` who records it, and
    ``command_id`` an id of the caller's own: with the same ``at``, the same id has one effect.
    """

    reason: Dismissal
    until: Moment
    done: Sequence[str]
    by: str
    text: str
    at: Moment
    actor: str
    command_id: str


def command(journey: Journey, name: str, answer: FindingReply, **said: Unpack[Said]) -> Record:
    """Return the command that records an answer to a finding.

    Parameters
    ----------
    journey
        The relationship.
    name
        The finding, by its code or ``CODE/KEY``; see `meant`.
    answer
        What is answered: ``acknowledged``, ``dismissed``, ``snoozed``, ``acted`` or ``reopened``.
    **said
        What may be said beside it; see `Said`.

    Raises
    ------
    NotFound
        When no such finding is known, several are meant, or it is not so yet.
    Refused
        ``answers-what-was-so``, ``snoozes-what-is-open``, or ``is-well-formed`` for a value that
        fits no field.

    Examples
    --------
    >>> import journeys
    >>> with journeys.open(":memory:") as engine:
    ...     _ = engine.load_stories()
    ...     _ = engine.answer("telecom", "indifference", "dismissed", reason="not-so")
    ...     "indifference" in {finding.code for finding in engine.journey("telecom").asking()}
    False
    """
    now = journey.clock()
    at = said.get("at") or now
    finding = meant_at(lambda when: journey.reading(at=when).findings(), name, at, now)
    fields = {key: said.get(key) for key in ("reason", "until", "by", "text")}
    known = {**about(finding, at, answer), "answer": answer, "done": tuple(said.get("done", ()))}
    try:
        return Record(
            occurred_at=at,
            recorded_at=now,
            actor=said.get("actor", "me"),
            command_id=said.get("command_id") or str(uuid.uuid4()),
            relationship=journey.id,
            facts=(FindingAnswered.model_validate({**known, **fields}),),
        )
    except ValidationError as error:
        raise Refused("is-well-formed", "{what}", what=explain(error)) from None

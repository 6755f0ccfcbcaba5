"""Histories for drift: of every event only what the lines look at, from a store or from a file.

A whole event costs about ten times as much to read. Only facts that tell of a contact, or of an
end and a new beginning, are looked into; of the others the moment counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal, NamedTuple, cast

import msgspec

from domain._kernel import AnyEvent, Fact
from domain.breakup import BreakupAnnounced, BreakupWithdrawn, RelationshipRekindled
from domain.care import ContactHeld
from domain.errors import Damaged
from domain.feelings import FeelingObserved
from domain.friction import IncidentOccurred
from domain.moments import Moment
from domain.promises import PromiseSettled
from domain.state import area_of
from journeys.io.files import open_file, wrong
from journeys.io.native import LINE_LIMIT
from projections.ports import Log, LogRow

SIZE_LIMIT = 4_000_000_000
_OTHER = Fact()


class Seen(NamedTuple):
    """An event, as far as drift needs it."""

    id: str
    relationship: str
    version: int
    occurred_at: Moment
    recorded_at: Moment
    fact: Fact

    @property
    def order(self) -> tuple[Any, int]:
        """The place in the order in which things happened; ties by version."""
        return (self.occurred_at.start, self.version)


@dataclass(frozen=True, slots=True)
class History:
    """What is known of one relationship, in order of happening."""

    relationship: str
    events: list[AnyEvent]


class _Feeling(msgspec.Struct):
    whose: Literal["client", "staff"]
    valence: Annotated[float, msgspec.Meta(ge=-1, le=1)]
    said_by: Literal["client", "staff", "supplier", "system", "other"] | None = None
    source: Literal["self-report", "survey", "colleague", "retold", "text-model"] = "self-report"
    towards: Literal["supplier", "client", "rival", "work", "past", "self"] | None = None
    about: str | None = None


class _Settled(msgspec.Struct):
    outcome: str


class _Nothing(msgspec.Struct):
    pass


class _Stored(msgspec.Struct):
    id: str
    occurred_at: str
    recorded_at: str
    fact: msgspec.Raw


class _Line(msgspec.Struct):
    id: str
    type: str
    subject: str
    data: msgspec.Raw
    time: str | None = None
    occurred: str | None = None
    recordedtime: str | None = None
    recorded: str | None = None
    sequence: str | int | None = None


def _feeling(said: Any) -> Fact:  # noqa: ANN401 - a structure of the decoder's
    return FeelingObserved.model_construct(
        whose=said.whose, valence=said.valence, said_by=said.said_by, source=said.source,
        towards=said.towards, about=said.about,
    )  # fmt: skip


def _bare(kind: type[Fact]) -> Callable[[Any], Fact]:
    fact = kind.model_construct()
    return lambda _: fact


_TURNS = (BreakupAnnounced, BreakupWithdrawn, RelationshipRekindled)
_CONTACT, _INCIDENT = ContactHeld(), IncidentOccurred.model_construct(kind="small-error")
_MADE: dict[str, tuple[msgspec.json.Decoder[Any], Callable[[Any], Fact]]] = {
    ContactHeld.topic: (msgspec.json.Decoder(_Nothing), lambda _: _CONTACT),
    FeelingObserved.topic: (msgspec.json.Decoder(_Feeling), _feeling),
    IncidentOccurred.topic: (msgspec.json.Decoder(_Nothing), lambda _: _INCIDENT),
    PromiseSettled.topic: (
        msgspec.json.Decoder(_Settled),
        lambda said: PromiseSettled.model_construct(promise="p", outcome=said.outcome),
    ),
    **{kind.topic: (msgspec.json.Decoder(_Nothing), _bare(kind)) for kind in _TURNS},
}
_stored = msgspec.json.Decoder(_Stored)
_line = msgspec.json.Decoder(_Line)


def _fact(topic: str, raw: msgspec.Raw) -> Fact:
    if topic not in _MADE:
        return _OTHER
    decoder, make = _MADE[topic]
    return make(decoder.decode(raw))


def _seen(row: LogRow) -> Seen:
    try:
        said = _stored.decode(row.payload)
        return Seen(
            said.id, row.relationship, row.version, Moment(said.occurred_at),
            Moment(said.recorded_at), _fact(row.topic, said.fact),
        )  # fmt: skip
    except (msgspec.MsgspecError, ValueError):
        message = "event {version} of {relationship} cannot be read: run 'journeys verify'"
        details = {"version": row.version, "relationship": row.relationship}
        raise Damaged(message, **details) from None


def in_store(
    log: Log,
    relationships: Iterable[str],
    at: Moment | None = None,
    as_known: Moment | None = None,
) -> Iterator[History]:
    """Yield the histories of these relationships, one after another. O(their events)."""
    for relationship in relationships:
        yield _history(relationship, map(_seen, log.stream(relationship)), at, as_known)


def in_file(path: str, at: Moment | None = None, as_known: Moment | None = None) -> list[History]:
    """Return the histories in a file of journeys (JSON Lines of CloudEvents), by relationship.

    Raises
    ------
    Unreadable
        For the first line that is no event, or whose contact is not as it should be.
    NotFound
        When there is no such file.
    """
    found: dict[str, list[Seen]] = {}
    with open_file(path, SIZE_LIMIT) as file:
        for number, raw in enumerate(file, start=1):
            if not raw.strip():
                continue
            event = _read(path, number, raw)
            if area_of(event.relationship) != "relationship":
                continue
            events = found.setdefault(event.relationship, [])
            events.append(event if event.version else event._replace(version=len(events) + 1))
    if not found:
        raise wrong(path, 1, "the file is empty: a native file has one event on each line")
    return [_history(name, found[name], at, as_known) for name in sorted(found)]


def _read(path: str, number: int, raw: bytes) -> Seen:
    if len(raw) > LINE_LIMIT:
        raise wrong(path, number, "the line is longer than {limit:g} MB: an event is shorter than"
                    " that", limit=LINE_LIMIT / 1_000_000)  # fmt: skip
    try:
        said = _line.decode(raw)
        written = said.occurred or said.time
        if written is None:
            message = "time is missing: say when it happened with time, or with occurred"
            raise wrong(path, number, message)
        happened = Moment(written)
        recorded = said.recorded or said.recordedtime
        return Seen(
            said.id, said.subject, int(said.sequence or 0), happened,
            Moment(recorded) if recorded else happened, _fact(said.type, said.data),
        )  # fmt: skip
    except (msgspec.MsgspecError, ValueError) as error:
        message = "this is no event of a native journeys file: {reason}"
        raise wrong(path, number, message, reason=str(error)) from None


def _history(
    relationship: str, events: Iterable[Seen], at: Moment | None, as_known: Moment | None
) -> History:
    known = [
        event
        for event in events
        if (at is None or event.occurred_at.reached_by(at))
        and (as_known is None or event.recorded_at.reached_by(as_known))
    ]
    known.sort(key=lambda event: event.order)
    return History(relationship, cast("list[AnyEvent]", known))

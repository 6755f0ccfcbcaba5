"""The kernel: what a fact, an event and a command are, and how they are stored and read back.

A **fact** is what happened, in the words of a relationship. An **event** is a fact together with
how we know it: when it happened, when it was recorded, by whom, on whose word and what caused it.
A **command** asks to have facts recorded; `domain.relationship.decide` answers with the events.

This is one of the two places that know the event library (the other is ``journeys.store``).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Annotated, Any, ClassVar, Generic, Literal, TypeVar, get_args

from eventsourcing.persistence import Mapper, StoredEvent
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from domain.errors import Damaged, Refused, Unreadable
from domain.moments import Moment
from domain.vocabulary import Basis, Channel

Json = dict[str, Any]
Upcaster = Callable[[Json], Json]

_NO_NUL = r"^[^\x00]*$"
_ID = r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$"

RelationshipId = Annotated[str, StringConstraints(pattern=_ID)]
"""A pseudonym for a relationship, such as a client number; never a name or an address."""
EventId = Annotated[str, StringConstraints(pattern=_ID)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
"""What the members of a relationship call a promise, a goal or a gate: a short kebab-case word."""
Text = Annotated[str, StringConstraints(pattern=_NO_NUL, min_length=1, max_length=4000)]
Finite = Annotated[float, Field(allow_inf_nan=False)]


@dataclass(frozen=True, slots=True)
class Personal:
    """Marks a field that may hold something about a person.

    Parameters
    ----------
    subject
        Whose it is: ``client``, ``staff``, ``rival`` or ``either``.
    erased
        What stands in its place once that person has been erased.
    """

    subject: Literal["client", "staff", "rival", "either"]
    erased: str = "[erased]"


@dataclass(frozen=True, slots=True)
class Defines:
    """Marks a field that gives a name to a new thing of this kind (a promise, a goal)."""

    kind: str


@dataclass(frozen=True, slots=True)
class Refers:
    """Marks a field that names a thing of this kind which must exist already."""

    kind: str


ClientText = Annotated[Text, Personal("client")]
StaffText = Annotated[Text, Personal("staff")]
PersonalText = Annotated[Text, Personal("either")]
_Source = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f]{1,128}$")]
ActorId = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x20@]{1,64}$")]
"""A pseudonymous id of a person or a system; an e-mail address is refused."""


class Frozen(BaseModel):
    """A value: equal by its fields, never changed, closed to unknown fields and to NaN."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Fact(Frozen):
    """Something that happened, in the past tense.

    Every subclass names a stable, versioned ``topic`` and the requirement ``rows`` it serves.
    Facts with ``remembered = False`` count in the relationship's state but are not kept in it.
    """

    topic: ClassVar[str] = ""
    rows: ClassVar[tuple[int, ...]] = ()
    remembered: ClassVar[bool] = True
    opens: ClassVar[bool] = False
    """Whether this fact begins the history of its subject."""
    untold: ClassVar[frozenset[str]] = frozenset()
    """Fields that tell a person nothing: what they hold serves to know something again."""
    formerly: ClassVar[dict[str, object]] = {}
    """What earlier versions recorded in a field where nothing was said."""
    names_within: ClassVar[tuple[str, ...]] = ()
    """Kinds of things that it names deeper than in a field of its own, where it does."""
    _defines: ClassVar[tuple[tuple[str, str], ...]] = ()
    _refers: ClassVar[tuple[tuple[str, str], ...]] = ()
    personal_fields: ClassVar[dict[str, Personal]] = {}
    """Which fields may hold something about whom, by name; ``answers.answer`` lies deeper."""
    is_flat: ClassVar[bool] = True
    """Whether none of its fields holds a value with fields of its own."""

    @classmethod
    def area(cls) -> str:
        """Return what the fact is about: a ``relationship``, an ``organisation`` or a ``map``."""
        return cls.topic.partition(".")[0]

    @classmethod
    def __pydantic_init_subclass__(cls, **_kwargs: object) -> None:
        """Enter the fact in the registry of topics and learn which things it names."""
        hints = _hints(cls)
        marks = [
            (name, mark)
            for name, hint in hints.items()
            for mark in _marks(hint)
            if isinstance(mark, (Defines, Refers))
        ]
        cls.personal_fields = dict(_personal(cls))
        cls.is_flat = not any(True for hint in hints.values() for _ in _parts(hint))
        cls._defines = tuple((n, m.kind) for n, m in marks if isinstance(m, Defines))
        cls._refers = tuple((n, m.kind) for n, m in marks if isinstance(m, Refers))
        if cls.topic:
            _register(cls)

    @classmethod
    def names_things(cls) -> bool:
        """Whether facts of this kind bring things into being, or rely on them."""
        return bool(cls._defines or cls._refers or cls.names_within)

    @classmethod
    def things(cls) -> set[str]:
        """Return the kinds of things that facts of this kind bring into being, or rely on."""
        return {*cls.names_within, *(kind for _, kind in (*cls._defines, *cls._refers))}

    def defined(self) -> Iterator[tuple[str, str]]:
        """Yield (kind, key) of every thing this fact brings into being."""
        yield from _named(self, self._defines)

    def referred(self) -> Iterator[tuple[str, str]]:
        """Yield (kind, key) of every thing this fact relies on."""
        yield from _named(self, self._refers)


F = TypeVar("F", bound=Fact)


class Testimony(Frozen):
    """How we know a fact.

    ``occurred_at`` is when it happened, ``recorded_at`` when we came to know it. ``actor`` typed it
    in, ``on_whose_word`` is the side that said so. ``cause`` is the id of the event that led to
    this one; ``correlation`` ties together what belongs to one conversation or case. ``basis`` says
    how firmly the fact stands, ``date_basis`` how firmly its date does.
    """

    occurred_at: Moment
    recorded_at: Moment
    actor: ActorId
    command_id: Annotated[str, StringConstraints(pattern=r"^[^\x00-\x20]{1,128}$")]
    on_whose_word: Literal["client", "staff", "supplier", "system", "both", "other"] | None = None
    cause: EventId | None = None
    correlation: Annotated[str, StringConstraints(pattern=_ID)] | None = None
    source: Annotated[_Source, Personal("either")] | None = None
    channel: Channel | None = None
    touchpoint: Key | None = None
    basis: Basis | None = None
    date_basis: Basis | None = None
    story_id: Annotated[str, StringConstraints(pattern=_ID)] | None = None


class Record(Testimony):
    """The command: have these facts recorded, all of them or none."""

    relationship: RelationshipId
    facts: tuple[Fact, ...]


class Event(Testimony, Generic[F]):
    """A fact on record: number *version* of *relationship*, never changed."""

    id: EventId
    relationship: RelationshipId
    version: Annotated[int, Field(ge=1)]
    fact: F

    @property
    def originator_id(self) -> str:
        """The relationship, under the event library's name."""
        return self.relationship

    @property
    def originator_version(self) -> int:
        """The version, under the event library's name."""
        return self.version

    @property
    def dated_roughly(self) -> bool:
        """Whether its date is a guess, so that nothing may hang on a few days."""
        return self.occurred_at.approximate or self.date_basis == "assumed"

    @property
    def order(self) -> tuple[Any, int]:
        """The place in the order in which things happened; ties by version."""
        return (self.occurred_at.start, self.version)

    def payload(self) -> bytes:
        """Return the bytes that are stored, hashed and exported. Nothing else is."""
        return self.__pydantic_serializer__.to_json(self, exclude_none=True)


AnyEvent = Event[Any]


def event_id(command_id: str, index: int) -> str:
    """Return the id of a command's *index*-th event: the same command has the same events.

    Examples
    --------
    >>> event_id("c-1", 0)
    'e-00702bb43a38666640cc'
    """
    return "e-" + hashlib.sha256(f"{command_id}\n{index}".encode()).hexdigest()[:20]


# --- topics ----------------------------------------------------------------------------------

_TOPIC = re.compile(r"(?P<stem>[a-z]+\.[a-z]+(?:-[a-z]+)*)\.v(?P<version>[1-9][0-9]*)")
_facts: dict[str, type[Fact]] = {}
_readers: dict[str, type[AnyEvent]] = {}
_upcasters: dict[str, tuple[str, Upcaster]] = {}


def _register(cls: type[Fact]) -> None:
    if not _TOPIC.fullmatch(cls.topic) or cls.topic in _facts:
        msg = f"{cls.__name__}: topic {cls.topic!r} is taken, or not written as area.name.v1"
        raise TypeError(msg)
    _facts[cls.topic] = cls


def upcast(old: str, new: str, change: Upcaster) -> None:
    """Declare how the data of an *old* topic become data of the *new* one (dict to dict)."""
    _upcasters[old] = (new, change)


def _every_chapter() -> None:
    """Make all facts known, whoever reads or writes first. By name: the chapters import this."""
    import_module("domain.chapters")


def topics() -> dict[str, type[Fact]]:
    """Return every current topic with its fact, in order of topic."""
    _every_chapter()
    return dict(sorted(_facts.items()))


def fact_of(topic: str, data: Json) -> Fact:
    """Return the fact that *data* says, brought up to today's version.

    Raises
    ------
    Unreadable
        When no version of such a fact is known, or the data are not of its form.
    """
    topic, data = _today(topic, data)
    try:
        return _facts[topic].model_validate(data)
    except ValidationError as error:
        raise Unreadable(str(explain(error))) from None


def _today(topic: str, data: Json) -> tuple[str, Json]:
    _every_chapter()
    while topic in _upcasters:
        topic, change = _upcasters[topic]
        data = change(data)
    if topic not in _facts:
        message = (
            "no fact is called {topic}; the event catalogue in the documentation lists them all"
        )
        raise Unreadable(message, topic=topic[:80])
    return topic, data


def _reader(topic: str) -> type[AnyEvent]:
    reader = _readers.get(topic)
    if reader is None:
        reader = _readers[topic] = Event[_facts[topic]]  # type: ignore[valid-type]
    return reader


def event_of(fact: Fact, **testimony: Any) -> AnyEvent:  # noqa: ANN401 - the fields of an event
    """Return *fact* as an event: the testimony's fields, id, relationship and version by name.

    Everything is validated once more: a copy with changed fields may not be what it seems.

    Raises
    ------
    Refused
        When the fact or its testimony is not well-formed.
    """
    _every_chapter()  # whose rules are about to be asked
    # A value inside a value is handed over as data: as it stands it would be taken unseen.
    values = fact.__dict__ if fact.is_flat else fact.model_dump()
    try:
        return _reader(fact.topic)(fact=values, **testimony)
    except ValidationError as error:
        raise Refused("is-well-formed", "{what}", what=explain(error)) from None


def read(topic: str, payload: bytes) -> AnyEvent:
    """Return the event that *payload* holds.

    Raises
    ------
    Unreadable
        For a topic nobody knows, such as one written by a later version.
    Damaged
        When the bytes are not an event of that topic.
    """
    try:
        if topic in _facts:
            return _reader(topic).model_validate_json(payload)
        data = json.loads(payload)
        topic, data["fact"] = _today(topic, data["fact"])
        return _reader(topic).model_validate(data)
    except (ValidationError, ValueError, KeyError, TypeError, RecursionError) as error:
        message = "a stored event of topic {topic} cannot be read: run 'journeys verify'"
        raise Damaged(message, topic=topic[:80]) from error


def read_at(relationship: str, version: int, topic: str, payload: bytes) -> AnyEvent:
    """Return the event that stands at a place in the log, as `read` does.

    Raises
    ------
    Unreadable, Damaged
        As of `read`; `Damaged` as well when its bytes belong to another place.
    """
    event = read(topic, payload)
    if event.version != version or event.relationship != relationship:
        raise Damaged("a stored event stands in another event's place: run 'journeys verify'")
    return event


def explain(error: ValidationError) -> str:
    """Return what is wrong with the first bad field, without repeating what somebody wrote."""
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"]).removeprefix("fact.")
    what = first["msg"].removeprefix("Value error, ")
    return f"{where}: {what}" if where else what


class EventMapper(Mapper[str]):
    """Turns events into stored events and back, with our own topics and pydantic-core's JSON."""

    def __init__(self) -> None:
        """Need no transcoder, compressor or cipher."""

    def to_stored_event(self, domain_event: Any) -> StoredEvent:  # noqa: ANN401 - the library's protocol
        """Return what the recorder stores."""
        return StoredEvent(
            originator_id=domain_event.relationship,
            originator_version=domain_event.version,
            topic=domain_event.fact.topic,
            state=domain_event.payload(),
        )

    def to_domain_event(self, stored_event: StoredEvent) -> Any:  # noqa: ANN401 - the library's protocol
        """Return the event; see `read_at`."""
        place = (str(stored_event.originator_id), stored_event.originator_version)
        return read_at(*place, stored_event.topic, stored_event.state)


def _hints(model: type[BaseModel]) -> dict[str, Any]:
    """Return of every field what is written behind its name, as pydantic has read it."""
    return {name: field.rebuild_annotation() for name, field in model.model_fields.items()}


def _marks(hint: Any) -> Iterator[object]:  # noqa: ANN401 - a type expression
    yield from getattr(hint, "__metadata__", ())
    for part in get_args(hint):
        if not isinstance(part, (Defines, Refers, Personal)):
            yield from _marks(part)


def _personal(model: type[BaseModel], path: str = "") -> Iterator[tuple[str, Personal]]:
    for name, hint in _hints(model).items():
        yield from ((path + name, m) for m in _marks(hint) if isinstance(m, Personal))
        for part in _parts(hint):
            yield from _personal(part, f"{path}{name}.")


def _parts(hint: Any) -> Iterator[type[BaseModel]]:  # noqa: ANN401 - a type expression
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        yield hint
    for part in get_args(hint):
        yield from _parts(part)


def _named(fact: Fact, fields: tuple[tuple[str, str], ...]) -> Iterator[tuple[str, str]]:
    for name, kind in fields:
        value = getattr(fact, name)
        if isinstance(value, tuple):
            yield from ((kind, key) for key in value)
        elif value is not None:
            yield kind, value

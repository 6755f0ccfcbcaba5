"""Journey maps: the contacts as they were designed, in editions that a relationship adopts.

A map is written as a draft, changed, and published; a published edition never changes again. Its
facts belong to the map, not to a relationship: their subject is an id that begins with ``map:``.
A **stage** is a part of the map, a **touchpoint** a moment of contact in it, a **step** an allowed
way from one touchpoint to the next. What was lived is a relationship's; see `as_process`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from domain._kernel import Event, Fact, Frozen, Key, Text
from domain.process import Gate, ProcessAdopted
from domain.state import Relationship
from domain.vocabulary import Category, Channel, Party

PREFIX = "map:"

MapKind = Literal["process", "contract", "farewell"]
"""What a map describes: a way of working, a contract from first to last, or a goodbye."""
Lane = Literal["front", "back"]
"""Front stage is what the client sees, back stage what happens out of the client's sight."""
Use = Literal["before", "during", "after"]
"""Where a touchpoint lies, seen from the use of what was bought."""
Strictness = Literal["loose", "guided", "strict"]
Complexity = Literal["simple", "complicated", "complex"]

STRICTNESS: dict[Complexity, Strictness] = {
    "simple": "strict",
    "complicated": "guided",
    "complex": "loose",
}
"""How strict a way of working should be, by the class of the work (R-82, R-83): where added value
is hard to define beforehand, letting go of the process and giving responsibility works better."""


ActivityName = Annotated[
    str, StringConstraints(pattern=r"^[a-z][a-z-]{0,63}(?::[a-z][a-z-]{0,63})?$")
]
"""A kind of fact by the name in its topic, and perhaps the word that makes it this one."""


class Stage(Frozen):
    """A part of the map, in the order in which it is written."""

    stage: Key
    title: Text


class Expected(Frozen):
    """How a touchpoint was meant to feel: a valence −1…1, an everyday word for it, or both."""

    valence: Annotated[float | None, Field(ge=-1, le=1)] = None
    category: Category | None = None

    @property
    def says_something(self) -> bool:
        """Whether anything is expected at all."""
        return self.valence is not None or self.category is not None


class Feelings(Frozen):
    """The expected feelings of both sides; a side that is left out was not thought of."""

    client: Expected | None = None
    staff: Expected | None = None

    def missing(self) -> tuple[Literal["client", "staff"], ...]:
        """Return the sides of whose feelings nothing is said."""
        sides: dict[Literal["client", "staff"], Expected | None] = {
            "client": self.client,
            "staff": self.staff,
        }
        return tuple(side for side, one in sides.items() if not (one and one.says_something))


class Touchpoint(Frozen):
    """A moment of contact, as it was designed.

    ``limit_hours`` is how long it may take, by the clock, from the moment it is due; ``promise``
    says in words what the other side may count on. ``gate`` is the gate that is decided here. On a
    ``moment_of_truth`` the relationship may turn; what is ``mandatory`` may not be left out.
    ``recognised_by`` names the activities by which it shows in a history where nobody named the
    touchpoint itself: a kind of fact, or a kind and its word (``issue-raised:complaint``).
    """

    touchpoint: Key
    title: Text
    stage: Key
    channel: Channel
    lane: Lane = "front"
    initiated_by: Party = "supplier"
    receiver: Party = "client"
    use: Use | None = None
    systems: tuple[Key, ...] = ()
    feelings: Feelings = Feelings()
    promise: Text | None = None
    limit_hours: Annotated[float | None, Field(ge=0)] = None
    gate: Key | None = None
    moment_of_truth: bool = False
    mandatory: bool = False
    recognised_by: tuple[ActivityName, ...] | None = None


class Step(Frozen):
    """An allowed way: after this touchpoint, then that one."""

    after: Key
    then: Key


class MapBody(Frozen):
    """Everything a map says. ``start`` names the touchpoints at which a journey may begin."""

    title: Text
    kind: MapKind = "process"
    start: tuple[Key, ...] = ()
    stages: tuple[Stage, ...] = ()
    touchpoints: tuple[Touchpoint, ...] = ()
    steps: tuple[Step, ...] = ()
    gates: tuple[Gate, ...] = ()


class MapDrafted(Fact):
    """The history of a map begins with its first draft."""

    topic = "map.map-drafted.v1"
    rows = (4, 43, 137, 138, 179, 180, 181)
    opens = True

    body: MapBody


class MapChanged(Fact):
    """The draft was written anew; what is published already stays as it is."""

    topic = "map.map-changed.v1"
    rows = (4, 43, 179)

    body: MapBody


class MapPublished(Fact):
    """The draft, as it then stood, became an edition that relationships can adopt."""

    topic = "map.map-published.v1"
    rows = (4, 43, 78)

    edition: Annotated[int, Field(ge=1)]


def key_of(map_id: str) -> str:
    """Return a map's key: its id without ``map:``.

    Examples
    --------
    >>> key_of("map:start-process")
    'start-process'
    """
    return map_id.removeprefix(PREFIX)


def written(state: Relationship) -> tuple[Event[MapDrafted] | Event[MapChanged], ...]:
    """Return every draft, in the order of recording."""
    drafts: list[Event[MapDrafted] | Event[MapChanged]] = []
    drafts += state.of(MapDrafted)
    drafts += state.of(MapChanged)
    return tuple(sorted(drafts, key=lambda event: event.version))


def latest(state: Relationship) -> MapBody | None:
    """Return the map as it was last written, published or not; None before the first draft."""
    drafts = written(state)
    return drafts[-1].fact.body if drafts else None


def publications(state: Relationship) -> dict[int, Event[MapPublished]]:
    """Return what was published, by edition, in order."""
    return {event.fact.edition: event for event in state.of(MapPublished)}


def edition(state: Relationship, number: int) -> MapBody | None:
    """Return a published edition, None when there is none of that number.

    An edition is the draft that was on record when it was published, whatever is written since.
    """
    published = publications(state).get(number)
    if published is None:
        return None
    drafts = [event for event in written(state) if event.version < published.version]
    return drafts[-1].fact.body if drafts else None


def is_changed(state: Relationship) -> bool:
    """Whether the draft says something that no edition says yet: there is news to publish."""
    last = max(publications(state), default=0)
    return latest(state) is not None and latest(state) != edition(state, last)


def without_feelings(body: MapBody) -> dict[str, tuple[Literal["client", "staff"], ...]]:
    """Return the touchpoints that do not say how a side should feel, with those sides (R-181).

    Examples
    --------
    >>> first = Touchpoint(touchpoint="first", title="First", stage="s", channel="call")
    >>> without_feelings(MapBody(title="M", touchpoints=(first,)))
    {'first': ('client', 'staff')}
    """
    return {one.touchpoint: gone for one in body.touchpoints if (gone := one.feelings.missing())}


def as_process(
    body: MapBody,
    map_id: str,
    number: int,
    *,
    complexity: Complexity | None = None,
    strictness: Strictness | None = None,
    discretion: tuple[str, ...] | None = None,
) -> ProcessAdopted:
    """Return what a relationship adopts of edition *number*: its key, and its gates copied in.

    Without a strictness of its own it is as strict as its *complexity* asks for (`STRICTNESS`).
    """
    if strictness is None and complexity is not None:
        strictness = STRICTNESS[complexity]
    return ProcessAdopted(
        process=key_of(map_id),
        edition=number,
        gates=body.gates,
        strictness=strictness,
        complexity=complexity,
        discretion=discretion,
    )

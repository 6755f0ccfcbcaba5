"""A visit: one lived moment of one relationship, with all that a graph asks of it."""

from __future__ import annotations

from typing import Literal

from domain.moments import Moment
from domain.unchanging import unchanging
from domain.vocabulary import Channel, Phase
from projections.finding import Say

Lane = Literal["client", "supplier", "both", "back", "unknown"]
"""Who acted: one side, both, our own people out of the client's sight, or nobody knows."""

LANES: tuple[Lane, ...] = ("client", "both", "supplier", "back", "unknown")
"""The lanes from the client's side to our own, as they are drawn."""


@unchanging
class Felt:
    """How one side felt around a visit, −1…1.

    ``before`` is the last feeling told of an earlier moment; ``after`` is what was told about this
    one. Each is None where nothing was told: a feeling is never carried forward into ``after``.
    ``attributed`` tells that ``after`` is somebody else's word; ``events`` are the observations
    behind ``after``, ``earlier`` is the one behind ``before``.
    """

    before: float | None = None
    after: float | None = None
    attributed: bool = False
    events: tuple[str, ...] = ()
    earlier: str | None = None

    @property
    def change(self) -> float | None:
        """How the feeling moved, −2…2; None unless both ends were told."""
        return None if self.before is None or self.after is None else self.after - self.before


@unchanging
class Visit:
    """One lived moment at one place.

    Attributes
    ----------
    relationship, events, story_id, cause
        Whose it is, the events that tell it, its name in a story, and the event that led to it.
    place
        The touchpoint of the adopted map (``designed``), or the natural activity.
    activity
        The natural activity, whatever the map calls it.
    title
        The place in words: the map's title, or the activity's.
    phase, stage
        The relationship's phase that it led to, and the stage of the map it lies in.
    channel, lane, systems
        Over what, by whom, and by which tools and systems.
    promise, friction
        The promise that it made or settled, by key; the friction signal that it is, in a word.
    heals
        The event whose friction it goes into and does not turn away; None where there is none.
    at, rough
        When it happened, and whether that date is a guess.
    waited
        Days since the visit before, 0 or more; None for the first.
    client, staff
        Both sides' feelings around it.
    """

    relationship: str
    place: str
    activity: str
    title: Say
    designed: bool
    phase: Phase
    stage: str | None
    channel: Channel | None
    lane: Lane
    systems: tuple[str, ...]
    promise: str | None
    friction: str | None
    heals: str | None
    at: Moment
    rough: bool
    waited: float | None
    client: Felt
    staff: Felt
    events: tuple[str, ...]
    story_id: str | None
    cause: str | None

    @property
    def gap(self) -> float | None:
        """The mood gap: the client's feeling less ours, −2…2; None unless both were told."""
        one, other = self.client.after, self.staff.after
        return None if one is None or other is None else one - other

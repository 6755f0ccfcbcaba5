"""Breakup: how it ended, and how the two said goodbye."""

from __future__ import annotations

from typing import Annotated, Literal

from domain._kernel import Fact, Key, PersonalText, Refers, Text
from domain.moments import Moment
from domain.vocabulary import Party

Form = Literal["spoken", "written", "link", "form", "any"]
"""In which form something is said or asked to be said, from the easiest to the hardest to give."""

FarewellAct = Literal[
    "acknowledged", "owner-named", "retention-offer", "hurdle", "withdrawal-offered", "refunded",
    "complaint-acknowledged", "complaint-decided", "reason-asked", "spoken-in-person",
    "closing-sent", "thanks", "honest-reason", "notice-given", "referral", "data-exported",
    "switching-charged", "deletion-confirmed", "marketing-sent", "access-returned",
    "final-invoice", "settled", "number-ported", "parting-answered", "goodbye-asked-after",
    "door-left-open", "own-share", "shared-moment", "contribution",
]  # fmt: skip
"""What one side can do, or do wrong, on the way out. The goodbye duties are met by these."""


class LossConcluded(Fact):
    """One side came to see that it has lost the other."""

    topic = "relationship.loss-concluded.v1"
    rows = (105,)

    by: Party


class BreakupAnnounced(Fact):
    """One side said that it is over. ``reason_told`` says whether the other side heard why."""

    topic = "relationship.breakup-announced.v1"
    rows = (40, 106, 186)

    by: Party
    form: Form | None = None
    reason: PersonalText | None = None
    reason_told: bool | None = None


class FormAskedFor(Fact):
    """The other side wanted the goodbye in another form."""

    topic = "relationship.form-asked-for.v1"
    rows = (108,)

    form: Form
    strength: Literal["asked", "demanded"]


class EndDateSet(Fact):
    """It was settled on which day the relationship ends."""

    topic = "relationship.end-date-set.v1"
    rows = (40, 106)

    ends: Moment


class RelationshipEnded(Fact):
    """It is over."""

    topic = "relationship.relationship-ended.v1"
    rows = (40, 111)

    by: Party
    reason: PersonalText | None = None
    value: Annotated[Key | None, Refers("value")] = None


class FarewellActDone(Fact):
    """Something was done, or sent, that belongs to saying goodbye.

    ``known_person`` tells whether the client knew whoever did it; ``senior`` whether that was
    somebody senior; ``personal`` whether it was more than a form.
    """

    topic = "relationship.farewell-act-done.v1"
    rows = (109, 112, 113, 114, 115, 116, 117, 118)

    act: FarewellAct
    by: Party = "supplier"
    personal: bool | None = None
    known_person: bool | None = None
    text: PersonalText | None = None
    senior: bool | None = None


class RecordDeclaredComplete(Fact):
    """Somebody vouches that over this stretch nothing is missing about these acts.

    Only within such a stretch does *nothing on record* mean that nothing was done.
    """

    topic = "relationship.record-declared-complete.v1"
    rows = (188,)

    begins: Moment
    ends: Moment
    about: tuple[FarewellAct, ...]


class RivalNoticed(Fact):
    """A rival came into view, with the client's feeling towards it where told."""

    topic = "relationship.rival-noticed.v1"
    rows = (122, 123)

    stage: Literal["attention", "intent", "switched"]
    second_best: bool | None = None
    text: PersonalText | None = None


class PartingStatementMade(Fact):
    """One side said its own goodbye, perhaps to everybody, perhaps after the end."""

    topic = "relationship.parting-statement-made.v1"
    rows = (91, 118, 121, 124, 186, 189, 190)

    by: Party
    public: bool
    attributes_silence: bool = False
    doubts_sincerity: bool | None = None
    still_attached: bool | None = None
    wishes_well: bool | None = None
    text: PersonalText | None = None
    own_share: bool | None = None
    reach: Literal["one", "many", "spreading"] | None = None


class LessonRecorded(Fact):
    """What was learned, which gates may no longer be waived because of it, and whether it held."""

    topic = "relationship.lesson-recorded.v1"
    rows = (41, 42, 194)

    lesson: Key
    text: PersonalText
    hardens: tuple[Annotated[Key, Refers("gate")], ...] = ()
    rule: Text | None = None
    held: bool | None = None


class BreakupWithdrawn(Fact):
    """Who said that it was over took it back, and the other agreed."""

    topic = "relationship.breakup-withdrawn.v1"
    rows = (88,)

    by: Party
    text: PersonalText | None = None


class RelationshipRekindled(Fact):
    """An ended relationship began again."""

    topic = "relationship.relationship-rekindled.v1"
    rows = (88, 191)

    by: Party
    permission: bool | None = None
    text: PersonalText | None = None

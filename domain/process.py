"""Process: the way of working both rely on. Gates, waivers, plans, absences and advice.

A **gate** is a point that is passed with its questions answered. A **waiver** is a deviation that
was accepted, with the condition under which it is harmless. Skipping a gate is neither: it is
recorded as what it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from domain._kernel import (
    ActorId,
    Defines,
    EventId,
    Fact,
    Finite,
    Frozen,
    Key,
    PersonalText,
    Refers,
    StaffText,
    Text,
)
from domain.moments import Moment
from domain.vocabulary import Party, Work


class Gate(Frozen):
    """A step of the process that is passed with its questions answered.

    ``foundation`` gates hold whatever the client says; the others are conventions of delivery.
    """

    gate: Key
    title: Text
    questions: tuple[Key, ...] = ()
    mandatory: bool = True
    waivable: bool = True
    foundation: bool = False


class ProcessAdopted(Fact):
    """The way of working for this relationship was laid down: its steps and gates, in order.

    ``process`` and ``edition`` may be those of a published journey map. ``strictness`` fits the
    ``complexity`` of the work; ``discretion`` names the gates that the team may leave out itself.
    """

    topic = "relationship.process-adopted.v1"
    rows = (4, 15, 19, 42, 75, 78, 82, 83, 187)
    names_within = ("gate",)

    process: Annotated[Key, Defines("process")]
    edition: int = 1
    gates: tuple[Gate, ...]
    strictness: Literal["loose", "guided", "strict"] | None = None
    complexity: Literal["simple", "complicated", "complex"] | None = None
    discretion: tuple[Key, ...] | None = None

    def defined(self) -> Iterator[tuple[str, str]]:
        """Yield the process and each of its gates."""
        yield from super().defined()
        yield from (("gate", gate.gate) for gate in self.gates)


class Answer(Frozen):
    """A gate's question and, where there is one, its answer: by which number, and shown where."""

    question: Key
    answer: PersonalText | None = None
    metric: Key | None = None
    evidence: EventId | None = None
    verdict: Literal["yes", "partly", "no"] | None = None


class GateDecided(Fact):
    """It was decided whether a gate is passed. A skipped gate leaves its questions open."""

    topic = "relationship.gate-decided.v1"
    rows = (19, 25, 26)

    gate: Annotated[Key, Refers("gate")]
    outcome: Literal["passed", "skipped", "failed"]
    answers: tuple[Answer, ...] = ()
    decided_by: Party = "supplier"
    asked_for_by: Party | None = None
    against_rule: bool = False
    rationale: PersonalText | None = None


class WaiverGranted(Fact):
    """Steps were put off with a condition: harmless only for this work, and until then.

    ``harmless_for`` names the kinds of work for which leaving them can do no harm;
    ``leaves_unchecked`` the tools and systems nobody has looked at in the meantime. A deviation the
    team was entitled to is ``authorised``; ``worked_out`` tells in hindsight how it went.
    """

    topic = "relationship.waiver-granted.v1"
    rows = (12, 14, 15, 82, 86)

    waiver: Annotated[Key, Defines("waiver")]
    gates: tuple[Annotated[Key, Refers("gate")], ...]
    harmless_for: tuple[Work, ...]
    leaves_unchecked: tuple[Key, ...] = ()
    until: Moment | None = None
    approved_by: Party = "supplier"
    rationale: PersonalText | None = None
    authorised: bool | None = None
    worked_out: bool | None = None


class Task(Frozen):
    """A task: what, whose, and due when."""

    task: PersonalText
    owner: ActorId | None = None
    due: Moment | None = None


class WorkPlanned(Fact):
    """A plan was made, its tasks divided, perhaps handed to others. ``divided`` says to whom."""

    topic = "relationship.work-planned.v1"
    rows = (9, 10, 11)

    plan: Annotated[Key, Defines("plan")]
    text: PersonalText | None = None
    tasks: tuple[PersonalText, ...] = ()
    delegated: bool = False
    rationale: PersonalText | None = None
    divided: tuple[Task, ...] | None = None


class WorkStarted(Fact):
    """Work began, using these tools; ``steps_over`` names gates it leaves behind undecided."""

    topic = "relationship.work-started.v1"
    rows = (27, 31)

    work: Work
    goal: Annotated[Key | None, Refers("goal")] = None
    uses: tuple[Key, ...] = ()
    text: PersonalText | None = None


class WorkDiscarded(Fact):
    """Work already done was thrown away: so many hours, worth so many euro."""

    topic = "relationship.work-discarded.v1"
    rows = (18,)

    plan: Annotated[Key, Refers("plan")]
    initiated_by: Party = "unknown"
    hours: float | None = None
    worth: Annotated[Finite | None, "eur"] = None


class AbsencePlanned(Fact):
    """Somebody who matters to this relationship will be away."""

    topic = "relationship.absence-planned.v1"
    rows = (2, 11)

    absence: Annotated[Key, Defines("absence")]
    role: StaffText
    key_person: bool = True
    begins: Moment
    ends: Moment | None = None


class AbsenceStarted(Fact):
    """The absence began."""

    topic = "relationship.absence-started.v1"
    rows = (11,)

    absence: Annotated[Key, Refers("absence")]


class AdviceGiven(Fact):
    """One side advised the other, perhaps against leaving out a gate."""

    topic = "relationship.advice-given.v1"
    rows = (21,)

    advice: Annotated[Key, Defines("advice")]
    by: Party = "supplier"
    gate: Annotated[Key | None, Refers("gate")] = None
    text: PersonalText | None = None


class AdviceAnswered(Fact):
    """The advice was taken, or not."""

    topic = "relationship.advice-answered.v1"
    rows = (21, 22)

    advice: Annotated[Key, Refers("advice")]
    answer: Literal["accepted", "rejected"]
    by: Party = "client"
    verbatim: PersonalText | None = None

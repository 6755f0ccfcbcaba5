"""Given / when / then: a history, a command, and one of four endings.

>>> from domain.courtship import RelationshipOpened
>>> given().when(on("2025-01-02", RelationshipOpened())).then_events(RelationshipOpened())
>>> given().when(on("2025-01-02")).then_nothing()
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from domain._kernel import AnyEvent, Fact, Record
from domain.courtship import RelationshipOpened
from domain.errors import Refused
from domain.moments import Moment
from domain.relationship import Relationship, decide, fold

CLIENT = "client-1"


def on(
    when: str,
    *facts: Fact,
    recorded: str | None = None,
    relationship: str = CLIENT,
    command_id: str = "c-0",
    **testimony: Any,  # noqa: ANN401
) -> Record:
    """Return a command: these facts happened *when*, and are recorded then."""
    return Record(
        occurred_at=Moment(when),
        recorded_at=Moment(recorded or when.removesuffix("~")),
        actor="ada",
        command_id=command_id,
        relationship=relationship,
        facts=facts,
        **testimony,
    )


def opened(when: str = "2020-01-01", **fields: Any) -> Record:  # noqa: ANN401
    """Return the command with which every history begins."""
    return on(when, RelationshipOpened(**fields))


def history(*commands: Record) -> tuple[AnyEvent, ...]:
    """Return the events that the commands lead to, one after another.

    A command without an id of its own is numbered.
    """
    return _decided(None, commands, "given")


def _decided(
    state: Relationship | None, commands: Iterable[Record], prefix: str
) -> tuple[AnyEvent, ...]:
    events: tuple[AnyEvent, ...] = ()
    for number, command in enumerate(commands, start=1):
        own = command.command_id != "c-0"
        named = command if own else command.model_copy(update={"command_id": f"{prefix}-{number}"})
        new = decide(state, named)
        state = fold(state, new)
        events += new
    return events


@dataclass(frozen=True)
class Outcome:
    """What came of a command."""

    before: tuple[AnyEvent, ...]
    new: tuple[AnyEvent, ...]
    refusal: Refused | None

    @property
    def state(self) -> Relationship:
        """The relationship afterwards."""
        return fold(None, (*self.before, *self.new)) or Relationship(CLIENT)

    def then_events(self, *facts: Fact) -> None:
        """Hold the new facts against those expected, in order."""
        assert self.refusal is None, f"refused: {self.refusal}"
        assert facts == tuple(event.fact for event in self.new)

    def then_nothing(self) -> None:
        """Hold that nothing was recorded, and nothing refused."""
        self.then_events()

    def then_refused(self, rule: str) -> None:
        """Hold that this rule said no, why, and that nothing was recorded."""
        assert self.refusal is not None, "it was allowed"
        assert rule == self.refusal.rule, str(self.refusal)
        assert str(self.refusal)
        assert self.new == ()

    def then_state(self, *so: Callable[[Relationship], object], **attributes: object) -> None:
        """Hold that the state has these attributes, and that each of *so* is true of it."""
        assert self.refusal is None, f"refused: {self.refusal}"
        found = {name: getattr(self.state, name) for name in attributes}
        assert attributes == found
        for number, predicate in enumerate(so, start=1):
            assert predicate(self.state), f"predicate {number} does not hold"


@dataclass(frozen=True)
class Given:
    """A history, ready for the next command."""

    events: tuple[AnyEvent, ...]

    def when(self, *commands: Record) -> Outcome:
        """Carry out the commands; the last word is an outcome, refused ones included."""
        try:
            new = _decided(fold(None, self.events), commands, "when")
        except Refused as refusal:
            return Outcome(self.events, (), refusal)
        return Outcome(self.events, new, None)

    def then_state(self, *so: Callable[[Relationship], object], **attributes: object) -> None:
        """Hold what is true of the history as it stands."""
        Outcome(self.events, (), None).then_state(*so, **attributes)


def given(*commands: Record) -> Given:
    """Return the history that these commands have made."""
    return Given(history(*commands))

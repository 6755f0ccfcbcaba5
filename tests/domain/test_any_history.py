"""What holds of every history, however it was told: a state machine over the aggregate."""

from collections import Counter
from collections.abc import Iterable

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from domain._kernel import AnyEvent, Fact, Record, read, topics
from domain.breakup import RelationshipEnded, RelationshipRekindled
from domain.courtship import RelationshipOpened
from domain.deciding import beside_the_point
from domain.errors import Refused
from domain.feelings import FeelingObserved
from domain.moments import Moment
from domain.relationship import (
    Relationship,
    decide,
    evolve,
    fold,
    in_order_of_happening,
    lived_through,
    standing_at,
    weightless,
)
from domain.rules import RULES
from domain.state import Thing
from tests.domain.facts import at_random

DAYS = tuple(f"2025-{month:02d}-{day:02d}" for month in range(1, 13) for day in range(1, 29))
AREAS = {"relationship": "client-1", "organisation": "organisation:own", "map": "map:sprint"}
A_FACT = st.sampled_from(sorted(topics())).flatmap(lambda topic: at_random(topics()[topic]))
ABOUT = {
    area: st.sampled_from([t for t in sorted(topics()) if t.startswith(f"{area}.")]).flatmap(
        lambda topic: at_random(topics()[topic])
    )
    for area in AREAS
}
RULE_NAMES = {entry.name for entry in RULES}


def same(one: Relationship | None, other: Relationship | None) -> bool:
    """Whether two states are equal: in what they say, and in what they hold."""
    return one == other


class AnyHistory(RuleBasedStateMachine):
    """Commands of every chapter, plausible and not, recorded day after day, sometimes late.

    The history is one of a relationship, of an organisation or of a map; now and then a fact about
    another of these strays into it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.events: tuple[AnyEvent, ...] = ()
        self.state: Relationship | None = None
        self.today = 0
        self.commands = 0
        self.area = "relationship"
        self.refused: list[Refused] = []
        self.forms: list[tuple[Relationship, dict[str, object]]] = []

    def command(self, facts: Iterable[Fact], late: int = 0) -> Record:
        self.today = min(self.today + 1, len(DAYS) - 1)
        self.commands += 1
        return Record(
            occurred_at=Moment(DAYS[max(0, self.today - late)]),
            recorded_at=Moment(f"{DAYS[self.today]}T12:00:00Z"),
            actor="ada",
            command_id=f"c-{self.commands}",
            relationship=AREAS[self.area],
            facts=tuple(facts),
        )

    def carry_out(self, command: Record) -> None:
        before = fold(None, self.events)
        self.decided_by_what_is_to_the_point(command)
        try:
            new = decide(self.state, command)
        except Refused as refusal:
            self.refused.append(refusal)
            assert same(before, self.state)
            return
        assert same(before, self.state)
        assert command.facts == tuple(event.fact for event in new)
        self.events += new
        self.state = fold(self.state, new)
        if self.state is not None:
            self.forms.append((self.state, everything(self.state)))

    def decided_by_what_is_to_the_point(self, command: Record) -> None:
        left = beside_the_point(command.facts)
        to_the_point = [event for event in self.events if event.fact.topic not in left]
        state = fold(Relationship(command.relationship), to_the_point)
        assert state is not None
        state = standing_at(state, len(self.events))
        assert decided_or_rule(self.state, command) == decided_or_rule(state, command)

    @initialize(area=st.sampled_from(("relationship", "relationship", "organisation", "map")))
    def be_about(self, area: str) -> None:
        self.area = area

    @precondition(lambda self: self.state is None)
    @rule(data=st.data())
    def open(self, data: st.DataObject) -> None:
        opening = next(k for k in topics().values() if k.opens and k.area() == self.area)
        plain = RelationshipOpened() if opening is RelationshipOpened else None
        self.carry_out(self.command([plain or data.draw(at_random(opening))]))

    @rule(data=st.data(), late=st.sampled_from((0, 0, 0, 3, 40)))
    def record(self, data: st.DataObject, late: int) -> None:
        facts = data.draw(st.lists(ABOUT[self.area], min_size=1, max_size=3))
        self.carry_out(self.command(facts, late))

    @rule(fact=A_FACT)
    def record_what_may_belong_elsewhere(self, fact: Fact) -> None:
        self.carry_out(self.command([fact]))

    @precondition(lambda self: self.state is not None)
    @rule(data=st.data())
    def record_about_what_is_known(self, data: st.DataObject) -> None:
        fact = data.draw(ABOUT["relationship"].filter(lambda fact: any(fact.referred())))
        self.carry_out(self.command([fact]))

    @precondition(lambda self: self.events)
    @rule()
    def say_it_again(self) -> None:
        self.carry_out(self.command([self.events[-1].fact]))

    @invariant()
    def versions_are_contiguous_and_ids_are_unique(self) -> None:
        assert [event.version for event in self.events] == list(range(1, len(self.events) + 1))
        assert len({event.id for event in self.events}) == len(self.events)

    @invariant()
    def every_refusal_names_a_rule_and_says_why(self) -> None:
        assert {refusal.rule for refusal in self.refused} <= RULE_NAMES
        assert all(str(refusal) for refusal in self.refused)

    @invariant()
    def it_was_opened_first_and_ended_once_each_time_it_began(self) -> None:
        opened = [event.version for event in self.events if event.fact.opens]
        assert opened in ([], [1])
        kinds = Counter(type(event.fact) for event in self.events)
        assert kinds[RelationshipEnded] <= 1 + kinds[RelationshipRekindled]

    @invariant()
    def every_fact_is_about_the_subject_of_the_history(self) -> None:
        assert {event.fact.area() for event in self.events} <= {self.area}

    @invariant()
    def whatever_is_referred_to_exists(self) -> None:
        if self.events:
            last = self.events[-1]
            named = {named for event in self.events for named in event.fact.defined()}
            assert set(last.fact.referred()) <= named

    @invariant()
    def what_decides_nothing_may_be_passed_over(self) -> None:
        last = len(self.events)
        deciding = [e for e in self.events if e.fact.topic not in weightless()]
        state = fold(None, deciding)
        assert same(self.state, standing_at(state, last) if state else None)

    @invariant()
    def a_course_has_the_same_state_and_the_phase_of_each_event(self) -> None:
        state, phases = lived_through(AREAS[self.area], self.events)
        one = Relationship(AREAS[self.area])
        for event, phase in zip(self.events, phases, strict=True):
            one = evolve(one, event)
            assert phase == one.phase_at(event.occurred_at)
        assert same(one, state)

    def teardown(self) -> None:
        """Replay what was stored: every prefix is a state, and the last is the live one."""
        stored = [(event.fact.topic, event.payload()) for event in self.events]
        replayed = tuple(read(topic, payload) for topic, payload in stored)
        assert self.events == replayed
        state: Relationship | None = None
        for number, event in enumerate(replayed, start=1):
            state = evolve(state or Relationship(event.relationship), event)
            assert state.version == number
            assert state.phase in ("courtship", "contract", "friction", "breakup", "ended")
        assert same(self.state, state)
        self.happened(replayed)
        for form, as_it_was in self.forms:
            assert as_it_was == everything(form)

    def happened(self, events: tuple[AnyEvent, ...]) -> None:
        """In the order of happening too, nothing stands before what it refers to."""
        seen: set[tuple[str, str]] = set()
        for event in in_order_of_happening(events):
            seen |= set(event.fact.defined())
            assert set(event.fact.referred()) <= seen
        in_order = fold(None, in_order_of_happening(events))
        if in_order is not None and self.state is not None:
            assert in_order.version == self.state.version
            assert kept(in_order) == kept(self.state)


def decided_or_rule(state: Relationship | None, command: Record) -> object:
    """Return the events that a command leads to, or the rule that refuses it."""
    try:
        return decide(state, command)
    except Refused as refusal:
        return refusal.rule


def everything(state: Relationship) -> dict[str, object]:
    """Return all that a state says, as plain values that share nothing with it."""
    return {
        "head": (state.version, state.phase, state.phase_since, state.ends),
        "first": (state.begun, state.opened),
        "things": {
            kind: [(key, thing.opened, list(thing.later)) for key, thing in named.items()]
            for kind, named in state.things.items()
        },
        "facts": {kind: list(events) for kind, events in state.facts.items()},
        "known": list(state.known.items()),
    }


def kept(state: Relationship) -> dict[str, set[str]]:
    """Return which events a state holds under which thing, in no order."""
    things: dict[str, Thing] = {
        f"{kind} {key}": thing
        for kind, named in state.things.items()
        for key, thing in named.items()
    }
    return {name: {t.opened.id, *(e.id for e in t.later)} for name, t in things.items()}


TestAnyHistory = AnyHistory.TestCase
TestAnyHistory.settings = settings(
    max_examples=40,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def test_what_is_not_remembered_counts_in_the_version_all_the_same() -> None:
    machine = AnyHistory()
    machine.carry_out(machine.command([RelationshipOpened()]))
    machine.carry_out(machine.command([FeelingObserved(whose="client", valence=1)]))
    assert machine.state is not None
    assert machine.state.of(FeelingObserved) == ()
    assert machine.state.version == 2

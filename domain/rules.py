"""The rules of recording: small named policies, each allowed or refused with a reason.

A rule looks at the state before an event and at the event. It never forbids telling the truth:
where something happened that ought not to have happened, there is a way to say so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from domain._kernel import AnyEvent, Fact
from domain.breakup import (
    BreakupAnnounced,
    BreakupWithdrawn,
    EndDateSet,
    RecordDeclaredComplete,
    RelationshipEnded,
    RelationshipRekindled,
)
from domain.errors import Refused
from domain.judgement import FindingAnswered
from domain.organisation import ProfileDeclared, ValuesDeclared
from domain.process import AbsencePlanned, GateDecided, ProcessAdopted, WaiverGranted
from domain.promises import MAY_STILL_BE_KEPT, PromiseMade, PromiseSettled
from domain.state import Relationship, area_of

Reason = tuple[str, dict[str, object]] | str | None
Policy = Callable[[Relationship, Any], Reason]


@dataclass(frozen=True, slots=True)
class Rule:
    """A named rule: for which facts it is asked, which rows it serves, and how it decides.

    One that is ``about_names`` looks at the things that a fact names and at nothing else of the
    state, one that ``looks_no_further`` at no more than that; of the rest nothing is known.
    """

    name: str
    on: tuple[type[Fact], ...]
    rows: tuple[int, ...]
    policy: Policy
    about_names: bool = False
    looks_no_further: bool = False

    @property
    def meaning(self) -> str:
        """The rule in one sentence."""
        return (self.policy.__doc__ or "").strip().splitlines()[0]


RULES: list[Rule] = []
_ASKED: dict[type[Fact], tuple[int, tuple[Rule, ...]]] = {}
HYPOTHETICAL = "what-if:"
"""How the command ids begin of events in a what-if that never happened so."""


def rule(
    name: str,
    *on: type[Fact],
    rows: tuple[int, ...] = (),
    about_names: bool = False,
    looks_no_further: bool = False,
) -> Callable[[Policy], Policy]:
    """Enter a policy under its name; without facts it is asked for every one."""

    def enter(policy: Policy) -> Policy:
        no_further = looks_no_further or not on
        RULES.append(Rule(name, on or (Fact,), rows, policy, about_names, no_further))
        return policy

    return enter


def check(state: Relationship, event: AnyEvent) -> None:
    """Ask every rule that concerns this fact.

    Raises
    ------
    Refused
        With the first rule that says no.
    """
    for entry in asked(type(event.fact)):
        reason = entry.policy(state, event)
        if reason is not None:
            message, details = reason if isinstance(reason, tuple) else (reason, {})
            raise Refused(entry.name, message, **details)


def asked(kind: type[Fact]) -> tuple[Rule, ...]:
    """Return the rules that concern a kind of fact, in their order."""
    known = _ASKED.get(kind)
    if known is None or known[0] != len(RULES):  # a chapter has entered more since
        concerned = (entry for entry in RULES if issubclass(kind, entry.on))
        found = tuple(e for e in concerned if kind.names_things() or not e.about_names)
        known = _ASKED[kind] = len(RULES), found
    return known[1]


@rule("opened-first")
def _opened_first(state: Relationship, event: AnyEvent) -> Reason:
    """Every other fact comes after the record was opened, and it is opened once."""
    opening = event.fact.opens
    if not state.version and not opening:
        return "nothing is known of this {area} yet: open it first", {"area": event.fact.area()}
    if state.version and opening:
        return "this {area} is open already", {"area": event.fact.area()}
    return None


@rule("keeps-to-its-subject")
def _keeps_to_its_subject(_state: Relationship, event: AnyEvent) -> Reason:
    """Facts about an organisation or a map are kept apart from those about a relationship."""
    area, own = event.fact.area(), area_of(event.relationship)
    if area != own:
        return "a fact about a {area} does not belong to a {own}", {"area": area, "own": own}
    return None


@rule("only-what-happened")
def _only_what_happened(_state: Relationship, event: AnyEvent) -> Reason:
    """What a what-if made up is never recorded as if it had happened."""
    made_up = event.command_id.startswith(HYPOTHETICAL)
    return "this comes from a what-if, and never happened" if made_up else None


@rule("not-before-it-happened")
def _not_before_it_happened(_state: Relationship, event: AnyEvent) -> Reason:
    """Nothing is recorded before it has happened."""
    if not event.occurred_at.reached_by(event.recorded_at):
        return "it is said to happen on {occurred}, after it is recorded on {recorded}", {
            "occurred": event.occurred_at,
            "recorded": event.recorded_at,
        }
    return None


@rule("refers-to-what-is-known", rows=(30,), about_names=True)
def _refers_to_what_is_known(state: Relationship, event: AnyEvent) -> Reason:
    """Whatever a fact refers to has been recorded already."""
    for kind, key in event.fact.referred():
        if state.thing(kind, key) is None:
            return "no {kind} is called {key} here: record it first", {"kind": kind, "key": key}
    return None


@rule("happens-after-what-it-refers-to", rows=(162,), about_names=True)
def _happens_after_what_it_refers_to(state: Relationship, event: AnyEvent) -> Reason:
    """A fact happens no earlier than what it refers to: no promise is kept before it is made."""
    for kind, key in event.fact.referred():
        known = state.thing(kind, key)
        if known is not None and event.occurred_at < known.opened.occurred_at:
            return "the {kind} {key} dates from {since}, after {occurred}", {
                "kind": kind,
                "key": key,
                "since": known.opened.occurred_at,
                "occurred": event.occurred_at,
            }
    return None


@rule("named-once", about_names=True)
def _named_once(state: Relationship, event: AnyEvent) -> Reason:
    """A name is given once: two promises have two names."""
    seen: set[tuple[str, str]] = set()
    for kind, key in event.fact.defined():
        if state.thing(kind, key) is not None or (kind, key) in seen:
            return "there is a {kind} called {key} already", {"kind": kind, "key": key}
        seen.add((kind, key))
    return None


@rule("waivable-gates-only", WaiverGranted, rows=(42,))
def _waivable_gates_only(state: Relationship, event: AnyEvent) -> Reason:
    """A gate that a lesson or the process made non-waivable is not waived."""
    for key in event.fact.gates:
        if not state.may_be_waived(key):
            return "the gate {gate} may not be waived", {"gate": key}
    return None


@rule("skipping-says-so", GateDecided, rows=(25, 42))
def _skipping_says_so(state: Relationship, event: AnyEvent) -> Reason:
    """A gate that may not be left out is skipped only by saying that this was against the rule."""
    fact = event.fact
    if fact.outcome == "skipped" and not fact.against_rule and not state.may_be_waived(fact.gate):
        return "the gate {gate} may not be skipped; if it was, record it as against the rule", {
            "gate": fact.gate
        }
    return None


@rule("passed-with-answers", GateDecided, rows=(19, 26))
def _passed_with_answers(state: Relationship, event: AnyEvent) -> Reason:
    """A gate is passed with each of its own questions answered."""
    gate = state.gate(event.fact.gate)
    asked = set(gate.questions) if gate else set()
    answered = {a.question for a in event.fact.answers if a.answer is not None}
    strange = {a.question for a in event.fact.answers} - asked
    if strange:
        return "the gate {gate} asks no question {question}", {
            "gate": event.fact.gate,
            "question": min(strange),
        }
    if event.fact.outcome == "passed" and asked - answered:
        return "the gate {gate} is not passed while {question} has no answer", {
            "gate": event.fact.gate,
            "question": min(asked - answered),
        }
    return None


@rule("settled-once", PromiseSettled, rows=(162,), looks_no_further=True)
def _settled_once(state: Relationship, event: AnyEvent) -> Reason:
    """A promise that was kept, cancelled, dropped or made impossible stays so."""
    promise = state.thing("promise", event.fact.promise)
    ended = [
        e
        for e in (promise.later if promise else ())
        if isinstance(e.fact, PromiseSettled) and e.fact.outcome not in MAY_STILL_BE_KEPT
    ]
    final = event.fact.outcome not in MAY_STILL_BE_KEPT
    for other in ended:
        if final or other.occurred_at <= event.occurred_at:
            return "the promise {promise} was settled already: {outcome}", {
                "promise": event.fact.promise,
                "outcome": other.fact.outcome,
            }
    if event.fact.outcome == "reagreed" and event.fact.due is None:
        return "a promise is agreed anew with a new due moment"
    return None


@rule("runs-forward", AbsencePlanned, RecordDeclaredComplete, PromiseMade, looks_no_further=True)
def _runs_forward(_state: Relationship, event: AnyEvent) -> Reason:
    """A stretch of time ends no earlier than it begins."""
    fact = event.fact
    if isinstance(fact, PromiseMade):
        begins, ends = event.occurred_at, fact.due
    else:
        begins, ends = fact.begins, fact.ends
    if ends is not None and ends.end <= begins.start and ends.start < begins.start:
        return "it ends on {ends}, before it begins on {begins}", {"begins": begins, "ends": ends}
    return None


@rule("vouched-for-afterwards", RecordDeclaredComplete, rows=(188,), looks_no_further=True)
def _vouched_for_afterwards(_state: Relationship, event: AnyEvent) -> Reason:
    """Nobody vouches today that nothing will be missing tomorrow."""
    if not event.fact.ends.reached_by(event.recorded_at):
        return "completeness until {ends} cannot be declared on {recorded}", {
            "ends": event.fact.ends,
            "recorded": event.recorded_at,
        }
    return None


@rule("ends-after-it-began", EndDateSet, RelationshipEnded, BreakupAnnounced, rows=(40,))
def _ends_after_it_began(state: Relationship, event: AnyEvent) -> Reason:
    """A relationship ends once, and not before it began."""
    fact = event.fact
    opened = state.opened.occurred_at if state.opened else event.occurred_at
    ends = fact.ends if isinstance(fact, EndDateSet) else event.occurred_at
    if ends.end <= opened.start and ends.start != opened.start:
        return "it ends on {ends}, before it began on {opened}", {"ends": ends, "opened": opened}
    last = state.last(RelationshipEnded)
    again = state.last(RelationshipRekindled)
    if isinstance(fact, RelationshipEnded) and last and not (again and again.order > last.order):
        return "this relationship has ended already"
    return None


@rule("withdrawn-before-it-ended", BreakupWithdrawn, rows=(88,))
def _withdrawn_before_it_ended(state: Relationship, _event: AnyEvent) -> Reason:
    """A breakup is withdrawn while it is one."""
    return None if state.phase == "breakup" else "there is no breakup to withdraw"


@rule("rekindled-after-it-ended", RelationshipRekindled, rows=(88,))
def _rekindled_after_it_ended(state: Relationship, event: AnyEvent) -> Reason:
    """Only what has ended can begin again."""
    ended = state.phase_at(event.occurred_at) == "ended"
    return None if ended else "this relationship has not ended"


@rule("editions-follow-each-other", ProfileDeclared, ValuesDeclared, rows=(79, 129))
def _editions_follow_each_other(state: Relationship, event: AnyEvent) -> Reason:
    """An edition is the one before plus one."""
    last = state.last(type(event.fact))
    expected = last.fact.edition + 1 if last else 1
    if event.fact.edition != expected:
        return "the next edition is {expected}, not {edition}", {
            "expected": expected,
            "edition": event.fact.edition,
        }
    return None


@rule("gates-have-names-of-their-own", ProcessAdopted, rows=(4,), looks_no_further=True)
def _gates_have_names(_state: Relationship, event: AnyEvent) -> Reason:
    """A process has at least one gate."""
    return None if event.fact.gates else "a process without gates asks nothing of anybody"


@rule("answers-say-enough", FindingAnswered, rows=(21,))
def _answers_say_enough(_state: Relationship, event: AnyEvent) -> Reason:
    """Whoever answers a finding says on what evidence; dismissing says why, snoozing until when."""
    fact = event.fact
    if fact.answer != "reopened" and not fact.seen:
        return "it does not say which events the finding rested on when it was answered"
    if (fact.answer == "dismissed") != (fact.reason is not None):
        return "a reason is given when a finding is dismissed, and only then"
    if (fact.answer == "snoozed") != (fact.until is not None):
        return "a moment to come back is given when a finding is snoozed, and only then"
    if fact.until is not None and fact.until.reached_by(event.occurred_at):
        return "it would come back on {until}, which is not after {occurred}", {
            "until": fact.until,
            "occurred": event.occurred_at,
        }
    return None


@rule("taken-back-when-given", FindingAnswered, rows=(21,))
def _taken_back_when_given(state: Relationship, event: AnyEvent) -> Reason:
    """Only an answer that stands can be taken back."""
    before = [e for e in state.of(FindingAnswered) if e.fact.identity == event.fact.identity]
    if event.fact.answer == "reopened" and (not before or before[-1].fact.answer == "reopened"):
        return "nobody has answered the finding {finding}", {"finding": event.fact.finding}
    return None

"""What the tests of the recording verbs share: a relationship in which everything has a name."""

from pathlib import Path

import journeys
from domain._kernel import AnyEvent, Fact
from domain.care import NeedObserved, SignalNoted
from domain.contract import AgreementMade, ContractSigned, GoalSet
from domain.courtship import RelationshipOpened
from domain.friction import BoundaryGivenUp, IssueRaised, SolutionSought, UneaseVoiced
from domain.process import AdviceGiven, Gate, ProcessAdopted, WaiverGranted
from domain.promises import PromiseMade
from domain.values import ValueDeclared
from tests.given import on

NAMED: tuple[Fact, ...] = (
    RelationshipOpened(),
    ProcessAdopted(
        process="start", gates=(Gate(gate="intake", title="Do we fit?", questions=("budget",)),)
    ),
    ContractSigned(contract="contract"),
    AgreementMade(agreement="first-plan", text="Plan first"),
    GoalSet(goal="sell", work="sales-launch"),
    WaiverGranted(waiver="waiver", gates=("intake",), harmless_for=("visibility",)),
    PromiseMade(promise="send-plan", text="Send the plan", by="supplier", to="client"),
    AdviceGiven(advice="tidy-up"),
    NeedObserved(need="more-time"),
    SignalNoted(signal="life-event", kind="life-event"),
    IssueRaised(issue="wrong-bill", kind="complaint"),
    SolutionSought(request="request", issue="wrong-bill"),
    UneaseVoiced(unease="unease"),
    BoundaryGivenUp(boundary="holiday"),
    ValueDeclared(value="trust"),
)


def named(path: Path) -> Path:
    """Make a store with ``ada`` in it, who has one of every thing."""
    with journeys.open(path) as engine:
        engine.record(on("2025-01-01", *NAMED, relationship="ada"))
    return path


def events(path: Path, relationship: str = "ada") -> list[AnyEvent]:
    """Return what is on record."""
    with journeys.open(path, create=False) as engine:
        return engine.store.events(relationship)

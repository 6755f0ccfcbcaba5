"""Findings about the goodbye: duties violated or late, silence that ends it, what remains."""

from __future__ import annotations

from collections.abc import Iterator

from domain._kernel import AnyEvent
from domain.breakup import (
    BreakupAnnounced,
    BreakupWithdrawn,
    EndDateSet,
    FarewellActDone,
    FormAskedFor,
    LessonRecorded,
    LossConcluded,
    PartingStatementMade,
    RecordDeclaredComplete,
    RelationshipEnded,
    RelationshipRekindled,
    RivalNoticed,
)
from domain.feelings import FeelingObserved
from domain.friction import IssueRaised, RequestAnswered
from domain.promises import PromiseSettled
from projections.farewell.duties import DUTIES
from projections.farewell.duty import Duty
from projections.farewell.scope import started
from projections.farewell.standing import standing
from projections.findings.registry import Raise, Scene, Settle, rule
from projections.moods import is_of_this_relationship

_ON = (
    BreakupAnnounced,
    BreakupWithdrawn,
    EndDateSet,
    FarewellActDone,
    FormAskedFor,
    LessonRecorded,
    PartingStatementMade,
    PromiseSettled,
    RecordDeclaredComplete,
    RelationshipEnded,
    RelationshipRekindled,
)


def _begun(scene: Scene) -> bool:
    """Whether a goodbye has begun, or was under way until now."""
    return started(scene.after) is not None or started(scene.before) is not None


def _enter(duty: Duty) -> None:
    @rule(
        duty.code,
        duty.severity,
        *_ON,
        rows=duty.rows,
        outlasts=True,
        sentence="Goodbye duty not met ({verdict}): {obligation}",
        action="Do it still, and say that it comes late: {obligation}",
        cannot_know="acts that were not recorded outside a stretch declared complete",
        obligation=duty.obligation,
        where=_begun,
    )
    def goodbye_duty(scene: Scene, *, obligation: str) -> Iterator[Raise | Settle]:
        """A goodbye duty is violated, or was met late."""
        stands = standing(duty, scene.after, scene.place)
        if stands.verdict in ("violated", "late"):
            says = {"obligation": obligation, "verdict": stands.verdict}
            yield Raise(
                stands.verdict,
                stands.events,
                says,
                since=stands.since,
                due=stands.deadline,
                verdict=stands.verdict,
            )
        for verdict in ("violated", "late"):
            if verdict != stands.verdict:
                yield Settle(verdict)


for _duty in DUTIES:
    _enter(_duty)


@rule(
    "ended-without-words",
    "high",
    PartingStatementMade,
    rows=(118, 186),
    outlasts=True,
    sentence="The supplier ended it without words and left the saying to the client.",
    action="Let somebody senior say in person what was left unsaid.",
    cannot_know="whether the supplier meant to end it",
)
def ended_without_words(scene: Scene) -> Iterator[Raise]:
    """The client said it, but the supplier had withdrawn before."""
    announced = scene.before.last(BreakupAnnounced)
    if not scene.fact.attributes_silence or announced is None or announced.fact.by != "client":
        return
    turned_away = [
        e
        for e in scene.before.of(RequestAnswered)
        if e.fact.answer in ("unwilling", "refused", "deflected")
    ]
    silent = scene.before.of(RecordDeclaredComplete)
    if turned_away and silent:
        evidence: tuple[AnyEvent, ...] = (
            *scene.before.of(IssueRaised)[-1:],
            *turned_away,
            *scene.before.of(LossConcluded)[-1:],
            announced,
            *silent,
            scene.event,
        )
        yield Raise("silence", evidence)


@rule(
    "win-back-window",
    "info",
    PartingStatementMade,
    RivalNoticed,
    rows=(122, 191),
    outlasts=True,
    sentence="The client is still attached, and calls the rival second best.",
    action="Ask, through somebody the client trusts, whether a talk is welcome. Once.",
    cannot_know="whether the client wants to be asked",
)
def win_back_window(scene: Scene) -> Iterator[Raise | Settle]:
    """The door is still ajar."""
    rivals, said = scene.after.of(RivalNoticed), scene.after.of(PartingStatementMade)
    if rivals and rivals[-1].fact.stage == "switched":
        yield Settle("window")
        return
    second_best = [e for e in rivals if e.fact.second_best]
    attached = [e for e in said if e.fact.still_attached]
    if second_best and attached:
        yield Raise("window", (second_best[-1], attached[-1]))


@rule(
    "end-recolours-past",
    "info",
    FeelingObserved,
    rows=(118,),
    outlasts=True,
    sentence=(
        "{years} years of {mean} on average are remembered as {peak_end} (peak and end). The "
        "client says both: still attached {attached}, doubts the sincerity {doubts}."
    ),
    action="Read both numbers side by side before judging this relationship.",
    cannot_know="how the client will look back in a year",
    at_least=0.5,
)
def end_recolours_past(scene: Scene, *, at_least: float) -> Iterator[Raise]:
    """The end weighs more than the years before it."""
    parting = scene.after.event(scene.fact.about)
    told = scene.moods.told
    if (
        parting is None
        or not isinstance(parting.fact, PartingStatementMade)
        or scene.fact.whose != "client"
        or not is_of_this_relationship(scene.fact)
        or told.peak is None
    ):
        return
    mean, peak_end = told.mean_over_time, told.peak_end
    if mean - peak_end >= at_least:
        words = {True: "yes", False: "no", None: "not told"}
        says = {
            "years": round(scene.after.tenure_years(scene.now)),
            "mean": f"{mean:+.2f}",
            "peak_end": f"{peak_end:+.2f}",
            "attached": words[parting.fact.still_attached],
            "doubts": words[parting.fact.doubts_sincerity],
        }
        yield Raise("memory", (told.peak, parting, scene.event), says)

"""Findings about strain: errors that pile up, fires to put out, a core value that breaks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from heapq import merge

from domain._kernel import AnyEvent, Event
from domain.friction import EffortSpent, IncidentOccurred
from domain.moments import Moment
from domain.numbers import ExpectationStated, MetricObserved
from domain.state import Relationship
from domain.values import ValueJudged
from projections.calendar import days_between, place_of_late
from projections.findings.registry import Raise, Scene, Settle, rule
from projections.findings.windows import count, is_fire, lapse, lately, passing


@rule(
    "errors-accumulate",
    "high",
    IncidentOccurred,
    rows=(13, 34, 57, 60),
    lapses=True,
    sentence="{incidents} errors and bypasses in {days} days. One root behind them: {root}.",
    action="Stop mending one by one; take away what they come from.",
    cannot_know="errors that were mended without being recorded",
    at_least=3,
    within_days=60,
    young_until_contacts=10,
    young_until_days=182,
)
def errors_accumulate(
    scene: Scene,
    *,
    at_least: int,
    within_days: int,
    young_until_contacts: int,
    young_until_days: int,
) -> Iterator[Raise]:
    """Errors and bypasses pile up, perhaps from one root.

    Three in two months are many where little is known yet. Of clients who are known, one in twenty
    has as many each year for no reason (measured on generated ones): there the line of errors has
    to say as well that they are more than usual here.
    """
    run = lately(scene.after.of(IncidentOccurred), scene.now, within_days)
    known = scene.watching
    young = known.contacts <= young_until_contacts or known.days <= young_until_days
    if len(run) >= at_least and (young or known.is_over("errors-accumulate")):
        root = _root(scene.after, run)
        says = {
            "incidents": len(run),
            "days": days_between(run[0].occurred_at, scene.now),
            "root": "yes" if root else "unknown",
        }
        until = lapse(run, at_least, within_days)
        yield Raise("run", (*((root,) if root else ()), *run), says, until=until)


def _root(state: Relationship, run: Sequence[Event[IncidentOccurred]]) -> AnyEvent | None:
    """Return what most of these were said to come from; else what left their tools unchecked."""
    causes = Counter(event.cause for event in run if event.cause)
    if causes:
        return state.event(causes.most_common(1)[0][0])
    tools = Counter(event.fact.tool for event in run if event.fact.tool)
    for waiver in state.named("waiver").values():
        failed = sum(tools[tool] for tool in waiver.opened.fact.leaves_unchecked)
        if 2 * failed > len(run) and waiver.opened.occurred_at <= run[0].occurred_at:
            return waiver.opened
    return None


@rule(
    "firefighting",
    "medium",
    MetricObserved,
    rows=(35, 36),
    lapses=True,
    sentence=(
        "{share}% of the recorded work of the last {within_days} days was putting out fires, "
        "while the result stays at {result}."
    ),
    action="Say what the fires cost, and choose: mend the foundation or stop.",
    cannot_know="planned work that nobody recorded",
    share_at_least=0.5,
    at_least=3,
    within_days=30,
)
def firefighting(
    scene: Scene, *, share_at_least: float, at_least: int, within_days: int
) -> Iterator[Raise]:
    """Ever more effort goes into fires while the result stays flat."""
    work: list[AnyEvent] = [
        *lately(scene.after.of(IncidentOccurred), scene.now, within_days),
        *lately(scene.after.of(EffortSpent), scene.now, within_days),
    ]
    fires = [event for event in work if is_fire(event)]
    aims = [
        e
        for e in scene.after.of(ExpectationStated)
        if scene.fact.goal and e.fact.goal == scene.fact.goal
    ]
    flat = any(
        scene.fact.metric == e.fact.metric and scene.fact.value < 0.1 * e.fact.value for e in aims
    )
    if flat and len(fires) >= max(at_least, share_at_least * len(work)):
        says = {"share": round(100 * len(fires) / len(work)), "result": f"{scene.fact.value:g}"}
        fires.sort(key=lambda event: event.order)
        until = lapse(fires, at_least, within_days)
        yield Raise("fires", (*fires, scene.event), says, until=until)


@rule(
    "core-value-broken",
    "critical",
    ValueJudged,
    rows=(38, 39),
    sentence="The core value {value} is said to be {verdict}: the criterion for ending is met.",
    action="End it, and end it well: reason, thanks, handover, a better match.",
    cannot_know="whether it can be mended",
)
def core_value_broken(scene: Scene) -> Iterator[Raise | Settle]:
    """A core value is judged as its exit criterion says, until it is said to be upheld again."""
    if scene.fact.verdict == "upheld":
        yield Settle(scene.fact.value)
    value = scene.after.thing("value", scene.fact.value)
    exits = {"strained": ("strained", "lost"), "lost": ("lost",), None: ()}
    if value and scene.fact.verdict in exits[value.opened.fact.exit_when]:
        says = {"value": scene.fact.value, "verdict": scene.fact.verdict}
        evidence = (value.opened, scene.event)
        yield Raise(scene.fact.value, evidence, says, value=scene.fact.value)


@rule(
    "firefighting-rises",
    "medium",
    IncidentOccurred,
    EffortSpent,
    rows=(35,),
    lapses=True,
    sentence=(
        "Of the recorded work of the last {within_days} days {share}% was putting out fires; of "
        "that before, {before}%."
    ),
    action="Stop one planned thing this week, and mend what keeps catching fire.",
    cannot_know="planned work that nobody recorded",
    within_days=30,
    before_days=120,
    fires_at_least=4,
    work_at_least=5,
    share_at_least=0.5,
    times=2.0,
)
def firefighting_rises(
    scene: Scene,
    *,
    within_days: int,
    before_days: int,
    fires_at_least: int,
    work_at_least: int,
    share_at_least: float,
    times: float,
) -> Iterator[Raise | Settle]:
    """The share of fires in the work is a multiple of what it was before."""
    kinds = (scene.after.of(IncidentOccurred), scene.after.of(EffortSpent))
    work, burnt = _work(kinds, scene.now, within_days + before_days)
    recent, fires = _work(kinds, scene.now, within_days)
    earlier = work - recent
    if earlier < work_at_least:
        return
    share, before = fires / recent, (burnt - fires) / earlier
    if fires >= fires_at_least and share >= max(share_at_least, times * before):
        says = {"share": round(100 * share), "before": round(100 * before)}
        shown = (passing(kind, is_fire, scene.now, within_days) for kind in kinds)
        evidence = tuple(merge(*shown, key=lambda e: e.order))
        yield Raise("fires", evidence, says, until=lapse(evidence, fires_at_least, within_days))
    elif share < share_at_least:
        yield Settle("fires")


def _work(kinds: Iterable[Sequence[AnyEvent]], now: Moment, days: int) -> tuple[int, int]:
    """Return how much was done in the last so many days, and how much of it was a fire."""
    work, fires = 0, 0
    for kind in kinds:
        begin = place_of_late(kind, now, days)
        work += len(kind) - begin
        fires += count(kind, is_fire, begin)
    return work, fires


@rule(
    "outside-normal-system",
    "medium",
    IncidentOccurred,
    rows=(61,),
    lapses=True,
    sentence=(
        "{bypasses} bypasses in {within_days} days, {share}% of all that went wrong: this client "
        "does not fit the normal system."
    ),
    action="Decide: fit the system to clients like this one, or help this one to a better match.",
    cannot_know="ways round that nobody recorded",
    bypasses_at_least=3,
    share_at_least=0.3,
    within_days=180,
)
def outside_normal_system(
    scene: Scene, *, bypasses_at_least: int, share_at_least: float, within_days: int
) -> Iterator[Raise | Settle]:
    """Time after time a way round is needed: the normal system is not made for this client."""
    incidents = scene.after.of(IncidentOccurred)
    begin = place_of_late(incidents, scene.now, within_days)
    wrong, bypasses = len(incidents) - begin, count(incidents, _is_bypass, begin)
    if bypasses >= bypasses_at_least and bypasses >= share_at_least * wrong:
        share = round(100 * bypasses / wrong)
        shown = passing(incidents, _is_bypass, scene.now, within_days)
        until = lapse(shown, bypasses_at_least, within_days)
        says = {"bypasses": bypasses, "share": share}
        yield Raise("bypasses", tuple(shown), says, until=until)
    elif bypasses < bypasses_at_least:
        yield Settle("bypasses")


def _is_bypass(event: AnyEvent) -> bool:
    return bool(event.fact.kind == "bypass")

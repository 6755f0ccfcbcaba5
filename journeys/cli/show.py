"""``journeys show``: what a relationship is, and how it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from journeys.cli.command import command as verb
from journeys.cli.options import moments, option, relationship, shared
from journeys.language import t

if TYPE_CHECKING:
    from domain.moments import Moment
    from journeys.cli.run import Run
    from journeys.journey import Journey

_LAST = 8
_FOREMOST = 12
"""So many agreements, goals, gates, promises and findings each are shown to people at first."""
_TITLES = {
    "agreements": t("Agreements"),
    "goals": t("Goals"),
    "gates": t("Gates"),
    "promises": t("Promises"),
}


@verb(
    "show",
    help=t(
        "Show one relationship, and how it stands.\n\n"
        "Its phase, both moods, what was agreed and promised, what is open, and what happened last."
        " Of a long list people are shown what still runs, the newest and the gravest, unless they"
        " ask for all."
    ),
    examples=(
        ("journeys show agency", t("how it stands")),
        ("journeys show agency --at 2025-08-19", t("how it stood on that day")),
    ),
)
@relationship
@moments
@option("--all", "everything", is_flag=True, help=t("Every promise, goal, gate and finding."))
@shared(rows=True)
def command(
    run: Run,
    *,
    relationship: str,
    at: Moment | None,
    as_known: Moment | None,
    everything: bool,
) -> None:
    """Show one relationship."""
    from journeys.cli.standing import agreed

    with run.engine() as engine:
        journey = engine.journey(engine.find(relationship))
        state = journey.state(at=at, as_known=as_known)
        if run.out.for_people:
            _print(run, journey, at, as_known, None if everything else _FOREMOST)
            return
        feelings = journey.feelings(at=at, as_known=as_known)
        found = journey.findings(at=at, as_known=as_known)
        lines = journey.timeline(at=at, as_known=as_known)[-_LAST:]
    from journeys.cli.rows import finding_row

    document: dict[str, Any] = {
        **_about(journey, state, at or as_known or run.now()),
        "client": [sample.valence for sample in feelings.client],
        "staff": [sample.valence for sample in feelings.staff],
        **agreed(state),
        "findings": [finding_row(one, run.words, journey.moment(at, as_known)) for one in found],
        "timeline": [
            {
                "occurred_at": line.event.occurred_at,
                "id": line.event.id,
                "story_id": line.event.story_id,
                "phase": line.phase,
                "sentence": run.say(line.sentence),
            }
            for line in lines
        ],
    }
    if run.format in ("json", "jsonl"):
        run.out.document(document)
    else:
        _flat(run, document)


def _flat(run: Run, document: dict[str, Any]) -> None:
    from journeys.cli.output import Column

    columns = (Column("field", t("Field")), Column("value", t("Value"), text=True))
    plain = (str, int, float, type(None))
    rows = [{"field": k, "value": v} for k, v in document.items() if isinstance(v, plain)]
    run.out.rows(columns, rows)


def _about(journey: Journey, state: Any, now: Moment) -> dict[str, Any]:  # noqa: ANN401 - Relationship
    opened = state.opened.fact if state.opened else None
    phase = state.phase_at(now)
    return {
        "relationship": journey.id,
        "title": journey.title,
        "kind": opened.kind if opened else None,
        "phase": phase,
        "since": state.ends if phase != state.phase else state.phase_since,
        "ends": state.ends,
        "market": opened.market if opened else None,
        "sector": opened.sector if opened else None,
        "jurisdiction": opened.jurisdiction if opened else None,
    }


def _print(
    run: Run, journey: Journey, at: Moment | None, as_known: Moment | None, most: int | None
) -> None:
    from rich.text import Text

    from journeys.cli.blocks import beside, finding_line, heading, indented, mood, title
    from journeys.cli.moments import in_a_line
    from journeys.cli.replies import hidden, quiet
    from journeys.cli.rows import worst_first
    from journeys.cli.standing import agreed, foremost, in_words

    state, words = journey.state(at=at, as_known=as_known), run.words
    about = _about(journey, state, at or as_known or run.now())
    feelings = journey.feelings(at=at, as_known=as_known)
    moods = {side: [s.valence for s in getattr(feelings, side)] for side in ("client", "staff")}
    phase = words.say(t("{phase} since {since}"), phase=about["phase"], since=about["since"])
    run.out.print(heading(journey.id, journey.title))
    run.out.print(
        beside(
            [
                (words.say(t("kind")), words.value(about["kind"])),
                (words.say(t("phase")), phase),
                (words.say(t("client")), mood(moods["client"], words, unicode=run.out.unicode)),
                (words.say(t("our people")), mood(moods["staff"], words, unicode=run.out.unicode)),
            ]
        )
    )
    for kind, things in agreed(state).items():
        if things:
            run.out.print("", title(words.say(_TITLES[kind])))
            shown = foremost(things, most or len(things))
            run.out.print(beside([in_words(one, words) for one in shown]))
            _more(run, len(things) - len(shown))
    found = sorted(journey.asking(at=at, as_known=as_known), key=worst_first)
    silent = hidden(journey.findings(at=at, as_known=as_known), journey.moment(at, as_known))
    if found or silent:
        run.out.print("", title(words.say(t("Open findings"))))
        run.out.print(*(finding_line(one, words) for one in found[:most]))
        _more(run, len(found) - len(found[:most]))
        if silent:
            run.out.print(indented(Text(quiet(silent, words), style="dim")))
    lines = [
        line
        for line in journey.timeline(at=at, as_known=as_known)
        if not line.event.fact.topic.startswith("relationship.feeling-observed")
    ][-_LAST:]
    run.out.print("", title(words.say(t("What happened last"))))
    run.out.print(
        beside(
            [
                (words.moment(line.event.occurred_at, short=True), in_a_line(line, words))
                for line in lines
            ]
        )
    )


def _more(run: Run, left: int) -> None:
    from journeys.cli.blocks import indented, title

    if left:
        told = run.say(t("and {n} more; --all shows them"), n=left)
        run.out.print(indented(title(told)))

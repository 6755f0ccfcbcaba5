"""``journeys farewell``: how the goodbye is handled, duty by duty, and as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeys.cli.command import command as verb
from journeys.cli.options import moments, option, relationship, shared
from journeys.cli.output import Column
from journeys.language import t

if TYPE_CHECKING:
    from domain.moments import Moment
    from journeys.cli.run import Run
    from projections.farewell import Farewell, Standing

COLUMNS = (
    Column("code", t("Code")),
    Column("verdict", t("Verdict"), word=True),
    Column("deadline", t("Deadline")),
    Column(
        "evidence",
        t("Evidence"),
        say=lambda cited: " ".join(c["story_id"] or c["id"] for c in cited),
    ),
    Column("rows"),
    Column("sentence", t("What is owed"), text=True),
    Column("who", t("By whom"), word=True),
    Column("how", t("How"), text=True),
    Column("source"),
    Column("since", t("Since")),
    Column("severity"),
    Column("working_days_left"),
    Column("due_today"),
    Column("untold"),
)


@verb(
    "farewell",
    help=t(
        "Show how the goodbye is handled, duty by duty.\n\n"
        "A duty is violated only on a recorded breach, or on an absence in a stretch that somebody"
        " declared completely recorded. Unknown is not violated. With --review: what is worth"
        " knowing when saying goodbye. The duties are product design, not legal advice."
    ),
    examples=(
        ("journeys farewell telecom", t("what is owed, what was done, what is not known")),
        ("journeys farewell telecom --review", t("what to thank for, and what remains")),
    ),
)
@relationship
@moments
@option(
    "--review",
    "reviewed",
    is_flag=True,
    help=t("The history behind the goodbye: highlights, open promises, who knew the client."),
)
@shared(rows=True)
def command(
    run: Run, *, relationship: str, at: Moment | None, as_known: Moment | None, reviewed: bool
) -> None:
    """Show the goodbye."""
    with run.engine() as engine:
        id_ = engine.find(relationship)
        journey = engine.journey(id_)
        if reviewed:
            from journeys.cli.farewell_review import show

            show(run, id_, journey.title, journey.review(at=at, as_known=as_known))
            return
        goodbye = journey.farewell(at=at, as_known=as_known)
    if run.format == "json":
        from journeys.cli.farewell_whole import document

        run.out.document({"relationship": id_, **document(run, goodbye)})
    elif run.out.for_people:
        _print(run, id_, goodbye)
    else:
        from journeys.cli.rows import duty_row

        run.out.rows(COLUMNS, [duty_row(one, run.words) for one in goodbye.standings])


def _print(run: Run, id_: str, goodbye: Farewell) -> None:
    from journeys.cli.blocks import duty_block, indented, title
    from journeys.cli.farewell_whole import NO_ADVICE, print_whole
    from journeys.cli.rows import VERDICTS

    print_whole(run, id_, goodbye)
    if goodbye.verdict == "none":
        return
    for verdict in VERDICTS:
        standing = [one for one in goodbye.standings if one.verdict == verdict]
        if verdict in ("not-due", "not-applicable"):
            if standing:
                one, many = t("{n} duty {verdict}: {codes}"), t("{n} duties {verdict}: {codes}")
                codes = ", ".join(duty.code for duty in standing)
                said = run.words.plural(one, many, len(standing), verdict=verdict, codes=codes)
                run.out.print("", indented(said, by=0))
            continue
        for duty in sorted(standing, key=_soonest):
            run.out.print("", *duty_block(duty, run.words))
    run.out.print("", title(run.say(NO_ADVICE)))


def _soonest(duty: Standing) -> tuple[str, int]:
    """Return where a duty comes among those of one verdict: what is due first, first."""
    waits = duty.deadline.start.isoformat() if duty.left is not None and duty.deadline else ""
    return (waits, duty.duty.number)

"""``journeys farewell``: how the goodbye is handled, duty by duty."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from journeys.cli.command import command as verb
from journeys.cli.options import moments, relationship, shared
from journeys.cli.output import Column
from journeys.language import t

if TYPE_CHECKING:
    from domain.moments import Moment
    from journeys.cli.run import Run
    from projections.farewell import Farewell

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
    Column("source"),
    Column("since", t("Since")),
)
OVERALL = {
    "none": t("No goodbye has begun."),
    "open": t("The goodbye is under way; there is still time."),
    "unknown": t("No duty is known to be broken, but not everything is known."),
    "good": t("A good goodbye."),
    "late": t("The goodbye came late."),
    "poor": t("A poor goodbye: duties were broken."),
}


@verb(
    "farewell",
    help=t(
        "Show how the goodbye is handled, duty by duty.\n\n"
        "A duty is violated only on a recorded breach, or on an absence in a stretch that somebody"
        " declared completely recorded. Unknown is not violated."
    ),
    examples=(
        ("journeys farewell telecom", t("what is owed, what was done, what is not known")),
        ("journeys farewell telecom --format json", t("the same for a program")),
    ),
)
@relationship
@moments
@shared(rows=True)
def command(run: Run, *, relationship: str, at: Moment | None, as_known: Moment | None) -> None:
    """Show the goodbye."""
    from journeys.cli.rows import duty_row

    with run.engine() as engine:
        id_ = engine.find(relationship)
        goodbye = engine.journey(id_).farewell(at=at, as_known=as_known)
    duties = [duty_row(one, run.words) for one in goodbye.standings]
    if run.format == "json":
        run.out.document({"relationship": id_, "verdict": goodbye.verdict, "duties": duties})
    elif run.out.for_people:
        _print(run, id_, goodbye)
    else:
        run.out.rows(COLUMNS, duties)


def _print(run: Run, id_: str, goodbye: Farewell) -> None:
    from journeys.cli.blocks import counts, duty_block, heading, indented
    from journeys.cli.rows import VERDICTS

    run.out.print(heading(id_, run.say(OVERALL[goodbye.verdict])))
    if goodbye.verdict == "none":
        return
    numbers = Counter(one.verdict for one in goodbye.standings)
    run.out.print(indented(counts(numbers, VERDICTS, run.words)))
    for verdict in VERDICTS:
        standing = [one for one in goodbye.standings if one.verdict == verdict]
        if verdict in ("not-due", "not-applicable"):
            if standing:
                one, many = t("{n} duty {verdict}: {codes}"), t("{n} duties {verdict}: {codes}")
                codes = ", ".join(duty.code for duty in standing)
                said = run.words.plural(one, many, len(standing), verdict=verdict, codes=codes)
                run.out.print("", indented(said, by=0))
            continue
        for duty in standing:
            run.out.print("", *duty_block(duty, run.words))

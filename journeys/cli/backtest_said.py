"""What ``journeys backtest`` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from journeys.cli.output import Column
from journeys.language import t

if TYPE_CHECKING:
    from journeys.cli.run import Run
    from projections.backtest.comparing import Compared
    from projections.backtest.tally import RuleTally, Tally

_RULES = (
    Column("rule", t("Rule")),
    Column("alarms", t("Alarms")),
    Column("false", t("False")),
    Column("rate", t("False per 100 years")),
    Column("warned", t("Warned of")),
    Column("ahead", t("Days ahead")),
    Column("judged", t("Right, people say")),
)
_FIGURES = tuple(
    map(
        Column,
        (
            "rule", "alarms", "right", "false", "undecided", "false_per_100_years", "warned",
            "breakups", "share", "lead_low", "lead_median", "lead_high", "answered", "agreed",
            "denied", "precision", "relationships", "years", "error_years", "untold", "young",
            "horizon",
        ),
    )
)  # fmt: skip
_COMPARED = (
    Column("relationship", t("Relationship")),
    Column("announced", t("Breakup announced")),
    Column("change", t("Warned")),
    Column("lead", t("Days ahead")),
    Column("other", t("The other")),
    Column("false", t("False")),
    Column("other_false", t("The other's")),
)
_CHANGES = {
    "earlier": t("earlier"),
    "later": t("later"),
    "newly": t("newly"),
    "no longer": t("no longer"),
    "same": t("equally early"),
    "never": t("never"),
}


def show_rules(run: Run, counted: Tally) -> None:
    """Print how each rule did, what warned most first."""
    best = sorted(
        counted.rules.values(), key=lambda rule: (-len(rule.leads), rule.false, rule.code)
    )
    shown = [counted.together, *best] if best else []
    if run.format in ("table", "md"):
        rows = [_told(run, counted, rule) for rule in shown]
        run.out.rows(_RULES, rows, empty=run.say(t("No rule would have raised an alarm.")))
    else:
        run.out.rows(_FIGURES, [_figures(counted, rule) for rule in shown])


def _told(run: Run, counted: Tally, rule: RuleTally) -> dict[str, Any]:
    words = run.words
    low, middle, high = rule.lead
    ahead = "–" if middle is None else words.number(middle, digits=0)
    if low is not None and high is not None:
        ahead += f" ({words.number(low, digits=0)}–{words.number(high, digits=0)})"
    rate, interval = counted.per_100(rule), rule.interval
    judged = "–"
    if interval is not None:
        said = t("{right} of {judged}")
        judged = run.say(said, right=rule.agreed, judged=rule.agreed + rule.denied)
    of = t("{n} of {breakups}")
    return {
        "rule": run.say(t("all together")) if rule is counted.together else rule.code,
        "alarms": rule.alarms,
        "false": rule.false,
        "rate": "–" if rate is None else words.number(rate, digits=1),
        "warned": run.say(of, n=len(rule.leads), breakups=counted.breakups)
        if counted.breakups
        else "–",
        "ahead": ahead,
        "judged": judged,
    }


def _figures(counted: Tally, rule: RuleTally) -> dict[str, Any]:
    low, middle, high = (None if day is None else round(day, 2) for day in rule.lead)
    rate, share = counted.per_100(rule), counted.share(rule)
    return {
        "rule": rule.code,
        "alarms": rule.alarms,
        "right": rule.right,
        "false": rule.false,
        "undecided": rule.undecided,
        "false_per_100_years": None if rate is None else round(rate, 3),
        "warned": len(rule.leads),
        "breakups": counted.breakups,
        "share": None if share is None else round(share, 4),
        "lead_low": low,
        "lead_median": middle,
        "lead_high": high,
        "answered": rule.answered,
        "agreed": rule.agreed,
        "denied": rule.denied,
        "precision": rule.precision,
        "relationships": counted.relationships,
        "years": round(counted.years, 2),
        "error_years": round(counted.error_years, 2),
        "untold": counted.untold,
        "young": counted.young,
        "horizon": counted.horizon,
    }


def show_compared(run: Run, compared: list[Compared], tallies: list[Tally]) -> None:
    """Print for whom two policies differ, what was lost first."""
    order = ("no longer", "later", "newly", "earlier", "same", "never", None)
    rows = [
        {
            "relationship": one.relationship,
            "announced": one.announced and one.announced.date().isoformat(),
            "change": _change(run, one.change),
            "lead": None if one.lead is None else round(one.lead),
            "other": None if one.other is None else round(one.other),
            "false": one.false,
            "other_false": one.other_false,
        }
        for one in sorted(compared, key=lambda one: (order.index(one.change), one.relationship))
        if one.differs
    ]
    same = run.say(t("The two policies come to the same for everybody."))
    run.out.rows(_COMPARED, rows, empty=same)
    if not run.out.for_people:
        return
    sums = t(
        "Warned of {warned} of {breakups} breakups, the other of {other}; {false} false alarms, the"
        " other {other_false}."
    )
    ours, theirs = tallies
    run.out.note(
        run.say(
            sums,
            warned=len(ours.together.leads),
            breakups=ours.breakups,
            other=len(theirs.together.leads),
            false=ours.together.false,
            other_false=theirs.together.false,
        )
    )


def _change(run: Run, change: str | None) -> str | None:
    return run.say(_CHANGES[change]) if run.out.for_people and change in _CHANGES else change


def remarks(run: Run, counted: Tally) -> None:
    """Say what was counted, and what cannot be said."""
    from projections.backtest.tally import YEARS_AT_LEAST
    from projections.backtest.watches import FEWEST

    meant = t(
        "Relationships: {n}, watched for {years} years in all. An alarm is right when a breakup is"
        " announced within {horizon} days after it, and false when none is."
    )
    years = round(counted.years)
    run.out.note(
        run.say(meant, n=counted.relationships, years=years, horizon=round(counted.horizon))
    )
    undecided = counted.together.undecided
    for number, said in (
        (
            counted.untold,
            t(
                "Left out, because fewer than {fewest} contacts were on record before the breakup:"
                " {n}. If it was written down later, try --as-happened."
            ),
        ),
        (counted.young, t("Watched for less than the horizon, and still going on: {n}.")),
        (undecided, t("Alarms of which nobody can tell yet whether a breakup follows: {n}.")),
    ):
        if number:
            run.out.note(run.say(said, n=number, fewest=FEWEST))
    if counted.error_years < YEARS_AT_LEAST:
        few = t("No rate of false alarms is told from fewer than {years} years.")
        run.out.note(run.say(few, years=round(YEARS_AT_LEAST)))

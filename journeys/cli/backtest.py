"""``journeys backtest``: what a policy would have warned of, and how early."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from journeys.cli.command import command as verb
from journeys.cli.drift import PerYear
from journeys.cli.options import WHEN, option, shared
from journeys.cli.output import Column
from journeys.language import t

if TYPE_CHECKING:
    from domain.moments import Moment
    from journeys.cli.run import Run
    from journeys.engine import Engine
    from projections.alarms.bounds import Bounds
    from projections.backtest.comparing import Compared
    from projections.backtest.policy import Policy
    from projections.backtest.tally import RuleTally, Tally

ENGINE = "engine"
"""What ``--against`` calls the policy that the engine runs."""
SEVERITIES = ("info", "low", "medium", "high", "critical")
_REPLAYING = t("Replaying relationships")
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


@verb(
    "backtest",
    help=t(
        "Replay a policy over history: what it would have warned of, and how early.\n\n"
        "For each rule: its alarms before a breakup was announced, how many days ahead the first"
        " of them came (the median, and from a quarter to three quarters), and which were false:"
        " no breakup followed within the horizon. Each alarm counts from when it could be known,"
        " by what was on record then. What is too young to tell is said apart.\n\n"
        "A policy is a TOML file: the budget of false alarms, limits, rules on or off, and their"
        " numbers. Without one it is what the engine runs. --show prints it whole."
    ),
    examples=(
        ("journeys backtest", t("how every rule would have done on your own past")),
        (
            "journeys backtest --policy ours.toml --against engine",
            t("who would have been warned earlier, later or never"),
        ),
    ),
)
@click.argument("relationships", metavar="REL", nargs=-1)
@option("--policy", "file", metavar="FILE", help=t("The policy; by default what the engine runs."))
@option(
    "--against",
    metavar="FILE",
    help=t("Compare with this policy; 'engine' is what the engine runs."),
)
@option("--budget", type=PerYear(), metavar="N[/CLIENTS]", help=t("With this budget."))
@option("--off", multiple=True, metavar="RULE", help=t("Without this rule; may be repeated."))
@option("--only", multiple=True, metavar="RULE", help=t("Only this rule; may be repeated."))
@option(
    "--severity",
    type=click.Choice(SEVERITIES),
    help=t("Only findings of this severity or graver are alarms."),
)
@option(
    "--horizon",
    type=click.IntRange(1, 3650),
    default=365,
    metavar="DAYS",
    help=t("An alarm is right when a breakup is announced within so many days (365)."),
)
@option(
    "--at", type=WHEN, metavar="WHEN", help=t("Only what had happened and been recorded by WHEN.")
)
@option(
    "--as-happened",
    is_flag=True,
    help=t("As if all had been recorded at once: for what was written down later."),
)
@option("--show", is_flag=True, help=t("Print the whole policy as a file, and replay nothing."))
@shared(rows=True)
def command(  # noqa: PLR0913 - one parameter an option
    run: Run,
    *,
    relationships: tuple[str, ...],
    file: str | None,
    against: str | None,
    budget: tuple[float, int] | None,
    off: tuple[str, ...],
    only: tuple[str, ...],
    severity: str | None,
    horizon: int,
    at: Moment | None,
    as_happened: bool,
    show: bool,
) -> None:
    """Replay a policy, or two."""
    changes = {"budget": budget, "off": off, "only": only, "severity": severity}
    if show and not run.there():
        from projections.alarms.bounds import Bounds

        _print(run, _policy(run, file, Bounds(), changes))
        return
    with run.engine() as engine:
        from journeys.budget import bounds_in

        usual = bounds_in(engine.store)
        policy = _policy(run, file, usual, changes)
        if show:
            _print(run, policy)
            return
        policies = [policy] if against is None else [policy, _other(against, usual)]
        _replay(
            run, engine, policies,
            relationships=[engine.find(one) for one in relationships],
            at=at, horizon=float(horizon), as_happened=as_happened,
        )  # fmt: skip


def _print(run: Run, policy: Policy) -> None:
    from journeys.policies import written

    run.out.raw(written(policy, run.say))


def _other(against: str, usual: Bounds) -> Policy:
    from journeys.policies import load
    from projections.backtest.policy import Policy

    return Policy(usual) if against == ENGINE else load(against, usual)


def _policy(run: Run, file: str | None, usual: Bounds, changes: dict[str, Any]) -> Policy:
    """Return the policy of the file, with what the options change in it."""
    from dataclasses import replace

    from journeys.policies import load
    from projections.alarms.bounds import Bounds
    from projections.backtest.policy import Policy, rules

    policy = load(file, usual) if file else Policy(usual)
    known = rules()
    for name in ("off", "only"):
        for code in changes[name]:
            if code not in known:
                raise _no_rule(run, f"--{name}", code)
    off = set(policy.off) | set(changes["off"])
    if changes["only"]:
        off |= set(known) - set(changes["only"])
    if changes["budget"]:
        policy = replace(policy, bounds=Bounds(*changes["budget"]))
    return replace(policy, off=frozenset(off), severity=changes["severity"] or policy.severity)


def _no_rule(run: Run, name: str, code: str) -> click.UsageError:
    from journeys.policies import near

    wrong = t("{option}: there is no rule {code}; perhaps: {nearest}")
    if not near(code):
        wrong = t("{option}: there is no rule {code}: 'journeys backtest --show' has them all")
    return click.UsageError(run.say(wrong, option=name, code=code[:40], nearest=near(code)))


def _replay(run: Run, engine: Engine, policies: list[Policy], **what: Any) -> None:  # noqa: ANN401 - as `backtest` takes them
    from journeys.backtesting import backtest
    from journeys.cli.progress import counting
    from projections.backtest.comparing import compare
    from projections.backtest.tally import Tally

    tallies = [Tally(what["horizon"]) for _ in policies]
    compared: list[Compared] = []
    with counting(run.words, _REPLAYING) as move:
        for found in backtest(engine, *policies, on_progress=move, **what):
            for counted, one in zip(tallies, found, strict=True):
                counted.add(one)
            if len(found) > 1:
                compared += compare([(found[0], found[1])])
    if len(policies) > 1:
        _show_compared(run, compared, tallies)
    else:
        _show_rules(run, tallies[0])
    if run.out.for_people and tallies[0].relationships:
        _remarks(run, tallies[0])


def _show_rules(run: Run, counted: Tally) -> None:
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


def _show_compared(run: Run, compared: list[Compared], tallies: list[Tally]) -> None:
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


def _remarks(run: Run, counted: Tally) -> None:
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

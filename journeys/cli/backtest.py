"""``journeys backtest``: what a policy would have warned of, and how early."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from journeys.cli.command import command as verb
from journeys.cli.drift import PerYear
from journeys.cli.options import WHEN, option, shared
from journeys.cli.spreading import Over, spread
from journeys.language import t

if TYPE_CHECKING:
    from domain.moments import Moment
    from journeys.cli.run import Run
    from journeys.engine import Engine
    from projections.alarms.bounds import Bounds
    from projections.backtest.comparing import Compared
    from projections.backtest.policy import Policy

ENGINE = "engine"
"""What ``--against`` calls the policy that the engine runs."""
SEVERITIES = ("info", "low", "medium", "high", "critical")
_REPLAYING = t("Replaying relationships")


@verb(
    "backtest",
    help=t(
        "Replay a policy over history: what it would have warned of, and how early.\n\n"
        "For each rule: its alarms before a breakup was announced, how many days ahead the first"
        " of them came (the median, and from a quarter to three quarters), and which were false:"
        " no breakup followed within the horizon. Each alarm counts from when it could be known,"
        " by what was on record then. What is too young to tell is said apart.\n\n"
        "A policy is a TOML file: the budget of false alarms, limits, rules on or off, and their"
        " numbers. Without one it is what the engine runs. --show prints it whole.\n\n"
        "--on processes replays in several at once, with the same answer."
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
@spread
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
    over: Over,
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
            at=at, horizon=float(horizon), as_happened=as_happened, spread=over(run),
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
        alarms, clients = changes["budget"]
        bounds = Bounds(alarms, clients, priors=policy.bounds.priors)
        policy = replace(policy, bounds=bounds)
    return replace(policy, off=frozenset(off), severity=changes["severity"] or policy.severity)


def _no_rule(run: Run, name: str, code: str) -> click.UsageError:
    from journeys.policies import near

    wrong = t("{option}: there is no rule {code}; perhaps: {nearest}")
    if not near(code):
        wrong = t("{option}: there is no rule {code}: 'journeys backtest --show' has them all")
    return click.UsageError(run.say(wrong, option=name, code=code[:40], nearest=near(code)))


def _replay(run: Run, engine: Engine, policies: list[Policy], **what: Any) -> None:  # noqa: ANN401 - as `backtest` takes them
    from journeys.backtesting import backtest
    from journeys.cli.backtest_said import remarks, show_compared, show_rules
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
        show_compared(run, compared, tallies)
    else:
        show_rules(run, tallies[0])
    if run.out.for_people and tallies[0].relationships:
        remarks(run, tallies[0])

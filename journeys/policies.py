"""Policy files: a policy as TOML, read strictly and written whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from math import isfinite
from typing import Any, Final, get_args

from domain.errors import Unreadable
from domain.vocabulary import SEVERITIES
from journeys.io.files import MEGABYTE, decoded, nearest, open_file, wrong
from journeys.io.mapped.toml_lines import line_of, lines_of, tables
from journeys.language import t
from projections.alarms.bounds import LEAST, MOST, Bounds, Line
from projections.backtest.policy import Policy, numbers_of, rules
from projections.drift.usual import Priors
from projections.findings.registry import Rule

SIZE_LIMIT = 1 * MEGABYTE
_TOP = ("severity", "budget", "limits", "priors", "rules")
_LINES: tuple[str, ...] = get_args(Line)
_PRIORS = tuple(one.name for one in fields(Priors))
_ALARMING = SEVERITIES[1:]
_HIGHEST: Final = 1_000_000


def load(path: str, usual: Bounds) -> Policy:
    """Return the policy in a file; what it leaves out is as the engine runs it.

    Parameters
    ----------
    path
        A TOML file.
    usual
        The budget and limits that the engine runs with.

    Raises
    ------
    NotFound
        When there is no such file.
    Unreadable
        For the first key that is unknown or says what cannot be, with its line and what is near.
    """
    with open_file(path, SIZE_LIMIT) as stream:
        text = decoded(stream.read(SIZE_LIMIT + 1), path)
    return parse(text, path, usual)


def parse(text: str, file: str, usual: Bounds) -> Policy:
    r"""Return the policy that a text says; see `load`.

    Examples
    --------
    >>> policy = parse("[rules]\nsilence = false", "ours.toml", Bounds())
    >>> policy.off, policy.bounds.per_100
    (frozenset({'silence'}), 5.0)
    """
    said = tables(text, file)
    return _Reader(file, lines_of(text)).policy(said, usual)


@dataclass(frozen=True, slots=True)
class _Reader:
    file: str
    lines: dict[tuple[str | int, ...], int]

    def policy(self, said: dict[str, Any], usual: Bounds) -> Policy:
        self._known((), said, _TOP)
        severity = said.get("severity", _ALARMING[0])
        if severity not in _ALARMING:
            choices = ", ".join(_ALARMING)
            raise self.wrong(("severity",), "it is one of {choices}", choices=choices)
        bounds = self._bounds(said, usual)
        off, numbers = set[str](), dict[str, dict[str, float]]()
        known = rules()
        for code, how in self._table(("rules",), said).items():
            self._known(("rules",), [code], known)
            if how is False or (isinstance(how, dict) and how.get("on") is False):
                off.add(code)
            numbers[code] = self._numbers(code, how, known[code])
        changed = {code: own for code, own in numbers.items() if own}
        return Policy(bounds, frozenset(off), changed, severity)

    def _bounds(self, said: dict[str, Any], usual: Bounds) -> Bounds:
        budget = self._table(("budget",), said)
        self._known(("budget",), budget, ("alarms", "clients"))
        alarms = self._number(("budget", "alarms"), budget.get("alarms", usual.alarms), above=0)
        clients = budget.get("clients", usual.clients if "alarms" not in budget else 100)
        if not isinstance(clients, int) or isinstance(clients, bool) or clients < 1:
            raise self.wrong(("budget", "clients"), "it is a whole number, 1 or more")
        bounds = Bounds(alarms, clients)
        if not LEAST <= round(bounds.per_100, 9) <= MOST:
            message = "it can be between {least} and {most} false alarms a year per 100 clients"
            raise self.wrong(("budget",), message, least=LEAST, most=MOST)
        if bounds.per_100 == usual.per_100:
            bounds = usual
        bounds = self._limits(self._table(("limits",), said), bounds)
        return replace(bounds, priors=self._priors(self._table(("priors",), said), bounds.priors))

    def _priors(self, said: dict[str, Any], usual: Priors) -> Priors:
        self._known(("priors",), said, _PRIORS)
        return replace(usual, **{name: self._prior(name, value) for name, value in said.items()})

    def _prior(self, name: str, value: object) -> float:
        path = ("priors", name)
        if name.endswith("_mood"):
            return self._feeling(path, self._number(path, value))
        number = self._number(path, value, above=0)
        if name.endswith("_spread") and number > 1:
            raise self.wrong(path, "it is a spread: above 0, and at most 1")
        if name == "late_promises" and number >= 1:
            raise self.wrong(path, "it is a part of promises: above 0, and below 1")
        return number

    def _limits(self, limits: dict[str, Any], bounds: Bounds) -> Bounds:
        self._known(("limits",), limits, _LINES)
        if not limits:
            return bounds
        own = {line: (bounds.whole[line], bounds.strict[line]) for line in _LINES}
        for line, pair in limits.items():
            two = 2
            if not isinstance(pair, list) or len(pair) != two:
                message = "it is a list of two numbers: the limit, and the limit for an alarm"
                raise self.wrong(("limits", line), message)
            whole, strict = (self._number(("limits", line), one) for one in pair)
            if strict < whole:
                message = "the limit for an alarm is no lower than the limit"
                raise self.wrong(("limits", line), message)
            own[line] = (whole, strict)
        return replace(bounds, own=tuple((line, *pair) for line, pair in own.items()))

    def _numbers(self, code: str, how: object, rule: Rule) -> dict[str, float]:
        if isinstance(how, bool):
            return {}
        if not isinstance(how, dict):
            raise self.wrong(("rules", code), "it is true, false, or a table of numbers")
        usual = numbers_of(rule)
        self._known(("rules", code), how, ("on", *usual))
        if not isinstance(how.get("on", True), bool):
            raise self.wrong(("rules", code, "on"), "it is true or false")
        return {
            name: value
            for name, value in how.items()
            if name != "on" and self._like(("rules", code, name), value, usual[name]) != usual[name]
        }

    def _like(self, path: tuple[str, ...], value: object, usual: float) -> float:
        """Return a number of the same kind as the usual one."""
        number = self._number(path, value, above=0 if usual > 0 else None)
        if isinstance(usual, int) and not isinstance(value, int):
            raise self.wrong(path, "it is a whole number, 1 or more")
        return self._feeling(path, number) if usual <= 0 else number

    def _feeling(self, path: tuple[str, ...], number: float) -> float:
        if not -1 <= number <= 1:
            raise self.wrong(path, "it is a feeling: a number from -1 to 1")
        return number

    def _number(self, path: tuple[str, ...], value: object, above: float | None = None) -> float:
        right = isinstance(value, int | float) and not isinstance(value, bool)
        if not right or not isfinite(value) or abs(value) > _HIGHEST:  # type: ignore[arg-type]
            raise self.wrong(path, "it is a number")
        number: float = value  # type: ignore[assignment]
        if above is not None and number <= above:
            raise self.wrong(path, "it is a number above {above}", above=above)
        return number

    def _table(self, path: tuple[str, ...], said: dict[str, Any]) -> dict[str, Any]:
        found = said.get(path[-1], {})
        if not isinstance(found, dict):
            raise self.wrong(path, "it is a table: write it as [{key}]")
        return found

    def _known(
        self, path: tuple[str, ...], said: Mapping[str, object] | list[str], known: object
    ) -> None:
        names = list(known)  # type: ignore[call-overload]
        for name in said:
            if name not in names:
                message = "there is no such key here; perhaps: {nearest}"
                if path == ("rules",):
                    message = "there is no such rule; perhaps: {nearest}"
                    if not near(name):
                        message = "there is no such rule: 'journeys backtest --show' has them all"
                raise self.wrong(
                    (*path, name),
                    message,
                    nearest=near(name) if path == ("rules",) else nearest(name, names),
                )

    def wrong(self, path: tuple[str, ...], message: str, **details: object) -> Unreadable:
        line = line_of(self.lines, path)
        key = ".".join(path)[:120]
        return wrong(self.file, line, "{key}: " + message, key=key, **details)


def near(code: str) -> str:
    """Return the codes of rules that look like this one, or nothing.

    Examples
    --------
    >>> near("mood-drp"), near("x")
    ('mood-drop, staff-mood-drop', '')
    """
    return ", ".join(get_close_matches(code[:64], rules(), n=3))


_HEAD = t("A policy: what alarms, and when. What is left out is as the engine runs it.")
_SEVERITY = t("a finding of this severity or graver is an alarm")
_BUDGET = t("so many false alarms a year over so many clients are borne")
_LIMITS = t("line = [limit, limit for an alarm]; by default they follow from the budget")
_PRIORS_SAY = t("what is usual until a relationship has shown what is usual for it")
_RULES = t("true, false, or a table: on, and the numbers that the rule works with")


def written(policy: Policy, say: Callable[[str], str]) -> str:
    """Return a policy as a file, whole: every rule with every number.

    Parameters
    ----------
    policy
        What to write.
    say
        Says the remarks in the reader's language.
    """
    return "\n".join(_lines(policy, say)) + "\n"


def _lines(policy: Policy, say: Callable[[str], str]) -> Iterator[str]:
    bounds = policy.bounds
    yield f"# {say(_HEAD)}"
    yield from ("", f"# {say(_SEVERITY)}", f'severity = "{policy.severity}"')
    yield from ("", f"# {say(_BUDGET)}", "[budget]")
    yield from (f"alarms = {bounds.alarms:g}", f"clients = {bounds.clients}")
    yield from ("", f"# {say(_LIMITS)}")
    mark = "" if bounds.own else "# "
    yield f"{mark}[limits]"
    for line in _LINES:
        yield f"{mark}{line} = [{bounds.whole[line]:.10g}, {bounds.strict[line]:.10g}]"
    yield from ("", f"# {say(_PRIORS_SAY)}", "[priors]")
    for name in _PRIORS:
        yield f"{name} = {getattr(bounds.priors, name):.10g}"
    yield from ("", f"# {say(_RULES)}", "[rules]")
    for code, rule in rules().items():
        on = "false" if code in policy.off else "true"
        numbers = {**numbers_of(rule), **policy.numbers.get(code, {})}
        inside = ", ".join(f"{name} = {value!r}" for name, value in numbers.items())
        yield f"{code} = {{ on = {on}, {inside} }}" if numbers else f"{code} = {on}"

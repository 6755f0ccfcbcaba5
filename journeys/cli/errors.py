"""What a person is told when something goes wrong, and with which exit code we leave.

====  ==========================================
code  meaning
====  ==========================================
0     fine
1     the check found something
2     wrong use, or input that cannot be taken
3     not found, or more than one
4     not allowed
5     the store is busy, or somebody else was first
70    a mistake in the program itself
130   interrupted
143   ended from outside (128 and the number of the signal)
====  ==========================================
"""

from __future__ import annotations

import errno
import sys
import traceback
from typing import Any

import click

from journeys.language import Language, t

FINE, FOUND, WRONG, MISSING, FORBIDDEN, BUSY, MISTAKE, INTERRUPTED = 0, 1, 2, 3, 4, 5, 70, 130

# By name, so that saying what went wrong needs no library that had no part in it.
_CODES = {
    "Refused": WRONG,
    "Unreadable": WRONG,
    "NotFound": MISSING,
    "Damaged": FOUND,
    "Busy": BUSY,
    "Conflict": BUSY,
    "CannotWrite": FORBIDDEN,
    "NotAdmitted": FORBIDDEN,
}
# A message about a file begins with the place, and perhaps with the rule or the key that it is
# about, or with what the file is not.
_BEGINNINGS = (
    t("{file}, line {line}: "),
    t("{item} is against the rule {rule}: "),
    t("this is not a native journeys file: "),
    "{key}: ",
)
NO_TEXT = t("what was typed is not text in UTF-8: type it anew, in a terminal that speaks UTF-8")
"""Bytes of another encoding reach a program as characters that cannot be written down."""
_TRY = {
    "Damaged": t("see what is damaged with: journeys verify"),
    "ConnectionLost": t("try again in a moment; is the database running?"),
    "HalfKept": t("do the same again: what is there already is left as it is"),
    "HalfTaken": t("do the same again: what is there already is left as it is"),
    "Busy": t("try again in a moment; another program is using this store"),
    "Misread": "journeys query --help",
    "Refused": t("nothing was recorded; change the input and try again"),
}


def report(error: BaseException, words: Language, *, debug: bool) -> int:
    """Say on standard error what happened, where, and what to try; return the exit code."""
    if isinstance(error, click.Abort | KeyboardInterrupt | EOFError):
        return getattr(error, "code", INTERRUPTED)
    if debug:
        traceback.print_exception(error, file=sys.stderr)
    code, what, attempt = _explained(error, words)
    from journeys.cli.output import clean

    click.echo(f"journeys: {clean(what)}", err=True)
    for line in getattr(error, "lines", ()):  # what was written, with the place marked
        click.echo(f"  {clean(line)}", err=True)
    near = getattr(error, "near", "")
    if near:
        click.echo(f"  {clean(words.quote(t('did you mean {near}?'), near=near))}", err=True)
    elif attempt:
        click.echo(f"  {words.say(t('try'))}: {clean(attempt)}", err=True)
    return code


def _explained(error: BaseException, words: Language) -> tuple[int, str, str]:
    if isinstance(error, click.ClickException):
        return WRONG, _misuse(error, words), _page(error)
    if {"message", "details"} <= vars(error).keys():
        return _ours(error, words)
    if isinstance(error, OSError):
        return _machine(error, words)
    if isinstance(error, UnicodeEncodeError) and error.reason == "surrogates not allowed":
        return WRONG, words.say(NO_TEXT), ""
    what = t("a mistake in the program itself ({kind}): {text}")
    return (
        MISTAKE,
        words.say(what, kind=type(error).__name__, text=str(error)[:200]),
        words.say(t("run it again with --debug and report what it shows")),
    )


def _ours(error: Any, words: Language) -> tuple[int, str, str]:  # noqa: ANN401 - a JourneysError
    names = [kind.__name__ for kind in type(error).__mro__]
    code = next((_CODES[name] for name in names if name in _CODES), WRONG)
    # What stands in a file is quoted as it was written there, never in translation; and a name
    # that was not found is a name, even where it is a word as well.
    say = words.quote if {"Unreadable", "NotFound"} & set(names) else words.say
    details = error.details
    if "NotFound" in names:
        plain = {key: value for key, value in details.items() if not isinstance(value, str)}
        details = details | {key: words.value(value) for key, value in plain.items()}
    told, said = error.message, ""
    for beginning in _BEGINNINGS:
        if told.startswith(beginning) and told != beginning:
            told = told.removeprefix(beginning)
            said += words.quote(beginning, **error.details)
    said += say(told, **details)
    rule = getattr(error, "rule", None)
    if rule:
        said = words.say(t("refused by the rule {rule}: {why}"), rule=rule, why=said)
    hint = next((_TRY[name] for name in names if name in _TRY), "")
    return code, said, words.say(hint) if hint and "journeys " not in said else ""


def _machine(error: OSError, words: Language) -> tuple[int, str, str]:
    where = error.filename or ""
    if isinstance(error, PermissionError):
        return FORBIDDEN, words.say(t("this user may not use {where}"), where=where), ""
    if isinstance(error, FileNotFoundError):
        return MISSING, words.say(t("there is no {where}"), where=where), ""
    if isinstance(error, IsADirectoryError):
        return WRONG, words.say(t("{where} is a folder, not a file"), where=where), ""
    why = error.strerror or str(error)
    if error.errno == errno.ENOSPC:
        why = words.say(t("there is no room left on the disk"))
    if not where:
        return WRONG, words.quote(t("the system could not do it: {why}"), why=why), ""
    what = t("the system could not do it with {where}: {why}")
    return WRONG, words.quote(what, where=where, why=why), ""


def _misuse(error: click.ClickException, words: Language) -> str:  # noqa: PLR0911 - one for each
    match error:
        case click.NoSuchOption():
            return words.say(t("there is no option {name} here"), name=error.option_name)
        case click.MissingParameter():
            name = error.param.metavar or error.param.name if error.param else ""
            return words.say(t("something is missing: {name}"), name=name or "")
        case click.BadParameter():
            param = error.param
            if param is not None and isinstance(param.type, click.Choice):
                choices = words.listing(param.type.choices)
                return words.say(
                    t("{name} is one of {choices}"), name=param.opts[0], choices=choices
                )
            name = param.opts[0] if param is not None and isinstance(param, click.Option) else ""
            if param is not None and isinstance(param.type, click.IntRange):
                return _not_within(name or param.metavar or "", param.type, words)
            return f"{name}: {error.message}" if name else error.message
        case click.BadOptionUsage():
            return words.say(
                t("the option {name} needs a value, or has one too many"), name=error.option_name
            )
        case click.UsageError() if error.message.startswith("No such command"):
            return words.say(t("there is no such verb: {what}"), what=error.message.split("'")[1])
        case click.UsageError() if error.message.startswith("Got unexpected extra"):
            extra = error.message.partition("(")[2].rstrip(")")
            return words.say(t("these words are too many: {what}"), what=extra)
        case _:
            return error.format_message()


def _not_within(name: str, given: click.IntRange, words: Language) -> str:
    if given.max is None:
        return words.say(t("{name} is a whole number from {low}"), name=name, low=given.min)
    what = t("{name} is a whole number from {low} to {high}")
    return words.say(what, name=name, low=given.min, high=given.max)


def _page(error: click.ClickException) -> str:
    ctx = getattr(error, "ctx", None)
    return f"{ctx.command_path if ctx else 'journeys'} --help"

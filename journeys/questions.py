"""Questions as people write them: a name, and parameters that are texts still."""

from __future__ import annotations

from difflib import get_close_matches

from domain.errors import NotFound, Unreadable
from projections.answers import ANSWERS, Answer, Parameter
from projections.answers.ranges import range_of


def question(name: str) -> Answer:
    """Return the question of that name.

    Raises
    ------
    NotFound
        With the names that are near it.
    """
    if name in ANSWERS:
        return ANSWERS[name]
    near = get_close_matches(name, ANSWERS, n=3, cutoff=0.5)
    near += [known for known in sorted(ANSWERS) if name and name in known and known not in near]
    if near:
        message = "no question is called {name}; near it are {near}"
        raise NotFound(message, name=name[:80], near=", ".join(near[:5]))
    message = "no question is called {name}; 'journeys ask --list' shows them all"
    raise NotFound(message, name=name[:80])


def value_of(answer: Answer, key: str, value: Parameter) -> Parameter:
    """Return a parameter's value as its default's kind; without a default it is a number.

    Raises
    ------
    Unreadable
        When the question has no such parameter, or not with that value.
    """
    if key not in answer.parameters:
        if not answer.parameters:
            message = "the question {name} has no parameters"
            raise Unreadable(message, name=answer.name)
        message = "the question {name} has no parameter {key}; it has {known}"
        known = ", ".join(answer.parameters)
        raise Unreadable(message, name=answer.name, key=key[:80], known=known)
    default = answer.parameters[key]
    try:
        return _sensible(answer.name, key, _as_kind_of(default, value))
    except ValueError:
        message = "the parameter {key} of {name} is not read from {value}: write it like {example}"
        example = str(default if default is not None else 1.5).lower()
        raise Unreadable(
            message, key=key, name=answer.name, value=repr(str(value)[:40]), example=example
        ) from None


def _sensible(question: str, key: str, value: Parameter) -> Parameter:
    """Return a parameter's value, if it lies within its range."""
    range_ = range_of(question, key)
    if range_ is None or isinstance(value, (str, bool)) or value is None or range_.holds(value):
        return value
    message = "{key} of {name} is {least} or more, not {value}"
    if range_.most is not None:
        message = "{key} of {name} lies between {least} and {most}: {value} does not"
    details = {"key": key, "name": question, "least": f"{range_.least:g}"}
    raise Unreadable(message, **details, most=f"{range_.most or 0:g}", value=f"{value:g}")


_YES_OR_NO = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def _as_kind_of(default: Parameter, value: Parameter) -> Parameter:
    if isinstance(default, str):
        return str(value)
    text = str(value).strip().lower()
    if isinstance(default, bool):
        if text not in _YES_OR_NO:
            raise ValueError
        return _YES_OR_NO[text]
    if isinstance(value, bool) or "_" in text:
        raise ValueError
    number = int(text) if isinstance(default, int) else float(text)
    if not abs(number) < float("inf"):
        raise ValueError
    return number

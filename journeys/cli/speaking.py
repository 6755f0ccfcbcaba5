"""Which language a run speaks: the one asked for, or else the environment's."""

from __future__ import annotations

import os
from collections.abc import Sequence

import click

from journeys.language import Language, preferred, speak

_LANGUAGE = "journeys.language"


def asked_language(arguments: Sequence[str]) -> str:
    """Return the language that the arguments ask for, or else the environment."""
    for place, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return argument.partition("=")[2]
        if argument == "--lang" and place + 1 < len(arguments):
            return arguments[place + 1]
    return preferred(os.environ)


def words_of(ctx: click.Context) -> Language:
    """Return the language of this run."""
    words = ctx.meta.get(_LANGUAGE)
    return words if isinstance(words, Language) else speak(preferred(os.environ))


def learn(ctx: click.Context, arguments: Sequence[str]) -> None:
    """Settle the language before anything is said; what stands behind the verb counts."""
    asked = any(argument.partition("=")[0] == "--lang" for argument in arguments)
    if asked or _LANGUAGE not in ctx.meta:
        ctx.meta[_LANGUAGE] = speak(asked_language(arguments))

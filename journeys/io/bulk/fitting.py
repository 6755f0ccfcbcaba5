"""What is held of every line, for all lines of a block at once; times and facts come later."""

from __future__ import annotations

import string
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from domain._kernel import Testimony
from domain.moments import Moment
from journeys.io.bulk.spelling import Columns

_LETTERS = string.ascii_letters + string.digits
_CONTROLS = bytes(range(0x21))
_LONG, _DIGITS = 128, 18
_BETWEEN, _LETTER, _SIGN, _OTHER = b"\n", b"a", b".", b"!"
_KINDS = bytes(
    ord(
        _BETWEEN
        if chr(one) == "\n"
        else _LETTER
        if chr(one) in _LETTERS
        else _SIGN
        if chr(one) in "._:-"
        else _OTHER
    )
    for one in range(256)
)
"""For every byte of an id, of what kind it is."""


def fit(told: Columns) -> bool:
    """Whether every attribute is as it should be; that numbers begin with 1 is held elsewhere."""
    return (
        _are_numbers(told.sequence)
        and _are_commands(told.commandid)
        and _are_ids([*told.id, *told.subject, *_given(told)])
        and all(
            _shared(*shared)
            for shared in _combinations(
                told.actor, told.onwhoseword, told.sourcesystem, told.channel,
                told.touchpoint, told.basis, told.datebasis,
            )
        )
    )  # fmt: skip


def _combinations(*columns: Sequence[str]) -> Iterable[Sequence[str]]:
    """Return which texts come up together in columns: most have but one all the way down."""
    if all(column.count(column[0]) == len(column) for column in columns):
        return [[column[0] for column in columns]]
    return set(zip(*columns, strict=True))


def _given(told: Columns) -> list[str]:
    """Return the other ids, where they are given."""
    return [
        name
        for column in (told.causeid, told.storyid, told.correlation)
        if any(column)
        for name in column
        if name
    ]


def _are_ids(texts: Sequence[str]) -> bool:
    """Whether every text is a letter or digit, and at most 127 more or full stops and the like."""
    kinds = "\n".join(["", *texts]).encode().translate(_KINDS)
    return (
        kinds.count(_BETWEEN) == len(texts)
        and _are_between(1, texts, _LONG)
        and _OTHER not in kinds
        and _BETWEEN + _SIGN not in kinds
    )


def _are_numbers(texts: Sequence[str]) -> bool:
    """Whether every text is a whole number, of 18 digits at most."""
    joined = "".join(texts)
    return (
        joined.isascii()
        and joined.encode().isdigit()  # of bytes it is asked ten times as quickly
        and _are_between(1, texts, _DIGITS)
    )


def _are_commands(texts: Sequence[str]) -> bool:
    """Whether every text is one of 128 letters at most, none of them a control or a space."""
    joined = "".join(texts).encode()
    return _are_between(1, texts, _LONG) and len(joined) == len(joined.translate(None, _CONTROLS))


def _are_between(least: int, texts: Sequence[str], most: int) -> bool:
    """Whether every text has so many letters."""
    lengths = set(map(len, texts))
    return least <= min(lengths) and max(lengths) <= most


_SHARED = ("actor", "on_whose_word", "source", "channel", "touchpoint", "basis", "date_basis")


@lru_cache(maxsize=4096)
def _shared(*values: str) -> bool:
    """Whether these parts of a testimony are well-formed; few combinations come up."""
    now = Moment("2000-01-01")
    said: dict[str, Any] = {
        name: value for name, value in zip(_SHARED, values, strict=True) if value
    }
    try:
        Testimony(occurred_at=now, recorded_at=now, command_id="c", **said)
    except ValidationError:
        return False
    return True

"""What a column of an answer is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an answer.

    A ``word`` is one of a vocabulary, or the name of a fact; ``personal`` columns hold somebody's
    own words. Title and meaning are English message ids, said in the reader's language on the top
    floor. The ``unit`` says how a number is to be read.
    """

    name: str
    title: str
    meaning: str
    unit: str | None = None
    word: bool = False
    personal: bool = False

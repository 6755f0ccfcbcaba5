"""What a verb of recording is made of: plain data, so that a help page loads nothing heavy.

A test holds the words, kinds and names in the tables against the facts, so that they cannot drift
apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypedDict, Unpack

Kind = Literal[
    "text", "texts", "word", "words", "yesno", "number", "whole", "moment", "key", "keys", "name",
    "answers", "event", "events", "finding",
]  # fmt: skip
"""What is written there: ``name`` gives a thing its name, ``key`` and ``keys`` use one,
``finding`` names what was found."""
MANY = ("texts", "words", "keys", "answers", "events")
"""The kinds that may be given several times."""


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a verb takes.

    Parameters
    ----------
    path
        Where it stands in the fact: ``by``, or ``target.metric``.
    ask
        The question, on a terminal and on the help page.
    words
        The words that are allowed, in the order in which they are offered.
    need
        Whether nothing can be recorded without it.
    asked
        Whether a person is asked for it although it may be left open.
    place
        Whether it stands behind REL without a flag.
    default
        What the fact itself takes where nobody says.
    thing
        The kind of thing that a key refers to, or that a name is given to.
    flag
        The flag, where it is not the last part of the path.
    made_from
        For a name: the fields from whose text it is made when nobody gives one.
    stem
        For a name: what it is made of when these are empty.
    unless
        The paths of which one makes this one needless.
    between
        For a number: the least and the most.
    """

    path: str
    ask: str
    kind: Kind = "text"
    words: tuple[str, ...] = ()
    need: bool = False
    asked: bool = False
    place: bool = False
    default: str = ""
    thing: str = ""
    flag: str = ""
    made_from: tuple[str, ...] = ()
    stem: str = ""
    unless: tuple[str, ...] = ()
    between: tuple[float, float] | None = None

    @property
    def id(self) -> str:
        """The name of the parameter."""
        return "fact_" + self.path.replace(".", "_")

    @property
    def option(self) -> str:
        """What is typed for it, such as ``--formed-by``."""
        return "--" + (self.flag or self.path.rpartition(".")[2].replace("_", "-"))

    @property
    def sign(self) -> str:
        """What it is called on a help page and in a message: ``--by``, or ``TEXT`` in its place."""
        return (self.flag or self.path).upper() if self.place else self.option

    @property
    def many(self) -> bool:
        """Whether it may be given several times."""
        return self.kind in MANY


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of recording: which fact it records, and what it takes for it.

    Parameters
    ----------
    name
        The verb as it is typed.
    fact
        The fact by the name that stories use, such as ``promise-made``.
    help
        The help page's text; its first sentence stands in the list of verbs.
    fields
        In the order in which they are asked for.
    examples
        Two, each with what it does.
    fixed
        What the verb itself says.
    opens
        Whether it begins a history, so that REL is a new id.
    channel
        Whether a person is asked over which channel it went.
    felt
        Whether a person is asked how both sides felt; ``None`` where the flags make no sense.
    instant
        Whether it happens as it is recorded, to the second, unless somebody says when.
    """

    name: str
    fact: str
    help: str
    fields: tuple[Field, ...]
    examples: tuple[tuple[str, str], ...]
    fixed: Mapping[str, Any] = field(default_factory=dict)
    opens: bool = False
    channel: bool = False
    felt: bool | None = False
    instant: bool = False


class More(TypedDict, total=False):
    """What the makers of fields below pass on."""

    need: bool
    asked: bool
    place: bool
    default: str
    flag: str
    unless: tuple[str, ...]
    between: tuple[float, float]


def text(path: str, ask: str, **more: Unpack[More]) -> Field:
    """Return a field for a person's words."""
    return Field(path, ask, **more)


def texts(path: str, ask: str, **more: Unpack[More]) -> Field:
    """Return a field for several texts."""
    return Field(path, ask, "texts", **more)


def word(path: str, ask: str, words: tuple[str, ...], **more: Unpack[More]) -> Field:
    """Return a field for one word of a vocabulary."""
    return Field(path, ask, "word", words, **more)


def several(path: str, ask: str, words: tuple[str, ...], **more: Unpack[More]) -> Field:
    """Return a field for several words of a vocabulary."""
    return Field(path, ask, "words", words, **more)


def yesno(path: str, ask: str, **more: Unpack[More]) -> Field:
    """Return a field for yes or no; left open where nobody said."""
    return Field(path, ask, "yesno", ("yes", "no"), **more)


def number(path: str, ask: str, **more: Unpack[More]) -> Field:
    """Return a field for a number."""
    return Field(path, ask, "number", **more)


def whole(path: str, ask: str, **more: Unpack[More]) -> Field:
    """Return a field for a whole number."""
    return Field(path, ask, "whole", **more)


def moment(path: str, ask: str, **more: Unpack[More]) -> Field:
    """Return a field for a moment as people type it."""
    return Field(path, ask, "moment", **more)


def name(path: str, ask: str, *made_from: str, stem: str, thing: str | None = None) -> Field:
    """Return the field that gives a new thing its name, made from other fields where not given."""
    thing = path if thing is None else thing
    return Field(path, ask, "name", thing=thing, flag="name", made_from=made_from, stem=stem)


def key(path: str, ask: str, thing: str = "", **more: Unpack[More]) -> Field:
    """Return a field for the name of a *thing* that is known, or of a thing outside of the log."""
    return Field(path, ask, "key", thing=thing, **more)


def keys(path: str, ask: str, thing: str = "", **more: Unpack[More]) -> Field:
    """Return a field for several such names."""
    return Field(path, ask, "keys", thing=thing, **more)

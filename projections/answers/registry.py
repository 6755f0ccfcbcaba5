"""The registry of answers: what can be asked, of what, and in which columns the answer comes.

An answer is a pure function over readings. Its rows are tidy, every one with the ``events`` it
rests on, and what nobody told stays ``None``: a figure is 0 only where 0 was counted or measured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, overload

from domain._kernel import Fact
from domain.moments import Moment
from domain.relationship import Relationship
from projections.answers.column import Column
from projections.answers.columns import COLUMNS
from projections.course import Told
from projections.touchpoints.life import Life
from projections.touchpoints.lived import LivedGraph

Row = dict[str, Any]
Parameter = float | int | bool | str | None
WORDS = frozenset(
    {
        "back-stage", "cannot tell", "client", "ended", "friction a year", "front-stage",
        "grave findings a year", "higher", "known-person", "lower", "missed", "moment",
        "not-received", "our people", "reviewed", "skip-refused", "strength-only", "tight",
        "never lived", "never planned", "not felt", "not told", "others", "own record",
        "too few", "unrecognised", "waiver-refused", "what the client remembers", "wish-only",
    }
)  # fmt: skip
"""What answers say in columns of words beyond the vocabularies of facts."""


class Other(NamedTuple):
    """One of whom nothing is told that a question is about: its id, and that of its first event."""

    relationship: str
    first: str


class Once(Sequence[Told]):
    """Readings that come one after another: whoever goes through them holds no more than one.

    Parameters
    ----------
    readings
        Gives them; asked when somebody begins to go through them.

    Examples
    --------
    >>> readings = Once(iter(()))
    >>> list(readings)
    []
    >>> list(readings)
    Traceback (most recent call last):
    ...
    TypeError: these readings are gone through once: say that the answer does so again
    """

    def __init__(self, readings: Iterable[Told]) -> None:
        self._readings: Iterable[Told] | None = readings

    def __iter__(self) -> Iterator[Told]:
        readings, self._readings = self._readings, None
        if readings is None:
            raise _gone()
        return iter(readings)

    def __len__(self) -> int:
        """Refuse: nobody has counted them."""
        raise _gone()

    @overload
    def __getitem__(self, index: int) -> Told: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Told]: ...

    def __getitem__(self, index: int | slice) -> Told | Sequence[Told]:
        """Refuse: they come in their order."""
        raise _gone()


def _gone() -> TypeError:
    return TypeError("these readings are gone through once: say that the answer does so again")


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom a question is about: the readings of relationships, the organisations, and when.

    No reading is empty. The *others* are there as well, and are not read: who counts everybody
    counts them too. A question about what was *lived* has no readings but lives, and the graph of
    them.
    """

    readings: Sequence[Told]
    organisations: Sequence[Relationship]
    now: Moment
    lives: Sequence[Life] = ()
    graph: LivedGraph = field(default_factory=LivedGraph)
    others: Sequence[Other] = ()

    @property
    def organisation(self) -> str | None:
        """The one organisation that all of this belongs to, where there is but one."""
        return self.organisations[0].id if len(self.organisations) == 1 else None


Fold = Callable[..., Iterator[Row]]


@dataclass(frozen=True, slots=True)
class Answer:
    """A question that can be asked by name.

    ``rows`` are the requirement rows it serves, ``parameters`` the numbers it works with and their
    defaults; a default of ``None`` is worked out from the readings. What is ``lived`` is asked of
    lives and their graph; every other answer of readings. ``about`` are topics: a relationship in
    which none of them is told adds nothing to the answer; None where everybody has to be asked.
    Where everybody is ``counted`` it is one of the others, and of a reading nothing is looked at
    but its first event, these facts, and what the answer ``reads`` besides. Most answers go through
    the readings once, so that they need not be held; one that goes ``again`` is given all of them.
    """

    name: str
    question: str
    rows: tuple[int, ...]
    columns: tuple[Column, ...]
    fold: Fold
    parameters: dict[str, Parameter]
    lived: bool = False
    about: frozenset[str] | None = None
    counted: bool = False
    reads: frozenset[str] = frozenset()
    again: bool = False

    def of(self, asked: Asked, **parameters: Parameter) -> list[Row]:
        """Return the rows of this answer, each with every column."""
        return self.shaped(self.fold(asked, **{**self.parameters, **parameters}))

    def shaped(self, found: Iterable[Row]) -> list[Row]:
        """Return these rows, each with every column of the answer and no other."""
        return [{column.name: row.get(column.name) for column in self.columns} for row in found]


ANSWERS: dict[str, Answer] = {}


def answer(  # noqa: PLR0913 - what is told of an answer, by name
    name: str,
    *,
    question: str,
    columns: str,
    rows: tuple[int, ...] = (),
    lived: bool = False,
    about: tuple[type[Fact], ...] | None = None,
    counted: bool = False,
    reads: tuple[type[Fact], ...] = (),
    again: bool = False,
    **parameters: Parameter,
) -> Callable[[Fold], Fold]:
    """Enter an answer under its name; *columns* are names from `COLUMNS`, ``events`` comes last.

    One that is *lived* is asked of lives and their graph in place of readings. A relationship in
    which no fact is told that it is *about* adds nothing to it, and need not be gone through; where
    everybody is *counted* it adds that it is there. Such an answer says what else it *reads*. One
    that goes through the readings *again*, or counts them, says so.
    """

    def enter(fold: Fold) -> Fold:
        if name in ANSWERS:
            msg = f"an answer is called {name} already"
            raise TypeError(msg)
        chosen = tuple(COLUMNS[column] for column in (*columns.split(), "events"))
        topics = None if about is None else frozenset(fact.topic for fact in about)
        besides = frozenset(fact.topic for fact in reads)
        ANSWERS[name] = Answer(
            name, question, rows, chosen, fold, parameters, lived, topics, counted, besides, again
        )
        return fold

    return enter

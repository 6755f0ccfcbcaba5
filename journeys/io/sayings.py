"""What an item says: its facts, and how each side felt about it."""

from __future__ import annotations

from dataclasses import dataclass

from domain._kernel import Fact
from domain.feelings import FeelingObserved
from domain.moments import Moment
from journeys.io.days import Calendar
from journeys.io.nodes import Node
from journeys.io.shapes import Resolve, fact, fact_type

SIDES = ("client", "staff")
_OF_THE_KNOWING = ("recorded", "basis")
_GIVEN = ("whose", "about")


@dataclass(frozen=True, slots=True)
class Saying:
    """A fact, the line it stands on, and, for a feeling, since when and how firmly it is known."""

    fact: Fact
    line: int
    recorded: Moment | None = None
    basis: object = None
    basis_given: bool = False


def facts_of(node: Node | None, calendar: Calendar, resolve: Resolve) -> list[Saying]:
    """Return an item's facts: names on their own, or ``name: {field: value}``.

    Raises
    ------
    Unreadable
        For an unknown fact or field, or a value that the fact does not allow.
    """
    said = []
    for part in node.items("facts") if node else ():
        if isinstance(part.value, str):
            name, data = part.value, Node(part.file, part.line, {})
        else:
            named = part.mapping("a fact")
            if len(named) != 1:
                message = "a fact has one name: indent its fields further, or begin with '- '"
                raise part.wrong(message)
            ((name, given),) = named.items()
            # What is missing is blamed on the line with the name.
            data = Node(given.file, part.line, given.value, given.keys)
        said.append(Saying(fact(fact_type(part, name), data, calendar, resolve), part.line))
    return said


def feelings_of(node: Node | None, calendar: Calendar, about: str | None) -> list[Saying]:
    """Return an item's feelings, about the event with that id.

    A feeling is a valence, a mapping with more about it, or a list of these. Unless it says
    otherwise it is ``retold``, and said by the side whose feeling it is.

    Raises
    ------
    Unreadable
        For an unknown side or key, or a value that a feeling does not allow.
    """
    felt: list[Saying] = []
    for side, given in (node.mapping("feelings", SIDES) if node else {}).items():
        parts = given.value if isinstance(given.value, tuple) else (given,)
        felt += [_feeling(side, part, calendar, about) for part in parts]
    return felt


def _feeling(side: str, node: Node, calendar: Calendar, about: str | None) -> Saying:
    def made(value: str) -> Node:
        return Node(node.file, node.line, value)

    long = (
        node
        if isinstance(node.value, dict)
        else Node(node.file, node.line, {"valence": node}, {"valence": node.line})
    )
    fields = [name for name in FeelingObserved.model_fields if name not in _GIVEN]
    parts = long.mapping("a feeling", (*fields, *_OF_THE_KNOWING))
    data = {"source": made("retold"), "said_by": made(side)}
    data |= {key: part for key, part in parts.items() if key not in _OF_THE_KNOWING}
    data |= {"whose": made(side)} | ({"about": made(about)} if about else {})
    filled = Node(node.file, node.line, data, {key: long.keys.get(key, node.line) for key in data})
    return Saying(
        fact(FeelingObserved, filled, calendar, lambda given: given.text("about")),
        node.line,
        calendar.moment(parts["recorded"]) if "recorded" in parts else None,
        parts["basis"].value if "basis" in parts else None,
        "basis" in parts,
    )

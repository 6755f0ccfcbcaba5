"""The rows of the view ``lived``: what is kept of a life, see `projections.touchpoints.keeping`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from projections.growth import Change
from projections.growth.named import touched
from projections.ports import Row
from projections.reading import Reading
from projections.touchpoints.keeping import HEAD, TOGETHER, head_row, row_of
from projections.touchpoints.life import Promised, adopted, goodbye, promised, traits
from projections.touchpoints.occasion import Occasions


class Lived:
    """Tells what is kept of a life: the rows of 32 in which something is new or other."""

    def __init__(self) -> None:
        self._occasions = Occasions()
        self._numbers: dict[str, int] = {}
        self._promises: list[Promised] = []
        self._items: list[tuple[str, str]] = []
        self._head: Row | None = None

    def news(self, reading: Reading, begin: int) -> Iterator[Change]:
        """Yield the rows that hold something new."""
        head = head_row(traits(reading.state), adopted(reading.state), goodbye(reading))
        if head != self._head:
            self._head = head
            yield HEAD, head
        occasions = self._occasions.learn(reading, begin)
        yield from _some("occasions", self._occasions.known, occasions)
        promises = self._learn_promises(reading, begin)
        yield from _some("promises", self._promises, promises)
        first = len(self._items)
        self._items += [(e.id, e.story_id) for e in reading.events[begin:] if e.story_id]
        yield from _some("items", self._items, range(first, len(self._items)))

    def _learn_promises(self, reading: Reading, begin: int) -> list[int]:
        """Take in what the events say of promises; return the numbers of those they touch."""
        changed = []
        for _, key in touched(reading.events[begin:], ("promise",)):
            thing = reading.state.thing("promise", key)
            if thing is None:
                continue
            number = self._numbers.setdefault(key, len(self._numbers))
            self._promises[number : number + 1] = [promised(key, thing)]
            changed.append(number)
        return changed


def _some(what: str, kept: Sequence[Any], numbers: Iterable[int]) -> Iterator[Change]:
    """Yield the rows that these of what is kept lie in."""
    for row in sorted({number // TOGETHER for number in numbers}):
        yield row_of(what, kept, row)

"""What is found in everybody: kept, and decoded as far as a question goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TypeVar

import msgspec

from journeys.kept import KeptRows
from projections.finding import Finding

S = TypeVar("S", bound=msgspec.Struct)


class Findings(NamedTuple):
    """What is found in everybody: what is kept, and how the others are judged."""

    kept: KeptRows
    judge: Callable[[str], Iterable[Finding]]

    def read(self, form: type[S]) -> Iterator[tuple[str, S, str]]:
        """Yield what is kept: whose, as much of it as *form* asks for, and all of it as JSON."""
        decode = msgspec.json.Decoder(form).decode
        return ((name, decode(row), row) for name, row in self.kept.written())

    def judged(self, names: Iterable[str]) -> Iterator[Finding]:
        """Yield the findings of those of whom nothing is kept that can be relied on."""
        for name in self.kept.left_out(names):
            yield from self.judge(name)

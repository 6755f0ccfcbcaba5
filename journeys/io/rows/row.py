"""One row of a table: where it stands, what its cells say, and what is wrong with it by itself."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Fault(NamedTuple):
    """Why a row is set aside: a stable word, and a sentence with its details."""

    reason: str
    message: str
    details: Mapping[str, object] = {}


class SetAside(Exception):
    """Raised where a row turns out not to be taken; only its own row is concerned."""

    def __init__(self, reason: str, message: str, **details: object) -> None:
        self.fault = Fault(reason, message, details)
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it was read.

    Parameters
    ----------
    file, line
        Where it begins; the line is 1-based.
    values
        The cells by column, as text. An empty cell is an empty text.
    typed
        Whether dates were real dates in the file, and are therefore in ISO 8601 here.
    fault
        What keeps it from being taken, whatever it says.
    """

    file: str
    line: int
    values: Mapping[str, str]
    typed: bool = False
    fault: Fault | None = None

    def digest(self) -> str:
        """Return what tells its content apart from other rows': 20 hexadecimal digits."""
        return digest(json.dumps(self.values, ensure_ascii=False, sort_keys=True))


@dataclass(frozen=True, slots=True)
class Table:
    """A file's rows, one after another.

    ``columns`` are those of the header; None where every row names its own (JSON Lines).
    ``position`` tells how many bytes of the file have been read. Close it, read to the end or not.
    """

    columns: tuple[str, ...] | None
    rows: Iterator[Row]
    close: Callable[[], None]
    position: Callable[[], int] = lambda: 0


def digest(text: str) -> str:
    """Return 20 hexadecimal digits that stand for a text.

    Examples
    --------
    >>> digest("a row")
    'adc376f3b632de3ca02e'
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def nul_in(values: Mapping[str, str]) -> Fault | None:
    """Return the fault of a row in which a cell holds the character NUL."""
    column = next((name for name, cell in values.items() if "\0" in cell), None)
    if column is None:
        return None
    return Fault(
        "nul-character", "{column} holds the character NUL: take it out", {"column": column}
    )

"""Values of a mapping, worked out for a row: texts with ``{column}`` in them, and forms."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from journeys.io.mapped.schema import Form, Value
from journeys.io.mapped.times import Reader, moved
from journeys.io.rows.row import SetAside, digest


class Cells(dict[str, str]):
    """A row's cells by column, with those of the rows it is joined with.

    ``typed`` says that dates were real dates in the file, and are in ISO 8601 here.
    """

    typed: bool = False

    @classmethod
    def of(cls, values: Mapping[str, str], *, typed: bool = False) -> Cells:
        """Return the cells of a row."""
        cells = cls(values)
        cells.typed = typed
        return cells


Said = str | int | float | bool | list["Said"] | None
Worked = Callable[[Cells], Said]
"""Works a value out of a row's cells; None: no value."""

_KEY = re.compile(r"[^a-z0-9]+")
_PLACE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_LONGEST_KEY = 64
_GROUP = 3
"""Digits between the signs of thousands."""
_WAYS = ("column", "key", "text", "number", "moment", "hash")


class Wrong(ValueError):
    """A value that no row could make sense of: a sentence, and its details."""

    def __init__(self, message: str, **details: object) -> None:
        self.message, self.details = message, details
        super().__init__(message)


@dataclass
class Compiler:
    """Turns the values of one file's mapping into functions, and learns which columns they read.

    Parameters
    ----------
    read
        Reads moments in the file's own forms.
    reader_of
        Makes such a reader for other forms.
    note
        Is told a reason each time something is left out.
    """

    read: Reader
    reader_of: Callable[[tuple[str, ...]], Reader]
    note: Callable[[str], object]
    columns: set[str] = field(default_factory=set)

    def value(self, given: Value | None) -> Worked:
        """Return what works *given* out."""
        if isinstance(given, Form):
            return self._form(given)
        if isinstance(given, list):
            parts = [self.value(one) for one in given]
            return lambda cells: [said for part in parts if (said := part(cells)) is not None]
        if isinstance(given, str):
            return self.text(given)
        return lambda _cells: given

    def text(self, template: str) -> Worked:
        """Return what fills a text; without any content it is no value."""
        pieces = list(_pieces(template))
        places = [name for _, name in pieces if name is not None]
        self.columns.update(places)
        if not places:
            plain = "".join(before for before, _ in pieces)
            return lambda _cells: plain
        if len(pieces) == 1 and not pieces[0][0]:
            name = places[0]
            return lambda cells: cells.get(name, "").strip() or None

        def fill(cells: Cells) -> str | None:
            if not any(cells.get(name, "").strip() for name in places):
                return None
            said = "".join(b + (cells.get(n, "").strip() if n else "") for b, n in pieces)
            return said.strip(" :;,-–\n") or None

        return fill

    def _form(self, form: Form) -> Worked:
        ways = [way for way in _WAYS if getattr(form, way) is not None]
        if len(ways) != 1:
            raise Wrong("a value says one of these: {ways}", ways=", ".join(_WAYS))
        match ways[0]:
            case "column":
                return self._words(form)
            case "key":
                return _mapped(self.text(form.key or ""), slug)
            case "hash":
                return _mapped(self.text(form.hash or ""), lambda text: "x-" + digest(text))
            case "number":
                return self._number(form)
            case "moment":
                return self._moment(form)
        cut = form.cut or 4000

        def shorten(text: str) -> str:
            if len(text) <= cut:
                return text
            self.note("text-cut")
            return text[: cut - 1] + "…"

        return _mapped(self.text(form.text or ""), shorten)

    def _words(self, form: Form) -> Worked:
        name, words = form.column or "", form.words or {}
        self.columns.add(name)
        otherwise = None if form.otherwise is None else self.value(form.otherwise)

        def look_up(cells: Cells) -> Said:
            cell = cells.get(name, "").strip()
            if cell in words:
                return None if words[cell] == "" else words[cell]
            if otherwise is not None:
                return otherwise(cells) or None
            if not cell or form.words is None:
                return cell or None
            message = "{column} holds a word that the mapping does not know"
            raise SetAside("unknown-word", message, column=name)

        return look_up

    def _number(self, form: Form) -> Worked:
        name, times = form.number or "", 1 if form.times is None else form.times
        return _mapped(
            self.text(name), lambda text: number(text, name, decimal=form.decimal, times=times)
        )

    def _moment(self, form: Form) -> Worked:
        read = self.reader_of(form.format) if form.format else self.read
        text = self.text(form.moment or "")

        def work(cells: Cells) -> Said:
            said = text(cells)
            if said is None:
                return None
            moment = read(str(said), cells.typed)
            return moved(moment, form.add_days or 0, about=form.about)

        return work


def number(text: str, column: str, *, decimal: str = ".", times: float = 1) -> float:
    """Return the number in a cell, with this decimal sign, multiplied by *times*.

    The other sign parts thousands. Where it does not, nobody knows what is meant.

    Examples
    --------
    >>> number("1.234,5", "x", decimal=","), number("90", "x", times=0.5)
    (1234.5, 45.0)
    """
    thousands = "." if decimal == "," else ","
    whole, sign, parts = text.replace("−", "-").partition(decimal)
    if thousands in parts or not _are_thousands(whole.lstrip("+-").split(thousands)):
        message = '{column} is not a number: which decimal sign it has is said by decimal = ","'
        raise SetAside("not-a-number", message, column=column.strip("{}"))
    plain = whole.replace(thousands, "") + sign.replace(decimal, ".") + parts
    try:
        found = float(plain) * times
    except ValueError:
        found = math.nan
    if not math.isfinite(found) or "_" in plain:
        raise SetAside("not-a-number", "{column} is not a number", column=column.strip("{}"))
    return found


def _are_thousands(groups: list[str]) -> bool:
    """Whether digits are parted as thousands are, or not at all: 8,5 is not 85."""
    first, *others = groups
    evenly = all(len(group) == _GROUP for group in others)
    return not others or (0 < len(first) <= _GROUP and evenly)


def slug(text: str) -> str:
    """Return a text as a short word: small letters, digits and hyphens.

    Examples
    --------
    >>> slug("T-0024de"), slug("Feature 12 (beta)")
    ('t-0024de', 'feature-12-beta')
    """
    return _KEY.sub("-", text.lower()).strip("-")[:_LONGEST_KEY].strip("-")


def _pieces(template: str) -> Iterator[tuple[str, str | None]]:
    """Yield (text, the column after it); a brace that is meant as such is written twice."""
    before, at = "", 0
    for found in _PLACE.finditer(template):
        before += template[at : found.start()]
        at = found.end()
        if found[0] in ("{{", "}}"):
            before += found[0][0]
        elif found[1] and found[1].strip():
            yield before, found[1].strip()
            before = ""
        else:
            raise Wrong(
                "a place in a text is a column in braces, as in {example}", example="{name}"
            )
    if before + template[at:]:
        yield before + template[at:], None


def _mapped(text: Worked, change: Callable[[str], Said]) -> Worked:
    def work(cells: Cells) -> Said:
        said = text(cells)
        return None if said is None else change(str(said))

    return work

"""Events or objects in plain XML, read column by column.

Many things are cut at once wherever a value begins. What was cut off at one place of each of them
is a column: the values, and behind each of them the tags up to the next one, which are the same
for all. So these tags are looked at once.
"""

from __future__ import annotations

import re
from collections import defaultdict
from contextlib import suppress
from itertools import chain
from typing import NamedTuple, TypeVar

from journeys.io.ocel.columns import Columns, joined
from journeys.io.ocel.parts import FIRST, Value, of_type

_V = TypeVar("_V")

SPACE = " \n\t"
"""What may stand between two tags."""

_KEPT = 100_000
"""Different numbers remembered at a time."""

_BEGUN = '="'
"""What every value within a tag begins with."""

_APART, _HELD = "\x00", "\x01"
"""Characters that no XML holds: between two cuts, and for a quotation mark within a text."""

_TEXT = re.compile('">[^<]*(</attribute>.*)', re.DOTALL)
_TEXTS = re.compile('>[^<]*="[^<]*<')
"""What could be a text that holds what values begin with."""

_BODY = (
    "(?:<attributes>~(?:<attribute name@SINCE>#</attribute>~)*</attributes>~|<attributes ?/>~)?"
    "(?:<objects>~(?:<relationship object-id@ qualifier@ ?/>~)*</objects>~|<objects ?/>~)?"
)


def _shape(head: str, since: str, end: str) -> re.Pattern[str]:
    shape = f"{head}>~{_BODY}{end}".replace("SINCE", since).replace("#", _APART)
    return re.compile(shape.replace("@", f'="{_APART}"').replace("~", f"[{SPACE}]*"))


_SHAPES = {
    "event": _shape("id@ type@ time@", "", "</event>"),
    "object": _shape("id@ type@", "(?: time@)?", "</object>"),
}
"""The tags of a thing; for each value and text stands a character that no XML holds."""

_ROLE = re.compile('([a-z-]+)="')
_REFERENCE = re.compile(r"&([^;]{0,8};)?")
_MEANT = {"amp;": "&", "lt;": "<", "gt;": ">", "quot;": '"', "apos;": "'"}
_MEANT |= {"#13;": "\r", "#10;": "\n", "#9;": "\t"}

Types = dict[str, dict[str, str]]
"""By type of event or object, the type of each attribute."""


class Strange(Exception):
    """Something is out of the ordinary: the careful reader is to look at it."""


class _Cut(NamedTuple):
    """What stands at one place of things: values, the texts behind them, the tags behind all."""

    values: list[str]
    texts: list[str] | None
    tags: str


class Things:
    """Events or objects while they are being read; *types* are those that the log declares.

    They are taken for *alike*, all of one shape, until they are not; and quotation marks in texts
    are *held* back once any is in the way.
    """

    def __init__(self, tag: str, types: Types) -> None:
        self.tag, self.types = tag, types
        self.mark = f"<{tag} id{_BEGUN}"
        self.end = f"</{tag}>"
        self.numbers = {kind: _Values(kind) for kind in ("integer", "float", "boolean")}
        self.words: dict[str, str] = {}
        self.alike, self.held = True, False

    def read(self, window: str) -> Columns:
        """Return the things in a text that holds nothing else, and no space around them.

        Raises
        ------
        Strange
            Where it is not plain.
        """
        if not window.startswith(self.mark):
            raise Strange
        if self.alike:
            with suppress(Strange):
                return self._all_alike(window)
            self.alike = False
        if not self.held:
            with suppress(Strange):
                return self._by_shape(window)
            self.held = True
        return self._by_shape(_TEXTS.sub(lambda text: text[0].replace('"', _HELD), window))

    def _all_alike(self, window: str) -> Columns:
        """Return things that all have one shape, also in the space between them."""
        cuts = window.split(_BEGUN)
        width = window.count(_BEGUN, 0, window.find(self.end))
        count, more = divmod(len(cuts) - 1, width)
        after = cuts[width].partition(self.end)[2]
        if more or (count > 1 and after.lstrip(SPACE) + _BEGUN != self.mark):
            raise Strange
        cuts[-1] += after
        columns = [cuts[place::width] for place in range(1, width + 1)]
        return self._told(columns, after)

    def _by_shape(self, window: str) -> Columns:
        """Return things of any shapes, those of one shape at a time."""
        shapes: dict[tuple[str, int, int], list[list[str]]] = defaultdict(list)
        places: dict[tuple[str, int, int], list[int]] = defaultdict(list)
        for place, thing in enumerate(window.split(self.mark)[1:]):
            cuts = thing.rstrip(SPACE).split(_BEGUN)
            shape = cuts[1 % len(cuts)], len(cuts), thing.count("</attribute>")
            shapes[shape].append(cuts)
            places[shape].append(place)
        told = Columns()
        for rows in shapes.values():
            told.extend(self._told([list(column) for column in zip(*rows, strict=True)]))
        if len(shapes) == 1:
            return told
        found = [*chain.from_iterable(places.values())]
        return told.in_order(sorted(range(len(found)), key=found.__getitem__))

    def _told(self, columns: list[list[str]], after: str = "") -> Columns:
        """Return the things whose cuts these columns are; *after* each of them stands the same."""
        cuts = [self._cut(column) for column in columns]
        shape = "id" + "".join(_BEGUN + _APART + cut.tags for cut in cuts).removesuffix(after)
        if not _SHAPES[self.tag].fullmatch(shape):
            raise Strange
        count = len(cuts[0].values)
        found: dict[str, list[list[str]]] = defaultdict(list)
        for role, cut in zip(_ROLE.findall(shape), cuts, strict=True):
            if role == "time" and found["name"]:
                found["since"][-1] = cut.values
            else:
                found[role].append(cut.values)
            if role == "name":
                found["since"].append([FIRST] * count)
            if cut.texts is not None:
                found["text"].append(cut.texts)
        kinds = [*map(self.words.setdefault, found["type"][0], found["type"][0])]
        values = [
            self._values(kinds, names, texts)
            for names, texts in zip(found["name"], found["text"], strict=True)
        ]
        of_object = self.tag == "object"
        return Columns(
            ids=found["id"][0],
            types=kinds,
            times=[] if of_object else found["time"][0],
            said=[len(values)] * count,
            names=_rows(found["name"]),
            values=_rows(values),
            since=_rows(found["since"]) if of_object else [],
            tied=[len(found["object-id"])] * count,
            others=_rows(found["object-id"]),
            qualifiers=_rows(found["qualifier"]),
        )

    def _cut(self, column: list[str]) -> _Cut:
        """Return the values of a column, which all have the same tags behind them."""
        value, quote, behind = column[0].partition('"')
        tags = quote + behind
        text = _TEXT.fullmatch(tags)
        if text:
            return self._said(column, value, text[1])
        if column.count(column[0]) == len(column):
            return _Cut(_values_meant([value]) * len(column), None, tags)
        values = f"{_APART.join(column)}{_APART}".split(f"{tags}{_APART}")
        if len(values) != len(column) + 1 or values.pop():
            raise Strange
        return _Cut(_values_meant(values), None, tags)

    def _said(self, column: list[str], first: str, tags: str) -> _Cut:
        """Return the values of a column of attributes, and the texts behind them."""
        begun, count, behind = f'{first}">', len(column), f'">{_APART}{tags}'
        if column.count(column[0]) == count:
            text = column[0].removeprefix(begun).removesuffix(tags)
            return _Cut(_values_meant([first]) * count, _texts_meant([text]) * count, behind)
        texts = _APART.join(column).split(f"{tags}{_APART}{begun}")
        if len(texts) == count and texts[-1].endswith(tags):  # all begin like the first
            texts[0], texts[-1] = texts[0].removeprefix(begun), texts[-1].removesuffix(tags)
            return _Cut(_values_meant([first]) * count, _texts_meant(texts), behind)
        parts = [cut.removesuffix(tags).partition('">') for cut in column]
        if not all(cut.endswith(tags) and part[1] for cut, part in zip(column, parts, strict=True)):
            raise Strange
        values, _, texts = map(list, zip(*parts, strict=True))
        return _Cut(_values_meant(values), _texts_meant(texts), behind)

    def _values(self, kinds: list[str], names: list[str], texts: list[str]) -> list[Value]:
        """Return values that were written as text, by their declared types."""
        declared = [self.types.get(kind, {}) for kind in set(kinds)]
        wanted = {types.get(name, "") for types in declared for name in set(names)}
        if wanted.isdisjoint(self.numbers):
            return [*texts]
        if len(wanted) == 1:
            return [*map(self.numbers[wanted.pop()].__getitem__, texts)]
        return [
            of_type(text, self.types.get(kind, {}).get(name, ""))
            for kind, name, text in zip(kinds, names, texts, strict=True)
        ]


def _rows(columns: list[list[_V]]) -> list[_V]:
    return joined(columns) if columns else []


def _values_meant(values: list[str]) -> list[str]:
    """Return values of tags with what their references stand for.

    None holds a quotation mark or a tag; a line feed or a tab in one would mean a space.
    """
    whole = _APART.join(values)
    if '"' in whole or "<" in whole or "\n" in whole or "\t" in whole or _HELD in whole:
        raise Strange
    return [*map(_meant, values)] if "&" in whole else values


def _texts_meant(texts: list[str]) -> list[str]:
    """Return texts between tags with what their references stand for."""
    whole = _APART.join(texts)
    if "<" in whole or "]]>" in whole:  # another tag, or what no text of XML has
        raise Strange
    if _HELD in whole:
        texts = whole.replace(_HELD, '"').split(_APART)
    return [*map(_meant, texts)] if "&" in whole else texts


def _meant(text: str) -> str:
    return _REFERENCE.sub(_referred, text) if "&" in text else text


def _referred(found: re.Match[str]) -> str:
    if found[1] not in _MEANT:
        raise Strange
    return _MEANT[found[1]]


class _Values(dict[str, Value]):
    """Numbers and booleans by their text: many come again and again."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def __missing__(self, text: str) -> Value:
        value = of_type(text, self.kind)
        if len(self) < _KEPT:
            self[text] = value
        return value

"""Events or objects in plain XML that all have one shape, read column by column.

They are cut wherever a value begins. What was cut off at one place of each of them is a column:
the values, and behind each of them the tags up to the next one, which are the same for all. So
these tags are looked at once.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import NamedTuple, TypeVar

from journeys.io.ocel.columns import Columns, joined
from journeys.io.ocel.parts import FIRST
from journeys.io.ocel.xml_words import APART, SPACE, Strange, Typed, texts_meant, values_meant

_V = TypeVar("_V")

_BEGUN = '="'
"""What every value within a tag begins with."""

_TEXT = re.compile('">[^<]*(</attribute>.*)', re.DOTALL)

_BODY = (
    "(?:<attributes>~(?:<attribute name@SINCE>#</attribute>~)*</attributes>~|<attributes ?/>~)?"
    "(?:<objects>~(?:<relationship object-id@ qualifier@ ?/>~)*</objects>~|<objects ?/>~)?"
)


def _shape(head: str, since: str, end: str) -> re.Pattern[str]:
    shape = f"{head}>~{_BODY}{end}".replace("SINCE", since).replace("#", APART)
    return re.compile(shape.replace("@", f'="{APART}"').replace("~", f"[{SPACE}]*"))


_SHAPES = {
    "event": _shape("id@ type@ time@", "", "</event>"),
    "object": _shape("id@ type@", "(?: time@)?", "</object>"),
}
"""The tags of a thing; for each value and text stands a character that no XML holds."""

_ROLE = re.compile('([a-z-]+)="')


class _Cut(NamedTuple):
    """What stands at one place of things: values, the texts behind them, the tags behind all."""

    values: list[str]
    texts: list[str] | None
    tags: str


class Alike:
    """Events or objects of one shape while they are being read."""

    def __init__(self, tag: str, typed: Typed) -> None:
        self.tag, self.typed = tag, typed
        self.mark, self.end = f"<{tag} id{_BEGUN}", f"</{tag}>"
        self.words: dict[str, str] = {}

    def read(self, window: str) -> Columns:
        """Return the things in a text, alike also in the space between them.

        Raises
        ------
        Strange
            Where they differ, or are not plain.
        """
        cuts = window.split(_BEGUN)
        width = window.count(_BEGUN, 0, window.find(self.end))
        count, more = divmod(len(cuts) - 1, width)
        after = cuts[width].partition(self.end)[2]
        if more or (count > 1 and after.lstrip(SPACE) + _BEGUN != self.mark):
            raise Strange
        cuts[-1] += after
        columns = [cuts[place::width] for place in range(1, width + 1)]
        return self._told(columns, after)

    def _told(self, columns: list[list[str]], after: str = "") -> Columns:
        """Return the things whose cuts these columns are; *after* each of them stands the same."""
        cuts = [self._cut(column) for column in columns]
        shape = "id" + "".join(_BEGUN + APART + cut.tags for cut in cuts).removesuffix(after)
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
            self.typed.values_of(kinds, names, texts)
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
            return _Cut(values_meant([value]) * len(column), None, tags)
        values = f"{APART.join(column)}{APART}".split(f"{tags}{APART}")
        if len(values) != len(column) + 1 or values.pop():
            raise Strange
        return _Cut(values_meant(values), None, tags)

    def _said(self, column: list[str], first: str, tags: str) -> _Cut:
        """Return the values of a column of attributes, and the texts behind them."""
        begun, count, behind = f'{first}">', len(column), f'">{APART}{tags}'
        if column.count(column[0]) == count:
            text = column[0].removeprefix(begun).removesuffix(tags)
            return _Cut(values_meant([first]) * count, texts_meant([text]) * count, behind)
        texts = APART.join(column).split(f"{tags}{APART}{begun}")
        if len(texts) == count and texts[-1].endswith(tags):  # all begin like the first
            texts[0], texts[-1] = texts[0].removeprefix(begun), texts[-1].removesuffix(tags)
            return _Cut(values_meant([first]) * count, texts_meant(texts), behind)
        parts = [cut.removesuffix(tags).partition('">') for cut in column]
        if not all(cut.endswith(tags) and part[1] for cut, part in zip(column, parts, strict=True)):
            raise Strange
        values, _, texts = map(list, zip(*parts, strict=True))
        return _Cut(values_meant(values), texts_meant(texts), behind)


def _rows(columns: list[list[_V]]) -> list[_V]:
    return joined(columns) if columns else []

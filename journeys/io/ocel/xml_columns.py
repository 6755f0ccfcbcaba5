"""Events or objects in plain XML, read column by column.

As long as they all have one shape, they are read by it. Things that differ are each cut into head,
attributes and ties. The heads of all, cut at every quotation mark, are columns of values and of the
tags between these, and so are the ties. Tags are the same again and again, and are looked at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import chain, compress, repeat

from journeys.io.ocel.columns import Columns, repeated
from journeys.io.ocel.parts import FIRST
from journeys.io.ocel.xml_alike import Alike
from journeys.io.ocel.xml_words import SPACE, Strange, Typed, Types, texts_meant, values_meant

_WHOLE, _TIED, _MORE = "\x00", "\x01", "\x02"
"""Put behind a part of a thing: nothing is left of it, its ties are, or its attributes as well."""

_ATTRIBUTE, _TIE = '<attribute name="', '<relationship object-id="'


class Things:
    """Events or objects while they are being read; *types* are those that the log declares.

    They are taken for alike until they are not.
    """

    def __init__(self, tag: str, types: Types) -> None:
        self.tag, self.mark = tag, f'<{tag} id="'
        self.words: dict[str, str] = {}
        self.typed = Typed(types)
        self.alike: Alike | None = Alike(tag, self.typed)
        bare = f"(?:<objects ?/>~)?</{tag}>~{_WHOLE}|{_TIED}"
        ends = f"~(?:</objects>~</{tag}>~{_WHOLE}~)*"
        self.behind_head = _tags(f">~(?:{_MORE}|(?:<attributes ?/>~)?(?:{bare}))|/>~{_WHOLE}")
        self.behind_own = _tags(f"~(?:</attributes>~(?:{bare})~)*")
        self.around_ties = _tags(f"{ends}|{ends}<relationship object-id={_MORE} ?/>{ends}")
        self.between_ties = _tags(f" ?/>{ends}<relationship object-id=")

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
                return self.alike.read(window)
            self.alike = None
        return self._varied(window)

    def _varied(self, window: str) -> Columns:
        things = window.split(self.mark)[1:]
        fronts, tied, ties = _parted(things, "<objects>")
        heads, own, said = _parted(fronts, "<attributes>")
        left = [_TIED if tag else _WHOLE for tag in tied]
        ids, kinds, *times = self._heads(
            heads, [_MORE if tag else mark for tag, mark in zip(own, left, strict=True)]
        )
        names, since, texts = self._own(_joined(compress(said, own), compress(left, own)))
        others, qualifiers = self._ties(_joined(compress(ties, tied), repeat(_WHOLE)))
        counts = [*map(str.count, said, repeat(_ATTRIBUTE))]
        return Columns(
            ids=ids,
            types=kinds,
            times=times[0] if times else [],
            said=counts,
            names=names,
            values=self.typed.values_of(repeated(kinds, counts), names, texts),
            since=since,
            tied=[*map(str.count, ties, repeat(_TIE))],
            others=others,
            qualifiers=qualifiers,
        )

    def _heads(self, heads: Iterable[str], left: Iterable[str]) -> list[list[str]]:
        """Return the ids, the types, and the times of events."""
        cells = _joined(heads, [f'{mark}"' for mark in left]).split('"')
        tags = [" type=", " time="] if self.tag == "event" else [" type="]
        width = 2 * len(tags) + 2
        columns = [cells[place:-1:width] for place in range(width)]
        _all_match(self.behind_head, columns[-1])
        if len(cells) % width != 1 or any(
            column.count(tag) < len(column)
            for column, tag in zip(columns[1::2], tags, strict=False)
        ):
            raise Strange
        ids, kinds, *times = map(values_meant, columns[::2])
        return [ids, self._few(kinds), *times]

    def _own(self, text: str) -> tuple[list[str], list[str], list[str]]:
        """Return the names of attributes, since when objects have had them, and their texts."""
        before, *parts = text.split(_ATTRIBUTE)
        names, ends, rests = _parted(parts, '">')
        texts, closed, behind = _parted(rests, "</attribute>")
        _all_match(self.behind_own, [before, *behind])
        if not (all(ends) and all(closed)):
            raise Strange
        since: Sequence[str] = []
        if self.tag == "object":
            names, told, since = _parted(names, '" time="')
            since = [time if tag else FIRST for time, tag in zip(since, told, strict=True)]
        return self._few(values_meant(names)), values_meant(since), texts_meant(texts)

    def _ties(self, text: str) -> tuple[list[str], list[str]]:
        """Return the ids of objects, and what each is."""
        before, *cells = text.split('"')
        if len(cells) % 4:
            raise Strange
        behind = [_MORE, cells.pop()] if cells else []
        _all_match(self.around_ties, ["".join([before, *behind])])
        others, tags, qualifiers, between = (cells[place::4] for place in range(4))
        _all_match(self.between_ties, between)
        if tags.count(" qualifier=") < len(tags):
            raise Strange
        return values_meant(others), self._few(values_meant(qualifiers))

    def _few(self, words: list[str]) -> list[str]:
        """Return words that come again and again, each of them once in memory."""
        return [*map(self.words.setdefault, words, words)]


def _tags(shape: str) -> re.Pattern[str]:
    return re.compile(shape.replace("~", f"[{SPACE}]*"))


def _all_match(shape: re.Pattern[str], tags: list[str]) -> None:
    if not all(map(shape.fullmatch, set(tags))):
        raise Strange


def _parted(texts: Sequence[str], mark: str) -> tuple[Sequence[str], Sequence[str], Sequence[str]]:
    """Return what stands before a mark in each text, the mark if it is there, and what follows."""
    if not texts:
        return (), (), ()
    before, marks, behind = zip(*map(str.partition, texts, repeat(mark)), strict=True)
    return before, marks, behind


def _joined(texts: Iterable[str], marks: Iterable[str]) -> str:
    """Return texts with a mark behind each."""
    return "".join(chain.from_iterable(zip(texts, marks, strict=False)))

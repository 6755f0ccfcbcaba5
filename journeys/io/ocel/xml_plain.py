"""OCEL 2.0 as XML in its plain form, read column by column: by far most of most logs.

The careful reader (`journeys.io.ocel.xml_file`) is told of every tag. Here the things of a log are
cut into tags at once and put beside others of the same shape; every different tag is looked at
once. It takes nothing that the careful reader would read otherwise or refuse: a file in which
anything at all is out of the ordinary is left to that one, with its reasons and its lines.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import repeat
from typing import Any

from journeys.io.ocel.parts import FIRST, Attribute, Change, Event, Object, Related, Value, of_type

_WINDOW = 1 << 16
"""Characters cut up at a time: enough for many things of one shape, few enough to be near at hand.

A file of nothing but tags must not take many times its own size in memory.
"""

_LONGEST = 1 << 20
"""Characters that are still cut up at a time, where a thing is longer than a window."""

_KEPT = 100_000
"""Different numbers remembered at a time."""

_BEGINS = re.compile(
    rb"""(?:<\?xml version=["']1\.0["'] encoding=["'](?i:utf-8)["'] ?\?>)?\s*<log>"""
)
_PRINTED = bytes([9, 10, *range(32, 256)])
_NEVER = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
"""What no XML may hold, and UTF-8 may."""

_ORDER = re.compile(
    r"[^<]*(?:<\?[^<]*)?<log>.*"
    r"(?:<objects></objects>\s*<events></events>|<events></events>\s*<objects></objects>)"
    r"\s*</log>\s*",
    re.DOTALL,
)
_SAID = re.compile(r'attribute name="([^"\n\t]*)"(?: time="([^"\n\t]*)")?>')
_TIE = ("relationship object-id=", " qualifier=", "/>")
_HEADS = {"event": ("id=", " type=", " time=", ">"), "object": ("id=", " type=", ">")}
_SPACE = " \n\t"
_APART = "\x00"
_SAYS, _TIES = "\x00said", "\x00tied"
_SHAPE = (
    f"(?:<attributes>(?:{_SAYS}</attribute>)*</attributes>|<attributes/>)?"
    f"(?:<objects>(?:{_TIES})*</objects>|<objects/>)?"
)
"""The tags of a thing; what they say stands behind a character that no XML holds."""
_REFERENCE = re.compile(r"&([^;]{0,8};)?")
_MEANT = {"amp;": "&", "lt;": "<", "gt;": ">", "quot;": '"', "apos;": "'"}
_MEANT |= {"#13;": "\r", "#10;": "\n", "#9;": "\t"}

Types = dict[str, dict[str, str]]
"""By type of event or object, the type of each attribute."""


class Strange(Exception):
    """Something is out of the ordinary: the careful reader is to look at it."""


class Plain:
    """A log in plain form: what is around its things, and the things.

    Raises
    ------
    Strange
        Where it is not plain; so do its methods.
    """

    def __init__(self, raw: bytes) -> None:
        if (
            not _BEGINS.match(raw)
            or raw.translate(None, delete=_PRINTED)
            or (not raw.isascii() and any(mark in raw for mark in _NEVER))
        ):
            raise Strange
        try:
            text = raw.decode()
        except UnicodeDecodeError:
            raise Strange from None
        objects, events = _within(text, "objects"), _within(text, "events")
        if objects.start < events.start:
            objects = _within(text, "objects", 0, events.start)
        else:
            objects = _within(text, "objects", events.stop)
        first, second = sorted((objects, events), key=lambda part: part.start)
        self.around = text[: first.start] + text[first.stop : second.start] + text[second.stop :]
        if "<!" in self.around or not _ORDER.fullmatch(self.around):
            raise Strange
        self.text, self._objects, self._events = text, objects, events

    def events(self, types: Types) -> tuple[Event, ...]:
        """Return the events."""
        return tuple(_things(self.text, self._events, "event", types, Event))

    def objects(self, types: Types) -> tuple[Object, ...]:
        """Return the objects."""
        return tuple(_things(self.text, self._objects, "object", types, Object))


def _within(text: str, tag: str, begin: int = 0, end: int | None = None) -> slice:
    """Return where the content of the first element of that name begins, and of the last ends."""
    start, stop = text.find(f"<{tag}>", begin, end), text.rfind(f"</{tag}>", begin, end)
    if not 0 <= start < stop:
        raise Strange
    return slice(start + len(tag) + 2, stop)


def _windows(text: str, part: slice, mark: str) -> Iterator[list[str]]:
    """Yield what stands between marks, a window of it after another."""
    begin = part.start
    while begin < part.stop:
        found = text.find(mark, begin + _WINDOW, part.stop)
        end = part.stop if found < 0 else found
        if end - begin > _LONGEST:
            raise Strange
        before, *chunks = text[begin:end].split(mark)
        if before.strip(_SPACE):
            raise Strange
        if chunks:
            yield chunks
        begin = end


def _things(
    text: str, part: slice, tag: str, types: Types, make: Callable[..., Any]
) -> Iterator[Any]:
    """Yield things from their part of the text, one window after another."""
    said: dict[str, _Said] = {}
    for batch in _windows(text, part, f"<{tag} "):
        tags = [chunk.split("<") for chunk in batch]
        ids, kinds, *times = _values([each[0] for each in tags], _HEADS[tag])
        shapes: dict[tuple[str, int, int], list[int]] = defaultdict(list)
        sizes = map(str.count, batch, repeat("</attribute>"))
        for place, shape in enumerate(zip(kinds, map(len, tags), sizes, strict=True)):
            shapes[shape].append(place)
        found: list[Any] = [None] * len(batch)
        for (kind, *_), places in shapes.items():
            if kind not in said:
                said[kind] = _Said(types.get(kind, {}), as_event=make is Event)
            columns = zip(*map(tags.__getitem__, places), strict=True)
            own, tied = _parts([*columns][1:], f"/{tag}>", said[kind])
            heads = (map(column.__getitem__, places) for column in times)
            made = map(make, map(ids.__getitem__, places), repeat(kind), *heads, own, tied)
            for place, one in zip(places, made, strict=True):
                found[place] = one
        yield from found


def _values(tags: Sequence[str], between: tuple[str, ...]) -> list[list[str]]:
    """Return the values within quotation marks of tags that are otherwise the same.

    A character that no XML holds stands between two tags, so that none can be taken for a part of
    another. Of *between*, the last ends the tag: spaces may follow it.
    """
    cut = f'"{_APART}"'.join(tags).split('"')
    step = 2 * len(between)
    cut.append(_APART)
    fixed = [set(cut[place::step]) for place in range(0, step - 2, 2)]
    ends = {end.rstrip(_SPACE) for end in set(cut[step - 2 :: step])}
    if len(cut) != step * len(tags) or [*fixed, ends, set(cut[step - 1 :: step])] != [
        *({name} for name in between),
        {_APART},
    ]:
        raise Strange
    return [_all_meant(cut[place::step]) for place in range(1, step - 2, 2)]


def _all_meant(values: list[str]) -> list[str]:
    joined = _APART.join(values)
    if "\n" in joined or "\t" in joined:  # they mean a space
        raise Strange
    return [_meant(value) for value in values] if "&" in joined else values


def _parts(
    columns: list[tuple[str, ...]], end: str, said: _Said
) -> tuple[Iterator[tuple[Any, ...]], Iterator[tuple[Any, ...]]]:
    """Return what each of some things says of itself, and its ties: all have the same shape."""
    own: list[Iterable[Any]] = []
    tied: list[Iterable[Related]] = []
    shape = ""
    for column in columns:
        tag = column[0]
        if tag.startswith("attribute "):
            own.append(said.column(column))
            shape += _SAYS
        elif tag.startswith("relationship "):
            tied.append(map(Related, *_values(column, _TIE)))
            shape += _TIES
        else:
            names = {each.rstrip(_SPACE) for each in set(column)}
            if len(names) > 1:
                raise Strange
            shape += f"<{names.pop()}"
    if not re.fullmatch(f"{_SHAPE}<{end}", shape):
        raise Strange
    nothing = repeat(())
    return (
        zip(*own, strict=True) if own else nothing,
        zip(*tied, strict=True) if tied else nothing,
    )


class _Said:
    """What the attributes of the things of one type say."""

    def __init__(self, types: dict[str, str], *, as_event: bool) -> None:
        self.types, self.as_event = types, as_event
        self.known = {kind: _Values(kind) for kind in ("integer", "float", "boolean")}

    def column(self, tags: Sequence[str]) -> Iterable[Attribute | Change]:
        """Return what tags say, with the text behind each of them."""
        found = _SAID.match(tags[0])
        if not found:
            raise Strange
        begun = f"{_APART}{found[0]}"
        texts = f"{_APART}{_APART.join(tags)}".split(begun)[1:]
        if len(texts) < len(tags):  # they do not all begin like the first
            return [one for tag in tags for one in self.column((tag,))]
        name, time = _meant(found[1]), found[2]
        values = self.values(texts, self.types.get(name, "string"))
        if self.as_event:
            return map(Attribute, repeat(name), values)
        at = FIRST if time is None else _meant(time)
        return map(Change, repeat(name), values, repeat(at))

    def values(self, texts: list[str], kind: str) -> Iterable[Value]:
        """Return values that were written as text, by their declared type."""
        joined = _APART.join(texts)
        if "]]>" in joined:  # no text of XML has it
            raise Strange
        if "&" in joined:
            texts = [_meant(text) for text in texts]
        return map(self.known[kind].__getitem__, texts) if kind in self.known else texts


class _Values(dict[str, Value]):
    """Numbers and booleans by their text: many come again and again."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def __missing__(self, text: str) -> Value:
        value = of_type(text, self.kind)
        if len(self) < _KEPT:
            self[text] = value
        return value


def _meant(text: str) -> str:
    """Return a text with what its references stand for."""
    return _REFERENCE.sub(_referred, text) if "&" in text else text


def _referred(found: re.Match[str]) -> str:
    if found[1] not in _MEANT:
        raise Strange
    return _MEANT[found[1]]

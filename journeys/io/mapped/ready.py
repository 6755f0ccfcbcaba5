"""Event templates of a mapping, made ready once: held against the facts there are, compiled."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

from domain._kernel import Fact
from domain.feelings import FeelingObserved
from journeys.io.files import nearest, shown
from journeys.io.mapped.conditions import Holds, holds
from journeys.io.mapped.loading import Loaded
from journeys.io.mapped.schema import Felt, Form, Template, Value
from journeys.io.mapped.times import Reader, known, reader, zone_of
from journeys.io.mapped.toml_lines import Path
from journeys.io.mapped.values import Compiler, Worked, Wrong
from journeys.io.shapes import fact_names, name_of

_TESTIMONY = {
    "channel": "channel",
    "word": "on_whose_word",
    "basis": "basis",
    "date_basis": "date_basis",
    "touchpoint": "touchpoint",
    "correlation": "correlation",
}


@dataclass(frozen=True, slots=True)
class Ready:
    """A template with its values made into functions."""

    name: str
    kind: type[Fact]
    once: bool
    applies: Holds
    when: Worked | None
    recorded: Worked | None
    fields: dict[str, Worked]
    testimony: dict[str, Worked]
    cause: str | None
    felt: Felt | None
    answer: Worked | None


class Maker:
    """Makes the values and templates of one file of a mapping ready.

    Parameters
    ----------
    loaded, number
        The mapping, and which of its files this is.
    note
        Is told a reason each time something that the mapping foresees is left out.

    Raises
    ------
    Unreadable
        When the mapping says something that no row could mean, with the line of the key.
    """

    def __init__(self, loaded: Loaded, number: int, note: Callable[[str], object]) -> None:
        self._loaded, self._place = loaded, ("file", number)
        mapping, self._file = loaded.mapping, loaded.mapping.file[number]
        try:
            self._zone = zone_of(mapping.zone)
        except ValueError:
            message = "no time zone is called {zone}: write one as Europe/Amsterdam"
            raise loaded.wrong(("zone",), message, zone=mapping.zone) from None
        own = self._file.dates is not None
        forms = self._file.dates or mapping.dates
        self.read = self._reader(forms, (*self._place, "dates") if own else ("dates",))
        self.compiler = Compiler(self.read, lambda forms: self._reader(forms, self._place), note)

    def value(self, value: Value | None, *place: str | int) -> Worked | None:
        """Return what works a value out; None for none."""
        if value is None:
            return None
        try:
            return self.compiler.value(value)
        except Wrong as error:
            path = (*self._place, *place)
            raise self._loaded.wrong(path, error.message, **error.details) from None

    def moment(self, value: Value | None, *place: str | int) -> Worked | None:
        """Return what works a moment out; a text is read as one."""
        return self.value(Form(moment=value) if isinstance(value, str) else value, *place)

    def templates(self) -> tuple[Ready, ...]:
        """Return the templates of the file, in their order."""
        names = [one.name or one.fact or "feeling" for one in self._file.event]
        return tuple(self._ready(number, names) for number in range(len(names)))

    def _ready(self, number: int, names: list[str]) -> Ready:
        template, place = self._file.event[number], ("event", number)
        if names.index(names[number]) != number:
            message = "two events of one row are called {name}: give each a name of its own"
            raise self._wrong((*place, "name"), message, name=names[number])
        felt = template.feeling
        self._refer((*place, "cause"), template.cause, names)
        self._refer((*place, "feeling"), felt.about if felt else None, names)
        if felt is not None and not _have_ends(felt):
            message = "low and high are the ends of a scale: give both, as numbers that differ"
            raise self._wrong((*place, "feeling"), message)
        testimony = {
            field: self.value(getattr(template, key), *place, key)
            for key, field in _TESTIMONY.items()
        }
        kind = self._kind(template, place)
        return Ready(
            name=names[number],
            kind=kind,
            once=template.once,
            applies=holds(template.if_),
            when=self.moment(template.when, *place, "when"),
            recorded=self.moment(template.recorded, *place, "recorded"),
            fields=self._fields(kind, template, place),
            testimony={field: work for field, work in testimony.items() if work is not None},
            cause=template.cause,
            felt=felt,
            answer=self.value(felt.answer, *place, "feeling", "answer") if felt else None,
        )

    def _refer(self, place: Path, name: str | None, names: list[str]) -> None:
        if name is not None and name not in names:
            message = "no event of this file is called {name}; perhaps: {nearest}"
            raise self._wrong(place, message, name=shown(name), nearest=nearest(name, names))

    def _kind(self, template: Template, place: Path) -> type[Fact]:
        if (template.fact is None) == (template.feeling is None):
            message = "an event has either a fact or a feeling"
            raise self._wrong(place, message)
        if template.feeling is not None:
            return FeelingObserved
        kinds = {n: kind for n, kind in fact_names().items() if kind.area() == "relationship"}
        name = template.fact or ""
        if name not in kinds:
            message = "no fact is called {name}; perhaps: {nearest}"
            near = nearest(name, kinds)
            raise self._wrong((*place, "fact"), message, name=shown(name), nearest=near)
        return kinds[name]

    def _fields(self, kind: type[Fact], template: Template, place: Path) -> dict[str, Worked]:
        place, given = (*place, "set"), dict(template.set)
        felt = template.feeling
        if felt is not None:
            own = {"category": felt.category, "words": felt.said}
            given |= {name: value for name, value in own.items() if value is not None}
        for name in given:
            if name not in kind.model_fields:
                message = "the fact {fact} has no such field; perhaps: {nearest}"
                near = nearest(name, kind.model_fields)
                raise self._wrong((*place, name), message, fact=name_of(kind), nearest=near)
        needed = [name for name, field in kind.model_fields.items() if field.is_required()]
        missing = next((name for name in needed if name not in given), None)
        if missing is not None and felt is None:
            message = "the fact {fact} needs {field}: add it to set"
            raise self._wrong(place, message, fact=name_of(kind), field=missing)
        worked = {name: self.value(value, *place, name) for name, value in given.items()}
        return {name: work for name, work in worked.items() if work is not None}

    def _reader(self, forms: tuple[str, ...], place: Path) -> Reader:
        for form in forms:
            if not known(form):
                message = "dates cannot be written as {form}: use iso, unix, unix-ms, or %d-%m-%Y"
                raise self._loaded.wrong(place, message, form=form[:40])
        return reader(forms, self._zone)

    def _wrong(self, place: Path, message: str, **details: object) -> Exception:
        return self._loaded.wrong((*self._place, *place), message, **details)


def _have_ends(felt: Felt) -> bool:
    """Whether a scale of somebody's own has two ends; one that is known by its name needs none."""
    ends = [one for one in (felt.low, felt.high) if one is not None]
    finite = all(abs(one) <= sys.float_info.max for one in ends)
    return finite and len(ends) != 1 and len(set(ends)) == len(ends)

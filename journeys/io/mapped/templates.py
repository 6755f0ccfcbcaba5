"""One row becomes facts: the event templates of a file's mapping, made ready and filled in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from domain._kernel import Fact, event_id
from domain.feelings import FeelingObserved, Rating
from domain.moments import Moment
from journeys.io.files import nearest
from journeys.io.mapped.conditions import Holds, holds
from journeys.io.mapped.loading import Loaded
from journeys.io.mapped.schema import Felt, Form, Template
from journeys.io.mapped.times import known, reader, zone_of
from journeys.io.mapped.values import Cells, Compiler, Said, Worked, Wrong, number
from journeys.io.rows.row import SetAside, digest
from journeys.io.shapes import fact_names, first_fault, name_of

_TESTIMONY = {
    "channel": "channel", "word": "on_whose_word", "basis": "basis", "date_basis": "date_basis",
    "touchpoint": "touchpoint", "correlation": "correlation",
}  # fmt: skip
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,127}")
_REASONS = {
    "missing": "missing-value", "literal_error": "unknown-word", "float_parsing": "not-a-number",
    "int_parsing": "not-a-number", "float_type": "not-a-number", "int_type": "not-a-number",
    "finite_number": "not-a-number", "int_from_float": "not-a-number", "bool_parsing": "unknown-word",
    "greater_than_equal": "out-of-range", "less_than_equal": "out-of-range",
    "greater_than": "out-of-range", "string_too_long": "too-long",
}  # fmt: skip
_VALUE = "no {column} is given"


@dataclass(frozen=True, slots=True)
class Draft:
    """A fact that a row tells of, before the rules have been asked.

    ``once`` says that it belongs to the relationship rather than to its row.
    """

    command_id: str
    relationship: str
    at: Moment
    fact: Fact
    testimony: dict[str, Any]
    once: bool = False


@dataclass(frozen=True, slots=True)
class _Ready:
    """A template with its values made into functions."""

    name: str
    kind: type[Fact]
    once: bool
    applies: Holds
    when: Worked
    recorded: Worked | None
    fields: dict[str, Worked]
    testimony: dict[str, Worked]
    cause: str | None
    felt: Felt | None
    answer: Worked | None


class Meaning:
    """What the rows of one file mean.

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

    def __init__(
        self, loaded: Loaded, number: int, note: Callable[[str], object] = lambda _: None
    ) -> None:
        mapping, self.file = loaded.mapping, loaded.mapping.file[number]
        self._loaded, self._place, self._note = loaded, ("file", number), note
        self.mapping = mapping.mapping
        self._actor, self._source = mapping.actor, mapping.source
        try:
            zone = zone_of(mapping.zone)
        except ValueError:
            message = "no time zone is called {zone}: write one as Europe/Amsterdam"
            raise loaded.wrong(("zone",), message, zone=mapping.zone) from None
        forms = self.file.dates or mapping.dates
        self._known(forms, (*self._place, "dates") if self.file.dates else ("dates",))

        def reader_of(forms: tuple[str, ...]) -> Callable[[str, bool], Moment]:
            self._known(forms, self._place)
            return reader(forms, zone)

        self._compiler = Compiler(reader_of(forms), reader_of, notes=note)
        self.checks = [(check, holds(check.if_)) for check in self.file.quarantine]
        self.notes = [(check, holds(check.if_)) for check in self.file.note]
        self._relationship = self._value(self.file.relationship, "relationship")
        self._when = self._value(self.file.when, "when", moment=True)
        self.templates = self._templates()

    @property
    def columns(self) -> frozenset[str]:
        """The columns that the mapping reads; those of a joined file are ``join.column``."""
        file = self.file
        tested = {column for one in (*file.quarantine, *file.note) for column in one.if_}
        tested |= {column for one in file.event for column in one.if_ or ()}
        joined = {join.column for join in file.join.values()}
        return frozenset(self._compiler.columns | tested | joined | set(file.id or ()))

    def identity(self, cells: Cells) -> str | None:
        """Return what makes a row the same row in another reading; None: its whole content."""
        if self.file.id is None:
            return None
        parts = [cells.get(column, "").strip() for column in self.file.id]
        empty = next((c for c, part in zip(self.file.id, parts, strict=True) if not part), None)
        if empty is not None:
            raise SetAside("missing-value", _VALUE, column=empty)
        return "\x1f".join(parts)

    def drafts(self, cells: Cells, identity: str, *, typed: bool = False) -> Iterator[Draft]:
        """Yield the facts that a row tells of.

        Raises
        ------
        SetAside
            With the reason why the row cannot be taken as it stands.
        """
        for check, applies in self.checks:
            if applies(cells):
                raise SetAside(check.reason, check.why)
        for check, applies in self.notes:
            if applies(cells):
                self._note(check.reason)
        relationship = self._related(cells, typed)
        own = f"import:{self.mapping[:32]}:" + digest(f"{self.mapping}\n{self.file.name}\n{identity}")
        shared = f"import:{self.mapping[:32]}:" + digest(f"{self.mapping}\n{relationship}")
        story = identity.replace("\x1f", ":") if self.file.id else ""
        said = False
        for ready in self.templates:
            if not ready.applies(cells):
                continue
            data = self._data(ready, cells, typed, own)
            if data is None:
                continue
            testimony = self._testimony(ready, cells, typed, own)
            if _ID.fullmatch(story) and not ready.once:
                testimony["story_id"] = story
            at = self._moment(ready.when, cells, typed)
            command = f"{shared if ready.once else own}:{ready.name}"
            yield Draft(
                command, relationship, at, _fact(ready.kind, data), testimony, once=ready.once
            )
            said = True
        if not said:
            raise SetAside("says-nothing", "the mapping makes no event of a row like this one")

    # --- filling in --------------------------------------------------------------------------

    def _related(self, cells: Cells, typed: bool) -> str:  # noqa: FBT001
        said = self._relationship(cells, typed)
        if said is None:
            raise SetAside("missing-value", _VALUE, column="relationship")
        if not _ID.fullmatch(str(said)):
            message = (
                "a relationship is called by an id of letters, digits and hyphens:"
                ' use {{hash = "{{…}}"}} in the mapping for anything else'
            )
            raise SetAside("not-an-id", message)
        return str(said)

    def _moment(self, when: Worked, cells: Cells, typed: bool) -> Moment:  # noqa: FBT001
        said = when(cells, typed)
        if said is None:
            raise SetAside("missing-value", _VALUE, column="when")
        if isinstance(said, Moment):
            return said
        return self._compiler.read(str(said), typed)

    def _data(
        self, ready: _Ready, cells: Cells, typed: bool, own: str  # noqa: FBT001
    ) -> dict[str, Said] | None:
        worked = {name: work(cells, typed) for name, work in ready.fields.items()}
        data = {name: said for name, said in worked.items() if said is not None}
        if ready.felt is None or ready.answer is None:
            return data
        answer = ready.answer(cells, typed)
        if answer is None or answer == "":
            self._note("no-answer")
            return None
        return data | _feeling(ready.felt, answer, own)

    def _testimony(
        self, ready: _Ready, cells: Cells, typed: bool, own: str  # noqa: FBT001
    ) -> dict[str, Any]:
        said: dict[str, Any] = {n: work(cells, typed) for n, work in ready.testimony.items()}
        said |= {"actor": self._actor, "source": self._source}
        if ready.recorded is not None:
            said["recorded_at"] = self._moment(ready.recorded, cells, typed)
        if ready.cause is not None:
            said["cause"] = event_id(f"{own}:{ready.cause}", 0)
        return {name: value for name, value in said.items() if value is not None}

    # --- making ready ------------------------------------------------------------------------

    def _templates(self) -> tuple[_Ready, ...]:
        names = [one.name or one.fact or "feeling" for one in self.file.event]
        return tuple(self._ready(number, names) for number in range(len(names)))

    def _ready(self, number: int, names: list[str]) -> _Ready:
        template, place = self.file.event[number], (*self._place, "event", number)
        if names.index(names[number]) != number:
            message = "two events of one row are called {name}: give each a name of its own"
            raise self._loaded.wrong((*place, "name"), message, name=names[number])
        kind = self._kind(template, place)
        fields = {
            name: self._field(kind, name, value, (*place, "set"))
            for name, value in template.set.items()
        }
        self._complete(kind, template, fields, place)
        felt, answer = template.feeling, None
        if felt is not None:
            answer = self._value(felt.answer, "event", number, "feeling", "answer")
            for name, value in (("category", felt.category), ("words", felt.said)):
                if value is not None:
                    fields[name] = self._value(value, "event", number, "feeling", name)
        for key, name in (("cause", template.cause), ("feeling", felt.about if felt else None)):
            if name is not None and name not in names:
                message = "no event of this file is called {name}; perhaps: {nearest}"
                near = nearest(name, names)
                raise self._loaded.wrong((*place, key), message, name=name, nearest=near)
        own = {
            field: self._value(value, "event", number, key)
            for key, field in _TESTIMONY.items()
            if (value := getattr(template, key)) is not None
        }
        when = self._value(template.when, "event", number, "when", moment=True)
        recorded = self._value(template.recorded, "event", number, "recorded", moment=True)
        return _Ready(
            names[number],
            kind,
            template.once,
            holds(template.if_),
            self._when if template.when is None else when,
            None if template.recorded is None else recorded,
            fields,
            own,
            template.cause,
            felt,
            answer,
        )

    def _kind(self, template: Template, place: tuple[str | int, ...]) -> type[Fact]:
        if (template.fact is None) == (template.feeling is None):
            raise self._loaded.wrong(place, "an event has either a fact or a feeling")
        if template.feeling is not None:
            return FeelingObserved
        kinds = {n: kind for n, kind in fact_names().items() if kind.area() == "relationship"}
        name = template.fact or ""
        if name not in kinds:
            message = "no fact is called {name}; perhaps: {nearest}"
            near = nearest(name, kinds)
            raise self._loaded.wrong((*place, "fact"), message, name=name[:64], nearest=near)
        return kinds[name]

    def _complete(
        self,
        kind: type[Fact],
        template: Template,
        fields: dict[str, Worked],
        place: tuple[str | int, ...],
    ) -> None:
        if template.feeling is not None:
            return
        needed = (n for n, f in kind.model_fields.items() if f.is_required() and n not in fields)
        missing = next(needed, None)
        if missing is not None:
            message = "the fact {fact} needs {field}: add it to set"
            raise self._loaded.wrong(
                (*place, "set"), message, fact=name_of(kind), field=missing
            )

    def _field(
        self, kind: type[Fact], name: str, value: Any, place: tuple[str | int, ...]  # noqa: ANN401
    ) -> Worked:
        if name not in kind.model_fields:
            message = "the fact {fact} has no such field; perhaps: {nearest}"
            near = nearest(name, kind.model_fields)
            raise self._loaded.wrong((*place, name), message, fact=name_of(kind), nearest=near)
        try:
            return self._compiler.value(value)
        except Wrong as error:
            raise self._loaded.wrong((*place, name), error.message, **error.details) from None

    def _value(self, value: Any, *place: str | int, moment: bool = False) -> Worked:  # noqa: ANN401
        try:
            if moment and isinstance(value, str):
                value = Form(moment=value)
            return self._compiler.value(value) if value is not None else lambda _c, _t: None
        except Wrong as error:
            path = (*self._place, *place)
            raise self._loaded.wrong(path, error.message, **error.details) from None

    def _known(self, forms: tuple[str, ...], place: tuple[str | int, ...]) -> None:
        for form in forms:
            if not known(form):
                message = "dates cannot be written as {form}: use iso, unix, unix-ms, or %d-%m-%Y"
                raise self._loaded.wrong(place, message, form=form[:40])


def _fact(kind: type[Fact], data: dict[str, Said]) -> Fact:
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        _, sentence, details = first_fault(error)
        fault = error.errors(include_url=False, include_input=False)[0]["type"]
        raise SetAside(_REASONS.get(fault, "wrong-form"), sentence, **details) from None


def _feeling(felt: Felt, answer: Said, own: str) -> dict[str, Any]:
    figure = _figure(felt, answer)
    data: dict[str, Any] = {"whose": felt.whose, "source": felt.source, "said_by": felt.whose}
    if felt.about is not None:
        data["about"] = event_id(f"{own}:{felt.about}", 0)
    if felt.low is not None and felt.high is not None:
        valence = 2 * (figure - felt.low) / (felt.high - felt.low) - 1
        if not -1 <= valence <= 1:
            raise SetAside("out-of-range", "the answer lies outside of its scale")
        return data | {"valence": valence}
    rating = _rating(felt.scale, figure)
    if rating is None:
        raise SetAside("out-of-range", "the answer lies outside of its scale")
    return data | {"valence": rating.valence, "rating": rating}


def _figure(felt: Felt, answer: Said) -> float:
    said = str(answer)
    if felt.words is not None:
        if said not in felt.words:
            message = "{column} holds a word that the mapping does not know"
            raise SetAside("unknown-word", message, column="answer")
        return float(felt.words[said])
    return number(said, "answer")


@lru_cache(maxsize=1024)
def _rating(scale: str, figure: float) -> Rating | None:
    try:
        return Rating.model_validate({"scale": scale, "answer": figure})
    except ValidationError:
        return None

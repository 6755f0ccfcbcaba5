"""One row becomes facts: the event templates of a file's mapping, filled in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from domain._kernel import Fact, event_id
from domain.feelings import Rating
from domain.moments import Moment
from journeys.io.mapped.conditions import holds
from journeys.io.mapped.loading import Loaded
from journeys.io.mapped.ready import Maker, Ready
from journeys.io.mapped.schema import Felt
from journeys.io.mapped.values import Cells, Said, Worked, number
from journeys.io.rows.row import SetAside, digest
from journeys.io.shapes import first_fault

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,127}")
_NUMBER, _WORD, _RANGE = "not-a-number", "unknown-word", "out-of-range"
_REASONS = {
    "missing": "missing-value",
    "string_too_long": "too-long",
    **dict.fromkeys(("literal_error", "bool_parsing"), _WORD),
    **dict.fromkeys(("float_parsing", "float_type", "int_parsing", "int_type"), _NUMBER),
    **dict.fromkeys(("finite_number", "int_from_float"), _NUMBER),
    **dict.fromkeys(("greater_than", "greater_than_equal", "less_than_equal"), _RANGE),
}
_OUTSIDE = "the answer lies outside of its scale"
_NOTHING = "no {column} is given"


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
        self._mapping, self._note = mapping.mapping, note
        shared = {"actor": mapping.actor, "source": mapping.source}
        self._shared = {name: said for name, said in shared.items() if said is not None}
        maker = Maker(loaded, number, note)
        self._read, self._compiler = maker.read, maker.compiler
        self._checks = [(check, holds(check.if_)) for check in self.file.quarantine]
        self._notes = [(check, holds(check.if_)) for check in self.file.note]
        self._relationship = maker.value(self.file.relationship, "relationship")
        self._when = maker.moment(self.file.when, "when")
        self._templates = maker.templates()

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
            raise SetAside("missing-value", _NOTHING, column=empty)
        return "\x1f".join(parts)

    def drafts(self, cells: Cells, identity: str) -> Iterator[Draft]:
        """Yield the facts that a row tells of.

        Raises
        ------
        SetAside
            With the reason why the row cannot be taken as it stands.
        """
        for check, applies in self._checks:
            if applies(cells):
                raise SetAside(check.reason, check.why)
        for check, applies in self._notes:
            if applies(cells):
                self._note(check.reason)
        relationship = self._related(cells)
        own = self._stem(f"{self.file.name}\n{identity}")
        said = False
        for ready in self._templates:
            data = self._data(ready, cells, own) if ready.applies(cells) else None
            if data is None:
                continue
            stem = self._stem(relationship) if ready.once else own
            yield Draft(
                f"{stem}:{ready.name}",
                relationship,
                self._moment(ready.when or self._when, cells),
                _fact(ready.kind, data),
                self._testimony(ready, cells, own, identity),
                once=ready.once,
            )
            said = True
        if not said:
            raise SetAside("says-nothing", "the mapping makes no event of a row like this one")

    def _stem(self, what: str) -> str:
        return f"import:{self._mapping[:32]}:" + digest(f"{self._mapping}\n{what}")

    def _related(self, cells: Cells) -> str:
        said = self._relationship(cells) if self._relationship else None
        if said is None:
            raise SetAside("missing-value", _NOTHING, column="relationship")
        if not _ID.fullmatch(str(said)):
            message = (
                "a relationship is called by an id of letters, digits and hyphens:"
                " use hash in the mapping for anything else"
            )
            raise SetAside("not-an-id", message)
        return str(said)

    def _moment(self, when: Worked | None, cells: Cells) -> Moment:
        said = when(cells) if when else None
        if said is None:
            raise SetAside("missing-value", _NOTHING, column="when")
        return said if isinstance(said, Moment) else self._read(str(said), cells.typed)

    def _data(self, ready: Ready, cells: Cells, own: str) -> dict[str, Any] | None:
        worked = {name: work(cells) for name, work in ready.fields.items()}
        data = {name: said for name, said in worked.items() if said is not None}
        if ready.felt is None or ready.answer is None:
            return data
        answer = ready.answer(cells)
        if answer is None or answer == "":
            self._note("no-answer")
            return None
        return data | _feeling(ready.felt, answer, own)

    def _testimony(self, ready: Ready, cells: Cells, own: str, identity: str) -> dict[str, Any]:
        worked = {name: work(cells) for name, work in ready.testimony.items()}
        said: dict[str, Any] = {name: one for name, one in worked.items() if one is not None}
        if ready.recorded is not None:
            said["recorded_at"] = self._moment(ready.recorded, cells)
        if ready.cause is not None:
            said["cause"] = event_id(f"{own}:{ready.cause}", 0)
        story = identity.replace("\x1f", ":")
        if self.file.id and not ready.once and _ID.fullmatch(story):
            said["story_id"] = story
        return self._shared | said


def _fact(kind: type[Fact], data: dict[str, Said]) -> Fact:
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        _, sentence, details = first_fault(error)
        fault = error.errors(include_url=False, include_input=False)[0]["type"]
        raise SetAside(_REASONS.get(fault, "wrong-form"), sentence, **details) from None


def _feeling(felt: Felt, answer: Said, own: str) -> dict[str, Any]:
    figure = _figure(felt, str(answer))
    data: dict[str, Any] = {"whose": felt.whose, "source": felt.source, "said_by": felt.whose}
    if felt.about is not None:
        data["about"] = event_id(f"{own}:{felt.about}", 0)
    if felt.low is not None and felt.high is not None:
        valence = 2 * (figure - felt.low) / (felt.high - felt.low) - 1
        if not -1 <= valence <= 1:
            raise SetAside(_RANGE, _OUTSIDE)
        return data | {"valence": valence}
    rating = _rating(felt.scale, figure)
    if rating is None:
        raise SetAside(_RANGE, _OUTSIDE)
    return data | {"valence": rating.valence, "rating": rating}


def _figure(felt: Felt, answer: str) -> float:
    if felt.words is None:
        return number(answer, "answer")
    if answer not in felt.words:
        message = "{column} holds a word that the mapping does not know"
        raise SetAside(_WORD, message, column="answer")
    return float(felt.words[answer])


@lru_cache(maxsize=1024)
def _rating(scale: str, figure: float) -> Rating | None:
    try:
        return Rating.model_validate({"scale": scale, "answer": figure})
    except ValidationError:
        return None

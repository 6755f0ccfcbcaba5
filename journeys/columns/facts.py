"""What is read of a fact for the columns: a few things that a few kinds of them say.

This room is asked where no column is made as well, so it brings nothing that makes any.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from domain._kernel import Fact
from domain.care import CareGiven, ContactHeld
from domain.feelings import FeelingObserved
from domain.promises import PromiseMade, PromiseSettled

Kept = msgspec.Struct | None
"""What is read of a fact; nothing of most."""

_FELT = ("whose", "valence", "source", "towards", "said_by", "about")
_KEPT: Mapping[type[Fact], Mapping[str, str]] = {
    FeelingObserved: {one: one for one in _FELT},
    PromiseMade: {one: one for one in ("promise", "by")},
    PromiseSettled: {one: one for one in ("promise", "outcome")},
    ContactHeld: {"by": "initiated_by"},
    CareGiven: {"by": "by"},
}
"""Of every kind of which anything is read: what, and as which field of it."""


def _form(kind: type[Fact], kept: Mapping[str, str]) -> type[msgspec.Struct]:
    """Return the form of what is read; words of the kind's own vocabulary are made but once."""
    fields: list[Any] = []
    for name, said in kept.items():
        field = kind.model_fields[said]
        default = () if field.is_required() else (field.default,)
        fields.append((name, field.annotation, *default))
    return msgspec.defstruct(kind.__name__, fields, gc=False, rename=kept)


FORMS = {kind.topic: _form(kind, kept) for kind, kept in _KEPT.items()}
"""The form of what is read, by topic."""
_TOPICS = {form: topic for topic, form in FORMS.items()}
_READ: Mapping[str, Callable[[bytes], Any]] = {
    topic: msgspec.json.Decoder(form).decode for topic, form in FORMS.items()
}


def kept_of(topic: str, fact: bytes) -> Kept:
    """Return what is read of a fact of today's topic, by its stored bytes."""
    read = _READ.get(topic)
    return read(fact) if read else None


def apart(kept: Kept) -> tuple[Any, ...]:
    """Return what was read of a fact as plain values, for another process; see `together`.

    Examples
    --------
    >>> kept = kept_of("relationship.contact-held.v1", b'{"initiated_by":"client"}')
    >>> apart(kept), together(apart(kept)) == kept, together(apart(None))
    (('relationship.contact-held.v1', 'client'), True, None)
    """
    return () if kept is None else (_TOPICS[type(kept)], *msgspec.structs.astuple(kept))


def together(said: tuple[Any, ...]) -> Kept:
    """Return what these values say was read of a fact."""
    return FORMS[said[0]](*said[1:]) if said else None

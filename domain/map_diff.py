"""What changed between two editions of a journey map, part by part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from domain._kernel import Frozen
from domain.maps import Feelings, MapBody

Part = Literal["map", "start", "stage", "touchpoint", "step", "gate"]
"""Which part of a map: ``map`` is its head."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is otherwise in the newer edition.

    Parameters
    ----------
    how
        ``added``, ``removed``, ``changed`` (one field of it) or ``reordered`` (all of that kind).
    part, key
        Which part of the map. A step's key is ``after → then``; the head and an order have none.
    field
        The field that changed, with a full stop where it lies deeper: ``feelings.client``.
    before, after
        What it said and says; for a part that was added or removed, its title where it has one.
    """

    how: Literal["added", "removed", "changed", "reordered"]
    part: Part
    key: str = ""
    field: str = ""
    before: Any = None
    after: Any = None


def diff(old: MapBody, new: MapBody) -> tuple[Change, ...]:
    """Return what is otherwise in *new*: its head first, then part by part in their order.

    Nothing comes out if and only if the two say the same.

    Notes
    -----
    Linear in the parts of both. A map whose parts have two of one name cannot be compared by
    name; such a map is never on record.

    Examples
    --------
    >>> [change.field for change in diff(MapBody(title="One"), MapBody(title="Two"))]
    ['title']
    """
    changes = [
        Change("changed", "map", "", name, before, after)
        for name in ("title", "kind")
        if (before := getattr(old, name)) != (after := getattr(new, name))
    ]
    one, other = _parts(old), _parts(new)
    for part in other:
        changes += _compared(part, one[part], other[part])
    return tuple(changes)


def _parts(body: MapBody) -> dict[Part, dict[str, Frozen | None]]:
    return {
        "start": dict.fromkeys(body.start),
        "stage": {one.stage: one for one in body.stages},
        "touchpoint": {one.touchpoint: one for one in body.touchpoints},
        "step": {f"{one.after} → {one.then}": None for one in body.steps},
        "gate": {one.gate: one for one in body.gates},
    }


def _compared(
    part: Part, old: Mapping[str, Frozen | None], new: Mapping[str, Frozen | None]
) -> Iterator[Change]:
    for key in old:
        if key not in new:
            yield Change("removed", part, key, before=getattr(old[key], "title", None))
    for key, one in new.items():
        if key not in old:
            yield Change("added", part, key, after=getattr(one, "title", None))
            continue
        before = dict(_fields(old[key]))
        for name, after in _fields(one):
            if before[name] != after:
                yield Change("changed", part, key, name, before[name], after)
    kept, now = [key for key in old if key in new], [key for key in new if key in old]
    if kept != now:
        yield Change("reordered", part, "", "order", tuple(kept), tuple(now))


def _fields(one: Frozen | None, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every field by name; the parts of a part by names of their own."""
    for name in type(one).model_fields if one is not None else ():
        value = getattr(one, name)
        if isinstance(value, Feelings):
            yield from _fields(value, f"{name}.")
        else:
            yield prefix + name, value

"""The event catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import getdoc
from typing import Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from domain import chapters
from domain._kernel import Defines, Fact, Frozen, Personal, Refers, Testimony, topics
from journeys.language import speak
from projections.timeline import title


def page() -> Iterator[str]:
    """Yield the lines of the catalogue, chapter by chapter."""
    yield "# Events"
    yield ""
    yield "Everything that can be on record. A fact is stored with how we know it (see the end);"
    yield "topics are stable and versioned. *Names* says which thing a field brings into being or"
    yield "relies on; *personal* whose words a field may hold."
    by_chapter: dict[str, list[type[Fact]]] = {}
    for fact in topics().values():
        by_chapter.setdefault(fact.__module__.removeprefix("domain."), []).append(fact)
    for chapter in chapters.__all__:
        if chapter in by_chapter:
            yield from _chapter(chapter, by_chapter[chapter])
    yield "\n## How we know it\n"
    yield f"{getdoc(Testimony)}\n"
    yield from _fields(Testimony)


def _chapter(name: str, facts: list[type[Fact]]) -> Iterator[str]:
    dutch = speak("nl")
    yield f"\n## {name.capitalize()}\n"
    yield f"{(getdoc(getattr(chapters, name)) or '').splitlines()[0]}"
    for fact in facts:
        rows = ", ".join(f"R-{row}" for row in fact.rows)
        yield f"\n### {title(fact)}\n"
        yield f"`{fact.topic}` · Dutch: *{dutch.say(title(fact))}* · {rows}\n"
        yield f"{getdoc(fact)}\n"
        yield from _fields(fact)


def _fields(model: type[Frozen]) -> Iterator[str]:
    if not model.model_fields:
        yield "No fields: the event says it all."
        return
    yield "| field | values | names | personal |"
    yield "|---|---|---|---|"
    for name, field in model.model_fields.items():
        marks = list(_marks(field))
        things = [
            f"{'new' if isinstance(m, Defines) else 'known'} {m.kind}"
            for m in marks
            if isinstance(m, (Defines, Refers))
        ]
        inside = getattr(model, "personal_fields", {}).items()
        personal = [m.subject for m in marks if isinstance(m, Personal)]
        personal += [mark.subject for path, mark in inside if path.startswith(f"{name}.")]
        must = "" if field.is_required() else " (optional)"
        cells = [
            f"`{name}`{must}",
            _values(field.annotation, marks),
            ", ".join(things),
            ", ".join(dict.fromkeys(personal)),
        ]
        yield f"| {' | '.join(cells)} |"


def _marks(field: FieldInfo) -> Iterator[object]:
    yield from field.metadata
    yield from _nested(field.annotation)


def _nested(hint: object) -> Iterator[object]:
    yield from getattr(hint, "__metadata__", ())
    if get_origin(hint) is not Literal:
        for part in get_args(hint):
            yield from _nested(part)


def _values(hint: object, marks: list[object]) -> str:
    words = [str(word) for word in _words(hint)]
    limits = [
        f"{sign} {getattr(mark, name):g}"
        for mark in marks
        for name, sign in (("ge", "≥"), ("le", "≤"))
        if getattr(mark, name, None) is not None
    ]
    units = [mark for mark in marks if isinstance(mark, str)]
    kind = " · ".join(f"`{word}`" for word in words) or ", ".join(dict.fromkeys(_kinds(hint)))
    return " ".join([kind, *limits, *units])


def _words(hint: object) -> Iterator[object]:
    if get_origin(hint) is Literal:
        yield from get_args(hint)
    else:
        for part in get_args(hint):
            yield from _words(part)


def _kinds(hint: object) -> Iterator[str]:
    parts = [part for part in get_args(hint) if part not in (type(None), Ellipsis)]
    if get_origin(hint) is tuple:
        yield "several: " + ", ".join(dict.fromkeys(k for part in parts for k in _kinds(part)))
    elif hasattr(hint, "__metadata__"):
        yield from _kinds(get_args(hint)[0])
    elif parts:
        for part in parts:
            yield from _kinds(part)
    elif isinstance(hint, type):
        yield {"str": "text", "bool": "yes or no", "int": "whole number", "float": "number"}.get(
            hint.__name__, hint.__name__.lower()
        )
